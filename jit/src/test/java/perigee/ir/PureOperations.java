package perigee.ir;

import perigee.layout.FunctionLayout;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.value.Arithmetic;
import perigee.value.Word;

/** The meaning of each operation that depends on its inputs only, on the bits of values. */
final class PureOperations {
    private PureOperations() {
    }

    static long evaluate(Node node, long a, long b, Arena arena) {
        return switch (node.op()) {
            case WORD, INT, FLOAT, BOOL -> node.number();
            case BOX_INT -> Word.fits(a) ? Word.ofInteger(a) : arena.box(a);
            case BOX_FLOAT -> Word.ofFloat(floating(a));
            case BOX_BOOL -> Word.ofBoolean(a != 0);
            case UNBOX_INT -> {
                require(isInteger(a, arena), node);
                yield integer(a, arena);
            }
            case UNBOX_FLOAT -> {
                require(Word.isFloat(a), node);
                yield bits(Word.floating(a));
            }
            case UNBOX_LARGE -> {
                arena.contains(a, FunctionLayout.BOX_SIZE);
                yield Memory.getLong(a + FunctionLayout.BOX_VALUE);
            }
            case UNBOX_NUMBER -> {
                require(isNumber(a, arena), node);
                yield bits(number(a, arena));
            }
            case INT_TO_FLOAT -> bits((double) a);
            case FLOAT_TO_INT -> {
                double value = floating(a);
                yield value >= -0x1p63 && value < 0x1p63 ? (long) value : Long.MIN_VALUE;
            }
            case IS_INT -> bit(isInteger(a, arena));
            case IS_FLOAT -> bit(Word.isFloat(a));
            case IS_NUMBER -> bit(isNumber(a, arena));
            case IS_OBJECT -> bit(Word.isObject(a) && !arena.isBox(a));
            case HAS_TYPE -> {
                arena.contains(a, 8);
                yield bit(Memory.getByte(a + ObjectHeader.TYPE) == node.number());
            }
            case HAS_CODE -> {
                arena.contains(a, FunctionLayout.UPVALUES);
                yield bit(Memory.getLong(a + FunctionLayout.CODE) == node.number());
            }
            case SAME -> bit(a == b || arena.isBox(a) && arena.isBox(b) && integer(a, arena) == integer(b, arena));
            case EQ -> bit(a == b);
            case TRUTHY -> bit(Word.isTruthy(a));
            case ADD -> a + b;
            case SUB -> a - b;
            case MUL -> a * b;
            case NEG -> -a;
            case AND -> a & b;
            case OR -> a | b;
            case XOR -> a ^ b;
            case NOT -> ~a;
            case SHL -> {
                require(b >= 0 && b < 64, node);
                yield a << b;
            }
            case SHR -> {
                require(b >= 0 && b < 64, node);
                yield a >>> b;
            }
            case SAR -> a >> b;
            case FLOOR_DIV -> {
                require(b != 0, node);
                yield Arithmetic.floorDivide(a, b);
            }
            case FLOOR_MOD -> {
                require(b != 0, node);
                yield Arithmetic.floorModulo(a, b);
            }
            case LT -> bit(a < b);
            case LE -> bit(a <= b);
            case ULT -> bit(Long.compareUnsigned(a, b) < 0);
            default -> floats(node, floating(a), floating(b));
        };
    }

    private static long floats(Node node, double a, double b) {
        return switch (node.op()) {
            case FADD -> bits(a + b);
            case FSUB -> bits(a - b);
            case FMUL -> bits(a * b);
            case FDIV -> bits(a / b);
            case FNEG -> bits(-a);
            case FABS -> bits(Math.abs(a));
            case FSQRT -> bits(Math.sqrt(a));
            case FFLOOR -> bits(Math.floor(a));
            case FCEIL -> bits(Math.ceil(a));
            case FMOD -> bits(Arithmetic.floorModulo(a, b));
            case FPOW -> bits(Arithmetic.power(a, b));
            case FMIN -> bits(b < a ? b : a);
            case FMAX -> bits(a < b ? b : a);
            case FEQ -> bit(a == b);
            case FLT -> bit(a < b);
            case FLE -> bit(a <= b);
            default -> {
                if (node.op().function() == null) {
                    throw new AssertionError("not pure: " + node.op());
                }
                yield bits(node.op().function().of(a, b));
            }
        };
    }

    /** The word that arithmetic of two words gives; null: it refuses. */
    static Long arithmetic(RuntimeCall call, long a, long b, Arena arena) {
        boolean integers = isInteger(a, arena) && isInteger(b, arena);
        boolean divides = call == RuntimeCall.MOD_WORDS || call == RuntimeCall.IDIV_WORDS;
        if (!isNumber(a, arena) || !isNumber(b, arena) || integers && divides && integer(b, arena) == 0) {
            return null;
        } else if (integers && call != RuntimeCall.DIV_WORDS && call != RuntimeCall.POW_WORDS) {
            long x = integer(a, arena);
            long y = integer(b, arena);
            long result = switch (call) {
                case ADD_WORDS -> x + y;
                case SUB_WORDS -> x - y;
                case MUL_WORDS -> x * y;
                case MOD_WORDS -> Arithmetic.floorModulo(x, y);
                default -> Arithmetic.floorDivide(x, y);
            };
            return Word.fits(result) ? Word.ofInteger(result) : arena.box(result);
        }
        double x = number(a, arena);
        double y = number(b, arena);
        return Word.ofFloat(switch (call) {
            case ADD_WORDS -> x + y;
            case SUB_WORDS -> x - y;
            case MUL_WORDS -> x * y;
            case DIV_WORDS -> x / y;
            case MOD_WORDS -> Arithmetic.floorModulo(x, y);
            case POW_WORDS -> Arithmetic.power(x, y);
            default -> Arithmetic.floorDivide(x, y);
        });
    }

    private static boolean isNumber(long word, Arena arena) {
        return isInteger(word, arena) || Word.isFloat(word);
    }

    private static double number(long word, Arena arena) {
        return Word.isFloat(word) ? Word.floating(word) : integer(word, arena);
    }

    private static boolean isInteger(long word, Arena arena) {
        return Word.isInteger(word) || arena.isBox(word);
    }

    private static long integer(long word, Arena arena) {
        return arena.isBox(word) ? Memory.getLong(word + FunctionLayout.BOX_VALUE) : Word.integer(word);
    }

    private static void require(boolean condition, Node node) {
        if (!condition) {
            throw new AssertionError("done without its proof: " + GraphText.of(node));
        }
    }

    private static long bit(boolean condition) {
        return condition ? 1 : 0;
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }

    private static double floating(long bits) {
        return Double.longBitsToDouble(bits);
    }
}
