package perigee.value;

/**
 * Lua's arithmetic on unboxed numbers, where it differs from Java's (manual 3.4.1 to 3.4.3). The constant folder, the
 * interpreter, the library and the compilers' evaluators all use these methods.
 */
public final class Arithmetic {
    public static final double DEGREES_PER_RADIAN = 180.0 / Math.PI;
    public static final double RADIANS_PER_DEGREE = Math.PI / 180.0;

    /** Integers up to this one are floats. */
    private static final double EXACT_INTEGERS = 0x1p53;
    /** Beyond so many, the least product of integers is no such integer. */
    private static final int MOST_FACTORS = 53;

    private Arithmetic() {
    }

    /** Integer floor division; the divisor is not zero. */
    public static long floorDivide(long a, long b) {
        return Math.floorDiv(a, b);
    }

    /** Integer modulo with the sign of the divisor; the divisor is not zero. */
    public static long floorModulo(long a, long b) {
        return Math.floorMod(a, b);
    }

    /** Float floor division. */
    public static double floorDivide(double a, double b) {
        return Math.floor(a / b);
    }

    /** Float modulo: {@code a - floor(a/b)*b}, computed without the rounding error of that formula. */
    public static double floorModulo(double a, double b) {
        double remainder = a % b;
        if (Double.isNaN(remainder)) {
            // The sign of C's, which can be seen when it is written.
            double product = a * b;
            return product / product;
        }
        if (remainder > 0 ? b < 0 : remainder < 0 && b > 0) {
            remainder += b;
        }
        return remainder;
    }

    /**
     * Exponentiation as the reference does it: squares are products, everything else is C's {@code pow}, which is not always
     * rounded correctly, so that a square root taken in its place would be another float for one operand in a thousand.
     */
    public static double power(double a, double b) {
        if (b == 2) {
            return a * a;
        }
        double exact = exactPower(a, b);
        return exact == exact ? exact : MathFunction.POW.of(a, b);
    }

    /**
     * A power that is exact and found by a few multiplications, as C's is then; NaN for others. Programs that have no others,
     * in their constants mostly, need not wait for C's function.
     */
    private static double exactPower(double a, double b) {
        if (b != (int) b) {
            return Double.NaN;
        }
        if (a == 2 && b >= Double.MIN_EXPONENT && b <= Double.MAX_EXPONENT) {
            return Math.scalb(1.0, (int) b);
        }
        if (b < 0 || b > MOST_FACTORS || a != Math.rint(a)) {
            return Double.NaN;
        }
        double result = 1;
        for (int i = 0; i < b; i++) {
            result *= a;
            if (Math.abs(result) > EXACT_INTEGERS) {
                return Double.NaN;
            }
        }
        return result;
    }

    /** Logical shift left; negative distances shift right, distances of 64 and more give 0. */
    public static long shiftLeft(long value, long distance) {
        if (distance <= -64 || distance >= 64) {
            return 0;
        }
        return distance >= 0 ? value << distance : value >>> -distance;
    }

    /** Logical shift right; negative distances shift left. */
    public static long shiftRight(long value, long distance) {
        if (distance <= -64 || distance >= 64) {
            return 0;
        }
        return distance >= 0 ? value >>> distance : value << -distance;
    }

    /** Whether the float has an exact integer value in the range of a Lua integer. */
    public static boolean hasInteger(double value) {
        return value >= -0x1p63 && value < 0x1p63 && value == Math.rint(value);
    }

    /** {@code i < d}, exactly, also where the integer has no exact float. */
    public static boolean lessThan(long i, double d) {
        if (d >= 0x1p63) {
            return true;
        }
        if (d > -0x1p63) {
            // i < d  <=>  i < ceil(d)
            return i < (long) Math.ceil(d);
        }
        return false; // d <= -2^63 <= i, or NaN
    }

    /** {@code i <= d}, exactly. */
    public static boolean lessOrEqual(long i, double d) {
        if (d >= 0x1p63) {
            return true;
        }
        if (d >= -0x1p63) {
            return i <= (long) Math.floor(d);
        }
        return false;
    }

    /** {@code d < i}, exactly. */
    public static boolean lessThan(double d, long i) {
        if (d >= 0x1p63) {
            return false;
        }
        if (d >= -0x1p63) {
            return (long) Math.floor(d) < i;
        }
        return d == d; // below every integer, unless NaN
    }

    /** {@code d <= i}, exactly. */
    public static boolean lessOrEqual(double d, long i) {
        if (d >= 0x1p63) {
            return false;
        }
        if (d > -0x1p63) {
            return (long) Math.ceil(d) <= i;
        }
        return d == d;
    }

    /** {@code i == d}, exactly. */
    public static boolean equal(long i, double d) {
        return (double) i == d && d < 0x1p63 && (long) d == i;
    }
}
