package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.stub.RuntimeFunction;

/** Optimised code that would leave for Java thousands of times if no stub did what it asks for. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class StayingNativeTest {
    /** Ways out that are there until caches are filled, and for what stubs decline. */
    private static final int FEW = 100;

    private static TieredProgram run(String text) {
        TieredProgram program = TieredProgram.optimizing();
        assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        assertTrue(program.counters().optimized() > 0);
        return program;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "GET_INDEX | local t = {a = 1, b = 2, [2.5] = 3, [true] = 4, [-7] = 5, 6} local keys = {'a', 'b', 2.5, true, -7, 1, 'z'} "
            + "local function f(i) return t[keys[i]] or 0 end local s = 0 for i = 1, 7000 do s = s + f(i % 7 + 1) end print(s)",
        "SET_INDEX | local t = {a = 1, b = 2, [2.5] = 3, [true] = 4, [-7] = 5, 6} local keys = {'a', 'b', 2.5, true, -7, 1} "
            + "local function f(i) t[keys[i]] = i end for i = 1, 7000 do f(i % 6 + 1) end "
            + "print(t.a, t.b, t[2.5], t[true], t[-7], t[1])",
        "SET_INDEX | local t = {[2] = true, x = 1} local function f(i, v) t[i] = v end "
            + "for r = 1, 500 do for i = 3, 9 do f(i, i) end for i = 9, 3, -1 do f(i, nil) end end f(3, 4) print(t[2], t[3], #t)",
        "LOOKUP | local function new(i) local t = {} t['k' .. i % 20] = 1 t.x = i return t end local all = {} "
            + "for i = 1, 20 do all[i] = new(i) end local function f(t) return t.x end "
            + "local s = 0 for i = 1, 7000 do s = s + f(all[i % 20 + 1]) end print(s)",
        "CONCAT | local function f(a, b) return a .. ',' .. b end local n = 0 "
            + "for i = 1, 7000 do n = n + #f(i, 'text') + #f(-i, i * i) end print(n, f(-12, 345))",
        "LESS_STRINGS | local function f(a, b) return a < b end local n = 0 local w = {'a', 'abcdefghi', 'abcdefghj', '', 'b'} "
            + "for i = 1, 7000 do if f(w[i % 5 + 1], w[i % 3 + 1]) then n = n + 1 end end print(n)",
        "LESS_OR_EQUAL_STRINGS | local function f(a, b) return a <= b end local n = 0 local w = {'a', 'abcdefghi', 'abcdefg', ''} "
            + "for i = 1, 7000 do if f(w[i % 4 + 1], w[i % 3 + 1]) then n = n + 1 end end print(n)",
        "EQUAL_WORDS | local function f(a, b) return a == b end local n = 0 "
            + "for i = 1, 7000 do if f('key' .. i % 9, 'key' .. i % 7) then n = n + 1 end end print(n)",
        "EQUAL_WORDS | local C = {} C.__index = C local all = {} "
            + "for i = 1, 9 do all[i] = i % 3 > 0 and setmetatable({x = i}, C) or i % 2 > 0 and {} or function() end end "
            + "local function f(a, b) return a == b end local n = 0 "
            + "for i = 1, 7000 do if f(all[i % 9 + 1], all[i % 7 + 1]) then n = n + 1 end end print(n)",
        "EQUAL_WORDS | local all = {1, 2, 'a', false, {}} local function f(a, b) return a == b, b ~= a end local n = 0 "
            + "for i = 1, 7000 do if f(all[i % 5 + 1], all[i % 2 + 1]) then n = n + 1 end end print(n)",
        "EQUAL_WORDS | local all = {1, nil, 2, 7} local LETTER, DIGIT = 1, 2 "
            + "local function f(c) return c == LETTER or c == DIGIT end local n = 0 "
            + "for i = 1, 7000 do if f(all[i % 4 + 1]) then n = n + 1 end end print(n, f(2.0), f('2'))",
        "GET_INDEX | local s = 'the quick brown fox jumps over a lazy dog' local t = {the = 1, [1] = 2} "
            + "local function f(i) return t[s:sub(i, i + 2)] end local n = 0 "
            + "for i = 1, 7000 do n = n + (f(i % 38 + 1) or 0) end print(n)",
        "GET_INDEX | local s = 'the quick brown fox jumps over a lazy dog' local t = {} "
            + "for i = 1, 38 do t[s:sub(i, i + 4)] = i t[s:sub(i, i + 12)] = i end local function f(i, n) return t[s:sub(i, i + n)] end "
            + "local sum = 0 for i = 1, 7000 do sum = sum + f(i % 38 + 1, 4) + f(i % 25 + 1, 12) end print(sum)",
        "SET_INDEX | local s = 'the quick brown fox jumps over a lazy dog' local t = {} for i = 1, 38 do t[s:sub(i, i + 4)] = i end "
            + "local function f(i) t[s:sub(i, i + 4)] = i end for i = 1, 7000 do f(i % 38 + 1) end print(t[s:sub(9, 13)])",
        "MUL_WORDS | local all = {3, 2.5, -7, 0.25} local function f(a, b) return a * b end local n = 0 "
            + "for i = 1, 7000 do n = n + f(all[i % 4 + 1], all[i % 3 + 1]) end print(n)",
        "MOD_WORDS | local all = {3, 2.5, -7, 0.25} local function f(a, b) return a % b end local n = 0 "
            + "for i = 1, 7000 do n = n + f(all[i % 4 + 1], all[i % 3 + 1]) end print(n)",
        "IDIV_WORDS | local all = {3, 2.5, -7, 0.25} local function f(a, b) return a // b end local n = 0 "
            + "for i = 1, 7000 do n = n + f(all[i % 4 + 1], all[i % 3 + 1]) end print(n)",
        "TYPE_NAME | local all = {1, 2.5, 'a', {}, print, true, false, function() end, ('x'):rep(99) .. 'y'} "
            + "local function f(v) local name = type(v) return name end local n = 0 "
            + "for i = 1, 7000 do n = n + #f(all[i % 9 + 1]) end print(n)",
        "APPEND | local function f(n) local t = {} for i = 1, n do t[i] = i % 2 > 0 and i or 'x' end return t end local n = 0 "
            + "for i = 1, 900 do n = n + #f(i % 60) end print(n)",
        "TABLE_LENGTH | local L = {} L.__index = L local t = setmetatable({1, 2, 3}, L) local function f() return #t end local n = 0 "
            + "for i = 1, 7000 do n = n + f() end print(n)",
        "GET_INDEX | local L = {} L.__index = L local t = setmetatable({1, 2, 3, 4, 5, 6, 7, 8}, L) "
            + "local function f(i) return t[i] + t[(i - i % 2) / 2 + 1] end local n = 0 for i = 1, 7000 do n = n + f(i % 8 + 1) end print(n)",
        "SET_INDEX | local L = {} L.__index = L local t = setmetatable({1, 2, 3, 4, 5, 6, 7, 8}, L) "
            + "local function f(i) t[(i - i % 2) / 2 + 1] = i t[i] = i end for i = 1, 7000 do f(i % 8 + 1) end print(t[1], t[8])",
        "RAW_SET | local C = {} function C:new() local o = setmetatable({}, self) self.__index = self return o end "
            + "function C:one() return 1 end local n = 0 for i = 1, 7000 do n = n + C:new():one() end print(n)",
        "TABLE_LENGTH | local function f(n) local t = {} for i = 1, n do t[#t + 1] = i end return #t end local n = 0 "
            + "for i = 1, 900 do n = n + f(i % 60) end print(n)"})
    void fewFunctionsAreLeftFor(RuntimeFunction function, String text) {
        try (TieredProgram program = run(text)) {
            assertEquals(0, program.counters().optimizedBailOuts(),
                    () -> program.counters().optimizationFailures().toString());
            assertTrue(program.counters().exits(function) < FEW, () -> program.counters().exits().toString());
        }
    }

    @Test
    void emptyListsHaveNothingToRemove() {
        try (TieredProgram program = run("local t, n = {}, 0 local function f(i) if table.remove(t) == nil then n = n + 1 end "
                + "table.insert(t, i) n = n + table.remove(t) end for i = 1, 3000 do f(i) end t[0] = 5 print(n, table.remove(t), t[0])")) {
            for (TierCounters.Count exit : program.counters().exits()) {
                assertTrue(exit.count() < FEW, exit::toString);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "local f, g, h = math.sin, math.cos, math.tan | f(i) + g(i / 3) + h(-i / 7)",
        "local f, g, h = math.asin, math.acos, math.exp | f(1 / i) + g(-1 / i) + h(i % 9)",
        "local f, g, t = math.atan, math.log, {2, 2.0, 10, 10.0} | f(i) + f(-i, 0.5) + g(i) + g(i, 2) + g(i / 2, 10) + g(i, t[i % 4 + 1])",
        "local f, g, h = math.fmod, math.modf, math.rad | f(i, 7) + f(i + 0.5, 7.25) + g(i / 3) + select(2, g(-i)) + h(i) + math.deg(i)",
        "local f, g = math.max, math.min | f(i, 7, 1500) + g(i + 0.5, 7.5, 3.25)",
        "local f = math.ult | f(i, -i) and f(1, i + 1) and 1 or 2",
        "local x = 2.5 | i ^ x + x ^ (i % 9) + i ^ 3 + (i / 7) ^ -1 + i ^ 0.3",
        "local f, s = string.byte, ('xyz'):rep(90) | f(s, -1) + select('#', f(s, 2, i)) + select(3, f(s, -9, -1))",
        "local f = string.char | #(f() .. f(i % 256, 65, 255))",
        "local f, s = string.sub, 'abc' | #f(s, 3, 2) + #f(s, i) + #f(s, 2, 2)",
        "local f, g, h = string.lower, string.upper, string.reverse | #f('Hello World') + #g('Hello') + #h('Hello World')",
        "local f, g, h, s = string.lower, string.upper, string.reverse, ('xYz'):rep(2000) | #f(s) + #g(s) + #h(s) + #f('X') + #g('') + #h('x')",
        "local f, s = string.find, ('some text; '):rep(500) .. 'end.' | f(s, 'end', 1, true) + f(s, ';', i, true) + (f(s, 'tex;') or 1)",
        "local f, t = table.concat, {} local function fill() for i = 1, 900 do t[i] = string.char(i % 256) end end fill() "
            + "| #f(t) + #f(t, ', ')",
        "local s = ('xyz'):rep(200) | (s .. i):len() + #(s .. 'a' .. i)",
        "local f = string.rep | #f('ab', i % 100) + #f('', i % 9) + #f('x', -i)",
        "local f = string.find | f('hello world', 'wor') + f('a.b', '.', 1, true) + (f('abc', 'd', i) or 0)",
        "local f, s = string.match, ('name = value, '):rep(90) | #f(s, '%a+', i % 1000 + 1) + #f(s, '^n(.-),') + #select(2, f(s, '(%w+)%s*=%s*(%w+)')) "
            + "+ (f(s, '()=') + #(f(s, '%d') or '') + #f('  x ', '^%s*(.-)%s*$'))",
        "local f, s = string.find, ('name = value, '):rep(90) | f(s, '%s') + select('#', f(s, '(%a+)()', i)) + select(2, f(s, '^[^,]*,'))",
        "local f, s = string.gsub, ('a, b; '):rep(30) | #f(s, '%s', '') + #f(' x', '^%s+', '') + select(2, f(s, '[%c\"]', {})) + #f(s, ';', ' -')",
        "local n, s = 0, 'one, two;three' local function run(i) for w in s:gmatch('%a+') do n = n + #w end end "
            + "for i = 1, 20 do run(i) end local next = ('x'):rep(5000):gmatch('.') | #next()",
        "local f = tostring | #f(i) + #f(-i)",
        "local f, t = tonumber, {'12', '-7', '007'} | f(t[i % 3 + 1]) + f('0')",
        "local f, t = rawequal, {} | (f(t, {}) or f(t, i) or f(1.5, t) or f(print, t)) and 1 or 2",
        "local f, t = getmetatable, setmetatable({}, {__index = {}}) | f(t).__index and i or 0",
        "local f, g, t = table.insert, table.remove, {1, 2, 3, 4} f(t, 5) f(t, 6) g(t) g(t) "
            + "local function h(i) f(t, 2, i) f(t, 1, -i) return g(t, 1) + g(t, 2) end | h(i)",
        "local f, g, L = table.insert, table.remove, {} L.__index = L local t = setmetatable({1, 2, 3, 4}, L) f(t, 5) f(t, 6) g(t) g(t) "
            + "local function h(i) f(t, 2, i) f(t, 1, -i) return g(t, 1) + g(t, 2) end | h(i)",
        "local f, t = table.concat, {'a', 'bc', '', 'def'} | #f(t) + #f(t, ', ') + #f({})",
        "local f = math.random math.randomseed(7) | f() + f(i) + f(-i, i) + f(i, i) + f(100, 1 << 40)"})
    void libraryFunctionsStayNative(String before, String expression) {
        assertNative(before, expression);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "local base = setmetatable({}, {__index = function(_, k) return #k end}) local o = setmetatable({x = 1}, {__index = base}) "
            + "| o.none + o.x",
        "local A = {hp = 7} A.__index = A function A:get() return self.hp + (self.left and 1 or 0) end "
            + "local function new(i) return setmetatable({hp = i > 1 and i or nil, left = nil}, A) end | new(i % 3):get()",
        "local A = {} A.__eq = function(a, b) return a.x == b.x end local all = {} "
            + "for k = 1, 12 do local o = setmetatable({}, A) for f = 1, k do o['f' .. f] = f end o.x = k % 3 all[k] = o end all[13] = {} "
            + "| all[i % 13 + 1] == all[i % 12 + 1] and 1 or 0"})
    void accessesStayNative(String before, String expression) {
        assertNative(before, expression);
    }

    private static void assertNative(String before, String expression) {
        try (TieredProgram program = run(before + " local function run(i) return " + expression + " end "
                + "local s = 0 for i = 1, 3000 do s = s + run(i) end print(s)")) {
            assertTrue(program.counters().exits().stream().allMatch(exit -> exit.count() < FEW),
                    () -> program.counters().exits().toString());
        }
    }

    /** What the tests above count is counted. */
    @Test
    void whatHasNoStubIsLeftFor() {
        try (TieredProgram program = run("local function f(a, b) return a .. b end local n = 0 "
                + "for i = 1, 1000 do n = n + #f(i, 0.5) end print(n)")) {
            assertTrue(program.counters().exits(RuntimeFunction.CONCAT) > 900, () -> program.counters().exits().toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "local function f(i) return pcall(g, i, 1) end",
        "local function f(i) local ok, x, y, z = pcall(g, i, 1) return ok, x, y, z end",
        "local function f(i) pcall(g, i, 1) return i end",
        "local function f(i) local ok = pcall(g, 'x', 1) return ok end",
        "local function f(i) local ok, e = pcall(error, i) return ok, e end",
        "local function f(i) return (pcall(pcall)) end",
        "local function f(i) local ok, x = pcall(pcall, g, i, 1) return ok, x end"})
    void protectedCallsAreTheSame(String f) {
        try (TieredProgram program = run("function g(a, b) return a + b, a end " + f
                + " for i = 1, 300 do f(i) end print(f(3))")) {
            assertTrue(program.counters().optimizedEntries() > 0);
        }
    }

    @Test
    void protectedCallsStayNative() {
        try (TieredProgram program = run("local function g(a, b) return a + b, a end "
                + "local function f(i) local ok, x, y = pcall(g, i, 1) return ok and x + y or 0 end "
                + "local s = 0 for i = 1, 5000 do s = s + f(i) end print(s)")) {
            for (TierCounters.Count exit : program.counters().exits()) {
                assertTrue(exit.count() < FEW, exit::toString);
            }
        }
    }

    /** Errors, yields and garbage collections below a pcall of optimised code find its frames. */
    @Test
    void framesBelowProtectedCalls() {
        String text = "local function g(i) if i % 3 == 0 then error('three') end if i % 5 == 0 then coroutine.yield(i) end "
                + "if i % 7 == 0 then collectgarbage() end return {i} end "
                + "local function f(i) local keep = {i} local ok, t = pcall(g, i) "
                + "return keep[1] + (ok and t[1] or #t) end "
                + "local c = coroutine.wrap(function() local s = 0 for i = 1, 200 do s = s + f(i) end return -s end) "
                + "repeat local v = c() print(v) until v < 0";
        try (TieredProgram program = run(text)) {
            assertTrue(program.counters().entries() > 0);
        }
    }
}
