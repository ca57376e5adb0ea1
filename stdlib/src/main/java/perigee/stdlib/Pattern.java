package perigee.stdlib;

import perigee.runtime.PatternProgram;

/**
 * A pattern (manual 6.4.1) as a sequence of items, which {@link PatternMatcher} carries out. Immutable.
 *
 * <p>Nothing is wrong with a pattern as a whole: the reference finds a mistake when matching arrives at it, so a
 * malformed item is an item that raises its message.
 */
final class Pattern {
    // Kinds of items. Those from ONE to LAZY have a table of bytes.
    /** The pattern's end: a match. */
    static final byte ACCEPT = 0;
    /** The operand, a byte. */
    static final byte LITERAL = 1;
    /** One byte of the table. */
    static final byte ONE = 2;
    /** At most one byte of the table, better one: {@code ?}. */
    static final byte OPTIONAL = 3;
    /** Any number of bytes of the table, as many as possible: {@code *}. */
    static final byte STAR = 4;
    /** The same, but at least one: {@code +}. */
    static final byte PLUS = 5;
    /** Any number of bytes of the table, as few as possible: {@code -}. */
    static final byte LAZY = 6;
    /** A capture begins. */
    static final byte OPEN = 7;
    /** A capture of the position: {@code ()}. */
    static final byte POSITION = 8;
    /** The innermost open capture ends. */
    static final byte CLOSE = 9;
    /** The subject's end: a dollar at the pattern's end. */
    static final byte AT_END = 10;
    /** {@code %bxy}; the operand has x in its low and y in its second byte. */
    static final byte BALANCED = 11;
    /** {@code %f[set]}: between a byte outside the table and one inside. */
    static final byte FRONTIER = 12;
    /** {@code %1}; the operand is the capture's index from 0, or -1 for {@code %0}. */
    static final byte BACK_REFERENCE = 13;
    /** A mistake; the operand is the index of its message. */
    static final byte MISTAKE = 14;

    /** Index in {@link #first} and {@link #following} that stands for the subject's end. */
    static final int SUBJECT_END = CharacterClass.SIZE;

    final byte[] kinds;
    final int[] operands;
    final boolean[][] tables;
    /** Messages of mistakes. */
    final String[] messages;
    /** A match can only begin where the search begins: there was a caret, which is no item. */
    final boolean anchored;
    /** The pattern has no special characters, so that {@code string.find} looks for its bytes. */
    final boolean plain;
    /**
     * Where a match can begin: {@link #starts} of the first item. Trying to match elsewhere has no effect, for nothing
     * before that byte raises a message.
     */
    final boolean[] first;
    /** The only byte a match can begin with; -1 when there are more, or a match can be empty. */
    final int firstByte;
    /** How machine code matches the pattern; null: not at all. */
    final PatternProgram program;
    /** For each item that is tried with several lengths: {@link #starts} of what follows it. */
    final boolean[][] following;

    Pattern(byte[] kinds, int[] operands, boolean[][] tables, String[] messages, boolean anchored, boolean plain) {
        this.kinds = kinds;
        this.operands = operands;
        this.tables = tables;
        this.messages = messages;
        this.anchored = anchored;
        this.plain = plain;
        first = starts(0, false);
        firstByte = first == null ? -1 : onlyMember(first);
        following = new boolean[kinds.length][];
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == STAR || kinds[i] == PLUS || kinds[i] == LAZY) {
                following[i] = starts(i + 1, true);
            }
        }
        program = StraightPattern.of(this);
    }

    /**
     * The bytes at which the items from an index on can match, and {@link #SUBJECT_END} if they can at the subject's
     * end; null when that is nearly everywhere.
     *
     * @param captureEnds whether to look behind the end of a capture begun before these items
     */
    private boolean[] starts(int from, boolean captureEnds) {
        boolean[] bytes = new boolean[CharacterClass.SIZE + 1];
        int open = captureEnds ? PatternMatcher.MAX_CAPTURES : 0;
        int limit = Math.min(kinds.length, from + PatternMatcher.MAX_CAPTURES);
        for (int i = from; i < limit; i++) {
            boolean[] table = tables[i];
            if (table == CharacterClass.ALL) {
                return null;
            }
            switch (kinds[i]) {
                case LITERAL, BALANCED -> {
                    bytes[operands[i] & 0xFF] = true;
                    return bytes;
                }
                case ONE, PLUS -> {
                    add(bytes, table);
                    return bytes;
                }
                case FRONTIER -> {
                    add(bytes, table);
                    bytes[SUBJECT_END] |= table[0];
                    return bytes;
                }
                case AT_END -> {
                    bytes[SUBJECT_END] = true;
                    return bytes;
                }
                case OPTIONAL, STAR, LAZY -> add(bytes, table);
                case OPEN -> open++;
                case CLOSE -> open--;
                case POSITION -> {
                }
                default -> {
                    return null;
                }
            }
            if (open < 0) {
                return null;
            }
        }
        return null;
    }

    private static void add(boolean[] all, boolean[] some) {
        for (int b = 0; b < some.length; b++) {
            all[b] |= some[b];
        }
    }

    private static int onlyMember(boolean[] starts) {
        int found = -1;
        for (int b = 0; b < starts.length; b++) {
            if (starts[b]) {
                if (found >= 0) {
                    return -1;
                }
                found = b;
            }
        }
        return found == SUBJECT_END ? -1 : found;
    }
}
