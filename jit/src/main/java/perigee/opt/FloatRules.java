package perigee.opt;

import perigee.ir.Node;
import perigee.ir.Op;

/**
 * What holds for floats, all of them: both zeros, infinities, NaNs with their sign. (So {@code x + 0} is not x, nor
 * {@code x * -1} its negation.)
 */
final class FloatRules {
    private final Simplifier simplifier;
    private final Constants constants;

    FloatRules(Simplifier simplifier, Constants constants) {
        this.simplifier = simplifier;
        this.constants = constants;
    }

    /** A node that has the same value, or null. */
    Node simplify(Node node) {
        Node a = node.input(0);
        if (node.count() == 1) {
            return unary(node, a);
        }
        Node b = node.input(1);
        if (b.is(Op.FLOAT)) {
            return withConstant(node, a, Double.longBitsToDouble(b.number()));
        }
        return switch (node.op()) {
            case FMIN, FMAX -> a == b ? a : null;
            case FLT -> a == b ? constants.bool(false) : null;
            default -> null;
        };
    }

    private Node unary(Node node, Node a) {
        return switch (node.op()) {
            case BOX_FLOAT -> a.is(Op.UNBOX_FLOAT) ? a.input(0) : null;
            case FNEG -> a.is(Op.FNEG) ? a.input(0) : null;
            case FABS -> a.is(Op.FABS) ? a : a.is(Op.FNEG) ? simplifier.make(Op.FABS, a.input(0)) : null;
            case FFLOOR, FCEIL -> a.is(Op.FFLOOR) || a.is(Op.FCEIL) || a.is(Op.INT_TO_FLOAT) ? a : null;
            default -> null;
        };
    }

    private Node withConstant(Node node, Node a, double c) {
        return switch (node.op()) {
            case FADD -> isZero(c, true) ? a : null;
            case FSUB -> isZero(c, false) ? a : null;
            case FMUL -> c == 1 ? a : null;
            case FDIV -> c == 1 ? a
                    : isExactReciprocal(c) ? simplifier.make(Op.FMUL, a, constants.floating(1 / c)) : null;
            case FPOW -> power(a, c);
            default -> null;
        };
    }

    private static boolean isZero(double value, boolean negative) {
        return Double.doubleToRawLongBits(value) == (negative ? Long.MIN_VALUE : 0);
    }

    /** Whether dividing by it and multiplying by its reciprocal are the same: a power of two, so is the reciprocal. */
    private static boolean isExactReciprocal(double value) {
        return Math.abs(Math.getExponent(value)) < Double.MAX_EXPONENT
                && (Double.doubleToRawLongBits(value) & (1L << 52) - 1) == 0;
    }

    /** As {@link perigee.value.Arithmetic#power} does it. */
    private Node power(Node a, double c) {
        if (c == 2) {
            return simplifier.make(Op.FMUL, a, a);
        } else if (c == 0) {
            return constants.floating(1);
        }
        return c == 1 ? a : null;
    }
}
