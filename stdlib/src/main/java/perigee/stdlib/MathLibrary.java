package perigee.stdlib;

import perigee.object.Event;
import perigee.runtime.Call;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.value.Arithmetic;
import perigee.value.MathFunction;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The mathematical library (manual 6.7); {@link RandomFunctions} has the random numbers.
 *
 * <p>Transcendental functions are C's ({@link MathFunction}). The signs of NaNs are those of C on x86-64.
 */
public final class MathLibrary {
    // Upvalues of math.type.
    private static final int INTEGER_NAME = 0;
    private static final int FLOAT_NAME = 1;

    private MathLibrary() {
    }

    public static void open(LuaState state) {
        LibraryTable library = new LibraryTable(state, "math");
        library.add("abs", Intrinsic.ABS, MathLibrary::abs)
                .add("acos", Intrinsic.ACOS, call -> result(call, MathFunction.ACOS.of(call.checkDouble(1))))
                .add("asin", Intrinsic.ASIN, call -> result(call, MathFunction.ASIN.of(call.checkDouble(1))))
                .add("atan", Intrinsic.ATAN, MathLibrary::arcTangent)
                .add("ceil", Intrinsic.CEIL, MathLibrary::ceil)
                .add("cos", Intrinsic.COS, call -> result(call, MathFunction.COS.of(call.checkDouble(1))))
                .add("deg", Intrinsic.DEG, call -> result(call, call.checkDouble(1) * Arithmetic.DEGREES_PER_RADIAN))
                .add("exp", Intrinsic.EXP, call -> result(call, MathFunction.EXP.of(call.checkDouble(1))))
                .add("floor", Intrinsic.FLOOR, MathLibrary::floor)
                .add("fmod", Intrinsic.FMOD, MathLibrary::modulo)
                .add("log", Intrinsic.LOG, MathLibrary::logarithm)
                .add("max", Intrinsic.MAX, MathLibrary::max)
                .add("min", Intrinsic.MIN, MathLibrary::min)
                .add("modf", Intrinsic.MODF, MathLibrary::split)
                .add("rad", Intrinsic.RAD, call -> result(call, call.checkDouble(1) * Arithmetic.RADIANS_PER_DEGREE))
                .add("sin", Intrinsic.SIN, call -> result(call, MathFunction.SIN.of(call.checkDouble(1))))
                .add("sqrt", Intrinsic.SQRT, call -> result(call, Math.sqrt(call.checkDouble(1))))
                .add("tan", Intrinsic.TAN, call -> result(call, MathFunction.TAN.of(call.checkDouble(1))))
                .add("tointeger", Intrinsic.TOINTEGER, MathLibrary::toInteger)
                .add("ult", Intrinsic.ULT, MathLibrary::isBelow)
                .add("type", Intrinsic.MATH_TYPE, MathLibrary::type, state.strings().internOf("integer"),
                        state.strings().internOf("float"))
                .set("pi", Word.ofFloat(Math.PI))
                .set("huge", Word.ofFloat(Double.POSITIVE_INFINITY))
                .set("maxinteger", state.integer(Long.MAX_VALUE))
                .set("mininteger", state.integer(Long.MIN_VALUE));
        RandomFunctions.addTo(library, state);
        library.publish();
    }

    private static int result(Call call, double value) {
        return call.result(Word.ofForeignFloat(value));
    }

    /** The word of a float without fraction: an integer if it can be one. */
    private static long integral(Call call, double value) {
        return value >= -0x1p63 && value < 0x1p63 ? call.state().integer((long) value) : Word.ofForeignFloat(value);
    }

    // ---- integers and fractions -------------------------------------------------------------------------------------

    private static int abs(Call call) {
        long word = call.arg(1);
        if (ValueType.isInteger(word)) {
            return call.result(call.state().integer(Math.abs(LuaState.toLong(word))));
        }
        return result(call, Math.abs(call.checkDouble(1)));
    }

