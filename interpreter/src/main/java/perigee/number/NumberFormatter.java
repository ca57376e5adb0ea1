package perigee.number;

/**
 * The two ways in which Lua itself writes a number: as {@code tostring} and {@code ..} do (manual 3.4.3), and as
 * {@code string.format("%q")} does, so that it reads back as the same number.
 *
 * <p>Pure functions that append to a builder, raise nothing, and allocate nothing but the builder's growth, save for
 * floats within 2^-60 or so of the middle between two texts.
 */
public final class NumberFormatter {

    /** Significant digits of a float's text, as in {@code "%.14g"}. */
    private static final int SIGNIFICANT_DIGITS = 14;

    /** 10^14: an integral float below it has all its digits printed, and no exponent. */
    private static final double PLAIN_LIMIT = 1e14;

    private NumberFormatter() {
    }

    /** Appends {@code value} in decimal, at most 20 bytes. */
    public static void appendInteger(ByteBuilder out, long value) {
        DecimalText.appendSigned(out, value);
    }

    /**
     * Appends {@code value} as {@code "%.14g"} does, and ".0" if that looks like an integer: at most 22 bytes.
     * Infinities are "inf" and "-inf", not-a-number is "nan" or "-nan" by its sign bit.
     */
    public static void appendFloat(ByteBuilder out, double value) {
        if (Double.doubleToRawLongBits(value) < 0) {
            out.append('-');
        }
        double size = Math.abs(value);
        if (size < PLAIN_LIMIT && size == (long) size) {
            DecimalText.appendUnsigned(out, (long) size);
            appendPointZero(out);
        } else if (Double.isFinite(size)) {
            int start = out.length();
            FloatPrinter.appendGeneral(out, size, SIGNIFICANT_DIGITS, false, 'e');
            if (isAllDigits(out, start)) {
                appendPointZero(out);
            }
        } else {
            appendInfinityOrNan(out, value, false);
        }
    }

    /** Appends an integer that reads back as itself: in decimal, but hexadecimal for the least one. */
    public static void appendQuotedInteger(ByteBuilder out, long value) {
        if (value == Long.MIN_VALUE) {
            out.appendAscii("0x8000000000000000"); // its decimal digits without the sign are no integer
        } else {
            DecimalText.appendSigned(out, value);
        }
    }

    /** Appends an expression that gives the same float: hexadecimal, or a way to say infinity or not-a-number. */
    public static void appendQuotedFloat(ByteBuilder out, double value) {
        if (Double.isNaN(value)) {
            out.appendAscii("(0/0)");
            return;
        }
        if (Double.doubleToRawLongBits(value) < 0) {
            out.append('-');
        }
        if (Double.isInfinite(value)) {
            out.appendAscii("1e9999");
        } else {
            out.appendAscii("0x");
            HexFloatPrinter.append(out, value, PrintfSpec.NO_PRECISION, false, false);
        }
    }

    /** "inf" or "nan", whichever {@code value} is, without a sign. */
    static void appendInfinityOrNan(ByteBuilder out, double value, boolean upper) {
        if (Double.isNaN(value)) {
            out.appendAscii(upper ? "NAN" : "nan");
        } else {
            out.appendAscii(upper ? "INF" : "inf");
        }
    }

    private static void appendPointZero(ByteBuilder out) {
        out.append('.');
        out.append('0');
    }

    private static boolean isAllDigits(ByteBuilder out, int from) {
        for (int i = out.length() - 1; i >= from; i--) {
            int c = out.byteAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
        }
        return true;
    }
}
