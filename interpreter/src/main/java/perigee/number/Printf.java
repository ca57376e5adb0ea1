package perigee.number;

/**
 * C's {@code printf} for one value and one {@link PrintfSpec}, byte for byte as glibc does it in the "C" locale.
 *
 * <p>There is one known difference, an error of glibc (seen in 2.36) that the C standard does not allow: when
 * {@code %#g} rounds a number up to a power of ten that has just too many digits for the plain form, glibc loses the
 * zeros behind the point ({@code %#.2g} of 99.5 is "1.e+02" there, and "1.0e+02" here).
 *
 * <p>Pure functions that append to a builder; they raise nothing, neither Java's nor Lua's errors, and take any width
 * and precision that fit in memory. A null-terminated string is the caller's business: bytes are printed as given.
 */
public final class Printf {

    private static final int DEFAULT_FLOAT_PRECISION = 6;

    private Printf() {
    }

    /** {@code %d %i} of a signed, {@code %u %o %x %X} of an unsigned 64-bit integer. */
    public static void appendInteger(ByteBuilder out, PrintfSpec spec, long value) {
        int start = out.length();
        boolean signed = spec.conversion() == 'd' || spec.conversion() == 'i';
        if (signed) {
            appendSign(out, spec, value < 0);
        }
        boolean alternate = spec.has(PrintfSpec.ALTERNATE);
        if (alternate && value != 0 && (spec.conversion() | 0x20) == 'x') {
            out.append('0');
            out.append(spec.conversion());
        }
        int digits = out.length();
        if (value != 0 || spec.precision() != 0) {
            appendDigits(out, spec, signed && value < 0 ? -value : value);
        }
        out.insertFill(digits, '0', spec.precision() - (out.length() - digits));
        if (alternate && spec.conversion() == 'o' && (out.length() == digits || out.byteAt(digits) != '0')) {
            out.insertFill(digits, '0', 1);
        }
        pad(out, spec, start, digits, spec.precision() == PrintfSpec.NO_PRECISION);
    }

    private static void appendDigits(ByteBuilder out, PrintfSpec spec, long value) {
        switch (spec.conversion()) {
            case 'o' -> appendPowerOfTwoRadix(out, value, 3, false);
            case 'x' -> appendPowerOfTwoRadix(out, value, 4, false);
            case 'X' -> appendPowerOfTwoRadix(out, value, 4, true);
            default -> DecimalText.appendUnsigned(out, value);
        }
    }

    private static void appendPowerOfTwoRadix(ByteBuilder out, long value, int bits, boolean upper) {
        int mask = (1 << bits) - 1;
        int count = (63 - Long.numberOfLeadingZeros(value | 1)) / bits + 1;
        for (int shift = (count - 1) * bits; shift >= 0; shift -= bits) {
            out.append(HexFloatPrinter.digit((int) (value >>> shift) & mask, upper));
        }
    }

    /** {@code %a %A %e %E %f %F %g %G}. */
    public static void appendFloat(ByteBuilder out, PrintfSpec spec, double value) {
        int start = out.length();
        boolean upper = spec.isUpper();
        appendSign(out, spec, Double.doubleToRawLongBits(value) < 0);
        if (!Double.isFinite(value)) {
            NumberFormatter.appendInfinityOrNan(out, value, upper);
            pad(out, spec, start, out.length(), false);
            return;
        }
        double size = Math.abs(value);
        boolean alternate = spec.has(PrintfSpec.ALTERNATE);
        int precision = spec.precisionOr(DEFAULT_FLOAT_PRECISION);
        int digits = out.length();
        switch (spec.conversion()) {
            case 'a', 'A' -> {
                out.append('0');
                out.append(upper ? 'X' : 'x');
                digits = out.length();
                HexFloatPrinter.append(out, size, spec.precision(), alternate, upper);
            }
            case 'e', 'E' -> FloatPrinter.appendExponential(out, size, precision, alternate, spec.conversion());
            case 'f', 'F' -> FloatPrinter.appendFixed(out, size, precision, alternate);
            default -> FloatPrinter.appendGeneral(out, size, precision, alternate, upper ? 'E' : 'e');
        }
        pad(out, spec, start, digits, true);
    }

    /** {@code %c}: one byte, the low eight bits of {@code value}. */
    public static void appendCharacter(ByteBuilder out, PrintfSpec spec, long value) {
        int start = out.length();
        out.append((int) value);
        pad(out, spec, start, start, false);
    }

    /** {@code %s}: {@code text[from]} up to but without {@code text[to]}, of which the precision is the most. */
    public static void appendBytes(ByteBuilder out, PrintfSpec spec, byte[] text, int from, int to) {
        int start = out.length();
        out.append(text, from, from + Math.min(to - from, spec.precisionOr(Integer.MAX_VALUE)));
        pad(out, spec, start, start, false);
    }

    /** {@code %p}: an address, or "(null)" for 0, which is how Lua prints a value that has none. */
    public static void appendPointer(ByteBuilder out, PrintfSpec spec, long address) {
        int start = out.length();
        if (address == 0) {
            out.appendAscii("(null)");
        } else {
            out.appendAscii("0x");
            appendPowerOfTwoRadix(out, address, 4, false);
        }
        pad(out, spec, start, start, false);
    }

    private static void appendSign(ByteBuilder out, PrintfSpec spec, boolean negative) {
        if (negative) {
            out.append('-');
        } else if (spec.has(PrintfSpec.PLUS)) {
            out.append('+');
        } else if (spec.has(PrintfSpec.SPACE)) {
            out.append(' ');
        }
    }

    /**
     * Fills up to the width what was appended from {@code start} on.
     *
     * @param digits where zeros are to be inserted, behind sign and "0x"
     * @param zeros whether the flag {@code 0} means anything for this value
     */
    private static void pad(ByteBuilder out, PrintfSpec spec, int start, int digits, boolean zeros) {
        int missing = spec.width() - (out.length() - start);
        if (spec.has(PrintfSpec.LEFT)) {
            out.appendFill(' ', missing);
        } else if (zeros && spec.has(PrintfSpec.ZERO)) {
            out.insertFill(digits, '0', missing);
        } else {
            out.insertFill(start, ' ', missing);
        }
    }
}
