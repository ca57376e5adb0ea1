package perigee.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The decimal digits of a {@code double}, to a number of significant digits or of decimals, rounded from the exact
 * binary value, ties to even.
 *
 * <p>Up to seventeen digits come from one product with {@link PowersOfTen}, as the package explains; more digits, and
 * what the product cannot decide, from {@code BigDecimal}, which holds every double exactly.
 */
final class DecimalDigits {

    /** As many digits as fit a {@code long} even when the exponent was estimated one too low. */
    private static final int FAST_DIGITS = 17;

    /** 2^63: the first positive double that is not a {@code long}. */
    private static final double LONG_LIMIT = 0x1p63;

    /** Decimals that the smallest subnormal has; any double has only zeros after these. */
    private static final int MAX_DECIMALS = 1074;

    private static final long UNDECIDED = -1;

    private DecimalDigits() {
    }

    /**
     * Appends exactly {@code count >= 1} digits of {@code x}, the first of which is not 0 unless x is, and returns the
     * decimal exponent of the first one. {@code x} is finite and not negative.
     */
    static int appendSignificant(ByteBuilder out, double x, int count) {
        if (x == 0) {
            out.appendFill('0', count);
            return 0;
        }
        if (count <= FAST_DIGITS) {
            if (x < LONG_LIMIT && x == (long) x) {
                return appendSignificant(out, (long) x, count);
            }
            int exponent = estimateExponent(x);
            long digits = roundScaled(x, count - 1 - exponent);
            if (digits >= DecimalText.power(count)) {
                // The estimate was one too small, or rounding gave a digit more; from the start, to round only once.
                exponent++;
                digits = roundScaled(x, count - 1 - exponent);
            }
            if (digits != UNDECIDED) {
                DecimalText.append(out, digits, count);
                return exponent;
            }
        }
        return appendSignificantExactly(out, x, count);
    }

    /** {@link #appendSignificant} of a positive integer. */
    private static int appendSignificant(ByteBuilder out, long x, int count) {
        int length = DecimalText.length(x);
        if (length <= count) {
            DecimalText.append(out, x, length);
            out.appendFill('0', count - length);
            return length - 1;
        }
        long unit = DecimalText.power(length - count);
        long digits = x / unit;
        long twice = 2 * (x - digits * unit); // unit is at most 10^18, so this is below 2^63
        if (twice > unit || twice == unit && (digits & 1) != 0) {
            digits++;
            if (digits == DecimalText.power(count)) {
                digits /= 10;
                length++;
            }
        }
        DecimalText.append(out, digits, count);
        return length - 1;
    }

    private static int appendSignificantExactly(ByteBuilder out, double x, int count) {
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(count, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        out.appendAscii(digits);
        out.appendFill('0', count - digits.length()); // a value of fewer digits than asked for is exact
        return digits.length() - 1 - rounded.scale();
    }

    /**
     * Appends the digits of {@code x * 10^decimals} rounded to an integer, at least {@code decimals + 1} of them: the
     * last {@code decimals} digits belong behind the point. {@code x} is finite and not negative.
     */
    static void appendFixed(ByteBuilder out, double x, int decimals) {
        if (x >= LONG_LIMIT || decimals > FAST_DIGITS) {
            appendFixedExactly(out, x, decimals);
            return;
        }
        long whole = (long) x;
        double rest = x - whole; // exact
        long fraction = 0;
        if (rest != 0 && decimals == 0) {
            whole = roundScaled(x, 0);
        } else if (rest != 0) {
            fraction = roundScaled(rest, decimals); // 10^decimals is even, so a tie depends on the rest alone
            if (fraction == DecimalText.power(decimals)) {
                fraction = 0;
                whole++;
            }
        }
        DecimalText.append(out, whole, DecimalText.length(whole));
        DecimalText.append(out, fraction, decimals);
    }

    private static void appendFixedExactly(ByteBuilder out, double x, int decimals) {
        int scale = Math.min(decimals, MAX_DECIMALS);
        String digits = new BigDecimal(x).setScale(scale, RoundingMode.HALF_EVEN).unscaledValue().toString();
        out.appendFill('0', scale + 1 - digits.length());
        out.appendAscii(digits);
        out.appendFill('0', decimals - scale);
    }

    /** The decimal exponent of {@code x}'s first digit, or one less. */
    private static int estimateExponent(double x) {
        int leading = 63 - Long.numberOfLeadingZeros(Binary64.significand(x)) + Binary64.exponent(x);
        return leading * 78913 >> 18; // floor(leading * log10(2)) for every exponent that a double has
    }

    /**
     * {@code x * 10^k} rounded to an integer, ties to even, for a positive {@code x}, or {@link #UNDECIDED} when 128
     * bits of the power do not tell; that never happens where the power is exact. The result must be below 2^62.
     */
    private static long roundScaled(double x, int k) {
        long significand = Binary64.significand(x);
        int zeros = Long.numberOfLeadingZeros(significand);
        long m = significand << zeros;
        long low = PowersOfTen.middleOfProduct(m, k);
        long high = PowersOfTen.upperOfProduct(m, k, low);
        boolean tail = PowersOfTen.hasLowerOfProduct(m, k);
        // x * 10^k = (high:low) * 2^-drop, and the integer part lies in the upper word.
        int drop = -(Binary64.exponent(x) - zeros + PowersOfTen.exponent(k) + 64) - 64;
        if (drop > 64) {
            return 0; // below one half
        }
        long rounded = roundProduct(high, low, tail, drop);
        if (!PowersOfTen.isExact(k)) {
            long lowBound = low + PowersOfTen.SHORTFALL;
            long highBound = Long.compareUnsigned(lowBound, low) < 0 ? high + 1 : high;
            if (roundProduct(highBound, lowBound, true, drop) != rounded) {
                return UNDECIDED;
            }
        }
        return rounded;
    }

    /** {@code (high:low + tail) * 2^-(64 + drop)} rounded to an integer; drop from 1 to 64. */
    private static long roundProduct(long high, long low, boolean tail, int drop) {
        long kept = high >>> 1 >>> drop - 1;
        long dropped = high << 64 - drop;
        return Binary64.roundsUp(dropped, tail || low != 0, kept) ? kept + 1 : kept;
    }
}
