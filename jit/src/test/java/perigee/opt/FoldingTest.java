package perigee.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.ir.Arena;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.GraphEvaluator;
import perigee.ir.GraphText;
import perigee.ir.GraphVerifier;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Outcome;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.value.Word;

/**
 * Every rule of the canonicalizer against the evaluator, on boundary values: operations on constants, on a constant and
 * a value, on a value twice, and on an operation with a constant; whether or not there is a rule.
 */
class FoldingTest {
    private static final long[] INTEGERS = {0, 1, -1, 2, 3, -3, 63, (1L << 49) - 1, 1L << 49, -(1L << 49) - 1, (1L << 53) + 1,
        Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1};
    private static final double[] FLOATS = {0.0, -0.0, 1, -1, 2, 0.5, -0.25, 3.7, 1e300, -1e-310, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.NaN, 0x1p53 + 2, -0x1p63, 0x1p63, Double.MIN_VALUE, 0x1p1022, 0x1p-1022, 0x1p-1074};
    private static final long[] FEW_INTEGERS = {0, 1, -1, 2, 8, 63, Long.MAX_VALUE, Long.MIN_VALUE};
    private static final double[] FEW_FLOATS = {0.0, -0.0, 1, -1, 2, 0.5, Double.NaN, Double.POSITIVE_INFINITY, 1e300};

    private final Arena arena = new Arena();
    private int done;
    private int improved;

    @AfterEach
    void close() {
        arena.close();
    }

    private interface Body {
        /** The result, of a graph in which the value is opaque. */
        Node make(Graph graph, Block block, Node value);
    }

    private static List<Op> operations(Rep input) {
        return Arrays.stream(Op.values()).filter(op -> op.isPure() && !op.isConstant() && op.input(0) == input)
                .filter(op -> input != Rep.WORD || op != Op.UNBOX_LARGE && op != Op.HAS_TYPE && op != Op.HAS_CODE)
                .filter(op -> op != Op.SINGLE_STRING).toList();
    }

    private static List<Long> values(Rep rep, boolean few) {
        List<Long> values = new ArrayList<>();
        switch (rep) {
            case INT -> Arrays.stream(few ? FEW_INTEGERS : INTEGERS).forEach(values::add);
            case FLOAT -> Arrays.stream(few ? FEW_FLOATS : FLOATS).forEach(d -> values.add(Double.doubleToRawLongBits(d)));
            case WORD -> {
                values.addAll(List.of(Word.NIL, Word.TRUE, Word.FALSE, 0xFFFBL << 48));
                Arrays.stream(INTEGERS).filter(Word::fits).forEach(i -> values.add(Word.ofInteger(i)));
                Arrays.stream(FLOATS).forEach(d -> values.add(Word.ofForeignFloat(d)));
            }
            case BOOL -> values.addAll(List.of(0L, 1L));
            case NONE -> throw new AssertionError();
        }
        return values;
    }

    private static Node constant(Graph graph, Block block, Rep rep, long bits) {
        return block.add(graph.node(switch (rep) {
            case INT -> Op.INT;
            case FLOAT -> Op.FLOAT;
            case WORD -> Op.WORD;
            default -> Op.BOOL;
        }, bits));
    }

    /** Graph of one block, in which parameter 0 is the value as a word. */
    private static Graph graph(Rep input, Body body) {
        Graph graph = new Graph("fold", 1);
        Block block = graph.block(1);
        Node word = block.add(graph.node(Op.PARAMETER));
        Node value = word;
        if (input == Rep.INT || input == Rep.FLOAT) {
            value = unary(graph, block, input == Rep.INT ? Op.UNBOX_INT : Op.UNBOX_FLOAT, word);
        } else if (input == Rep.BOOL) {
            value = block.add(graph.node(Op.TRUTHY, word));
        }
        Node result = body.make(graph, block, value);
        block.add(graph.node(Op.RETURN, box(graph, block, result)));
        return graph;
    }

    private static Node unary(Graph graph, Block block, Op op, Node value) {
        Op test = switch (op) {
            case UNBOX_INT -> Op.IS_INT;
            case UNBOX_FLOAT -> Op.IS_FLOAT;
            case UNBOX_NUMBER -> Op.IS_NUMBER;
            default -> null;
        };
        if (test == null) {
            return block.add(graph.node(op, value));
        }
        FrameState state = new FrameState(null, 1, 1, Resume.EXECUTE, new Node[0], null, null, Map.of());
        Node proof = block.add(graph.guard(block.add(graph.node(test, value)), true, Reason.NOT_INTEGER, state));
        return block.add(graph.node(op, value).setProof(proof));
    }

    private static Node box(Graph graph, Block block, Node value) {
        return switch (value.rep()) {
            case INT -> block.add(graph.node(Op.BOX_INT, value));
            case FLOAT -> block.add(graph.node(Op.BOX_FLOAT, value));
            case BOOL -> block.add(graph.node(Op.BOX_BOOL, value));
            default -> value;
        };
    }

