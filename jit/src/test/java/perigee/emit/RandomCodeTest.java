package perigee.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.asm.CpuFeatures;
import perigee.lir.LirFunction;
import perigee.lir.LirText;
import perigee.memory.Memory;
import perigee.regalloc.Allocator;
import perigee.regalloc.RegisterSet;
import perigee.value.Word;

/** Random functions do the same as machine code as they do before registers are allocated. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class RandomCodeTest {
    private static final int FUNCTIONS = Integer.getInteger("perigee.lir.functions", 500);

    private interface Registers {
        RegisterSet of(long seed);
    }

    @Test
    void allRegisters() {
        check(0, seed -> RegisterSet.all(), CpuFeatures.host());
    }

    @Test
    void threeRegistersOfAnOldProcessor() {
        check(1_000_000, seed -> RegisterSet.three(), CpuFeatures.BASELINE);
    }

    @Test
    void registersAtRandom() {
        check(2_000_000, RegisterSet::random, CpuFeatures.host());
    }

    private static void check(long first, Registers registers, CpuFeatures features) {
        int[] leaves = new int[1];
        int[] ends = new int[1];
        try (TestMachine machine = new TestMachine()) {
            for (long seed = first; seed < first + FUNCTIONS; seed++) {
                check(machine, seed, registers.of(seed), features, leaves, ends);
            }
        }
        // it is no good if all of them leave at once, or none does
        assertTrue(leaves[0] > FUNCTIONS, "only " + leaves[0] + " calls and safepoints that left");
        assertTrue(ends[0] > FUNCTIONS / 4 && ends[0] < 2 * FUNCTIONS, ends[0] + " runs to the end");
    }

    private static void check(TestMachine machine, long seed, RegisterSet registers, CpuFeatures features, int[] leaves,
            int[] ends) {
        LirFunction function = RandomLir.make(seed, 5 + (int) (seed % 100), features);
        String text = LirText.of(function);
        Allocator.Allocated allocated =
                assertInstanceOf(Allocator.Allocated.class, Allocator.allocate(function, registers), text);
        OptimizedCode code = Emitter.emit(allocated.allocation(), features);
        for (int run = 0; run < 2; run++) {
            boolean polling = run == 1;
            long[] arguments = world(machine, seed + run);
            Outcome expected = LirInterpreter.run(function, machine.thread, arguments, polling);
            world(machine, seed + run);
            Outcome actual = machine.run(code, arguments, polling);
            assertEquals(expected.toString(), actual.toString(), () -> seed + (polling ? " polling\n" : "\n") + text);
            leaves[0] += (int) expected.log.stream().filter("safepoint"::equals).count();
            ends[0] += expected.exit == Outcome.RETURNED || text.contains("exit " + expected.exit + " end") ? 1 : 0;
        }
    }

    /** Fills the cells, and gives arguments. */
    private static long[] world(TestMachine machine, long seed) {
        Random random = new Random(seed);
        long cells = machine.thread + RandomLir.INTEGERS;
        for (int i = 0; i < RandomLir.CELLS; i++) {
            Memory.putLong(cells + 8 * i, random.nextBoolean() ? random.nextLong() : random.nextInt(100));
            Memory.putLong(cells + 8 * (RandomLir.CELLS + i), Double.doubleToRawLongBits(real(random)));
            Memory.putLong(cells + 8 * (2 * RandomLir.CELLS + i), word(random));
        }
        return new long[] {word(random), word(random), word(random), word(random)};
    }

    /** Often enough the same number, and none at all. */
    private static double real(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> Double.NaN;
            case 1 -> random.nextBoolean() ? -0.0 : Double.POSITIVE_INFINITY;
            case 2 -> random.nextInt(3);
            default -> random.nextInt(1000) / 16.0 - 20;
        };
    }

    private static long word(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Word.ofInteger(random.nextInt());
            case 1 -> Word.ofFloat(random.nextInt(1000) / 8.0);
            case 2 -> random.nextInt(3);
            default -> 0x10000 + 8 * random.nextInt(0x2000);
        };
    }
}
