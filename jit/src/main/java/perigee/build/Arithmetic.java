package perigee.build;

import java.util.List;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.feedback.Feedback;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;

/** Arithmetic: integers, floats or both, as seen so far; whatever else is for a runtime call, or not for this tier. */
final class Arithmetic {
    private static final int NUMBERS = Feedback.INTEGERS | Feedback.FLOATS | Feedback.MIXED;
    /** Shifts by more leave nothing. */
    private static final int MAX_SHIFT = 63;
    private static final double LIKELY = 0.9;
    private static final double EVEN = 0.5;

    /** The operations of both kinds of numbers. */
    enum Kind {
        ADD(Op.ADD, Op.FADD, RuntimeCall.ADD_WORDS, true),
        SUB(Op.SUB, Op.FSUB, RuntimeCall.SUB_WORDS, true),
        MUL(Op.MUL, Op.FMUL, RuntimeCall.MUL_WORDS, true),
        DIV(null, Op.FDIV, RuntimeCall.DIV_WORDS, false),
        MOD(Op.FLOOR_MOD, Op.FMOD, RuntimeCall.MOD_WORDS, false),
        IDIV(Op.FLOOR_DIV, null, RuntimeCall.IDIV_WORDS, false),
        POW(null, Op.FPOW, RuntimeCall.POW_WORDS, false);

        private final Op integers;
        private final Op floats;
        private final RuntimeCall words;
        /** Whether floats are operated on in line where there are integers, too. */
        private final boolean inLine;

        Kind(Op integers, Op floats, RuntimeCall words, boolean inLine) {
            this.inLine = inLine;
            this.integers = integers;
            this.floats = floats;
            this.words = words;
        }
    }

    private final Context c;
    private final Metamethods metamethods;

    Arithmetic(Context context, Metamethods metamethods) {
        c = context;
        this.metamethods = metamethods;
    }

    /** {@code R[A] := R[B] op R[C]} */
    void registers(Kind kind, long i) {
        Node right = c.register(Instruction.c(i));
        operate(kind, i, c.register(Instruction.b(i)), right, right);
    }

    /** {@code R[A] := R[B] op K[C]}, or the other way round */
    void constant(Kind kind, long i) {
        withConstant(kind, i, constantOperand(Instruction.c(i)));
    }

    /** {@code R[A] := R[B] op integer} */
    void immediate(Kind kind, long i, long value) {
        withConstant(kind, i, c.integer(value));
    }

    /** {@code R[A] := R[B] - integer C} */
    void subtract(long i) {
        long value = Instruction.signedC(i);
        operate(Kind.ADD, i, c.register(Instruction.b(i)), c.integer(-value), c.integer(value));
    }

    private void withConstant(Kind kind, long i, Node constant) {
        Node register = c.register(Instruction.b(i));
        Node right = Instruction.d(i) != 0 ? register : constant;
        operate(kind, i, right == register ? constant : register, right, right);
    }

    /** A constant that is a number. */
    Node constantOperand(int number) {
        return switch (c.facts().prototype().constants()[number]) {
            case perigee.bytecode.Constant.Int(long value) -> c.integer(value);
            case perigee.bytecode.Constant.Float(double value) -> c.op(Op.FLOAT, Double.doubleToRawLongBits(value));
            default -> throw new AssertionError("no number");
        };
    }

    /** @param second what a metamethod gets for the right operand */
    private void operate(Kind kind, long i, Node left, Node right, Node second) {
        int kinds = kinds(left, right);
        if (kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
            return;
        }
        Node result;
        if (kind.integers != null && (kinds & NUMBERS) == Feedback.INTEGERS && (kinds & Feedback.OTHER) == 0
                && !c.hasFailed(Reason.NOT_INTEGER) || kind.integers != null && Context.isInt(left) && Context.isInt(right)) {
            result = integers(kind, c.asInt(left), c.asInt(right));
        } else if (kind.integers != null && (kinds & Feedback.BOXED) != 0
                && (kinds & ~(Feedback.INTEGERS | Feedback.BOXED)) == 0 && !c.hasFailed(Reason.NOT_NUMBER)) {
            result = integers(kind, c.asLargeInt(left, Reason.NOT_NUMBER), c.asLargeInt(right, Reason.NOT_NUMBER));
        } else if ((kinds & ~NUMBERS) == 0 && (kind.integers == null || (kinds & Feedback.INTEGERS) == 0)
                && !c.hasFailed(Reason.NOT_NUMBER) && !c.hasFailed(Reason.NOT_FLOAT)) {
            result = floats(kind, kinds, left, right);
        } else if ((kinds & Feedback.OTHER) == 0 && !c.hasFailed(Reason.SLOW_PATH)) {
            result = kind.inLine && !c.hasFailed(Reason.NOT_NUMBER) ? either(kind, kinds, left, right)
                    : isDivision(kind) && isNonZero(right) ? byConstant(kind, left, right)
                    : words(kind, left, right);
        } else {
            result = metamethods.operator(left, second);
        }
        c.set(Instruction.a(i), result);
    }

