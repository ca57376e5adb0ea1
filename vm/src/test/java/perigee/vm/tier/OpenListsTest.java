package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.deopt.Reason;

/** Functions of any number of arguments and results: they are optimised, stay in that code, and do what they should. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OpenListsTest {
    /** Ways out that are there until caches are filled and frames have room. */
    private static final int FEW = 100;
    /** What the functions under test call. */
    private static final String CALLED = "local unpack = table.unpack local numbers = {1, 2, 3, 4, 5, 6, 7, 8} "
            + "local function g(a, b, c) return c, b, a end local function many(n) return unpack(numbers, 1, n) end "
            + "local function count(...) return select('#', ...) end ";

    private static TieredProgram run(String text) {
        TieredProgram program = TieredProgram.optimizing();
        assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        assertEquals(0, program.counters().optimizedBailOuts(), () -> program.counters().optimizationFailures().toString());
        assertTrue(program.counters().optimizedEntries() > 0);
        return program;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        // results of library functions in tail position
        "local function f(n) return unpack(numbers, 1, n) end",
        "local function f(n) return select(2, many(n)) end",
        "local function f(n) return pcall(g, n, 1) end",
        "local function f(n, k) return math.max(n, k) end",
        "local function f(n, k) return (n > 4 and math.max or count)(n, k) end",
        "local function f(n, ...) return unpack(numbers, ...) end",
        // extra arguments
        "local function f(...) local a, b = ... return b, a end",
        "local function f(...) return select('#', ...) end",
        "local function f(n, ...) local s = 0 for i = 1, select('#', ...) do s = s + (select(i, ...)) end return s end",
        "local function f(n, ...) local a, b, c = select(n > 4 and 2 or 1, ...) return c, b, a end",
        "local function f(...) return ... end",
        "local function f(...) return 1, 2, ... end",
        "local function f(...) return g(...) end",
        "local function f(...) return g(0, ...) end",
        "local function f(...) return (g(...)) end",
        "local function f(...) local a, b = g(0, ...) return a, b end",
        "local function f(...) return #{...} end",
        "local function f(...) local t = {1, ...} return #t, t[1], t[2], t[3] end",
        "local function f(...) return count(many(...)) end",
        // of inlined functions
        "local function v(...) return select('#', ...), ... end local function f(n, k) return (v(n, k, n)), v(k) end",
        "local function v(...) local a, b = ... return b, a end local function f(n, k) local x, y = v(n, k, n) return y, x end",
        "local function v(a, ...) return #{...} + a end local function f(n, k) return v(n) + v(n, k) + v(n, k, 1) end",
        "local function v(...) local s = 0 for i = 1, select('#', ...) do s = s + (select(i, ...)) end return s end "
            + "local function f(n, k) return v(n, k, 1) + v() end",
        "local function v(h, ...) return h(...) end local function f(n, k) local a, b = v(g, n, k) return b, a end",
        "local function v(...) return g(...) end local function f(n, k) return 1, v(n, k, 7) end",
        // results passed on
        "local function f(n) return g(many(n)) end",
        "local function f(n) return g(0, many(n)) end",
        "local function f(n) return count(many(n)), count(1, many(n)) end",
        "local function f(n) return n, many(n) end",
        "local function f(n) local t = {many(n)} return #t, t[1], t[n] end",
        "local function f(n, k) local t = {n, k, many(n)} return #t, t[1], t[3] end",
        "local function f(n, k) local t = {n, k, x = 1, many(n)} return #t, t.x, t[3] end",
        "local function f(n) return (many(n)), select('#', many(n)) end",
        "local function f(n) return count(pcall(many, n)) end",
        "local function f(n) return g(g(many(n))) end",
        "local function two(n) if n > 4 then return n, 1 end return many(n) end local function f(n) return count(two(n)) end",
        "local function two(n) return n, many(n) end local function f(n) local a, b, c = two(n) return c, b, a end",
        "local t = {} local function f(n, k) t[#t + 1] = g(many(n)) return #t end",
    })
    void listsStayNative(String f) {
        try (TieredProgram program = run(CALLED + f + " for i = 1, 3000 do f(i % 8 + 1, 2) end "
                + "print(f(3, 4, 5, 6)) print(f(7, 1)) print(f(1, 2))")) {
            for (TierCounters.Count exit : program.counters().exits()) {
                assertTrue(exit.count() < FEW, exit::toString);
            }
        }
    }

    /** Library functions in tail position that no stub does: Java is called, and optimised code returns what it gives. */
    @ParameterizedTest
    @ValueSource(strings = {
        "local t = {1, 2, 3} local function f(n) return table.concat(t, n) end",
        "local function f(n, k) return string.format('%d %d', n, k) end",
        "local function f(n) return string.pack('i1', n) end",
        "local s = 'text' local function f(...) return s:match('x', ...) end",
        "local function f(n) return pcall(error, many(n)) end",
        "local function f(n) return (n > 4 and string.format or g)('%d', n) end",
    })
    void libraryFunctionsAreCalledInTailPosition(String f) {
        try (TieredProgram program = run(CALLED + f + " for i = 1, 3000 do f(i % 8 + 1, 2) end "
                + "print(f(3, 4)) print(f(7, 1))")) {
            assertEquals(0, program.counters().deopts(Reason.TAIL_CALL));
            long deopts = program.counters().exits().stream().filter(exit -> exit.name().equals("deopt"))
                    .mapToLong(TierCounters.Count::count).sum();
            assertTrue(deopts < FEW, () -> program.counters().exits().toString());
            assertTrue(program.counters().exits().stream().anyMatch(exit -> exit.name().equals("call out")
                    && exit.count() > 1000), () -> program.counters().exits().toString());
        }
    }

    @Test
    void functionsOfTheBenchmarkAreOptimised() throws IOException {
        String text = Files.readString(Path.of("../bench/programs/varargs.lua"), StandardCharsets.ISO_8859_1)
                .replace("24000", "600").replace("48000", "1200");
        try (TieredProgram program = TieredProgram.optimizing()) {
            program.run(text.replace("return run", "run() run()"));
            assertEquals(0, program.counters().optimizedBailOuts(), () -> program.counters().optimizationFailures().toString());
            assertTrue(program.counters().optimized() >= 10, () -> "" + program.counters().optimized());
            assertEquals(0, program.counters().deopts(Reason.TAIL_CALL));
        }
    }

    /** Whoever looks sees the frames of the interpreter. */
    @ParameterizedTest
    @ValueSource(strings = {
        "local function k(...) print(debug.traceback()) return ... end",
        "local function k(...) for l = 2, 4 do for i = -4, 4 do print(l, i, pcall(debug.getlocal, l, i)) end end "
            + "return ... end",
        "local function k(...) for l = 1, 4 do local t = debug.getinfo(l, 'nSlut') print(t.name, t.currentline, t.isvararg, "
            + "t.nparams, t.istailcall) end return ... end",
        "local function k(...) debug.setlocal(2, 1, 20) debug.setlocal(2, -1, 30) return ... end",
        "local function k(...) if (...) % 3 == 0 then error('three') end return ... end",
        "local function k(...) if (...) % 3 == 0 then return coroutine.yield(...) end return ... end",
        "local function k(...) if (...) % 3 == 0 then collectgarbage() end return ... end",
        "local n = 0 local function k(a, ...) if a == 200 then debug.sethook(function() n = n + 1 end, 'l') end "
            + "return a, ... end",
        "local k = setmetatable({}, {__call = function(self, a, ...) return a, ... end})",
        "local k = math.max",
        "local k = 1",
    })
    void framesAreLikeTheInterpreters(String k) {
        String text = k + """

                local function inner(f, a, ...) local x = a + 1 local r = {f(a, ...)} return #r + x, ... end
                local function given(f, a, ...) local r, s = inner(f, a, 7, ...) return r, s end
                local function known(f, a) local r, s = given(f, a, a, 'x') return r, s end
                local function tail(f, ...) return f(...) end
                local function behind(f, ...) return 1, tail(f, ...) end
                local function list(f, ...) return {f(...)}, {tail(f, ...)} end
                local function both(f, ...) return tail(f, f(...)) end
                local co = coroutine.wrap(function()
                    for i = 1, 300 do
                        local f = (i > 297 or i % 50 > 48) and k or i % 7 == 0 and math.max or function(a, b) return b, a end
                        local p = (i > 297 or i % 50 > 48) and print or type
                        p(i, pcall(given, f, i, i, i))
                        p(i, pcall(known, f, i))
                        p(i, pcall(tail, f, i, 2))
                        p(i, pcall(behind, f, i, i, i))
                        p(i, pcall(both, f, i, i))
                        local ok, s, t = pcall(list, f, i, 5, i)
                        p(ok, ok and #s, ok and t[1])
                    end
                    return 'done'
                end)
                repeat local y = co() print(y) until y == 'done'
                print(n)
                """;
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
            assertTrue(program.counters().optimized() >= 5);
        }
    }

    /** Long lists: the stack grows, or is full, wherever one is taken. */
    @Test
    void listsAreLong() {
        String text = """
                local function count(...) return select('#', ...) end
                local function pass(...) return count(...) end
                local function more(...) return count(1, 2, ...) end
                local function pack(...) return #{...}, #{1, ...} end
                local function join(...) return pass(1, table.unpack({...})) end
                local function deep(n, ...) if n == 0 then return count(...) end return (deep(n - 1, n, ...)) end
                local function all(n) return pcall(table.unpack, {}, 1, n) end
                for i = 1, 300 do pass(i) more(i) pack(i) join(i) deep(2, i) count(all(3)) end
                for _, n in ipairs {10, 100, 250, 1000, 10000, 100000, 300000, 490000} do
                    local t = {}
                    for i = 1, n do t[i] = i end
                    for _, f in ipairs {count, pass, more, pack, join} do
                        local co = coroutine.wrap(function() return pcall(f, table.unpack(t)) end)
                        print(n, co())
                    end
                    print(count(all(n)))
                end
                print(deep(150), deep(400))
                print(pcall(deep, 3000))
                """;
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
            assertTrue(program.counters().optimized() >= 5);
        }
    }

    /** A constructor with elements by their keys, too: those that are positions do not hide the others. */
    @Test
    void constructorsWithKeys() {
        String text = """
                local function keyed(x) return {[1] = 1, [2] = 2, [3] = 3, x} end
                local function open(...) return {[1] = 1, [2] = 2, [3] = 3, ...} end
                local function show(t) return #t, t[1], t[2], t[3], t[4] end
                for i = 1, 300 do keyed(i) open(i) end
                print(show(keyed('x')))
                print(show(open('x')))
                print(show(open('x', 'y', 'z', 'w')))
                """;
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        }
    }
}
