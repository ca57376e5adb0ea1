package perigee.feedback;

import static perigee.feedback.Feedback.WORD;

import perigee.memory.Memory;

/**
 * What a branch has seen.
 *
 * <pre>
 *   | not taken:32 | taken:25 | kinds:7 |
 * </pre>
 *
 * The taken count stands above the kinds, so that machine code adds to it, and it runs over, without touching them.
 *
 * @param kinds    of the operands of comparisons: bits of {@link Feedback}; 0 for {@code JT} and {@code JF}
 * @param taken    how often it was taken, modulo 2^25
 * @param notTaken how often not, modulo 2^32
 */
public record BranchFeedback(int kinds, int taken, int notTaken) {
    private static final int KIND_BITS = 7;
    /** What one more branch taken adds to the lower half of the word. */
    public static final int ONE_TAKEN = 1 << KIND_BITS;
    /** Offset in the word of the count of branches not taken. */
    public static final int NOT_TAKEN = 4;

    public static BranchFeedback of(long word) {
        return new BranchFeedback((int) word & ONE_TAKEN - 1, (int) word >>> KIND_BITS, (int) (word >>> 32));
    }

    /** Whether it was never taken, or never not taken. */
    public boolean isOneSided() {
        return taken == 0 || notTaken == 0;
    }

    /** One more branch taken, on operands of some kinds. */
    public static void taken(long pc, int kinds) {
        Memory.putInt(pc + WORD, (Memory.getInt(pc + WORD) | kinds) + ONE_TAKEN);
    }

    /** One more branch not taken. */
    public static void notTaken(long pc, int kinds) {
        Feedback.note(pc, kinds);
        Memory.putInt(pc + WORD + NOT_TAKEN, Memory.getInt(pc + WORD + NOT_TAKEN) + 1);
    }
}
