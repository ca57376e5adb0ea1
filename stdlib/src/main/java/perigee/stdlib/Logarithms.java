package perigee.stdlib;

/**
 * Logarithms to bases that C has functions for. Results are within an ulp, and exact where they are integers; like C's
 * they take the natural logarithm of the significand only.
 */
final class Logarithms {
    /** The smallest significand; the exponent is chosen so that significands near 1 have the exponent 0. */
    private static final double ROOT_OF_HALF = 0.7071067811865476;
    /** 1 / ln 2 and what is missing from it. */
    private static final double LOG2_E = 1.4426950408889634;
    private static final double LOG2_E_REST = 2.0355273740931033e-17;
    /** log10 2 to so few bits that its products with exponents are exact, and the rest. */
    private static final double LOG10_2 = 3.01029995663611771306e-01;
    private static final double LOG10_2_REST = 3.69423907715893078616e-13;
    private static final double LOG10_E = 4.34294481903251816668e-01;
    private static final double TWO_TO_54 = 0x1p54;

    private Logarithms() {
    }

    private static boolean isPositive(double x) {
        return x > 0 && x < Double.POSITIVE_INFINITY;
    }

    /** The logarithm to the base 2. */
    static double log2(double x) {
        if (!isPositive(x)) {
            return Math.log(x);
        }
        double scaled = x;
        int exponent = 0;
        if (x < Double.MIN_NORMAL) {
            scaled = x * TWO_TO_54;
            exponent = -54;
        }
        int shift = Math.getExponent(scaled);
        double significand = Math.scalb(scaled, -shift);
        if (significand > 2 * ROOT_OF_HALF) {
            significand *= 0.5;
            shift++;
        }
        exponent += shift;
        double log = Math.log(significand);
        double high = log * LOG2_E;
        double low = Math.fma(log, LOG2_E, -high) + log * LOG2_E_REST;
        // The sum of exponent and product, to the last bit.
        double sum = exponent + high;
        double part = sum - exponent;
        double lost = exponent - (sum - part) + (high - part);
        return sum + (lost + low);
    }

    /** The logarithm to the base 10. That of a negative number is a NaN without sign, unlike that to other bases. */
    static double log10(double x) {
        if (!isPositive(x)) {
            return x < 0 ? Double.NaN : Math.log(x);
        }
        double scaled = x;
        int exponent = 0;
        if (x < Double.MIN_NORMAL) {
            scaled = x * TWO_TO_54;
            exponent = -54;
        }
        int shift = Math.getExponent(scaled);
        exponent += shift;
        if (exponent < 0) {
            exponent++;
            shift++;
        }
        double rest = exponent * LOG10_2_REST + LOG10_E * Math.log(Math.scalb(scaled, -shift));
        return rest + exponent * LOG10_2;
    }
}
