package perigee.stdlib;

import java.util.Arrays;

/**
 * Sets of bytes as tables of 256 entries: the classes of patterns (manual 6.4.1) as the "C" locale has them. The tables
 * are shared and must not be changed.
 */
final class CharacterClass {
    static final int SIZE = 256;
    /** Every byte: the class of the dot. */
    static final boolean[] ALL = new boolean[SIZE];

    private static final boolean[][] BY_LETTER = new boolean[SIZE][];

    static {
        Arrays.fill(ALL, true);
        for (char letter : "acdglpsuwxz".toCharArray()) {
            boolean[] members = new boolean[SIZE];
            boolean[] others = new boolean[SIZE];
            for (int b = 0; b < SIZE; b++) {
                members[b] = contains(letter, b);
                others[b] = !members[b];
            }
            BY_LETTER[letter] = members;
            BY_LETTER[Character.toUpperCase(letter)] = others;
        }
    }

    private CharacterClass() {
    }

    private static boolean contains(char letter, int b) {
        return switch (letter) {
            case 'a' -> isLetter(b);
            case 'c' -> isControl(b);
            case 'd' -> isDigit(b);
            case 'g' -> b > ' ' && b < 0x7F;
            case 'l' -> isLower(b);
            case 'p' -> b > ' ' && b < 0x7F && !isLetter(b) && !isDigit(b);
            case 's' -> b == ' ' || b >= '\t' && b <= '\r';
            case 'u' -> isUpper(b);
            case 'w' -> isLetter(b) || isDigit(b);
            case 'x' -> isDigit(b) || isLetter(b) && (b | 0x20) <= 'f';
            default -> b == 0; // %z, which is not documented any more
        };
    }

    /** The class that a letter names behind a percent sign; null when it names none and stands for itself. */
    static boolean[] ofLetter(int letter) {
        return BY_LETTER[letter];
    }

    /** The set of one byte, a new table. */
    static boolean[] ofByte(int b) {
        boolean[] members = new boolean[SIZE];
        members[b] = true;
        return members;
    }

    static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    static boolean isControl(int b) {
        return b < ' ' || b == 0x7F;
    }

    static boolean isUpper(int b) {
        return b >= 'A' && b <= 'Z';
    }

    static boolean isLower(int b) {
        return b >= 'a' && b <= 'z';
    }

    private static boolean isLetter(int b) {
        return isUpper(b) || isLower(b);
    }
}