    private static int floor(Call call) {
        long word = call.arg(1);
        return call.result(ValueType.isInteger(word) ? word : integral(call, Math.floor(call.checkDouble(1))));
    }

    private static int ceil(Call call) {
        long word = call.arg(1);
        return call.result(ValueType.isInteger(word) ? word : integral(call, Math.ceil(call.checkDouble(1))));
    }

    /** {@code modf}: the part before the point and the part behind it. */
    private static int split(Call call) {
        long word = call.arg(1);
        if (ValueType.isInteger(word)) {
            return call.results(word, Word.ofFloat(0.0));
        }
        double value = call.checkDouble(1);
        double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
        double fraction = value == whole ? 0.0 : value - whole;
        return call.results(integral(call, whole), Word.ofForeignFloat(fraction));
    }

    private static int modulo(Call call) {
        long a = call.arg(1);
        long b = call.arg(2);
        if (ValueType.isInteger(a) && ValueType.isInteger(b)) {
            long divisor = LuaState.toLong(b);
            if (divisor == 0) {
                throw call.argumentError(2, "zero");
            }
            return call.result(call.state().integer(LuaState.toLong(a) % divisor));
        }
        // The reference looks at the second argument first.
        double divisor = call.checkDouble(2);
        double dividend = call.checkDouble(1);
        return result(call, MathFunction.FMOD.of(dividend, divisor));
    }

    private static int toInteger(Call call) {
        long integer = call.state().conversions().toInteger(call.arg(1));
        if (integer == Word.NIL) {
            call.checkAny(1);
        }
        return call.result(integer);
    }

    private static int isBelow(Call call) {
        return call.result(Long.compareUnsigned(call.checkInteger(1), call.checkInteger(2)) < 0);
    }

    private static int type(Call call) {
        long word = call.checkAny(1);
        if (ValueType.isInteger(word)) {
            return call.result(call.upvalue(INTEGER_NAME));
        }
        return call.result(Word.isFloat(word) ? call.upvalue(FLOAT_NAME) : Word.NIL);
    }

    // ---- comparison -------------------------------------------------------------------------------------------------

    private static int max(Call call) {
        int best = first(call);
        for (int i = 2; i <= call.count(); i++) {
            if (isLess(call, best, i)) {
                best = i;
            }
        }
        return call.result(call.arg(best));
    }

    private static int min(Call call) {
        int best = first(call);
        for (int i = 2; i <= call.count(); i++) {
            if (isLess(call, i, best)) {
                best = i;
            }
        }
        return call.result(call.arg(best));
    }

    private static int first(Call call) {
        call.checkAny(1);
        return 1;
    }

    /** Compares arguments as {@code <} does, metamethods included. */
    private static boolean isLess(Call call, int i, int k) {
        long a = call.arg(i);
        long b = call.arg(k);
        if (Word.areIntegers(a, b)) {
            return a < b;
        }
        if (Word.isFloat(a) && Word.isFloat(b)) {
            return Word.floating(a) < Word.floating(b);
        }
        return Word.isTruthy(call.complete(call.state().operators().compare(Event.LT, a, b)));
    }

    // ---- transcendental functions -----------------------------------------------------------------------------------

    private static int arcTangent(Call call) {
        double y = call.checkDouble(1);
        return result(call, MathFunction.ATAN2.of(y, call.isNoneOrNil(2) ? 1.0 : call.checkDouble(2)));
    }

    private static int logarithm(Call call) {
        double x = call.checkDouble(1);
        if (call.isNoneOrNil(2)) {
            return result(call, MathFunction.LOG.of(x));
        }
        double base = call.checkDouble(2);
        if (base == 2) {
            return result(call, MathFunction.LOG2.of(x));
        }
        return result(call, base == 10 ? MathFunction.LOG10.of(x) : MathFunction.LOG.of(x) / MathFunction.LOG.of(base));
    }
}