    /** The kinds seen; what the graph knows is more than feedback. */
    private int kinds(Node left, Node right) {
        if (Context.isInt(left) && Context.isInt(right)) {
            return Feedback.INTEGERS;
        }
        if (Context.isFloat(left) && Context.isFloat(right)) {
            return Feedback.FLOATS;
        }
        int kinds = (int) c.feedback() & (NUMBERS | Feedback.OTHER | Feedback.BOXED | Feedback.STRINGS);
        if (Context.isFloat(left) && Context.isInt(right) || Context.isInt(left) && Context.isFloat(right)) {
            return Feedback.MIXED;
        }
        if ((kinds & Feedback.STRINGS) != 0) {
            kinds |= Feedback.OTHER;
        }
        boolean isFloat = Context.isFloat(left) || Context.isFloat(right);
        return isFloat && (kinds & Feedback.INTEGERS) != 0 ? kinds & ~Feedback.INTEGERS | Feedback.MIXED : kinds;
    }

    private Node integers(Kind kind, Node left, Node right) {
        if (isDivision(kind)) {
            Node proof = isNonZero(right) ? null
                    : c.guard(c.op(Op.EQ, right, c.integer(0)), false, Reason.ZERO_DIVISOR);
            return c.op(kind.integers, left, right).setProof(proof);
        }
        return c.op(kind.integers, left, right);
    }

    private Node floats(Kind kind, int kinds, Node left, Node right) {
        if (kinds == Feedback.INTEGERS && !c.hasFailed(Reason.NOT_INTEGER)) {
            return floats(kind, c.asNumber(c.asInt(left)), c.asNumber(c.asInt(right)));
        }
        boolean pure = kinds == Feedback.FLOATS;
        if (!pure && kind.integers != null) {
            checkNotBothIntegers(left, right);
        }
        Node x = pure ? c.asFloat(left) : c.asNumber(left);
        Node y = pure ? c.asFloat(right) : c.asNumber(right);
        return floats(kind, x, y);
    }

    private Node floats(Kind kind, Node x, Node y) {
        return kind == Kind.IDIV ? c.op(Op.FFLOOR, c.op(Op.FDIV, x, y)) : c.op(kind.floats, x, y);
    }

    /** Two integers would have an integer for their result. */
    private void checkNotBothIntegers(Node left, Node right) {
        if (!Context.mayBeInt(left) || !Context.mayBeInt(right)) {
            return;
        }
        if (Context.isInt(left) || Context.isInt(right)) {
            c.asFloat(Context.isInt(left) ? right : left);
            return;
        }
        List<Block> ways = c.branch(c.op(Op.IS_FLOAT, left), LIKELY);
        c.block = ways.getLast();
        c.guard(c.op(Op.IS_FLOAT, right), true, Reason.NOT_FLOAT);
        c.merge(List.of(ways.getFirst(), c.block), new Node[0][]);
    }

    /** Numbers of both kinds, together or each for itself: with a float the result is one. */
    private Node either(Kind kind, int kinds, Node left, Node right) {
        if ((kinds & Feedback.INTEGERS) != 0 && (kinds & Feedback.BOXED) == 0) {
            return integersFirst(kind, c.asWord(left), c.asWord(right));
        }
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.IS_FLOAT, c.asWord(left)), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(c.op(kind.floats, c.asFloat(left), c.asNumber(right)));
        c.block = ways.getLast();
        ways = c.branch(c.op(Op.IS_FLOAT, c.asWord(right)), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(c.op(kind.floats, c.asNumber(left), c.asFloat(right)));
        c.block = ways.getLast();
        meeting.arrive(words(kind, left, right));
        return meeting.meet();
    }

