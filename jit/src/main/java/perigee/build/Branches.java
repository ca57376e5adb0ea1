package perigee.build;

import java.util.List;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.feedback.BranchFeedback;
import perigee.feedback.Feedback;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.layout.HeapType;
import perigee.value.Word;

/** Conditions of branches. Each gives a condition node, or leaves no current block. */
final class Branches {
    private static final int NUMBERS = Feedback.INTEGERS | Feedback.FLOATS | Feedback.MIXED;

    private static final double LIKELY = 0.95;

    private final Context c;
    private final Arithmetic arithmetic;
    private final Comparisons comparisons;
    private final Metamethods metamethods;

    Branches(Context context, Arithmetic arithmetic, Metamethods metamethods) {
        c = context;
        this.metamethods = metamethods;
        this.arithmetic = arithmetic;
        comparisons = new Comparisons(context);
    }

    /** Whether R[A] is neither nil nor false. */
    Node truth(long i) {
        return truth(c.register(Instruction.a(i)));
    }

    private int kinds() {
        return BranchFeedback.of(c.feedback()).kinds();
    }

    // ---- order -------------------------------------------------------------------------------------------------------------

    /** {@code R[A] < R[B]}, or {@code <=} */
    Node order(boolean orEqual, long i) {
        return order(orEqual, c.register(Instruction.a(i)), c.register(Instruction.b(i)));
    }

    /** {@code R[A] < integer B}; or, swapped, {@code integer B < R[A]} */
    Node orderImmediate(boolean orEqual, long i, boolean swapped) {
        Node register = c.register(Instruction.a(i));
        Node constant = c.integer(Instruction.signedB(i));
        return swapped ? order(orEqual, constant, register) : order(orEqual, register, constant);
    }

    private Node order(boolean orEqual, Node left, Node right) {
        int kinds = kindsOf(left, right);
        if (kinds == Feedback.INTEGERS && !c.hasFailed(Reason.NOT_INTEGER) || Context.isInt(left) && Context.isInt(right)) {
            return c.op(orEqual ? Op.LE : Op.LT, c.asInt(left), c.asInt(right));
        }
        if (kinds != 0 && (kinds & ~NUMBERS) == 0 && !c.hasFailed(Reason.NOT_NUMBER)) {
            return numbers(orEqual ? Op.FLE : Op.FLT, kinds, left, right);
        }
        if (mayBeBoxed(kinds)) {
            return comparisons.ofBoxed(orEqual ? Op.FLE : Op.FLT, left, right);
        }
        if (kinds == Feedback.STRINGS && !c.hasFailed(Reason.SLOW_PATH)) {
            RuntimeCall call = orEqual ? RuntimeCall.LESS_OR_EQUAL_STRINGS : RuntimeCall.LESS_STRINGS;
            return c.add(c.graph.runtime(call, c.asWord(left), c.asWord(right))).setState(c.state());
        }
        return kinds == 0 ? unknown(0) : truth(metamethods.operator(left, right));
    }

    private Node truth(Node result) {
        return result == null ? null : result.rep() == Rep.WORD ? c.op(Op.TRUTHY, result)
                : result.rep() == Rep.BOOL ? result : c.op(Op.BOOL, 1);
    }

    private Node numbers(Op op, int kinds, Node left, Node right) {
        boolean pure = kinds == Feedback.FLOATS && !c.hasFailed(Reason.NOT_FLOAT);
        return pure ? c.op(op, c.asFloat(left), c.asFloat(right))
                : (kinds & Feedback.INTEGERS) != 0 ? comparisons.ofAny(op, left, right) : comparisons.ofFloats(op, left, right);
    }

    /** Whether there have been numbers only, and integers in boxes among them. */
    private boolean mayBeBoxed(int kinds) {
        return (kinds & Feedback.BOXED) != 0 && (kinds & ~(NUMBERS | Feedback.BOXED)) == 0 && !c.hasFailed(Reason.NOT_NUMBER);
    }

    private int kindsOf(Node left, Node right) {
        if (Context.isInt(left) && Context.isInt(right)) {
            return Feedback.INTEGERS;
        }
        if (Context.isFloat(left) && Context.isFloat(right)) {
            return Feedback.FLOATS;
        }
        return kinds();
    }

    private Node unknown(int kinds) {
        if (kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
        } else {
            c.bailOut(BailOut.OPERATION);
        }
        return null;
    }

    // ---- equality ----------------------------------------------------------------------------------------------------------

    /** {@code R[A] == R[B]} */
    Node equality(long i) {
        return equal(c.register(Instruction.a(i)), c.register(Instruction.b(i)));
    }

