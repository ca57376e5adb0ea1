package perigee.feedback;

import perigee.bytecode.Instruction;
import perigee.memory.Memory;

/**
 * The feedback word that follows each instruction, by {@link perigee.bytecode.Opcode.Feedback} kind. Handlers run with
 * {@code pc} already at the next instruction, so the word is at {@code pc - 8}.
 *
 * <pre>
 *   ARITHMETIC   operand kinds seen, bits of this class
 *   BRANCH       | not taken:32 | taken:32 |   counts
 *   COUNTER      iterations
 *   CALL         the last callee's code or function, see {@link perigee.feedback.CallFeedback}
 *   FIELD        see {@link FieldFeedback}
 *   INDEX        receiver and key kinds seen, bits of this class
 * </pre>
 */
public final class Feedback {
    /** Offset of the feedback word from the next instruction. */
    public static final int WORD = Instruction.FEEDBACK - Instruction.BYTES;

    /** ARITHMETIC: both operands were integers. */
    public static final int INTEGERS = 1;
    /** ARITHMETIC: both operands were floats. */
    public static final int FLOATS = 2;
    /** ARITHMETIC: an integer and a float. */
    public static final int MIXED = 4;
    /** ARITHMETIC: something else: strings, metamethods, boxed integers. */
    public static final int OTHER = 8;

    /** INDEX: an element of the array part. */
    public static final int ELEMENT = 1;
    /** INDEX: an append to the array part. */
    public static final int APPEND = 2;
    /** INDEX: an absent element of a table without metatable. */
    public static final int ABSENT = 4;
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

    /** One more pass of a back edge, or one more branch taken; returns how many there have been. */
    public static int count(long pc) {
        int count = Memory.getInt(pc + WORD) + 1;
        Memory.putInt(pc + WORD, count);
        return count;
    }

    /** One more branch not taken. */
    public static void countNotTaken(long pc) {
        Memory.putInt(pc + WORD + 4, Memory.getInt(pc + WORD + 4) + 1);
    }
}
