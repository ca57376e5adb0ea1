package perigee.number;

/**
 * The bodies of C's {@code %e}, {@code %f} and {@code %g}: digits, point and exponent of a finite number that is not
 * negative. Sign and padding are {@link Printf}'s.
 */
final class FloatPrinter {

    /** {@code %g} uses an exponent below this one, and from the precision on. */
    private static final int LEAST_PLAIN_EXPONENT = -4;

    private FloatPrinter() {
    }

    /**
     * {@code %e}: one digit, {@code precision} decimals, the exponent after {@code mark}.
     *
     * @param point whether the point is written even if nothing follows it (the flag {@code #})
     */
    static void appendExponential(ByteBuilder out, double x, int precision, boolean point, int mark) {
        int start = out.length();
        int exponent = DecimalDigits.appendSignificant(out, x, precision + 1);
        if (precision > 0 || point) {
            out.insertFill(start + 1, '.', 1);
        }
        appendExponent(out, exponent, mark);
    }

    /** {@code %f}: {@code precision} decimals. */
    static void appendFixed(ByteBuilder out, double x, int precision, boolean point) {
        DecimalDigits.appendFixed(out, x, precision);
        if (precision > 0 || point) {
            out.insertFill(out.length() - precision, '.', 1);
        }
    }

    /**
     * {@code %g}: {@code precision} significant digits (0 counts as 1) in the shorter of the two forms above.
     *
     * @param alternate the flag {@code #}: zeros at the end stay, and so does the point
     */
    static void appendGeneral(ByteBuilder out, double x, int precision, boolean alternate, int mark) {
        int start = out.length();
        int digits = Math.max(precision, 1);
        int exponent = DecimalDigits.appendSignificant(out, x, digits);
        boolean plain = exponent >= LEAST_PLAIN_EXPONENT && exponent < digits;
        if (!alternate) {
            int end = start + digits;
            while (end > start + 1 && out.byteAt(end - 1) == '0') {
                end--;
            }
            out.setLength(end);
            digits = end - start;
        }
        if (!plain) {
            if (digits > 1 || alternate) {
                out.insertFill(start + 1, '.', 1);
            }
            appendExponent(out, exponent, mark);
        } else if (exponent < 0) {
            out.insertFill(start, '0', 1 - exponent);
            out.array()[start + 1] = '.';
        } else {
            out.appendFill('0', exponent + 1 - digits);
            if (digits > exponent + 1 || alternate) {
                out.insertFill(start + exponent + 1, '.', 1);
            }
        }
    }

    /** The mark, a sign and at least two digits. */
    private static void appendExponent(ByteBuilder out, int exponent, int mark) {
        out.append(mark);
        out.append(exponent < 0 ? '-' : '+');
        int size = Math.abs(exponent);
        DecimalText.append(out, size, size < 100 ? 2 : 3);
    }
}
