package perigee.emit;

import java.util.ArrayList;
import java.util.List;
import perigee.asm.CpuFeatures;
import perigee.lir.Block;
import perigee.lir.LirFunction;
import perigee.regalloc.Allocation;
import perigee.regalloc.Allocator;
import perigee.regalloc.RegisterSet;

/** How long allocation and emission take for an instruction, by size of the function. Run by hand: it prints a table. */
final class CompileFigures {
    private CompileFigures() {
    }

    public static void main(String[] arguments) {
        for (int size : new int[] {50, 200, 1000, 4000}) {
            int functions = 40_000 / size;
            double allocation = Double.MAX_VALUE;
            double emission = Double.MAX_VALUE;
            for (int round = 0; round < 25; round++) {
                List<LirFunction> made = new ArrayList<>();
                long instructions = 0;
                for (int i = 0; i < functions; i++) {
                    LirFunction function = RandomLir.make(i, size, CpuFeatures.host());
                    made.add(function);
                    for (Block block : function.blocks()) {
                        instructions += block.instructions().size();
                    }
                }
                List<Allocation> allocated = new ArrayList<>();
                long start = System.nanoTime();
                for (LirFunction function : made) {
                    allocated.add(((Allocator.Allocated) Allocator.allocate(function, RegisterSet.all())).allocation());
                }
                long middle = System.nanoTime();
                for (Allocation each : allocated) {
                    Emitter.emit(each, CpuFeatures.host());
                }
                long end = System.nanoTime();
                allocation = Math.min(allocation, (double) (middle - start) / instructions);
                emission = Math.min(emission, (double) (end - middle) / instructions);
            }
            System.out.printf("size %5d: allocation %5.0f ns, emission %5.0f ns an instruction%n", size, allocation, emission);
        }
    }
}
