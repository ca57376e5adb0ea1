package perigee.number;

/**
 * The body of C's {@code %a} as glibc prints it: the leading bit as the one digit before the point, 0 for zero and
 * subnormal numbers, whose exponent is that of the smallest normal one. Sign, "0x" and padding are the caller's.
 */
final class HexFloatPrinter {

    /** Hexadecimal digits that the fraction has. */
    private static final int FRACTION_DIGITS = Binary64.FRACTION_BITS / 4;

    private static final int UPPER_TO_LOWER = 'a' - 'A';

    private HexFloatPrinter() {
    }

    /**
     * Appends the digits and the exponent of {@code |x|}, which is finite.
     *
     * @param precision hexadecimal digits after the point, or {@link PrintfSpec#NO_PRECISION} for as many as it takes
     * @param point whether the point is written even if nothing follows it
     */
    static void append(ByteBuilder out, double x, int precision, boolean point, boolean upper) {
        long significand = Binary64.significand(x);
        int exponent = significand == 0 ? 0 : Binary64.exponent(x) + Binary64.FRACTION_BITS;
        int digits = precision;
        if (precision == PrintfSpec.NO_PRECISION) {
            digits = FRACTION_DIGITS - Math.min(Long.numberOfTrailingZeros(significand) / 4, FRACTION_DIGITS);
        } else if (precision < FRACTION_DIGITS) {
            significand = roundToDigits(significand, precision);
        }
        out.append('0' + (int) (significand >>> Binary64.FRACTION_BITS)); // 2 if a one was rounded up
        if (digits > 0 || point) {
            out.append('.');
        }
        int shift = Binary64.FRACTION_BITS;
        for (int i = Math.min(digits, FRACTION_DIGITS); i > 0; i--) {
            shift -= 4;
            out.append(digit((int) (significand >>> shift) & 0xf, upper));
        }
        out.appendFill('0', digits - FRACTION_DIGITS);
        out.append(upper ? 'P' : 'p');
        out.append(exponent < 0 ? '-' : '+');
        DecimalText.appendUnsigned(out, Math.abs(exponent));
    }

    /** Clears all but the first {@code digits} digits of the fraction, and rounds to nearest, to even. */
    private static long roundToDigits(long significand, int digits) {
        int drop = Binary64.FRACTION_BITS - 4 * digits;
        long kept = significand >>> drop;
        long dropped = significand << 64 - drop;
        return (Binary64.roundsUp(dropped, false, kept) ? kept + 1 : kept) << drop;
    }

    /** The hexadecimal digit of {@code value}, 0 to 15. */
    static int digit(int value, boolean upper) {
        if (value < 10) {
            return '0' + value;
        }
        return 'a' + value - 10 - (upper ? UPPER_TO_LOWER : 0);
    }
}
