package perigee.syntax;

/**
 * Classes of bytes, as the "C" locale has them: a program's meaning must not depend on where it is read. Arguments are
 * 0 to 255, or -1 for the end of the text, which is in no class.
 */
final class Characters {
    private static final int ALPHABETIC = 1;
    private static final int DIGIT = 2;
    private static final int HEXADECIMAL = 4;
    private static final int SPACE = 8;
    private static final int PRINTABLE = 16;

    private static final byte[] CLASSES = classes();

    private Characters() {
    }

    /** A letter or an underscore. */
    static boolean isAlphabetic(int c) {
        return is(c, ALPHABETIC);
    }

    /** A letter, an underscore or a digit. */
    static boolean isAlphanumeric(int c) {
        return is(c, ALPHABETIC | DIGIT);
    }

    static boolean isDigit(int c) {
        return is(c, DIGIT);
    }

    static boolean isHexadecimal(int c) {
        return is(c, HEXADECIMAL);
    }

    /** Blank, tab, and what breaks lines or pages. */
    static boolean isSpace(int c) {
        return is(c, SPACE);
    }

    static boolean isPrintable(int c) {
        return is(c, PRINTABLE);
    }

    static boolean isNewline(int c) {
        return c == '\n' || c == '\r';
    }

    /** The value of a hexadecimal digit. */
    static int hexadecimalValue(int c) {
        return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10;
    }

    private static boolean is(int c, int mask) {
        return (CLASSES[c + 1] & mask) != 0;
    }

    private static byte[] classes() {
        byte[] table = new byte[257];
        for (int c = 0; c < 128; c++) {
            int lower = c | 0x20;
            int mask = 0;
            if (lower >= 'a' && lower <= 'z' || c == '_') {
                mask |= ALPHABETIC;
            }
            if (c >= '0' && c <= '9') {
                mask |= DIGIT | HEXADECIMAL;
            }
            if (lower >= 'a' && lower <= 'f') {
                mask |= HEXADECIMAL;
            }
            if (c == ' ' || c >= '\t' && c <= '\r') {
                mask |= SPACE;
            }
            if (c >= ' ' && c <= '~') {
                mask |= PRINTABLE;
            }
            table[c + 1] = (byte) mask;
        }
        return table;
    }
}
