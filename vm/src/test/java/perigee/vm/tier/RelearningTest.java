package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.deopt.Reason;
import perigee.feedback.FieldFeedback;
import perigee.memory.Memory;
import perigee.regalloc.RegisterSet;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;

/** What field accesses knew of the first objects of a program is forgotten, and when failures of optimised code count. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class RelearningTest {
    private static final int CALLS = 500;
    private static final String TEXT = """
            local function f(o) return o.x end
            for i = 1, 12 do f({['k' .. i] = i, x = i}) end
            local object, s = {x = 1}, 0
            for _ = 1, 2000 do s = s + f(object) end
            print(s)
            """;

    private static boolean isMegamorphic(TieredProgram program) {
        return FieldFeedback.isMegamorphic(feedback(program));
    }

    /** The word of the only access of the function in the first line. */
    private static long feedback(TieredProgram program) {
        LoadedFunction function = program.state().functions().all().stream()
                .filter(one -> one.prototype().lineDefined() == 1).findFirst().orElseThrow();
        int pc = 0;
        while (Instruction.op(function.prototype().code()[pc]) != Opcode.GETFIELD) {
            pc++;
        }
        return Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK);
    }

    private static TieredProgram program(TierPolicy policy) {
        return new TieredProgram(policy, (state, driver) ->
                new GraphCompiler(state, driver, true, RegisterSet.all(), TierOptions.DEFAULT));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "100, false"})
    void megamorphicSitesLearnOnceMore(int relearning, boolean isMegamorphic) {
        TierPolicy policy = new TierPolicy(true, 1, 1, 0, true, CALLS, 1 << 20, relearning, 2);
        try (TieredProgram program = program(policy)) {
            assertEquals("2000\n", program.run(TEXT));
            assertTrue(program.counters().optimized() > 0);
            assertEquals(isMegamorphic, isMegamorphic(program));
        }
    }

    /** When code has failed for shapes, those of the past are not among what the next code knows. */
    @Test
    void anAccessLearnsAnewWhenCodeHasFailed() {
        TierPolicy policy = new TierPolicy(true, 1, 1, 0, true, CALLS, 1 << 20, 0, 2);
        try (TieredProgram program = program(policy)) {
            assertEquals("15000\n", program.run("""
                    local function f(o) return o.x end
                    local first, second, s = {x = 1}, {y = 1, x = 2}, 0
                    for _ = 1, 3000 do s = s + f(first) end
                    for _ = 1, 6000 do s = s + f(second) end
                    print(s)
                    """));
            assertTrue(program.counters().thrownAway() > 0);
            assertTrue(program.counters().optimized() > 1);
            assertEquals(1, program.driver().fields().known(feedback(program)).size());
        }
    }

    @ParameterizedTest
    @CsvSource({"0, true", "100, false"})
    void failuresThatCostLittleDoNotCount(int harmless, boolean isThrownAway) {
        TierPolicy policy = new TierPolicy(true, 1, 1, 0, true, CALLS, 1 << 20, 0, 2, harmless);
        try (TieredProgram program = program(policy)) {
            assertEquals("600040\n", program.run("""
                    local function f(o) return o.x end
                    local usual, rare, s = {x = 1}, {y = 1, x = 2}, 0
                    for _ = 1, 20 do
                      for _ = 1, 30000 do s = s + f(usual) end
                      s = s + f(rare)
                    end
                    print(s)
                    """));
            assertTrue(program.counters().deopts(Reason.WRONG_SHAPE) > 0);
            assertEquals(isThrownAway, program.counters().thrownAway() > 0);
        }
    }
}
