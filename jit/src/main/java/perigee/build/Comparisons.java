package perigee.build;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/** Comparisons of numbers of which it is not known whether they are integers or floats; by the operation for floats. */
final class Comparisons {
    /** Integers up to it are exact as floats. */
    private static final double EXACT = 0x1p53;
    private static final double LIKELY = 0.95;
    private static final double EVEN = 0.5;

    private final Context c;

    Comparisons(Context context) {
        c = context;
    }

    /** Two integers as such, and all others as floats. Leaves for anything but these. */
    Node ofAny(Op op, Node left, Node right) {
        if (!Context.mayBeInt(left) || !Context.mayBeInt(right)) {
            return ofFloats(op, left, right);
        }
        List<Block> others = new ArrayList<>();
        for (Node value : List.of(left, right)) {
            if (!Context.isInt(value)) {
                others.add(c.only(true, c.op(Op.IS_INT, value), EVEN));
            }
        }
        Node ofIntegers = c.op(ofIntegers(op), c.asInt(left), c.asInt(right));
        return others.isEmpty() ? ofIntegers : orOfFloats(op, ofIntegers, others, c::asNumber, left, right);
    }

    /** The same with integers in boxes. */
    Node ofBoxed(Op op, Node left, Node right) {
        List<Block> others = new ArrayList<>();
        for (Node value : List.of(left, right)) {
            if (!Context.isInt(value)) {
                others.add(c.only(false, c.op(Op.IS_FLOAT, c.asWord(value)), LIKELY));
            }
        }
        Node ofIntegers = c.op(ofIntegers(op), c.asLargeInt(left, Reason.NOT_NUMBER), c.asLargeInt(right, Reason.NOT_NUMBER));
        return others.isEmpty() ? ofIntegers : orOfFloats(op, ofIntegers, others, this::largeNumber, left, right);
    }

    private Node orOfFloats(Op op, Node ofIntegers, List<Block> others, UnaryOperator<Node> asFloat, Node left, Node right) {
        Block integers = c.block;
        c.merge(others, new Node[0][]);
        Node ofFloats = floats(op, left, right, asFloat);
        Block floats = c.block;
        c.block = c.graph.block(integers.frequency() + floats.frequency());
        c.jump(integers, c.block);
        c.jump(floats, c.block);
        return c.add(c.graph.phi(Rep.BOOL, ofIntegers, ofFloats));
    }

    private static Op ofIntegers(Op op) {
        return switch (op) {
            case FLT -> Op.LT;
            case FLE -> Op.LE;
            case FEQ -> Op.EQ;
            default -> throw new IllegalArgumentException("no comparison: " + op);
        };
    }

    /** Numbers that are seldom both integers. */
    Node ofFloats(Op op, Node left, Node right) {
        return floats(op, left, right, c::asNumber);
    }

    /**
     * Compares numbers as floats, which is exact unless an integer is too large for that and so is what it is compared with.
     * Infinities are too large, but no integers.
     */
    private Node floats(Op op, Node left, Node right, UnaryOperator<Node> asFloat) {
        Node x = asFloat.apply(left);
        Node y = asFloat.apply(right);
        if (!(Context.isFloat(left) && Context.isFloat(right)) && !isHarmless(left) && !isHarmless(right)) {
            List<Block> ends = new ArrayList<>();
            ends.add(c.only(false, isExact(x), LIKELY));
            ends.add(c.only(false, isInfinite(x), LIKELY));
            ends.add(c.only(false, isInfinite(y), EVEN));
            c.guard(isExact(y), true, Reason.NOT_NUMBER);
            ends.add(c.block);
            c.merge(ends, new Node[0][]);
        }
        return c.op(op, x, y);
    }

    /** The float that a number is or is rounded to, an integer in a box, too. */
    private Node largeNumber(Node value) {
        if (Context.isInt(value) || Context.isFloat(value)) {
            return c.asNumber(value);
        }
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.IS_FLOAT, c.asWord(value)), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(c.op(Op.UNBOX_FLOAT, value).setProof(c.block.begin()));
        c.block = ways.getLast();
        meeting.arrive(c.op(Op.INT_TO_FLOAT, c.asLargeInt(value, Reason.NOT_NUMBER)));
        return meeting.meet();
    }

    private Node isExact(Node number) {
        return c.op(Op.FLT, c.op(Op.FABS, number), floating(EXACT));
    }

    private Node isInfinite(Node number) {
        return c.op(Op.FEQ, c.op(Op.FABS, number), floating(Double.POSITIVE_INFINITY));
    }

    private Node floating(double value) {
        return c.op(Op.FLOAT, Double.doubleToRawLongBits(value));
    }

    /** Whether it is a constant whose order with any integer remains when that is rounded to a float. */
    private static boolean isHarmless(Node value) {
        double number = value.is(Op.INT) ? value.number() : value.is(Op.FLOAT) ? Double.longBitsToDouble(value.number()) : EXACT;
        return !(Math.abs(number) >= EXACT) || Double.isInfinite(number);
    }
}
