package perigee.feedback;

import static perigee.feedback.Feedback.WORD;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import perigee.memory.Memory;

/**
 * The functions that a site has called: three of them at most.
 *
 * <pre>
 *   CALL                | more:1 | third:21 | second:21 | first:21 |
 *   ARITHMETIC, INDEX   | more:1 | metamethod:21 |      kinds      |
 * </pre>
 *
 * @param targets    in the order in which they were first called
 * @param isComplete whether these are all that were called
 */
public record CallFeedback(List<CallTarget> targets, boolean isComplete) {
    /** The bit that says that other functions were called than those that are known. */
    public static final int MORE_BIT = 63;
    /** Where the metamethod that a word of another kind knows is: the place of the third function. */
    private static final int LAST = 2 * CallTarget.BITS;
    private static final long MORE = 1L << MORE_BIT;

    /** Of the word of a CALL, TAILCALL or TFORCALL. */
    public static CallFeedback of(long word) {
        return of(word, 0);
    }

    /** Of the metamethods in a word of kind ARITHMETIC or INDEX. */
    static CallFeedback ofMetamethods(long word) {
        return of(word, LAST);
    }

    private static CallFeedback of(long word, int first) {
        List<CallTarget> targets = new ArrayList<>();
        for (int at = first; at <= LAST; at += CallTarget.BITS) {
            int bits = (int) (word >>> at) & CallTarget.MASK;
            if (bits != 0) {
                targets.add(CallTarget.of(bits));
            }
        }
        return new CallFeedback(List.copyOf(targets), (word & MORE) == 0);
    }

    /** Whether one function alone was called. */
    public boolean isMonomorphic() {
        return isComplete && targets.size() == 1;
    }

    /** A call of a function, see {@link CallTarget}. */
    public static void note(long pc, int target) {
        if (Memory.getLong(pc + WORD) != target || target == CallTarget.UNKNOWN) {
            note(pc, target, 0);
        }
    }

    /** A call of a metamethod, by an instruction with another kind of feedback. */
    public static void noteMetamethod(long pc, int target) {
        note(pc, target, LAST);
    }

    private static void note(long pc, int target, int first) {
        long word = Memory.getLong(pc + WORD);
        if (target != CallTarget.UNKNOWN) {
            for (int at = first; at <= LAST; at += CallTarget.BITS) {
                int known = (int) (word >>> at) & CallTarget.MASK;
                if (known == target) {
                    return;
                }
                if (known == 0) {
                    Memory.putLong(pc + WORD, word | (long) target << at);
                    return;
                }
            }
        }
        Memory.putLong(pc + WORD, word | MORE);
    }

    /** The word of a CALL without Lua functions that are dead, whose numbers others may get. */
    public static long withoutDead(long word, IntPredicate isDead) {
        return withoutDead(word, 0, isDead);
    }

    /** A word of kind ARITHMETIC or INDEX, likewise. */
    public static long withoutDeadMetamethod(long word, IntPredicate isDead) {
        return withoutDead(word, LAST, isDead);
    }

    private static long withoutDead(long word, int first, IntPredicate isDead) {
        long kept = word & (1L << first) - 1;
        int to = first;
        for (int at = first; at <= LAST; at += CallTarget.BITS) {
            int bits = (int) (word >>> at) & CallTarget.MASK;
            CallTarget target = CallTarget.of(bits);
            if (bits != 0 && (target.isNative() || !isDead.test(target.number()))) {
                kept |= (long) bits << to;
                to += CallTarget.BITS;
            }
        }
        return kept | word & MORE;
    }
}
