package perigee.number;

/**
 * Reads a numeral of Lua: the text that {@code tonumber}, arithmetic on strings, {@code io.read("n")} and the scanner
 * of source text have in common (manual 3.1 and 3.4.3).
 *
 * <p>White space of C's {@code isspace} may stand around the numeral, and one sign before it. A decimal numeral without
 * dot and exponent is an integer if it fits 64 bits and a float otherwise; a hexadecimal one is always an integer and
 * wraps around. With a dot or an exponent (decimal after {@code e}, binary after {@code p}) it is a float, rounded to
 * nearest, to even; too large a one is infinite and too small a one zero. Anything else, among it "inf", "nan", "0x",
 * "1e" and a byte 0 anywhere, is no number.
 *
 * <p>An instance holds the last value it read and nothing else. It belongs to one user at a time, and allocates only
 * for floats so close to the middle between two doubles that arbitrary precision has to decide. Nothing here raises
 * a Lua error.
 */
public final class NumberParser {

    /** What a text turned out to be: no number. */
    public static final int NONE = 0;
    /** What a text turned out to be: an integer, now {@link #integerValue}. */
    public static final int INTEGER = 1;
    /** What a text turned out to be: a float, now {@link #floatValue}. */
    public static final int FLOAT = 2;

    /** So many decimal digits always fit a {@code long}. */
    private static final int SAFE_DIGITS = 18;

    /** Where an exponent in the text stops growing: beyond what any number of digits could make up for. */
    private static final long EXPONENT_LIMIT = 1L << 40;

    private long integerValue;
    private double floatValue;
    private byte[] scratch = new byte[64];

    /** The value of the last text, if it was an {@link #INTEGER}. */
    public long integerValue() {
        return integerValue;
    }

    /** The value of the last text, if it was a {@link #FLOAT}. */
    public double floatValue() {
        return floatValue;
    }

    /**
     * A buffer of at least {@code length} bytes that stays the same until this is called again, for callers whose text
     * is elsewhere: they copy it there, from index 0, and have it parsed.
     */
    public byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2 * scratch.length)];
        }
        return scratch;
    }

    /**
     * Reads all of {@code buf[from]} up to but without {@code buf[to]} as one numeral, and keeps its value.
     *
     * @return {@link #NONE}, {@link #INTEGER} or {@link #FLOAT}; the value of another kind is then meaningless
     */
    public int parse(byte[] buf, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isSpace(buf[start])) {
            start++;
        }
        while (start < end && isSpace(buf[end - 1])) {
            end--;
        }
        boolean negative = false;
        if (start < end && (buf[start] == '-' || buf[start] == '+')) {
            negative = buf[start] == '-';
            start++;
        }
        if (end - start >= 2 && buf[start] == '0' && (buf[start + 1] | 0x20) == 'x') {
            return parseHexadecimal(buf, start + 2, end, negative);
        }
        return parseDecimal(buf, start, end, negative);
    }

    private int parseDecimal(byte[] buf, int from, int to, boolean negative) {
        long value = 0;
        int i = from;
        int safe = Math.min(to, from + SAFE_DIGITS);
        while (i < safe && isDigit(buf[i])) {
            value = value * 10 + (buf[i++] - '0');
        }
        while (i < to && isDigit(buf[i])) {
            int digit = buf[i] - '0';
            long limit = Long.MAX_VALUE / 10;
            if (value > limit || value == limit && digit > Long.MAX_VALUE % 10 + (negative ? 1 : 0)) {
                break; // too large for an integer, but not for a float
            }
            value = value * 10 + digit;
            i++;
        }
        if (i < to) {
            return parseDecimalFloat(buf, from, to, negative);
        }
        integerValue = negative ? -value : value;
        return to > from ? INTEGER : NONE;
    }

    private int parseDecimalFloat(byte[] buf, int from, int to, boolean negative) {
        long word = 0; // the first significant digits
        int count = 0; // how many of them, zeros in front left out
        int digits = 0; // all digits, zeros in front included
        boolean exact = true; // whether only zeros were left out behind
        long exponent = 0; // power of ten of the last digit in the word
        boolean dot = false;
        int i = from;
        for (; i < to; i++) {
            int c = buf[i];
            if (isDigit(c)) {
                digits++;
                if (count < DecimalReader.WORD_DIGITS) {
                    word = word * 10 + (c - '0');
                    count += word != 0 ? 1 : 0;
                    exponent -= dot ? 1 : 0;
                } else {
                    exact &= c == '0';
                    exponent += dot ? 0 : 1;
                }
            } else if (c == '.' && !dot) {
                dot = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return NONE;
        }
        int end = i;
        if (i < to) {
            if ((buf[i] | 0x20) != 'e' || !isExponent(buf, i + 1, to)) {
                return NONE;
            }
            exponent += readExponent(buf, i + 1, to);
        }
        return keep(DecimalReader.value(word, exponent, exact, buf, from, end), negative);
    }

    private int parseHexadecimal(byte[] buf, int from, int to, boolean negative) {
        long value = 0;
        int i = from;
        for (; i < to; i++) {
            int digit = hexDigit(buf[i]);
            if (digit < 0) {
                return parseHexadecimalFloat(buf, from, to, negative);
            }
            value = value << 4 | digit;
        }
        integerValue = negative ? -value : value;
        return to > from ? INTEGER : NONE;
    }

    private int parseHexadecimalFloat(byte[] buf, int from, int to, boolean negative) {
        long word = 0; // the first significant digits
        boolean tail = false; // whether a digit other than 0 did not fit
        long exponent = 0; // power of two of the word's last bit
        int digits = 0;
        boolean dot = false;
        int i = from;
        for (; i < to; i++) {
            int c = buf[i];
            int digit = hexDigit(c);
            if (digit >= 0) {
                digits++;
                if (word >>> 60 == 0) {
                    word = word << 4 | digit;
                    exponent -= dot ? 4 : 0;
                } else {
                    tail |= digit != 0;
                    exponent += dot ? 0 : 4;
                }
            } else if (c == '.' && !dot) {
                dot = true;
            } else {
                break;
            }
        }
        if (digits == 0) {
            return NONE;
        }
        if (i < to) {
            if ((buf[i] | 0x20) != 'p' || !isExponent(buf, i + 1, to)) {
                return NONE;
            }
            exponent += readExponent(buf, i + 1, to);
        }
        if (word == 0) {
            return keep(0, negative);
        }
        // With a tail there are at most three zeros, far from the bits that are kept: below them it is still a tail.
        int zeros = Long.numberOfLeadingZeros(word);
        return keep(Double.longBitsToDouble(Binary64.roundToBits(word << zeros, tail, exponent - zeros)), negative);
    }

    private int keep(double value, boolean negative) {
        floatValue = negative ? -value : value;
        return FLOAT;
    }

    /** Whether there is an optional sign and then one or more digits, and nothing more. */
    private static boolean isExponent(byte[] buf, int from, int to) {
        int i = from;
        if (i < to && (buf[i] == '-' || buf[i] == '+')) {
            i++;
        }
        if (i == to) {
            return false;
        }
        while (i < to && isDigit(buf[i])) {
            i++;
        }
        return i == to;
    }

    private static long readExponent(byte[] buf, int from, int to) {
        boolean negative = buf[from] == '-';
        long exponent = 0;
        for (int i = isDigit(buf[from]) ? from : from + 1; i < to && exponent < EXPONENT_LIMIT; i++) {
            exponent = exponent * 10 + (buf[i] - '0');
        }
        return negative ? -exponent : exponent;
    }

    private static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static int hexDigit(int c) {
        if (isDigit(c)) {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
