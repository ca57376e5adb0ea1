package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perigee.asm.CpuFeature;
import perigee.ir.Graph;
import perigee.ir.GraphText;
import perigee.ir.RandomGraph;
import perigee.lir.LirFunction;
import perigee.lir.LirText;
import perigee.lir.LirVerifier;
import perigee.regalloc.AllocationVerifier;
import perigee.regalloc.Allocator;

/** Random graphs: the verifiers have nothing to say about what comes of them. */
class RandomGraphLoweringTest {
    private static final int GRAPHS = 300;

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void verified(LoweredMachine.Mode mode) {
        if (!mode.features().has(CpuFeature.SSE41)) {
            return; // some operations need it
        }
        int lowered = 0;
        for (long seed = 0; seed < GRAPHS; seed++) {
            Graph graph = RandomGraph.of(seed, 5 + (int) (seed % 150));
            Lowering.Result result =
                    Lowering.lower(new Request(graph, false, graph.parameters(), Make.PROTOTYPES, mode.features()));
            if (!(result instanceof Lowering.Lowered(LirFunction function))) {
                continue;
            }
            lowered++;
            assertEquals(List.of(), LirVerifier.verify(function), () -> GraphText.of(graph) + LirText.of(function));
            Allocator.Allocated allocated = assertInstanceOf(Allocator.Allocated.class,
                    Allocator.allocate(function, mode.registers()), () -> LirText.of(function));
            List<String> problems = AllocationVerifier.verify(allocated.allocation());
            assertEquals(List.of(), problems.subList(0, Math.min(5, problems.size())), () -> LirText.of(function));
        }
        assertTrue(lowered > GRAPHS / 2, "only " + lowered);
    }
}
