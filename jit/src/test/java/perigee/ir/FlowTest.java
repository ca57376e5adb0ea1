package perigee.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Order, dominators, loops and uses. */
class FlowTest {
    /** b0 -> b1 (loop: b2 -> b3 (loop: b4, b5) -> b6), b1 -> b7; b8 cannot be reached. */
    private static final String NESTED = """
            graph f parameters 1
            b0 1.0:
              v0 = begin
              v1:w = parameter 0
              v2:i = int 0
              v3:b = truthy v1
              v4 = jump b1
            b7 1.0 <- b1 b8:
              v5 = begin
              v6:i = phi v8 v2
              v7 = exit - [0x1 1 execute v8]
            b1 10.0 loop <- b0 b6:
              v40 = begin
              v8:i = phi v2 v8
              v9 = branch v3 ? b2 : b7
            b2 9.0 <- b1:
              v10 = begin
              v11 = jump b3
            b3 90.0 loop <- b2 b5:
              v12 = begin
              v13 = jump b4
            b4 90.0 <- b3:
              v14 = begin
              v15 = branch v3 ? b5 : b6
            b5 80.0 <- b4:
              v16 = begin
              v17 = jump b3
            b6 9.0 <- b4:
              v18 = begin
              v19 = jump b1
            b8 1.0:
              v20 = begin
              v21 = jump b7
            """;

    private static Block block(Graph graph, int id) {
        return graph.blocks().stream().filter(block -> block.id() == id).findFirst().orElseThrow();
    }

    @Test
    void orderAndPruning() {
        Graph graph = GraphParser.parse(NESTED);
        assertEquals("[b0, b1, b2, b3, b4, b5, b6, b7]", BlockOrder.sort(graph).toString());
        Block over = block(graph, 7);
        assertEquals("[b1]", over.predecessors().toString());
        assertEquals("v6:i = phi v8", GraphText.of(over.nodes().get(1)));
    }

    @Test
    void loopsThatLoseTheirBackEdgesAreNone() {
        Graph graph = GraphParser.parse(NESTED);
        Block inner = block(graph, 4);
        inner.removeSuccessor(block(graph, 5));
        inner.setTerminator(graph.node(Op.JUMP));
        BlockOrder.sort(graph);
        assertFalse(block(graph, 3).isLoopHead());
        assertTrue(block(graph, 1).isLoopHead());
    }

    @Test
    void loops() {
        Graph graph = GraphParser.parse(NESTED);
        BlockOrder.sort(graph);
        Loops loops = new Loops(graph);
        assertEquals("[loop at b1, loop at b3]", loops.all().toString());
        Loop outer = loops.all().get(0);
        Loop inner = loops.all().get(1);
        assertEquals("[b1, b2, b3, b4, b5, b6]", outer.blocks().toString());
        assertEquals("[b3, b4, b5]", inner.blocks().toString());
        assertSame(outer, inner.parent());
        assertEquals(2, inner.depth());
        assertSame(inner, loops.of(block(graph, 5)));
        assertNull(loops.of(block(graph, 7)));
        assertEquals(block(graph, 2), inner.preheader());
        assertTrue(outer.contains(inner));
        assertFalse(inner.contains(outer));
        Dominators dominators = new Dominators(graph);
        assertTrue(outer.isInEveryRound(block(graph, 4), dominators));
        assertFalse(outer.isInEveryRound(block(graph, 5), dominators));
        assertNull(inner.anchor());
    }

    @Test
    void uses() {
        Graph graph = GraphParser.parse(NESTED);
        BlockOrder.sort(graph);
        Uses uses = new Uses(graph);
        Node zero = graph.entry().nodes().get(2);
        Node condition = graph.entry().nodes().get(3);
        assertEquals(1, uses.count(zero));
        assertEquals("[v9, v15]", uses.of(condition).toString());
        assertTrue(uses.isInState(block(graph, 1).nodes().get(1)));
        assertTrue(uses.isUnused(block(graph, 7).nodes().get(1)));
    }

    @Test
    void dominatorsAreThoseByTheirDefinition() {
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            Graph graph = new Graph("random", 0);
            int count = 1 + random.nextInt(12);
            for (int i = 0; i < count; i++) {
                graph.block(random.nextInt(100));
            }
            for (Block block : List.copyOf(graph.blocks())) {
                for (int i = random.nextInt(3); i > 0 && count > 1; i--) {
                    block.addSuccessor(graph.blocks().get(1 + random.nextInt(count - 1)));
                }
            }
            List<Block> order = List.copyOf(BlockOrder.sort(graph));
            Dominators dominators = new Dominators(graph);
            for (Block a : order) {
                List<Block> without = new ArrayList<>();
                reach(graph.entry(), a, without);
                for (Block b : order) {
                    assertEquals(a == b || !without.contains(b), dominators.dominates(a, b));
                    Block common = dominators.common(a, b);
                    assertTrue(dominators.dominates(common, a) && dominators.dominates(common, b));
                }
                for (Block child : dominators.children(a)) {
                    assertSame(a, dominators.parent(child));
                }
            }
        }
    }

    private static void reach(Block from, Block without, List<Block> into) {
        if (from != without && !into.contains(from)) {
            into.add(from);
            from.successors().forEach(successor -> reach(successor, without, into));
        }
    }
}
