package perigee.number;

/**
 * One conversion specification of {@code string.format}, what stands behind the percent sign: flags, width, precision
 * and conversion. {@link #parse} reads it by Lua's rules, which are narrower than C's; {@link Printf} obeys it.
 *
 * <p>Meant to be kept and used again: an instance belongs to one user at a time. Reading raises nothing; what is wrong
 * with a specification is its {@link #validity}, and when to complain is the caller's business, for the reference
 * looks at the argument before it looks at flags and digits.
 */
public final class PrintfSpec {

    /** The precision of a specification that names none; a dot alone names 0. */
    public static final int NO_PRECISION = -1;

    /** The flag {@code -}: pad on the right. */
    public static final int LEFT = 1;
    /** The flag {@code +}: a sign in front of any signed number. */
    public static final int PLUS = 2;
    /** The flag space: a space where a plus could be. */
    public static final int SPACE = 4;
    /** The flag {@code #}: "0x", an octal's leading 0, a float's point and the zeros at the end of {@code %g}. */
    public static final int ALTERNATE = 8;
    /** The flag {@code 0}: pad with zeros behind the sign. */
    public static final int ZERO = 16;

    private static final int ANY_FLAG = LEFT | PLUS | SPACE | ALTERNATE | ZERO;

    /** The longest specification that the reference takes, the conversion included. */
    private static final int MAX_LENGTH = 21;

    private static final int MAX_NUMBER_DIGITS = 2;

    /** What Lua has to say to a specification. */
    public enum Validity {
        /** It may be used. */
        VALID,
        /** More than 21 characters: "invalid format (too long)". */
        TOO_LONG,
        /** No such conversion: "invalid conversion '%...' to 'format'". */
        UNKNOWN_CONVERSION,
        /**
         * Flags, width or precision that the conversion does not take: "invalid conversion specification: '%...'", or
         * "specifier '%q' cannot have modifiers".
         */
        MALFORMED
    }

    private int flags;
    private int width;
    private int precision;
    private int conversion;
    private boolean plain;
    private Validity validity;

    /** An instance as after parsing {@code s}. */
    public PrintfSpec() {
        set(0, 0, NO_PRECISION, 's');
    }

    /**
     * Reads the specification that begins at {@code text[from]}, behind the percent sign, and ends with its conversion,
     * at the latest before {@code text[to]}.
     *
     * @return the index behind the conversion, or {@code to} when there was none left (the conversion is then 0, which
     *     is an unknown one)
     */
    public int parse(byte[] text, int from, int to) {
        int last = from;
        while (last < to && isModifier(text[last])) {
            last++;
        }
        set(0, 0, NO_PRECISION, last < to ? text[last] & 0xff : 0);
        plain = last == from;
        if (last - from + 1 > MAX_LENGTH) {
            validity = Validity.TOO_LONG;
        } else if (!isKnown(conversion)) {
            validity = Validity.UNKNOWN_CONVERSION;
        } else if (!parseModifiers(text, from, last)) {
            validity = Validity.MALFORMED;
        }
        return Math.min(last + 1, to);
    }

    /** Flags, width and precision up to {@code last}; whether there was nothing else. */
    private boolean parseModifiers(byte[] text, int from, int last) {
        if (conversion == 'q') {
            return plain;
        }
        int allowed = allowedFlags(conversion);
        int i = from;
        while (i < last && (flag(text[i]) & allowed) != 0) {
            flags |= flag(text[i++]);
        }
        if (i < last && text[i] == '0') {
            return false; // not a flag of this conversion, and no width begins with it
        }
        int end = digitsEnd(text, i, last);
        width = number(text, i, end);
        i = end;
        if (i < last && text[i] == '.' && allowsPrecision(conversion)) {
            end = digitsEnd(text, i + 1, last);
            precision = number(text, i + 1, end);
            i = end;
        }
        return i == last;
    }

    private static int digitsEnd(byte[] text, int from, int to) {
        int limit = Math.min(to, from + MAX_NUMBER_DIGITS);
        int i = from;
        while (i < limit && text[i] >= '0' && text[i] <= '9') {
            i++;
        }
        return i;
    }

    private static int number(byte[] text, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    /**
     * Makes this a valid specification of the given parts, without Lua's limits.
     *
     * @param flags a sum of the flag constants
     * @param width least number of bytes, 0 for any
     * @param precision not negative, or {@link #NO_PRECISION}
     * @param conversion the letter; {@link Printf} says which
     */
    public void set(int flags, int width, int precision, int conversion) {
        this.flags = flags;
        this.width = width;
        this.precision = precision;
        this.conversion = conversion;
        plain = flags == 0 && width == 0 && precision == NO_PRECISION;
        validity = Validity.VALID;
    }

    /** Whether Lua accepts it; flags, width and precision mean something only if it does. */
    public Validity validity() {
        return validity;
    }

    /** The conversion letter, 0 if the text ended before it. */
    public int conversion() {
        return conversion;
    }

    /** Whether the conversion letter stands alone. */
    public boolean isPlain() {
        return plain;
    }

    /** Whether the flag is given. */
    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** The least number of bytes, 0 if none is given. */
    public int width() {
        return width;
    }

    /** The precision, or {@link #NO_PRECISION}. */
    public int precision() {
        return precision;
    }

    /** The precision, or {@code otherwise} if none is given. */
    int precisionOr(int otherwise) {
        return precision == NO_PRECISION ? otherwise : precision;
    }

    /** Whether the conversion is an upper-case letter, and so its result. */
    boolean isUpper() {
        return conversion < 'a';
    }

    private static boolean isModifier(int c) {
        return c == '.' || c >= '0' && c <= '9' || flag(c) != 0;
    }

    private static int flag(int c) {
        return switch (c) {
            case '-' -> LEFT;
            case '+' -> PLUS;
            case ' ' -> SPACE;
            case '#' -> ALTERNATE;
            case '0' -> ZERO;
            default -> 0;
        };
    }

    /** The conversions of Lua. {@code F} is C's alone. */
    private static boolean isKnown(int conversion) {
        return switch (conversion) {
            case 'a', 'A', 'c', 'd', 'e', 'E', 'f', 'g', 'G', 'i', 'o', 'p', 'q', 's', 'u', 'x', 'X' -> true;
            default -> false;
        };
    }

    private static int allowedFlags(int conversion) {
        return switch (conversion) {
            case 'd', 'i' -> LEFT | PLUS | SPACE | ZERO;
            case 'u' -> LEFT | ZERO;
            case 'o', 'x', 'X' -> LEFT | ALTERNATE | ZERO;
            case 'c', 'p', 's' -> LEFT;
            default -> ANY_FLAG;
        };
    }

    private static boolean allowsPrecision(int conversion) {
        return conversion != 'c' && conversion != 'p';
    }
}
