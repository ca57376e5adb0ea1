package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coroutines are switched in native code; whatever happens to one that waits there, programs see what they always see. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CoroutineSwitchTest {
    /** Ways out that are there until all functions are compiled, and at the beginning and the end of a coroutine. */
    private static final int FEW = 100;
    /** Those that switch coroutines in Java, or return to code that has been resumed there. */
    private static final List<String> WAYS = List.of("library", "call", "return", "execute");
    /** What programs below begin with. */
    private static final String NAMES = "local create, resume, yield, wrap = coroutine.create, coroutine.resume, "
            + "coroutine.yield, coroutine.wrap local function range(n) return wrap(function() for i = 1, n do "
            + "yield(i) end end) end ";

    private static void assertStaysNative(TieredProgram program) {
        for (TierCounters.Count exit : program.counters().exits()) {
            assertTrue(exit.count() < FEW || WAYS.stream().noneMatch(exit.name()::startsWith), exit::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "local s = 0 for i in range(3000) do s = s + i end print(s)",
        "local s = 0 for a, b in wrap(function() for i = 1, 3000 do yield(i, -2 * i) end end) do s = s + a + b end "
            + "print(s)",
        "local next, s = range(3000), 0 for i = 1, 3000 do s = s + next() end print(s, next())",
        "local function filter(g, k) return wrap(function() for i in g do if i % k ~= 0 then yield(i) end end end) end "
            + "local s = 0 for i in filter(filter(range(3000), 2), 3) do s = s + i end print(s)",
        "local co = create(function(a, b) while true do a, b = yield(a + b, a - b) end end) local s = 0 "
            + "for i = 1, 3000 do local ok, x, y = resume(co, i, 1) s = s + x * y end print(s)",
        "local co = create(function(...) local n = 0 while true do n = n + select('#', yield(n)) end end) "
            + "for i = 1, 3000 do resume(co, i, i, nil) end print(resume(co))",
        "local function walk(n) if n > 0 then walk(n - 1) yield(n) walk(n - 1) end end local s = 0 "
            + "for v in wrap(function() walk(11) end) do s = s + v end print(s)",
        "local all, s = {}, 0 for i = 1, 20 do all[i] = create(function() while true do yield(i) end end) end "
            + "for i = 1, 3000 do local _, v = resume(all[i % 20 + 1]) s = s + v end print(s)",
        "local co = create(function() while true do local ok, v = pcall(function() local v = yield(1) return v end) "
            + "assert(ok) end end) local s = 0 for i = 1, 3000 do local _, v = resume(co, i) s = s + v end print(s)",
        "local co = create(function() local t = setmetatable({}, {__index = function(t, k) return yield(k) end}) "
            + "local s = 0 while true do s = s + t[s] end end) resume(co) local x "
            + "for i = 1, 3000 do x = select(2, resume(co, i)) end print(x)",
        "local s = 0 for i = 1, 1000 do for v in range(3) do s = s + v end end print(s)",
        "local s = 0 for i = 1, 1000 do local co = create(function(a) local b = yield(a) return b, a end) resume(co, "
            + "i) local ok, x, y = resume(co, 1) s = s + x + y assert(coroutine.status(co) == 'dead') end print(s)",
        "local s = 0 local function f() local co, isMain = coroutine.running() return co and not isMain end "
            + "local co = create(function() while true do yield(f()) end end) "
            + "for i = 1, 1000 do local ok, v = resume(co) if v and not f() then s = s + 1 end end print(s)",
        "local function exchange(...) return yield(...) end local function answer(co, ...) return resume(co, ...) end "
            + "local co = create(function() local a, b = 1, 2 while true do a, b = exchange(b, a) end end) "
            + "answer(co) local s = 0 for i = 1, 3000 do local ok, x, y = answer(co, i, s % 7) s = s + x - y end "
            + "print(s)"})
    void switchesStayNative(String text) {
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, NAMES + text);
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            assertEquals(expected, program.run(NAMES + text));
            assertStaysNative(program);
        }
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(expected, program.run(NAMES + text));
            assertTrue(program.counters().optimized() + program.counters().optimizedLoops() > 0);
            assertStaysNative(program);
        }
    }

    /** What the test above counts is counted. */
    @Test
    void whatIsNotSwitchedLeaves() {
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            program.run(NAMES + "local co = create(function() end) resume(co) for i = 1, 500 do resume(co) end");
            assertTrue(program.counters().exits().stream().anyMatch(exit -> exit.count() >= 500));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // errors: of dead, running and normal coroutines, of bodies, of what is resumed
        "local co = create(function(x) if x == 30 then error('thirty') end yield() end) "
            + "for i = 1, 3 do print(resume(co, i)) end for i = 25, 35 do print(resume(create(function(x) "
            + "local y = yield(x) if x == 30 then error('thirty') end return y end), i)) end",
        "local co co = create(function() while true do yield(resume(co)) end end) for i = 1, 60 do resume(co) end "
            + "print(resume(co))",
        "local function f(...) return pcall(resume, ...) end for i = 1, 60 do f() f(1) f('x') end print(f()) "
            + "print(f(1)) print(f({}))",
        "local g = wrap(function() for i = 1, 50 do yield(i) end error('end') end) "
            + "for i = 1, 50 do assert(g() == i) end print(pcall(g)) print(pcall(g))",
        "local g = wrap(function() for i = 1, 50 do yield(i) end error({}) end) "
            + "for i = 1, 50 do assert(g() == i) end local ok, e = pcall(g) print(ok, type(e)) print(pcall(g))",
        "print(pcall(yield, 1)) for i = 1, 50 do pcall(yield) end print(select(2, pcall(yield)))",
        "local t = {} for i = 1, 60 do t[i] = i end local co = create(function() table.sort(t, function(a, b) "
            + "if a == 7 then yield() end return a < b end) end) print(resume(co))",
        // as deep as coroutines may be nested
        "local function nest(n) if n == 0 then return 'bottom' end local co = create(nest) return select(2, "
            + "resume(co, n - 1)) end for i = 1, 20 do nest(50) end print(nest(150)) print(nest(250))",
        // many values, more than a fresh region has room for
        "local function many(n) local t = {} for i = 1, n do t[i] = i end return table.unpack(t) end "
            + "local co = create(function(...) local n = select('#', ...) while true do n = select('#', yield(many(n "
            + "* 2))) end end) for _, n in ipairs {1, 2, 30, 100, 200, 500, 3, 1000} do print(n, select('#', "
            + "resume(co, many(n)))) end",
        "local function many(n) local t = {} for i = 1, n do t[i] = i end return table.unpack(t) end "
            + "for i = 1, 60 do local g = wrap(function(...) return select('#', yield(...)) end) g(many(i * 9)) "
            + "print(g(many(i * 7))) end",
        // hooks: of the one, of the other
        "local co = create(function() for i = 1, 100 do yield(i) end end) for i = 1, 30 do resume(co) end local n = 0 "
            + "debug.sethook(co, function() n = n + 1 end, 'l') for i = 1, 30 do resume(co) end debug.sethook(co) "
            + "for i = 1, 30 do resume(co) end print(n, resume(co))",
        "local co = create(function() for i = 1, 100 do yield(i) end end) local n = 0 for i = 1, 90 do "
            + "if i == 30 then debug.sethook(function() n = n + 1 end, 'cr') elseif i == 60 then debug.sethook() end "
            + "resume(co) end print(n)",
        // looked at while it waits
        "local function inner(a) local b = a * 2 yield(a) return b end local co = create(function() local s = 0 "
            + "for i = 1, 100 do s = s + inner(i) end return s end) for i = 1, 50 do resume(co) end "
            + "print(debug.traceback(co)) print(debug.getlocal(co, 1, 1)) print(debug.getlocal(co, 2, 1)) "
            + "print(debug.setlocal(co, 1, 2, 1000)) for i = 1, 50 do resume(co) end print(resume(co)) "
            + "print(resume(co))",
        "local co = create(function() for i = 1, 100 do local r = yield(debug.traceback('in')) end end) "
            + "for i = 1, 60 do resume(co) end print(select(2, resume(co)))",
        "local function f(n) return yield(n) end local co = create(function() local s = 0 for i = 1, 100 do local a "
            + "= f(i) s = s + a end return s end) for i = 1, 90 do resume(co, i) end print(debug.traceback(co))",
        // made and ended by the hundred, with collections between
        "local keep, n = {}, 0 for i = 1, 200 do local co = create(function(...) local t = {...} yield(t) return t "
            + "end) keep[i % 7] = co local ok, t = resume(co, i, {i}) if i % 50 == 0 then collectgarbage() end n = n "
            + "+ t[2][1] if i % 3 == 0 then resume(co) print(coroutine.status(co), resume(co)) end end print(n) for "
            + "i = 0, 6 do print(coroutine.status(keep[i])) end",
        "print(pcall(create)) print(pcall(create, {})) print(pcall(wrap, 'x')) local co = create(print) for i = 1, "
            + "60 do co = create(print) wrap(print)(i) end print(resume(co, 1)) print(pcall(coroutine.status, 1)) "
            + "print(coroutine.isyieldable())",
        // closed while it waits
        "local log = {} local function closing(x) return setmetatable({}, {__close = function() log[#log + 1] = x "
            + "end}) end for i = 1, 60 do local co = create(function() local c <close> = closing(i) local s = 0 for "
            + "j = 1, 60 do s = s + yield(j) end end) for j = 1, i do resume(co, j) end coroutine.close(co) "
            + "assert(coroutine.status(co) == 'dead') end print(table.concat(log, ' '))",
        "for i = 1, 60 do local co = create(function() local ok, e = pcall(function() for j = 1, 60 do yield(j) end "
            + "error('late') end) yield(e) end) for j = 1, 60 do resume(co) end print(resume(co)) "
            + "print(coroutine.close(co)) end",
        // globals and classes that change while frames wait in code that relies on them
        "function step(x) return x + 1 end local co = create(function() local s = 0 for i = 1, 300 do s = step(s) "
            + "yield(s) end end) for i = 1, 100 do resume(co) end step = function(x) return x - 1 end for i = 1, 99 "
            + "do resume(co) end print(resume(co))",
        "local C = {} C.__index = C function C:get() return self.v end local o = setmetatable({v = 1}, C) "
            + "local g = wrap(function() while true do yield(o:get()) end end) for i = 1, 100 do g() end "
            + "C.get = function() return 'other' end print(g(), g())",
        "local g = wrap(function() local x = 0 while true do x = x + yield(x) end end) g() for i = 1, 100 do g(1) end "
            + "print(g(0.5), g('10'), pcall(g, {}))",
        // garbage: values on stacks that wait
        "local all = {} for i = 1, 40 do all[i] = wrap(function() local keep = {} while true do keep[#keep + 1] = "
            + "{#keep} yield(keep[#keep][1]) end end) end for r = 1, 40 do for i = 1, 40 do all[i]() end "
            + "if r % 8 == 0 then collectgarbage(r % 16 == 0 and 'collect' or 'step') end end print(all[1](), "
            + "all[40]())",
        "local weak = setmetatable({}, {__mode = 'v'}) for i = 1, 60 do local co = wrap(function() local t = {} "
            + "weak[1] = t yield() yield() end) co() co() end collectgarbage() print(weak[1])",
        "print(select('#', table.unpack({}, 1, 3)), (function() local n = 0 for a, b, c in wrap(function() yield(1) "
            + "yield(2, 3) yield(4, 5, 6, 7) end) do n = n + a + (b or 10) + (c or 100) end return n end)())",
        "local s = 0 for k, v in wrap(function(s, c) for i = 1, 60 do s, c = yield(i, c) end end), {}, 9 do s = s + "
            + "k + v end print(s)",
        "local function f(n) return yield(n) end local g = wrap(function() for i = 1, 60 do f(i) end return f('end') "
            + "end) for i = 1, 61 do g() end print(g('x'))",
        "local function g(n) return coroutine.resume(create(function(x) return yield(x), x end), n) end "
            + "for i = 1, 60 do g(i) end print(g('x'))"})
    void programsSeeTheSame(String text) {
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, NAMES + text);
        assertEquals(expected, TieredProgram.output(TierPolicy.BASELINE, NAMES + text));
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(expected, program.run(NAMES + text));
            assertTrue(program.counters().entries() > 0);
        }
        try (TieredProgram program = TieredProgram.optimizing()) {
            program.state().heap().setStress(7);
            assertEquals(expected, program.run(NAMES + text));
        }
    }
}
