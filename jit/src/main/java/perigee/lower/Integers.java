package perigee.lower;

import java.math.BigInteger;
import perigee.asm.Condition;
import perigee.ir.Node;
import perigee.lir.Address;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Test;

/** Arithmetic of integers. */
final class Integers {
    private final Selection s;
    private final LirBuilder b;

    Integers(Selection selection) {
        s = selection;
        b = selection.b;
    }

    void lower(Node node) {
        Node x = node.input(0);
        Node y = node.count() > 1 ? node.input(1) : null;
        s.define(node, switch (node.op()) {
            case ADD -> add(x, y);
            case SUB -> subtract(x, y);
            case MUL -> multiply(x, y);
            case NEG -> b.value(Op.NEG, Kind.INT, s.use(x));
            case NOT -> b.value(Op.NOT, Kind.INT, s.use(x));
            case AND -> bitwise(Op.AND, x, y);
            case OR -> bitwise(Op.OR, x, y);
            case XOR -> bitwise(Op.XOR, x, y);
            case SHL -> shift(Op.SHL, Op.SHLI, x, y);
            case SHR -> shift(Op.SHR, Op.SHRI, x, y);
            case SAR -> shift(Op.SAR, Op.SARI, x, y);
            case FLOOR_DIV -> y.isConstant() ? divideByConstant(x, y.number()) : fitting(node, divide(x, y));
            case FLOOR_MOD -> y.isConstant() ? moduloConstant(x, y.number()) : fitting(node, modulo(x, y));
            default -> throw new IllegalArgumentException("no arithmetic of integers: " + node.op());
        });
    }

    // ---- sums, products, bits --------------------------------------------------------------------------------------

    private int add(Node x, Node y) {
        if (Selection.isImmediate(y)) {
            return b.addImmediate(Kind.INT, s.use(x), (int) y.number());
        }
        if (Selection.isImmediate(x)) {
            return b.addImmediate(Kind.INT, s.use(y), (int) x.number());
        }
        return b.add(Kind.INT, s.use(x), s.use(y));
    }

    private int subtract(Node x, Node y) {
        if (Selection.isImmediate(y) && y.number() != Integer.MIN_VALUE) {
            return b.addImmediate(Kind.INT, s.use(x), (int) -y.number());
        }
        return Selection.isConstant(x, 0) ? b.value(Op.NEG, Kind.INT, s.use(y))
                : b.value(Op.SUB, Kind.INT, s.use(x), s.use(y));
    }

    private int multiply(Node x, Node y) {
        if (x.isConstant() && !y.isConstant()) {
            return multiply(y, x);
        }
        if (!Selection.isImmediate(y)) {
            return b.value(Op.IMUL, Kind.INT, s.use(x), s.use(y));
        }
        int factor = (int) y.number();
        int value = s.use(x);
        if (factor > 0 && Integer.bitCount(factor) == 1) {
            return b.immediate(Op.SHLI, Kind.INT, value, Integer.numberOfTrailingZeros(factor));
        }
        return switch (factor) {
            case 3, 5, 9 -> b.value(Op.LEA, Kind.INT, Address.of(value, value, factor - 1, 0));
            default -> b.immediate(Op.IMULI, Kind.INT, value, factor);
        };
    }

    private int bitwise(perigee.lir.Op op, Node x, Node y) {
        if (Selection.isImmediate(x) && !Selection.isImmediate(y)) {
            return bitwise(op, y, x);
        }
        return Selection.isImmediate(y) ? b.immediate(op, Kind.INT, s.use(x), y.number())
                : b.value(op, Kind.INT, s.use(x), s.use(y));
    }

    private int shift(perigee.lir.Op op, perigee.lir.Op byImmediate, Node x, Node y) {
        return y.isConstant() ? b.immediate(byImmediate, Kind.INT, s.use(x), y.number() & Long.SIZE - 1)
                : b.shift(op, Kind.INT, s.use(x), s.use(y));
    }

    // ---- division --------------------------------------------------------------------------------------------------

    private static boolean isPowerOfTwo(long number) {
        return number > 0 && Long.bitCount(number) == 1;
    }

