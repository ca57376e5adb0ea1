package perigee.lower;

import java.util.Map;
import java.util.function.LongFunction;
import perigee.bytecode.Constant;
import perigee.bytecode.Prototype;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.memory.Memory;

/** Makes graphs by hand: each method adds a node to the current block. */
final class Make {
    /** A CODE block of zeroes, large enough for its words to be looked at. */
    static final long CODE = block();

    /** What is known of all functions: they have no registers, and all their instructions are the first one of the table. */
    static final LongFunction<Prototype> PROTOTYPES = _ -> new Prototype(new byte[0], 0, 0, 0, false, 0, new long[100],
            new int[0], new Constant[0], new Prototype.Upvalue[0], new Prototype[0], new Prototype.Local[0]);

    final Graph graph;
    Block block;

    Make(int parameters) {
        graph = new Graph("test", parameters);
        block = graph.block(1);
    }

    static long block() {
        long block = Memory.reserve(4096);
        Memory.fill(block, 4096, (byte) 0);
        return block;
    }

    Node add(Node node) {
        return block.add(node);
    }

    Node op(Op op, Node... inputs) {
        return op(op, 0, null, inputs);
    }

    Node op(Op op, long number, Node... inputs) {
        return op(op, number, null, inputs);
    }

    /** What may need a proof has one: the beginning of the block. Constants and parameters are in the first. */
    Node op(Op op, long number, Object info, Node... inputs) {
        Node node = graph.node(op, number, info, inputs);
        if (op.isConstant() || op == Op.PARAMETER) {
            return graph.blocks().getFirst().insert(1, node);
        }
        return add(op.takesProof() ? node.setProof(block.begin()) : node);
    }

    Node parameter(int number) {
        for (Node node : graph.blocks().getFirst().nodes()) {
            if (node.is(Op.PARAMETER) && node.number() == number) {
                return node;
            }
        }
        return op(Op.PARAMETER, number);
    }

    /** The parameter as a value of a representation, unchecked: an integer that is in a box is taken out of it. */
    Node parameter(int number, Rep rep) {
        Node word = parameter(number);
        return switch (rep) {
            case WORD -> word;
            case INT -> integer(word);
            case FLOAT -> op(Op.UNBOX_FLOAT, word);
            case BOOL -> op(Op.TRUTHY, word);
            case NONE -> throw new IllegalArgumentException();
        };
    }

    private Node integer(Node word) {
        Block small = graph.block(1);
        Block large = graph.block(1);
        Block next = graph.block(1);
        branch(op(Op.IS_INT, word), small, large);
        block = small;
        Node a = op(Op.UNBOX_INT, word);
        jump(next);
        block = large;
        Node b = op(Op.UNBOX_LARGE, word);
        jump(next);
        block = next;
        return add(graph.phi(Rep.INT, a, b));
    }

    Node integer(long value) {
        return op(Op.INT, value);
    }

    Node word(long value) {
        return op(Op.WORD, value);
    }

    /** A constant of any representation. */
    Node constant(Rep rep, long bits) {
        return op(switch (rep) {
            case WORD -> Op.WORD;
            case INT -> Op.INT;
            case FLOAT -> Op.FLOAT;
            default -> Op.BOOL;
        }, bits);
    }

    Node box(Node value) {
        return switch (value.rep()) {
            case INT -> op(Op.BOX_INT, value);
            case FLOAT -> op(Op.BOX_FLOAT, value);
            case BOOL -> op(Op.BOX_BOOL, value);
            default -> value;
        };
    }

    Node runtime(RuntimeCall call, FrameState state, Node... inputs) {
        return add(graph.runtime(call, inputs).setState(state));
    }

    void branch(Node condition, Block yes, Block no) {
        op(Op.BRANCH, condition);
        block.addSuccessor(yes);
        block.addSuccessor(no);
    }

    void jump(Block to) {
        op(Op.JUMP);
        block.addSuccessor(to);
    }

    Node guard(Node condition, boolean expected, Reason reason, FrameState state) {
        return add(graph.guard(condition, expected, reason, state));
    }

    void exit(Reason reason, FrameState state) {
        add(graph.node(Op.EXIT, 0, reason).setState(state));
    }

    /** Returns values of any representation. */
    Graph ret(Node... values) {
        Node[] words = new Node[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = box(values[i]);
        }
        op(Op.RETURN, words);
        return graph;
    }

    static FrameState state(Node... registers) {
        return new FrameState(null, CODE, 3, Resume.EXECUTE, registers, null, null, Map.of());
    }
}