    /** {@code R[A] == K[B]} */
    Node equalityWithConstant(long i) {
        Node left = c.register(Instruction.a(i));
        return switch (c.facts().prototype().constants()[Instruction.b(i)]) {
            case Constant.Nil _ -> same(left, Word.NIL);
            case Constant.Bool(boolean value) -> same(left, Word.ofBoolean(value));
            case Constant.Int _, Constant.Float _ -> equal(left, arithmetic.constantOperand(Instruction.b(i)));
            case Constant.Str(byte[] text) -> left.rep() != Rep.WORD ? c.op(Op.BOOL, 0)
                    : left.is(Op.SINGLE_STRING) ? isCharacter(left, text)
                    : words(left, c.constant(Instruction.b(i)));
        };
    }

    /** Whether a string of at most one byte is a constant one. */
    private Node isCharacter(Node string, byte[] text) {
        return text.length > 1 ? c.op(Op.BOOL, 0)
                : c.op(Op.EQ, string.input(0), c.integer(text.length == 0 ? StringIntrinsics.EMPTY : text[0] & 0xFF));
    }

    private Node same(Node value, long word) {
        if (value.rep() == Rep.INT || value.rep() == Rep.FLOAT || value.rep() == Rep.BOOL && word == Word.NIL) {
            return c.op(Op.BOOL, 0);
        }
        return c.op(Op.SAME, c.asWord(value), c.word(word));
    }

    private Node equal(Node left, Node right) {
        int kinds = kindsOf(left, right);
        if (kinds == Feedback.INTEGERS && !c.hasFailed(Reason.NOT_INTEGER) || Context.isInt(left) && Context.isInt(right)) {
            return c.op(Op.EQ, c.asInt(left), c.asInt(right));
        }
        if (kinds != 0 && (kinds & ~NUMBERS) == 0 && !c.hasFailed(Reason.NOT_NUMBER)) {
            return numbers(Op.FEQ, kinds, left, right);
        }
        if (mayBeBoxed(kinds)) {
            return comparisons.ofBoxed(Op.FEQ, left, right);
        }
        if ((kinds & ~(Feedback.INTEGERS | Feedback.IDENTITY)) == 0 && kinds != 0) {
            Node value = isSmallInteger(right) ? left : isSmallInteger(left) ? right : null;
            if (value != null && value.rep() == Rep.WORD) {
                // Floats alone may be equal to an integer that needs no box, and have other words; none has been here.
                c.guard(c.op(Op.IS_FLOAT, value), false, Reason.NOT_INTEGER);
                return c.op(Op.SAME, c.asWord(left), c.asWord(right));
            }
        }
        if (kinds == 0 && left.rep() == Rep.WORD && right.rep() == Rep.WORD || (kinds & Feedback.OTHER) == 0) {
            if (kinds == 0) {
                return unknown(0);
            }
            return words(c.asWord(left), c.asWord(right));
        }
        return left.rep() != Rep.WORD || right.rep() != Rep.WORD ? unknown(kinds) : equalTables(left, right);
    }

    /** Whether it is an integer that is known to fit into a word. */
    private static boolean isSmallInteger(Node value) {
        return value.is(Op.INT) && Word.fits(value.number()) || value.is(Op.UNBOX_INT);
    }

    /** The same, or what {@code __eq} says; it is not asked about a table and something else. */
    private Node equalTables(Node left, Node right) {
        if (metamethods.isTooEarly() || c.hasFailed(Reason.NOT_FUNCTION)) {
            return unknown(kinds());
        }
        List<Block> ways = c.branch(c.op(Op.SAME, left, right), 0.1);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(c.word(Word.TRUE));
        c.block = ways.getLast();
        c.checkType(right, HeapType.TABLE, Reason.WRONG_SHAPE);
        if (c.hasFailed(Reason.NOT_TABLE)) {
            c.unlessTable(left, LIKELY, () -> meeting.arrive(c.word(Word.FALSE)));
        }
        metamethods.equality(left, right, meeting);
        Node result = meeting.meet();
        return c.bailOut() != null ? null : truth(result);
    }

    /** Any words without {@code __eq}: mostly, identity tells. */
    private Node words(Node left, Node right) {
        if (left.is(Op.SINGLE_STRING) && right.is(Op.SINGLE_STRING)) {
            return c.op(Op.EQ, left.input(0), right.input(0));
        }
        if (c.hasFailed(Reason.SLOW_PATH)) {
            c.bailOut(BailOut.OPERATION);
            return null;
        }
        return c.add(c.graph.runtime(RuntimeCall.EQUAL_WORDS, left, right)).setState(c.state());
    }
}
