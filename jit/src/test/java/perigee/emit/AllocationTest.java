package perigee.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.junit.jupiter.api.Test;
import perigee.asm.CpuFeatures;
import perigee.lir.LirFunction;
import perigee.lir.LirParser;
import perigee.lir.LirText;
import perigee.lir.LirVerifier;
import perigee.regalloc.AllocationVerifier;
import perigee.regalloc.Allocator;
import perigee.regalloc.RegisterSet;

/** Random functions: the verifiers have nothing to say, in any mode, and the text comes back. */
class AllocationTest {
    private static final int FUNCTIONS = 400;

    @Test
    void allRegisters() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            check(seed, RegisterSet.all(), CpuFeatures.host());
        }
    }

    @Test
    void threeRegisters() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            check(seed, RegisterSet.three(), CpuFeatures.BASELINE);
        }
    }

    @Test
    void registersAtRandom() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            check(seed, RegisterSet.random(seed), CpuFeatures.host());
        }
    }

    private static void check(long seed, RegisterSet registers, CpuFeatures features) {
        LirFunction function = RandomLir.make(seed, 5 + (int) (seed % 150), features);
        assertEquals(List.of(), LirVerifier.verify(function), () -> seed + "\n" + LirText.of(function));
        String text = LirText.of(function);
        Allocator.Allocated allocated = assertInstanceOf(Allocator.Allocated.class,
                Allocator.allocate(function, registers), () -> seed + "\n" + text);
        List<String> problems = AllocationVerifier.verify(allocated.allocation());
        assertEquals(List.of(), problems.subList(0, Math.min(5, problems.size())), () -> seed + "\n" + text);
    }

    @Test
    void textComesBack() {
        for (long seed = 0; seed < FUNCTIONS; seed++) {
            String text = LirText.of(RandomLir.make(seed, 60, CpuFeatures.host()));
            LirFunction parsed = LirParser.parse(text);
            assertEquals(text, LirText.of(parsed));
            assertEquals(List.of(), LirVerifier.verify(parsed));
        }
    }
}
