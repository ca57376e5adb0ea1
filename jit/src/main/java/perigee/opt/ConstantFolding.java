package perigee.opt;

import perigee.ir.Node;
import perigee.ir.Op;
import perigee.value.Arithmetic;
import perigee.value.Word;

/**
 * Operations on constants, done by the compiler. What depends on memory, or has a NaN for its result, is left alone:
 * which sign a NaN gets is the processor's business, and a program can see it.
 */
final class ConstantFolding {
    private final Constants constants;

    ConstantFolding(Constants constants) {
        this.constants = constants;
    }

    /** The constant that a pure node with constant inputs gives, or null. */
    Node fold(Node node) {
        long a = node.count() > 0 ? node.input(0).number() : 0;
        long b = node.count() > 1 ? node.input(1).number() : 0;
        return switch (node.op().arity() == 0 ? node.rep() : node.op().input(0)) {
            case WORD -> word(node.op(), a, b);
            case INT -> integer(node.op(), a, b);
            case FLOAT -> floating(node.op(), Double.longBitsToDouble(a), Double.longBitsToDouble(b));
            case BOOL -> node.is(Op.BOX_BOOL) ? constants.word(Word.ofBoolean(a != 0)) : null;
            case NONE -> null;
        };
    }

    private Node word(Op op, long a, long b) {
        boolean integer = Word.isInteger(a);
        boolean floating = Word.isFloat(a);
        return switch (op) {
            case UNBOX_INT -> integer ? constants.integer(Word.integer(a)) : null;
            case UNBOX_FLOAT -> floating ? constants.floating(Word.floating(a)) : null;
            case UNBOX_NUMBER -> integer ? constants.floating(Word.integer(a))
                    : floating ? constants.floating(Word.floating(a)) : null;
            case IS_INT -> constants.bool(integer);
            case IS_FLOAT -> constants.bool(floating);
            case IS_NUMBER -> constants.bool(integer || floating);
            case IS_OBJECT -> constants.bool(Word.isObject(a));
            case SAME -> constants.bool(a == b);
            case TRUTHY -> constants.bool(Word.isTruthy(a));
            default -> null;
        };
    }

    private Node integer(Op op, long a, long b) {
        return switch (op) {
            case BOX_INT -> Word.fits(a) ? constants.word(Word.ofInteger(a)) : null;
            case INT_TO_FLOAT -> constants.floating((double) a);
            case ADD -> constants.integer(a + b);
            case SUB -> constants.integer(a - b);
            case MUL -> constants.integer(a * b);
            case NEG -> constants.integer(-a);
            case AND -> constants.integer(a & b);
            case OR -> constants.integer(a | b);
            case XOR -> constants.integer(a ^ b);
            case NOT -> constants.integer(~a);
            case SHL -> b >= 0 && b < Long.SIZE ? constants.integer(a << b) : null;
            case SHR -> b >= 0 && b < Long.SIZE ? constants.integer(a >>> b) : null;
            case SAR -> constants.integer(a >> b);
            case FLOOR_DIV -> b != 0 ? constants.integer(Arithmetic.floorDivide(a, b)) : null;
            case FLOOR_MOD -> b != 0 ? constants.integer(Arithmetic.floorModulo(a, b)) : null;
            case EQ -> constants.bool(a == b);
            case LT -> constants.bool(a < b);
            case LE -> constants.bool(a <= b);
            case ULT -> constants.bool(Long.compareUnsigned(a, b) < 0);
            default -> null;
        };
    }

    private Node floating(Op op, double a, double b) {
        return switch (op) {
            case BOX_FLOAT -> constants.word(Word.ofForeignFloat(a));
            case FLOAT_TO_INT -> constants.integer(a >= -0x1p63 && a < 0x1p63 ? (long) a : Long.MIN_VALUE);
            case FEQ -> constants.bool(a == b);
            case FLT -> constants.bool(a < b);
            case FLE -> constants.bool(a <= b);
            case FADD -> number(a + b);
            case FSUB -> number(a - b);
            case FMUL -> number(a * b);
            case FDIV -> number(a / b);
            case FNEG -> number(-a);
            case FABS -> number(Math.abs(a));
            case FSQRT -> number(Math.sqrt(a));
            case FFLOOR -> number(Math.floor(a));
            case FCEIL -> number(Math.ceil(a));
            case FMOD -> number(Arithmetic.floorModulo(a, b));
            case FPOW -> number(Arithmetic.power(a, b));
            case FMIN -> number(b < a ? b : a);
            case FMAX -> number(a < b ? b : a);
            default -> op.function() == null ? null : number(op.function().of(a, b));
        };
    }

    private Node number(double value) {
        return value != value ? null : constants.floating(value);
    }
}
