package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.deopt.Reason;

/** Indices that are checked before a loop, at run time: what is beyond an array is not read, and a loop that is left early learns. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LoopBoundsTest {
    private static final int FEW = 40;

    private static TieredProgram run(String text) {
        TieredProgram program = TieredProgram.optimizing();
        assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        assertTrue(program.counters().optimized() > 0);
        return program;
    }

    /** Each function is warmed up with an array of ten, and then gets limits that lie outside. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "for i = from, to do s = s + (t[i] or 100) end | 1, 10 | 1, 12",
        "for i = from, to do s = s + (t[i] or 100) end | 1, 10 | -2, 10",
        "for i = from, to do s = s + (t[i] or 100) end | 1, 10 | 8, 200",
        "for i = to, from, -1 do s = s + (t[i] or 100) end | 1, 10 | -1, 11",
        "for i = from, to do s = s + (t[i + 1] or 100) end | 1, 9 | -3, 10",
        "for i = from, to do s = s + (t[i - 1] or 100) end | 2, 10 | 0, 12",
        "for i = from, to do s = s + (t[i + k] or 100) end | 1, 8 | 1, 11",
        "for i = from, to, k do s = s + (t[i] or 100) end | 1, 10 | 0, 13"})
    void nothingBeyondAnArrayIsRead(String loop, String usual, String other) {
        String text = "local t = {} for i = 1, 10 do t[i] = i end local function f(from, to, k) local s = 0 " + loop
                + " return s end local s = 0 for _ = 1, 300 do s = s + f(" + usual + ", 2) end print(s, f(" + other
                + ", 2), f(" + other + ", 1), f(" + usual + ", 2))";
        try (TieredProgram program = run(text)) {
            assertTrue(program.counters().optimizedEntries() > 0);
        }
    }

    /** The limit is beyond the array always, the loop never gets there: after some failures it checks in each round. */
    @Test
    void aLoopThatIsLeftEarlyIsNotLeftForGood() {
        try (TieredProgram program = run("""
                local t = {} for i = 1, 10 do t[i] = i end
                local function find(v, n)
                  for i = 1, n do if t[i] == v then return i end end
                end
                local s = 0
                for i = 1, 3000 do s = s + find(i % 10 + 1, 10) end
                for i = 1, 3000 do s = s + find(i % 10 + 1, 20) end
                print(s)
                """)) {
            long failures = program.counters().deopts(Reason.LOOP_BOUNDS);
            assertTrue(failures > 0 && failures < FEW, () -> failures + " failures");
            assertTrue(program.counters().thrownAway() > 0);
        }
    }
}
