package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.FieldFeedback;
import perigee.memory.Memory;
import perigee.regalloc.RegisterSet;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;

/** What an access knew of the first objects of a program is forgotten once, before its function is optimised. */
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
        LoadedFunction function = program.state().functions().all().stream()
                .filter(one -> one.prototype().lineDefined() == 1).findFirst().orElseThrow();
        int pc = 0;
        while (Instruction.op(function.prototype().code()[pc]) != Opcode.GETFIELD) {
            pc++;
        }
        return FieldFeedback.isMegamorphic(
                Memory.getLong(Functions.instruction(function.code(), pc) + Instruction.FEEDBACK));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "100, false"})
    void megamorphicSitesLearnOnceMore(int relearning, boolean isMegamorphic) {
        TierPolicy policy = new TierPolicy(true, 1, 1, 0, true, CALLS, 1 << 20, relearning, 2);
        try (TieredProgram program = new TieredProgram(policy, (state, driver) ->
                new GraphCompiler(state, driver, true, RegisterSet.all(), TierOptions.DEFAULT))) {
            assertEquals("2000\n", program.run(TEXT));
            assertTrue(program.counters().optimized() > 0);
            assertEquals(isMegamorphic, isMegamorphic(program));
        }
    }
}
