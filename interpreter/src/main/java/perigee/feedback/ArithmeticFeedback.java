package perigee.feedback;

/**
 * What an operator has seen.
 *
 * @param kinds       of its operands: bits of {@link Feedback}
 * @param metamethods that it has called: one is known
 */
public record ArithmeticFeedback(int kinds, CallFeedback metamethods) {
    public static ArithmeticFeedback of(long word) {
        return new ArithmeticFeedback((int) word, CallFeedback.ofMetamethods(word));
    }

    /** Whether operands of some of these kinds, and of no others, were seen. */
    public boolean isOnly(int expected) {
        return kinds != 0 && (kinds & ~expected) == 0;
    }
}
