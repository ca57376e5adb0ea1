package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.deopt.Reason;

/** Floats that are whole do for indices and for limits of loops of integers: the code is made, and stays. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class WholeFloatsTest {
    /** Ways out before there is any feedback, too. */
    private static final int FEW = 100;

    @ParameterizedTest
    @ValueSource(strings = {
        "local function f(t, n) return t[n / 2] end local s = 0 for i = 1, 4000 do s = s + f(t, i % 20 * 2 + 2) end print(s)",
        "local function f(t, n) t[n / 2] = n end for i = 1, 4000 do f(t, i % 20 * 2 + 2) end print(t[4], #t)",
        "local function f(t, n) local s, i = 0, n while i >= 1 do s = s + t[i] i = i / 2 end return s end "
            + "local s = 0 for i = 1, 4000 do s = s + f(t, 16) end print(s)",
        "local function f(n) local s = 0 for i = 1, n / 2 do s = s + i end return s end "
            + "local s = 0 for i = 1, 4000 do s = s + f(i % 20) end print(s)",
        "local function f(n, k) local s, half = 0, n / k for i = n, half, -1 do s = s + i end return s end "
            + "local s = 0 for i = 1, 4000 do s = s + f(i % 20, i % 3 + 1) end print(s)",
        "local function f(n, k) local s = 0 for i = 1, k do s = s + i if i == n then break end end return s end "
            + "local s = 0 for i = 1, 4000 do s = s + f(i % 20 + 1, math.huge) end print(s)"})
    void codeStays(String text) {
        TieredProgram.assertCodeStays("local t = {} for i = 1, 30 do t[i] = i end " + text, FEW);
    }

    /** Where a loop is entered in the middle, its step is a value on the stack; the text tells that it leads downwards. */
    @Test
    void loopsDownwardsAreEnteredInTheMiddle() {
        String text = "local s = 0 for i = 100000, 1, -1 do s = s + i % 3 end for i = 90000, 7, -2 do s = s + i % 5 end print(s)";
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
            assertTrue(program.counters().loopEntries() > 0);
            assertEquals(0, program.counters().deopts(Reason.OVERFLOW_OF_LOOP));
        }
    }
}