    /** The same where two integers are usual, and none was large. */
    private Node integersFirst(Kind kind, Node left, Node right) {
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.IS_INT, left), EVEN);
        Block noInteger = ways.getLast();
        c.block = ways.getFirst();
        ways = c.branch(c.op(Op.IS_INT, right), EVEN);
        c.block = ways.getFirst();
        // Sums of words are made in line, products are not.
        meeting.arrive(kind == Kind.MUL ? integers(kind, c.asInt(left), c.asInt(right)) : words(kind, left, right));
        c.block = ways.getLast();
        meeting.arrive(c.op(kind.floats, c.asNumber(left), onlyFloat(right)));
        c.block = noInteger;
        meeting.arrive(c.op(kind.floats, onlyFloat(left), c.asNumber(right)));
        return meeting.meet();
    }

    private static boolean isDivision(Kind kind) {
        return kind.integers == Op.FLOOR_DIV || kind.integers == Op.FLOOR_MOD;
    }

    /** Whether it is a constant integer to divide by. */
    private static boolean isNonZero(Node divisor) {
        return divisor.is(Op.INT) && divisor.number() != 0;
    }

    /** A number of either kind is divided by a constant integer; integers in boxes are for the stub. */
    private Node byConstant(Kind kind, Node left, Node divisor) {
        Node word = c.asWord(left);
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.IS_FLOAT, word), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(floats(kind, c.asFloat(word), c.asNumber(divisor)));
        c.block = ways.getLast();
        ways = c.branch(c.op(Op.IS_INT, word), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(integers(kind, c.asInt(word), divisor));
        c.block = ways.getLast();
        meeting.arrive(words(kind, word, divisor));
        return meeting.meet();
    }

    /** The float of a word that is no integer; or leaves, since it is no number. */
    private Node onlyFloat(Node word) {
        Node proof = c.guard(c.op(Op.IS_FLOAT, word), true, Reason.NOT_NUMBER);
        return c.op(Op.UNBOX_FLOAT, word).setProof(proof);
    }

    private Node words(Kind kind, Node left, Node right) {
        return c.add(c.graph.runtime(kind.words, c.asWord(left), c.asWord(right))).setState(c.state());
    }

    // ---- bits ------------------------------------------------------------------------------------------------------------

    void bitwise(Op op, long i, boolean constant) {
        Node left = c.register(Instruction.b(i));
        Node right = constant ? constantOperand(Instruction.c(i)) : c.register(Instruction.c(i));
        if (canOperateOnBits(left, right)) {
            c.set(Instruction.a(i), c.op(op, bits(left), bits(right)));
        } else if (c.block != null) {
            c.set(Instruction.a(i), metamethods.operator(left, right));
        }
    }

    void complement(long i) {
        Node operand = c.register(Instruction.b(i));
        if (canOperateOnBits(operand, operand)) {
            c.set(Instruction.a(i), c.op(Op.NOT, bits(operand)));
        } else if (c.block != null) {
            c.set(Instruction.a(i), metamethods.operator(operand, operand));
        }
    }

    void shift(boolean left, long i, boolean constant) {
        Node register = c.register(Instruction.b(i));
        Node other = constant ? constantOperand(Instruction.c(i)) : c.register(Instruction.c(i));
        boolean swapped = constant && Instruction.d(i) != 0;
        Node value = swapped ? other : register;
        Node count = swapped ? register : other;
        if (!canOperateOnBits(value, count)) {
            if (c.block != null) {
                c.set(Instruction.a(i), metamethods.operator(value, count));
            }
            return;
        }
        Node x = bits(value);
        Node n = bits(count);
        if (n.is(Op.INT)) {
            long by = n.number();
            boolean toLeft = by >= 0 == left;
            long distance = Math.abs(by);
            Node result = distance < 0 || distance > MAX_SHIFT ? c.integer(0)
                    : c.op(toLeft ? Op.SHL : Op.SHR, x, c.integer(distance));
            c.set(Instruction.a(i), result);
            return;
        }
        c.set(Instruction.a(i), c.hasFailed(Reason.INTEGER_TOO_LARGE) ? shiftByAny(left, x, n)
                : shift(left, x, n, c.guard(inRange(n), true, Reason.INTEGER_TOO_LARGE)));
    }

    private Node inRange(Node count) {
        return c.op(Op.ULT, count, c.integer(MAX_SHIFT + 1));
    }

    private Node shift(boolean left, Node value, Node count, Node proof) {
        return c.op(left ? Op.SHL : Op.SHR, value, count).setProof(proof);
    }

    /** By counts less than 0, too, which shift the other way, and by those that leave nothing. */
    private Node shiftByAny(boolean left, Node value, Node count) {
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(inRange(count), LIKELY);
        c.block = ways.getFirst();
        meeting.arrive(shift(left, value, count, c.block.begin()));
        c.block = ways.getLast();
        Node back = c.op(Op.SUB, c.integer(0), count);
        ways = c.branch(inRange(back), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(shift(!left, value, back, c.block.begin()));
        c.block = ways.getLast();
        meeting.arrive(c.integer(0));
        return meeting.meet();
    }

    /** Whether operands are integers; if not, they are for metamethods, or there is no block. */
    private boolean canOperateOnBits(Node left, Node right) {
        int kinds = (int) c.feedback();
        if (Context.isInt(left) && Context.isInt(right)) {
            return true;
        }
        if (kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
            return false;
        }
        return (kinds & ~(NUMBERS | Feedback.BOXED)) == 0 && !c.hasFailed(Reason.NOT_INTEGRAL);
    }

    /** The integer of an operand; with a box, or of a float that is whole, if there were such. */
    private Node bits(Node value) {
        if (Context.isFloat(value)) {
            return c.whole(c.asFloat(value));
        }
        if (!Context.isInt(value) && ((int) c.feedback() & (Feedback.FLOATS | Feedback.MIXED)) != 0) {
            Context.Meeting meeting = c.new Meeting();
            List<Block> ways = c.branch(c.op(Op.IS_FLOAT, c.asWord(value)), EVEN);
            c.block = ways.getFirst();
            meeting.arrive(c.whole(c.op(Op.UNBOX_FLOAT, value).setProof(c.block.begin())));
            c.block = ways.getLast();
            meeting.arrive(c.asLargeInt(value, Reason.NOT_INTEGRAL));
            return meeting.meet();
        }
        if (Context.isInt(value) || ((int) c.feedback() & Feedback.BOXED) == 0 && !c.hasFailed(Reason.NOT_INTEGER)) {
            return c.asInt(value);
        }
        return c.asLargeInt(value);
    }

    // ---- unary -----------------------------------------------------------------------------------------------------------

    void negate(long i) {
        Node operand = c.register(Instruction.b(i));
        int kinds = Context.isInt(operand) ? Feedback.INTEGERS : Context.isFloat(operand) ? Feedback.FLOATS : (int) c.feedback();
        if (kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
        } else if (kinds == Feedback.INTEGERS && (Context.isInt(operand) || !c.hasFailed(Reason.NOT_INTEGER))) {
            c.set(Instruction.a(i), c.op(Op.NEG, c.asInt(operand)));
        } else if (kinds == Feedback.FLOATS && (Context.isFloat(operand) || !c.hasFailed(Reason.NOT_FLOAT))) {
            c.set(Instruction.a(i), c.op(Op.FNEG, c.asFloat(operand)));
        } else if ((kinds & ~(NUMBERS | Feedback.BOXED)) == 0 && !c.hasFailed(Reason.NOT_NUMBER)) {
            c.set(Instruction.a(i), negateEither(operand));
        } else {
            c.set(Instruction.a(i), metamethods.operator(operand, operand));
        }
    }

    private Node negateEither(Node operand) {
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.IS_FLOAT, c.asWord(operand)), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(c.op(Op.FNEG, c.op(Op.UNBOX_FLOAT, operand).setProof(c.block.begin())));
        c.block = ways.getLast();
        meeting.arrive(c.op(Op.NEG, c.asLargeInt(operand, Reason.NOT_NUMBER)));
        return meeting.meet();
    }
}
