package perigee.number;

import java.nio.charset.StandardCharsets;

/**
 * The {@code double} nearest to a decimal numeral, to even when two are equally near, as {@code strtod} has it.
 *
 * <p>Three ways, each taken when the one before does not apply: an exact product or quotient of two doubles (Clinger,
 * "How to Read Floating Point Numbers Accurately", 1990); the product with a 128-bit power of ten when both ends of
 * its error interval round alike (the idea of Lemire, "Number Parsing at a Gigabyte per Second", 2021); the Java
 * library on a cleaned text.
 */
final class DecimalReader {

    /** Significant digits that always fit an unsigned 64-bit word. */
    static final int WORD_DIGITS = 19;

    /**
     * No digit after this many can matter, except by being there: the point half-way between two doubles has at most
     * 768 significant digits.
     */
    private static final int MAX_DIGITS = 780;

    /** Integers up to 2^53 are exact as doubles, and so are these powers of ten. */
    private static final long MAX_EXACT_WORD = 1L << 53;
    private static final double[] EXACT_POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
        1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    };

    /** 10^309 is more than any double; what is below 10^-324 is less than half of the smallest. */
    private static final int OVERFLOW_EXPONENT = 309;
    private static final int UNDERFLOW_EXPONENT = -324;

    /** A bit pattern that no result has. */
    private static final long UNDECIDED = -1;

    private DecimalReader() {
    }

    /**
     * The value of a numeral whose significant digits are given both as a number and as text.
     *
     * @param word the first {@link #WORD_DIGITS} significant digits as an unsigned integer, or all if there are fewer
     * @param exponent the power of ten that {@code word} is to be multiplied by
     * @param exact whether {@code word} has all digits but zeros
     * @param buf holds the digits, at most one dot among them, from {@code from} to {@code to}; read only if needed
     */
    static double value(long word, long exponent, boolean exact, byte[] buf, int from, int to) {
        if (word == 0 || exponent + WORD_DIGITS < UNDERFLOW_EXPONENT) {
            return 0;
        }
        if (exponent >= OVERFLOW_EXPONENT) {
            return Double.POSITIVE_INFINITY;
        }
        int power = (int) exponent;
        if (exact && word > 0 && word <= MAX_EXACT_WORD && Math.abs(power) < EXACT_POWERS.length) {
            return power < 0 ? word / EXACT_POWERS[-power] : word * EXACT_POWERS[power];
        }
        long bits = scaledBits(word, power);
        if (bits != UNDECIDED && !exact && scaledBits(word + 1, power) != bits) {
            bits = UNDECIDED;
        }
        return bits != UNDECIDED ? Double.longBitsToDouble(bits) : readExactly(word, power, exact, buf, from, to);
    }

    /** The bits of {@code word * 10^power}, or {@link #UNDECIDED}; never that for an exact power. */
    private static long scaledBits(long word, int power) {
        int zeros = Long.numberOfLeadingZeros(word);
        long m = word << zeros;
        long low = PowersOfTen.middleOfProduct(m, power);
        long high = PowersOfTen.upperOfProduct(m, power, low);
        boolean tail = PowersOfTen.hasLowerOfProduct(m, power);
        int exponent = PowersOfTen.exponent(power) - zeros + 128;
        long bits = round(high, low, tail, exponent);
        if (!PowersOfTen.isExact(power)) {
            long lowBound = low + PowersOfTen.SHORTFALL;
            long highBound = Long.compareUnsigned(lowBound, low) < 0 ? high + 1 : high;
            if (round(highBound, lowBound, true, exponent) != bits) {
                return UNDECIDED;
            }
        }
        return bits;
    }

    /** {@code (high:low + tail) * 2^(exponent - 64)} rounded; one of the upper two bits of {@code high} is set. */
    private static long round(long high, long low, boolean tail, int exponent) {
        return high < 0
            ? Binary64.roundToBits(high, tail || low != 0, exponent)
            : Binary64.roundToBits(high << 1 | low >>> 63, tail || low << 1 != 0, exponent - 1);
    }

    /** Hands the digits to the Java library, without zeros in front and without the dot. */
    private static double readExactly(long word, int power, boolean exact, byte[] buf, int from, int to) {
        if (exact) {
            return Double.parseDouble(Long.toUnsignedString(word) + 'E' + power);
        }
        byte[] digits = new byte[MAX_DIGITS + 1];
        int count = 0;
        boolean more = false;
        for (int i = from; i < to; i++) {
            byte digit = buf[i];
            if (digit == '.' || count == 0 && digit == '0') {
                continue;
            }
            if (count < MAX_DIGITS) {
                digits[count++] = digit;
            } else {
                more |= digit != '0';
            }
        }
        int last = power + WORD_DIGITS - count; // the exponent of the last digit that was kept
        if (more) {
            digits[count++] = '1';
            last--;
        }
        return Double.parseDouble(new String(digits, 0, count, StandardCharsets.ISO_8859_1) + 'E' + last);
    }
}
