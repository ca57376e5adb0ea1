package perigee.lower;

import java.util.ArrayList;
import java.util.List;
import perigee.asm.CpuFeatures;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.RandomGraph;
import perigee.lir.LirFunction;
import perigee.regalloc.Allocator;
import perigee.regalloc.RegisterSet;

/** How long lowering takes for a node, by size of the graph, and allocation after it. Run by hand: it prints a table. */
final class LoweringFigures {
    private LoweringFigures() {
    }

    public static void main(String[] arguments) {
        for (int size : new int[] {50, 200, 1000, 4000}) {
            int graphs = 20_000 / size;
            double lowering = Double.MAX_VALUE;
            double allocation = Double.MAX_VALUE;
            double instructions = 0;
            for (int round = 0; round < 25; round++) {
                List<Graph> made = new ArrayList<>();
                long nodes = 0;
                for (int i = 0; i < graphs; i++) {
                    Graph graph = RandomGraph.of(i, size);
                    made.add(graph);
                    for (Block block : graph.blocks()) {
                        nodes += block.nodes().size();
                    }
                }
                List<LirFunction> functions = new ArrayList<>();
                long start = System.nanoTime();
                for (Graph graph : made) {
                    if (Lowering.lower(new Request(graph, false, graph.parameters(), Make.PROTOTYPES,
                            CpuFeatures.host()))
                            instanceof Lowering.Lowered(LirFunction function)) {
                        functions.add(function);
                    }
                }
                long middle = System.nanoTime();
                long count = 0;
                for (LirFunction function : functions) {
                    Allocator.allocate(function, RegisterSet.all());
                    for (perigee.lir.Block block : function.blocks()) {
                        count += block.instructions().size();
                    }
                }
                long end = System.nanoTime();
                lowering = Math.min(lowering, (double) (middle - start) / nodes);
                allocation = Math.min(allocation, (double) (end - middle) / nodes);
                instructions = (double) count / nodes;
            }
            System.out.printf("size %5d: lowering %5.0f ns, allocation %5.0f ns a node; %.2f instructions a node%n", size,
                    lowering, allocation, instructions);
        }
    }
}
