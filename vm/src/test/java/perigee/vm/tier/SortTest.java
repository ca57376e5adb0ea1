package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sort by a compiled order function stays in native code, whoever began it, and Java takes it over at any question. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class SortTest {
    /** Ways out that are there until all functions are compiled and their caches filled, and for what is printed. */
    private static final int FEW = 400;
    /** What programs below begin with. */
    private static final String NAMES = "local function numbers(n) local t = {} for i = 1, n do t[i] = i * 7919 % 10007 end "
            + "return t end local function sum(t) local s = 0 for i = 1, #t do s = s * 31 % 65521 + t[i] end return s end ";

    private static void assertStaysNative(TieredProgram program, String text) {
        assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        for (TierCounters.Count exit : program.counters().exits()) {
            assertTrue(exit.count() < FEW, exit::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "local t = numbers(3000) table.sort(t, function(a, b) return a < b end) print(sum(t))",
        "for i = 1, 200 do local t = numbers(i) table.sort(t, function(a, b) return a > b end) print(sum(t)) end",
        "local function f(n) local t = numbers(n) table.sort(t, function(a, b) return a > b end) return sum(t) end "
            + "for i = 1, 200 do print(f(i)) end",
        "local t = {} for i, v in ipairs(numbers(3000)) do t[i] = {key = v} end "
            + "table.sort(t, function(a, b) local c = {a, b} return c[1].key < c[2].key end) print(t[1].key, t[3000].key)",
        "local t = numbers(3000) t[1], t[1500], t[3000] = -3, -2, -1 table.sort(t, function(a, b) return a < b end) "
            + "print(sum(t))",
        "local t = numbers(3000) table.sort(t, function(...) local a, b = ... return a < b end) print(sum(t))",
        "local less = function(a, b) return a < b end local t = numbers(3000) "
            + "table.sort(t, function(a, b) return less(a, b) end) print(sum(t))"})
    void sortsDoNotLeave(String text) {
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertStaysNative(program, NAMES + text);
            assertTrue(program.counters().optimizedEntries() + program.counters().loopEntries() > 0);
        }
    }

    @Test
    void baselineCodeStaysNative() {
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            assertStaysNative(program, NAMES
                    + "local t = numbers(3000) table.sort(t, function(a, b) return a < b end) print(sum(t))");
            assertTrue(program.counters().compiled() > 0);
        }
    }

    /** Each way in which a table may become one that machine code leaves alone, at each of the first questions. */
    @ParameterizedTest
    @ValueSource(strings = {
        "setmetatable(t, {__index = function() return 7 end})",
        "for i = 40, 20, -1 do t[i] = nil end",
        "t[40] = nil",
        "t[1] = nil",
        "for i = 1, 40 do t[i] = nil end",
        "for i = 41, 200 do t[i] = i end",
        "collectgarbage()",
        "error('an error')",
        "debug.sethook(function() end, 'cr')"})
    void javaTakesOver(String change) {
        String text = NAMES + "for when = 1, 150 do local t, n = numbers(40), 0 local ok, message = pcall(table.sort, t, "
                + "function(a, b) n = n + 1 if n == when then " + change + " end return (a or 5000) < (b or 5000) end) debug.sethook() "
                + "local s = 0 for i = 1, 40 do s = s * 31 % 65521 + (rawget(t, i) or 1) end print(ok, message, n, s) end";
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
            assertTrue(program.counters().optimized() > 0);
        }
    }
}