    private void check(Rep input, Body body) {
        Graph before = graph(input, body);
        Graph after = graph(input, body);
        new Canonicalizer().run(after);
        GraphVerifier.require(after, "after");
        improved += size(after) < size(before) - 1 ? 1 : 0;
        for (long bits : values(input, false)) {
            Outcome expected;
            try {
                expected = run(before, input, bits);
            } catch (AssertionError e) {
                continue; // no shift by 64, no division by 0
            }
            Outcome actual = run(after, input, bits);
            assertEquals(expected.end(), actual.end(),
                    () -> GraphText.of(before) + "becomes\n" + GraphText.of(after) + "of 0x" + Long.toHexString(bits));
            done++;
        }
    }

    private static int size(Graph graph) {
        return graph.blocks().stream().mapToInt(block -> block.nodes().size()).sum();
    }

    private Outcome run(Graph graph, Rep input, long bits) {
        arena.reset();
        return GraphEvaluator.run(graph, arena, switch (input) {
            case INT -> Word.fits(bits) ? Word.ofInteger(bits) : arena.box(bits);
            case FLOAT -> Word.ofForeignFloat(Double.longBitsToDouble(bits));
            case BOOL -> Word.ofBoolean(bits != 0);
            default -> bits;
        });
    }

    private void finish(int least) {
        assertTrue(improved >= least, improved + " graphs became smaller");
        assertTrue(done > improved);
    }

    @Test
    void constants() {
        for (Rep rep : List.of(Rep.INT, Rep.FLOAT, Rep.WORD, Rep.BOOL)) {
            for (Op op : operations(rep)) {
                for (long a : values(rep, false)) {
                    if (op.arity() == 1) {
                        check(Rep.BOOL, (graph, block, value) -> unary(graph, block, op, constant(graph, block, rep, a)));
                    } else {
                        for (long b : values(op.input(1), false)) {
                            check(Rep.BOOL, (graph, block, value) -> block.add(graph.node(op,
                                    constant(graph, block, rep, a), constant(graph, block, op.input(1), b))));
                        }
                    }
                }
            }
        }
        finish(5000);
    }

    @Test
    void aValueAndAConstant() {
        for (Rep rep : List.of(Rep.INT, Rep.FLOAT, Rep.WORD)) {
            for (Op op : operations(rep)) {
                if (op.arity() != 2) {
                    continue;
                }
                for (long b : values(rep, false)) {
                    check(rep, (graph, block, value) -> block.add(graph.node(op, value, constant(graph, block, rep, b))));
                    if (op != Op.SAR) {
                        check(rep, (graph, block, value) -> block.add(graph.node(op, constant(graph, block, rep, b), value)));
                    }
                }
                if (op != Op.SAR) {
                    check(rep, (graph, block, value) -> block.add(graph.node(op, value, value)));
                }
            }
        }
        finish(40);
    }

    /** An operation on what another one gives, with constants for the inputs that are left. */
    private Node chain(Graph graph, Block block, Op op, Node value, long c, boolean first) {
        if (op.arity() == 1) {
            return unary(graph, block, op, value);
        }
        Node constant = constant(graph, block, op.input(1), c);
        return block.add(first ? graph.node(op, value, constant) : graph.node(op, constant, value));
    }

    @Test
    void operationsOnOperations() {
        for (Rep rep : List.of(Rep.INT, Rep.FLOAT, Rep.WORD, Rep.BOOL)) {
            for (Op inner : operations(rep)) {
                for (Op outer : operations(inner == Op.BOX_BOOL ? Rep.WORD : resultOf(inner))) {
                    for (long c : inner.arity() == 1 ? List.of(0L) : values(rep, true)) {
                        for (long d : outer.arity() == 1 ? List.of(0L) : values(outer.input(1), true)) {
                            for (int sides = 0; sides < 4; sides++) {
                                boolean left = (sides & 1) == 0 || inner == Op.SAR;
                                boolean right = (sides & 2) == 0 || outer == Op.SAR;
                                check(rep, (graph, block, value) -> chain(graph, block, outer,
                                        chain(graph, block, inner, value, c, left), d, right));
                            }
                        }
                    }
                }
            }
        }
        finish(1000);
    }

    /** Arithmetic of words whatever kinds they are, of which a constant, or what was a raw number, tells one. */
    @Test
    void arithmeticOfWords() {
        for (RuntimeCall call : RuntimeCall.values()) {
            if (!call.isArithmetic()) {
                continue;
            }
            for (Rep rep : List.of(Rep.INT, Rep.FLOAT, Rep.WORD)) {
                for (long c : values(Rep.WORD, false)) {
                    check(rep, (graph, block, value) -> arithmetic(graph, block, call, box(graph, block, value),
                            constant(graph, block, Rep.WORD, c)));
                    check(rep, (graph, block, value) -> arithmetic(graph, block, call,
                            constant(graph, block, Rep.WORD, c), box(graph, block, value)));
                }
                check(rep, (graph, block, value) -> arithmetic(graph, block, call, box(graph, block, value),
                        box(graph, block, value)));
            }
        }
        finish(100);
    }

    private static Node arithmetic(Graph graph, Block block, RuntimeCall call, Node a, Node b) {
        FrameState state = new FrameState(null, 1, 2, Resume.EXECUTE, new Node[] {a, b}, null, null, Map.of());
        return block.add(graph.runtime(call, a, b).setState(state));
    }

    private static Rep resultOf(Op op) {
        return new Graph("", 0).node(op, new Node[op.arity()]).rep();
    }
}
