package perigee.feedback;

/**
 * What an access by a computed key has seen.
 *
 * @param kinds       of receivers and keys: bits of {@link Feedback}
 * @param metamethods functions that it has called: one is known
 */
public record IndexFeedback(int kinds, CallFeedback metamethods) {
    public static IndexFeedback of(long word) {
        return new IndexFeedback((int) word, CallFeedback.ofMetamethods(word));
    }

    /** Whether accesses of some of these kinds, and of no others, were seen. */
    public boolean isOnly(int expected) {
        return kinds != 0 && (kinds & ~expected) == 0;
    }
}
