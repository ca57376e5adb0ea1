package perigee.feedback;

import perigee.bytecode.Instruction;
import perigee.memory.Memory;

/**
 * The feedback word that follows each instruction, by {@link perigee.bytecode.Opcode.Feedback} kind. Handlers run with
 * {@code pc} already at the next instruction, so the word is at {@code pc - 8}.
 *
 * <pre>
 *   ARITHMETIC   | metamethod:32 | kinds:32 |               see {@link ArithmeticFeedback}
 *   BRANCH       | not taken:32 | taken:25 | kinds:7 |      see {@link BranchFeedback}
 *   COUNTER      iterations
 *   CALL         up to three functions                      see {@link CallFeedback}
 *   FIELD        shapes and places                          see {@link FieldFeedback}
 *   INDEX        | metamethod:32 | cache:24 | kinds:8 |     see {@link IndexFeedback}
 * </pre>
 *
 * Counts are what they are modulo the size of their field. The kinds are bits of this class.
 */
public final class Feedback {
    /** Offset of the feedback word from the next instruction. */
    public static final int WORD = Instruction.FEEDBACK - Instruction.BYTES;

    /** ARITHMETIC, BRANCH: both operands were integers; so was the result, and all fit into words. */
    public static final int INTEGERS = 1;
    /** ARITHMETIC, BRANCH: both operands were floats. */
    public static final int FLOATS = 2;
    /** ARITHMETIC, BRANCH: an integer that fits into a word, and a float. */
    public static final int MIXED = 4;
    /** ARITHMETIC, BRANCH: something else: metamethods, strings as numbers. */
    public static final int OTHER = 8;
    /** ARITHMETIC, BRANCH: numbers, and an operand or the result was an integer that needs a box. */
    public static final int BOXED = 16;
    /** ARITHMETIC, BRANCH: both operands were strings. LEN: a string. CONCAT: strings or numbers. */
    public static final int STRINGS = 32;
    /**
     * BRANCH: things that are no two numbers and no two strings, of which the words told whether they are equal: the same, or
     * different and without {@code __eq}.
     */
    public static final int IDENTITY = 64;
    /** LEN: a table without {@code __len}. */
    public static final int TABLES = 64;

    /** INDEX: an element of the array part. */
    public static final int ELEMENT = 1;
    /** INDEX: a store beyond the last element of the array part, which grew to it. */
    public static final int APPEND = 2;
    /** INDEX: an absent element, for an integer as key, of a table without metatable. */
    public static final int ABSENT = 4;
    /** INDEX: an integer as key, in the hash part. */
    public static final int HASHED = 8;
    /** INDEX: a string key. */
    public static final int STRING_KEY = 16;
    /** INDEX: anything else. */
    public static final int OTHER_KEY = 32;

    private Feedback() {
    }

    /** Adds kinds to those seen. */
    public static void note(long pc, int kinds) {
        int seen = Memory.getInt(pc + WORD);
        if ((seen & kinds) != kinds) {
            Memory.putInt(pc + WORD, seen | kinds);
        }
    }

    /** One more pass of a back edge; returns how many there have been. */
    public static int count(long pc) {
        int count = Memory.getInt(pc + WORD) + 1;
        Memory.putInt(pc + WORD, count);
        return count;
    }
}
