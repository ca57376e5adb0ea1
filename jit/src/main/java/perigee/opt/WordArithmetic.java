package perigee.opt;

import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;
import perigee.value.Word;

/**
 * Arithmetic of words one of which is known to be a float, or both to be integers: it is done on raw numbers. A float and
 * a word that is no number would have had the interpreter do it; a guard leaves to the same state.
 */
final class WordArithmetic {
    private final Graph graph;
    private final Simplifier simplifier;
    private final Constants constants;
    private Block block;

    WordArithmetic(Graph graph, Simplifier simplifier, Constants constants) {
        this.graph = graph;
        this.simplifier = simplifier;
        this.constants = constants;
    }

    void setBlock(Block to) {
        block = to;
    }

    /** A node with the word of the result, or null. */
    Node simplify(Node operation) {
        RuntimeCall call = (RuntimeCall) operation.info();
        if (!call.isArithmetic()) {
            return null;
        }
        Node a = operation.input(0);
        Node b = operation.input(1);
        boolean divides = call == RuntimeCall.DIV_WORDS || call == RuntimeCall.POW_WORDS;
        if (isInt(a) && isInt(b) && !divides) {
            return simplifier.make(Op.BOX_INT, integers(call, integer(a), integer(b), operation.state()));
        } else if (isFloat(a) || isFloat(b) || isInt(a) && isInt(b)) {
            return simplifier.make(Op.BOX_FLOAT, floats(call, number(a, operation.state()), number(b, operation.state())));
        }
        return null;
    }

    // ---- operands ----------------------------------------------------------------------------------------------------------

    private static boolean isInt(Node word) {
        return word.is(Op.BOX_INT) || word.is(Op.WORD) && Word.isInteger(word.number());
    }

    private static boolean isFloat(Node word) {
        return word.is(Op.BOX_FLOAT) || word.is(Op.WORD) && Word.isFloat(word.number());
    }

    private Node integer(Node word) {
        return word.is(Op.BOX_INT) ? word.input(0) : constants.integer(Word.integer(word.number()));
    }

    private Node number(Node word, FrameState state) {
        if (isInt(word)) {
            return simplifier.make(Op.INT_TO_FLOAT, integer(word));
        } else if (isFloat(word)) {
            return word.is(Op.BOX_FLOAT) ? word.input(0) : constants.floating(Word.floating(word.number()));
        }
        Node proof = guard(simplifier.make(Op.IS_NUMBER, word), true, Reason.NOT_NUMBER, state);
        return block.add(graph.node(Op.UNBOX_NUMBER, word).setProof(proof));
    }

    private Node guard(Node condition, boolean expected, Reason reason, FrameState state) {
        return block.add(graph.guard(condition, expected, reason, state));
    }

    // ---- operations --------------------------------------------------------------------------------------------------------

    private Node integers(RuntimeCall call, Node a, Node b, FrameState state) {
        return switch (call) {
            case ADD_WORDS -> simplifier.make(Op.ADD, a, b);
            case SUB_WORDS -> simplifier.make(Op.SUB, a, b);
            case MUL_WORDS -> simplifier.make(Op.MUL, a, b);
            case MOD_WORDS -> divided(Op.FLOOR_MOD, a, b, state);
            default -> divided(Op.FLOOR_DIV, a, b, state);
        };
    }

    private Node divided(Op op, Node a, Node b, FrameState state) {
        Node proof = b.is(Op.INT) && b.number() != 0 ? null
                : guard(simplifier.make(Op.EQ, b, constants.integer(0)), false, Reason.ZERO_DIVISOR, state);
        return block.add(graph.node(op, a, b).setProof(proof));
    }

    private Node floats(RuntimeCall call, Node a, Node b) {
        return switch (call) {
            case ADD_WORDS -> simplifier.make(Op.FADD, a, b);
            case SUB_WORDS -> simplifier.make(Op.FSUB, a, b);
            case MUL_WORDS -> simplifier.make(Op.FMUL, a, b);
            case DIV_WORDS -> simplifier.make(Op.FDIV, a, b);
            case MOD_WORDS -> simplifier.make(Op.FMOD, a, b);
            case POW_WORDS -> simplifier.make(Op.FPOW, a, b);
            default -> simplifier.make(Op.FFLOOR, simplifier.make(Op.FDIV, a, b));
        };
    }
}
