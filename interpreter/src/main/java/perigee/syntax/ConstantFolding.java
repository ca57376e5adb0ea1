package perigee.syntax;

import perigee.bytecode.Constant;
import perigee.value.Arithmetic;

/**
 * Operations on constants, done once while parsing. Only numbers are folded, and only where the operation cannot raise
 * an error and its result is neither NaN nor a zero float (which of the two zeros could get lost in a constant table).
 * What is a compile-time constant occupies no register, so this is as visible to programs as in the reference.
 */
final class ConstantFolding {
    private ConstantFolding() {
    }

    /** The result, or null if the operation has to be left to run time. */
    static Literal fold(BinaryOperator operator, Literal left, Literal right) {
        if (!operator.isArithmetic() || !left.isNumber() || !right.isNumber()) {
            return null;
        }
        if (operator.isBitwise()) {
            return foldBitwise(operator, left, right);
        }
        if (left.value() instanceof Constant.Int a && right.value() instanceof Constant.Int b
                && operator != BinaryOperator.DIV && operator != BinaryOperator.POW) {
            return foldIntegers(operator, a.value(), b.value());
        }
        return foldFloats(operator, toFloat(left), toFloat(right));
    }

    /** The result, or null if the operation has to be left to run time. */
    static Literal fold(UnaryOperator operator, Literal operand) {
        return switch (operator) {
            case NOT -> operand.isTruthy() ? Literal.FALSE : Literal.TRUE;
            case MINUS -> operand.value() instanceof Constant.Int i ? integer(-i.value())
                    : operand.value() instanceof Constant.Float f ? number(-f.value()) : null;
            case BNOT -> hasInteger(operand) ? integer(~toInteger(operand)) : null;
            case LENGTH -> null;
        };
    }

    private static Literal foldIntegers(BinaryOperator operator, long a, long b) {
        return switch (operator) {
            case ADD -> integer(a + b);
            case SUB -> integer(a - b);
            case MUL -> integer(a * b);
            case IDIV -> b == 0 ? null : integer(Arithmetic.floorDivide(a, b));
            case MOD -> b == 0 ? null : integer(Arithmetic.floorModulo(a, b));
            default -> throw new IllegalArgumentException(operator.name());
        };
    }

    private static Literal foldFloats(BinaryOperator operator, double a, double b) {
        return switch (operator) {
            case ADD -> number(a + b);
            case SUB -> number(a - b);
            case MUL -> number(a * b);
            case DIV -> b == 0 ? null : number(a / b);
            case POW -> number(Arithmetic.power(a, b));
            case IDIV -> b == 0 ? null : number(Arithmetic.floorDivide(a, b));
            case MOD -> b == 0 ? null : number(Arithmetic.floorModulo(a, b));
            default -> throw new IllegalArgumentException(operator.name());
        };
    }

    private static Literal foldBitwise(BinaryOperator operator, Literal left, Literal right) {
        if (!hasInteger(left) || !hasInteger(right)) {
            return null;
        }
        long a = toInteger(left);
        long b = toInteger(right);
        return integer(switch (operator) {
            case BAND -> a & b;
            case BOR -> a | b;
            case BXOR -> a ^ b;
            case SHL -> Arithmetic.shiftLeft(a, b);
            case SHR -> Arithmetic.shiftRight(a, b);
            default -> throw new IllegalArgumentException(operator.name());
        });
    }

    private static boolean hasInteger(Literal literal) {
        return literal.value() instanceof Constant.Int
                || literal.value() instanceof Constant.Float f && Arithmetic.hasInteger(f.value());
    }

    private static long toInteger(Literal literal) {
        return literal.value() instanceof Constant.Int i ? i.value() : (long) toFloat(literal);
    }

    private static double toFloat(Literal literal) {
        return literal.value() instanceof Constant.Int i ? i.value() : ((Constant.Float) literal.value()).value();
    }

    private static Literal integer(long value) {
        return new Literal(new Constant.Int(value));
    }

    private static Literal number(double value) {
        return value == 0 || Double.isNaN(value) ? null : new Literal(new Constant.Float(value));
    }
}
