package perigee.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.ir.Arena;
import perigee.ir.Block;
import perigee.ir.BlockOrder;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.GraphEvaluator;
import perigee.ir.GraphText;
import perigee.ir.GraphVerifier;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Outcome;
import perigee.ir.Rep;
import perigee.value.Word;

/** What one condition tells about another one, for each two conditions on the same values, on boundary values. */
class FactsTest {
    private static final long[] INTEGERS = {0, 1, -1, 7, (1L << 49) - 1, -(1L << 49)};
    private static final double[] FLOATS = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, 0.5};

    private final Arena arena = new Arena();
    private int known;

    @AfterEach
    void close() {
        arena.close();
    }

    private interface Condition {
        Node make(Graph graph, Block block, Node a, Node b);
    }

    private static Condition of(Op op, boolean swapped) {
        return (graph, block, a, b) -> block.add(op.arity() == 1 ? graph.node(op, a)
                : swapped ? graph.node(op, b, a) : graph.node(op, a, b));
    }

    private static Node value(Graph graph, Block block, int parameter, Rep rep) {
        Node word = block.add(graph.node(Op.PARAMETER, parameter));
        if (rep == Rep.WORD) {
            return word;
        }
        Node test = block.add(graph.node(rep == Rep.INT ? Op.IS_INT : Op.IS_FLOAT, word));
        FrameState state = new FrameState(null, 1, 1, Resume.EXECUTE, new Node[0], null, null, Map.of());
        Node proof = block.add(graph.guard(test, true, Reason.NOT_NUMBER, state));
        return block.add(graph.node(rep == Rep.INT ? Op.UNBOX_INT : Op.UNBOX_FLOAT, word).setProof(proof));
    }

    /** On both sides of a branch by the first condition, the second one is returned. */
    private static Graph graph(Rep rep, Condition first, Condition second) {
        Graph graph = new Graph("facts", 2);
        Block entry = graph.block(1);
        Node a = value(graph, entry, 0, rep);
        Node b = value(graph, entry, 1, rep);
        entry.add(graph.node(Op.BRANCH, first.make(graph, entry, a, b)));
        for (int i = 0; i < 2; i++) {
            Block side = graph.block(0.5);
            entry.addSuccessor(side);
            Node answer = side.add(graph.node(Op.BOX_BOOL, second.make(graph, side, a, b)));
            side.add(graph.node(Op.RETURN, answer));
        }
        return graph;
    }

    private void check(Rep rep, List<Condition> conditions, long[] words) {
        for (Condition first : conditions) {
            for (Condition second : conditions) {
                Graph before = graph(rep, first, second);
                Graph after = graph(rep, first, second);
                BlockOrder.sort(before);
                BlockOrder.sort(after);
                new GlobalValueNumbering().run(after);
                GraphVerifier.require(after, "after");
                String text = GraphText.of(after);
                known += text.contains("word true") || text.contains("word false") ? 1 : 0;
                for (long a : words) {
                    for (long b : words) {
                        arena.reset();
                        Outcome expected = GraphEvaluator.run(before, arena, a, b);
                        arena.reset();
                        Outcome actual = GraphEvaluator.run(after, arena, a, b);
                        assertEquals(expected.end(), actual.end(), () -> GraphText.of(before) + "becomes\n" + text);
                    }
                }
            }
        }
    }

    private static List<Condition> withBothOrders(Op... ops) {
        return Stream.of(ops).flatMap(op -> Stream.of(of(op, false), of(op, true))).toList();
    }

    @Test
    void integers() {
        check(Rep.INT, withBothOrders(Op.EQ, Op.LT, Op.LE, Op.ULT),
                Arrays.stream(INTEGERS).map(Word::ofInteger).toArray());
        assertTrue(known >= 30, known + " conditions were known");
    }

    @Test
    void floats() {
        check(Rep.FLOAT, withBothOrders(Op.FEQ, Op.FLT, Op.FLE),
                Arrays.stream(FLOATS).mapToLong(Word::ofForeignFloat).toArray());
        assertTrue(known >= 20, known + " conditions were known");
    }

    @Test
    void words() {
        List<Condition> conditions = new ArrayList<>();
        for (Op op : List.of(Op.IS_INT, Op.IS_FLOAT, Op.IS_NUMBER, Op.IS_OBJECT, Op.TRUTHY, Op.SAME)) {
            conditions.add(of(op, false));
        }
        for (long word : new long[] {Word.NIL, Word.TRUE, Word.ofInteger(7), Word.ofFloat(0.5)}) {
            conditions.add((graph, block, a, b) -> block.add(graph.node(Op.SAME, a, block.add(graph.node(Op.WORD, word)))));
        }
        check(Rep.WORD, conditions, new long[] {Word.NIL, Word.FALSE, Word.TRUE, Word.ofInteger(7), Word.ofInteger(-1),
            Word.ofFloat(0.5), Word.ofForeignFloat(Double.NaN), 0xFFFBL << 48, arena.table(0)});
        assertTrue(known >= 50, known + " conditions were known");
    }
}