    private int divideByConstant(Node x, long divisor) {
        int value = s.use(x);
        if (isPowerOfTwo(divisor)) {
            return divisor == 1 ? value : b.immediate(Op.SARI, Kind.INT, value,
                    Long.numberOfTrailingZeros(divisor));
        }
        return divisor == -1 ? b.value(Op.NEG, Kind.INT, value)
                : divisor > 0 ? multiplyByReciprocal(value, divisor) : quotient(value, s.constant(Kind.INT, divisor));
    }

    private int moduloConstant(Node x, long divisor) {
        int value = s.use(x);
        if (divisor == 1 || divisor == -1) {
            return s.constant(Kind.INT, 0);
        }
        if (isPowerOfTwo(divisor)) {
            return divisor - 1 == (int) (divisor - 1) ? b.immediate(Op.AND, Kind.INT, value, divisor - 1)
                    : b.value(Op.AND, Kind.INT, value, s.constant(Kind.INT, divisor - 1));
        }
        if (divisor <= 0) {
            return remainder(value, s.constant(Kind.INT, divisor));
        }
        int multiple = multiplyByReciprocal(value, divisor);
        int product = divisor == (int) divisor ? b.immediate(Op.IMULI, Kind.INT, multiple, divisor)
                : b.value(Op.IMUL, Kind.INT, multiple, s.constant(Kind.INT, divisor));
        return b.value(Op.SUB, Kind.INT, value, product);
    }

    /**
     * The quotient, rounded down, by a constant that is positive and no power of two (Granlund and Montgomery, Division by
     * Invariant Integers using Multiplication). With d of n bits, 2^(63+n)/d rounded up has 64 bits, and is exact enough for
     * 63-bit numbers: x, or its complement if it is negative, as {@code floor(x/d) = ~floor(~x/d)}.
     */
    private int multiplyByReciprocal(int value, long divisor) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(divisor);
        long reciprocal = BigInteger.ONE.shiftLeft(Long.SIZE - 1 + bits).divide(BigInteger.valueOf(divisor)).longValue() + 1;
        int sign = b.immediate(Op.SARI, Kind.INT, value, Long.SIZE - 1);
        int positive = b.value(Op.XOR, Kind.INT, value, sign);
        int high = b.value(Op.UMULH, Kind.INT, positive, s.constant(Kind.INT, reciprocal));
        return b.value(Op.XOR, Kind.INT, b.immediate(Op.SHRI, Kind.INT, high, bits - 1), sign);
    }

    /** A value that several ways lead to says by itself that it fits. */
    private int fitting(Node node, int value) {
        return Ranges.fits(node) ? b.fitting(value) : value;
    }

    /** By -1 the processor cannot divide the least integer. */
    private int divide(Node x, Node y) {
        int value = s.use(x);
        int divisor = s.use(y);
        return s.mostly(Comparison.with(Test.CMP, Condition.NE, divisor, -1), Kind.INT, () -> quotient(value, divisor),
                () -> b.value(Op.NEG, Kind.INT, value));
    }

    private int modulo(Node x, Node y) {
        int value = s.use(x);
        int divisor = s.use(y);
        return s.mostly(Comparison.with(Test.CMP, Condition.NE, divisor, -1), Kind.INT, () -> remainder(value, divisor),
                () -> s.literal(Kind.INT, 0));
    }

    /** One less than the processor's, if there is a remainder and its sign is not the divisor's. */
    private int quotient(int value, int divisor) {
        int quotient = b.value(Op.IDIV, Kind.INT, value, divisor);
        int product = b.value(Op.IMUL, Kind.INT, quotient, divisor);
        int remainder = b.value(Op.SUB, Kind.INT, value, product);
        int signs = b.value(Op.XOR, Kind.INT, remainder, divisor);
        int less = b.addImmediate(Kind.INT, quotient, -1);
        int floor = b.select(Comparison.with(Test.CMP, Condition.L, signs, 0), Kind.INT, less, quotient);
        return b.select(Comparison.with(Test.CMP, Condition.E, remainder, 0), Kind.INT, quotient, floor);
    }

    private int remainder(int value, int divisor) {
        int remainder = b.value(Op.IREM, Kind.INT, value, divisor);
        int signs = b.value(Op.XOR, Kind.INT, remainder, divisor);
        int more = b.add(Kind.INT, remainder, divisor);
        int floor = b.select(Comparison.with(Test.CMP, Condition.L, signs, 0), Kind.INT, more, remainder);
        return b.select(Comparison.with(Test.CMP, Condition.E, remainder, 0), Kind.INT, remainder, floor);
    }
}
