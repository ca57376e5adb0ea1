package perigee.opt;

import perigee.ir.Node;
import perigee.ir.Op;

/** Algebra of integers that wrap around: a ring, so that constants may be reassociated. */
final class IntegerRules {
    private final Simplifier simplifier;
    private final Constants constants;

    IntegerRules(Simplifier simplifier, Constants constants) {
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
        if (b.is(Op.INT)) {
            Node better = withConstant(node, a, b.number());
            if (better != null) {
                return better;
            }
        }
        return switch (node.op()) {
            case ADD -> add(a, b);
            case SUB -> subtract(a, b);
            case AND, OR -> a == b ? a : null;
            case XOR -> a == b ? constants.integer(0) : null;
            case FLOOR_MOD -> null;
            case EQ -> a == b ? constants.bool(true) : null;
            case LE -> a == b || isInt(a, Long.MIN_VALUE) ? constants.bool(true) : null;
            case LT -> a == b || isInt(a, Long.MAX_VALUE) ? constants.bool(false) : null;
            case ULT -> a == b || isInt(a, -1) ? constants.bool(false) : null;
            default -> null;
        };
    }

    private static boolean isInt(Node node, long value) {
        return node.is(Op.INT) && node.number() == value;
    }

    private Node unary(Node node, Node a) {
        return switch (node.op()) {
            case BOX_INT -> a.is(Op.UNBOX_INT) || a.is(Op.UNBOX_LARGE) ? a.input(0) : null;
            case NEG -> a.is(Op.NEG) ? a.input(0)
                    : a.is(Op.SUB) ? simplifier.make(Op.SUB, a.input(1), a.input(0)) : null;
            case NOT -> a.is(Op.NOT) ? a.input(0) : null;
            default -> null;
        };
    }

    private Node add(Node a, Node b) {
        if (b.is(Op.NEG)) {
            return simplifier.make(Op.SUB, a, b.input(0));
        } else if (a.is(Op.NEG)) {
            return simplifier.make(Op.SUB, b, a.input(0));
        } else if (a.is(Op.SUB) && a.input(1) == b) {
            return a.input(0);
        }
        return b.is(Op.SUB) && b.input(1) == a ? b.input(0) : null;
    }

    private Node subtract(Node a, Node b) {
        if (a == b) {
            return constants.integer(0);
        } else if (isInt(a, 0)) {
            return simplifier.make(Op.NEG, b);
        } else if (b.is(Op.NEG)) {
            return simplifier.make(Op.ADD, a, b.input(0));
        } else if (a.is(Op.ADD) && a.input(1) == b) {
            return a.input(0);
        }
        return a.is(Op.ADD) && a.input(0) == b ? a.input(1) : null;
    }

    private Node withConstant(Node node, Node a, long c) {
        // of ADD, MUL and the like with a constant of their own
        boolean again = a.is(node.op()) && a.count() == 2 && a.input(1).is(Op.INT);
        long other = again ? a.input(1).number() : 0;
        return switch (node.op()) {
            case ADD -> c == 0 ? a : again ? with(Op.ADD, a.input(0), other + c) : null;
            case SUB -> with(Op.ADD, a, -c);
            case MUL -> multiply(a, c, again, other);
            case AND -> c == 0 ? constants.integer(0) : c == -1 ? a
                    : again ? with(Op.AND, a.input(0), other & c) : null;
            case OR -> c == -1 ? constants.integer(-1) : c == 0 ? a : again ? with(Op.OR, a.input(0), other | c) : null;
            case XOR -> c == 0 ? a : c == -1 ? simplifier.make(Op.NOT, a)
                    : again ? with(Op.XOR, a.input(0), other ^ c) : null;
            case SHL, SHR -> c == 0 ? a : again && other >= 0 && c > 0 && other + c < Long.SIZE
                    ? with(node.op(), a.input(0), other + c) : null;
            case SAR -> c == 0 ? a : null;
            case FLOOR_DIV -> c == 1 ? a : c == -1 ? simplifier.make(Op.NEG, a) : null;
            case FLOOR_MOD -> c == 1 || c == -1 ? constants.integer(0) : null;
            case EQ -> a.is(Op.ADD) && a.input(1).is(Op.INT) ? with(Op.EQ, a.input(0), c - a.input(1).number()) : null;
            case LT -> c == Long.MIN_VALUE ? constants.bool(false) : null;
            case LE -> c == Long.MAX_VALUE ? constants.bool(true) : null;
            case ULT -> c == 0 ? constants.bool(false) : null;
            default -> null;
        };
    }

    private Node with(Op op, Node a, long c) {
        return simplifier.make(op, a, constants.integer(c));
    }

    private Node multiply(Node a, long c, boolean again, long other) {
        if (c == 0) {
            return constants.integer(0);
        } else if (c == 1) {
            return a;
        } else if (c == -1) {
            return simplifier.make(Op.NEG, a);
        } else if (Long.bitCount(c) == 1) {
            return with(Op.SHL, a, Long.numberOfTrailingZeros(c));
        }
        return again ? with(Op.MUL, a.input(0), other * c) : null;
    }
}
