package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Integers in boxes, numbers of both kinds, floats as operands of bitwise operations: the code is made, and stays. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class NumberKindsTest {
    /** Ways out before there is any feedback, and before all kinds have been seen. */
    private static final int FEW = 250;
    private static final String NUMBERS = "local large, both = {}, {1, 2.5, -3, 0.25} "
            + "for i = 1, 64 do large[i] = i * 6364136223846793005 end ";

    @ParameterizedTest
    @ValueSource(strings = {
        "local function f(a, b) return a < b and 1 or a <= b and 2 or 3 end "
            + "local s = 0 for i = 1, 4000 do s = s + f(large[i % 64 + 1], large[i % 63 + 1]) end print(s)",
        "local function f(a) return a < 0 and 1 or a == 7 and 2 or 3 end "
            + "local s = 0 for i = 1, 4000 do s = s + f(large[i % 64 + 1]) end print(s)",
        "local function f(a, b) return a == b and 1 or a ~= 0 and 2 or 3 end "
            + "local s = 0 for i = 1, 4000 do s = s + f(large[i % 64 + 1], large[i % 63 + 1]) end print(s)",
        "local function f(a, b) return a * 3 + b - (a - 7) end "
            + "local s = 0 for i = 1, 4000 do s = s ~ f(large[i % 64 + 1], large[i % 63 + 1]) end print(s)",
        "local function f(a) return -a end local s = 0 for i = 1, 4000 do s = s ~ f(large[i % 64 + 1]) end print(s)",
        "local function f(a) return -a end local s = 0 for i = 1, 4000 do s = s + f(both[i % 4 + 1]) end print(s)",
        "local max, min = math.max, math.min local function f(a, b, x) return max(a, b), min(a, b, 1.5), max(a, x) end "
            + "local s = 0 for i = 1, 4000 do local a, b, x = f(both[i % 4 + 1], both[i % 3 + 1], -math.huge) s = s + a + b + x end print(s)",
        "local function f(t) local m, n = -math.huge, math.huge for i = 1, #t do m = math.max(m, t[i]) n = math.min(n, t[i]) end "
            + "return m - n end local s = 0 for i = 1, 900 do s = s + f(both) + f{i, 2, 3} end print(s)",
        "local function f(a, b) return a & b | 7 end local s = 0 for i = 1, 4000 do s = s + f(i / 1, i % 2 > 0 and i or i + 0.0) end print(s)",
        "local function f(a, n) return a << n | a >> n end local s = 0 for i = 1, 4000 do s = s ~ f(i, i % 160 - 80) end print(s)"})
    void codeStays(String text) {
        TieredProgram.assertCodeStays(NUMBERS + text, FEW);
    }

    /** A function that makes nothing is compiled although its constant needs a box, or was a young string before. */
    @Test
    void constantsMayBeYoung() {
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            program.run("local n = 0 for i = 1, 5000 do if i < 0x5bd1e9955bd1e995 then n = n + 1 end end print(n)");
            long before = program.counters().compiled();
            assertTrue(before > 0);
            program.run("T, K = {}, 'made ' .. 7 T[K] = 3");
            program.run("local t, n = T, 0 for i = 1, 5000 do n = n + t['made 7'] end print(n)");
            assertTrue(program.counters().compiled() > before);
        }
    }
}
