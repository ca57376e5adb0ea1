package perigee.feedback;

/**
 * What an access by a computed key has seen.
 *
 * <pre>
 *   | more:1 | metamethod:21 | 0:10 | cache:24 | learnt:1 | 0:1 | kinds:6 |
 * </pre>
 *
 * The number of a {@link KeyedCache} is one less than what is there; {@code learnt} says that it has seen enough. Machine
 * code adds kinds to the word, and leaves to have the cache learn as long as that bit is not set.
 *
 * @param kinds       of receivers and keys: bits of {@link Feedback}
 * @param metamethods functions that it has called: one is known
 */
public record IndexFeedback(int kinds, CallFeedback metamethods) {
    /** In the lowest byte: keys that are strings need not be noted any more. */
    public static final int LEARNT = 1 << 7;
    private static final int KINDS = (1 << 6) - 1;
    private static final int CACHE_SHIFT = 8;
    private static final long CACHE = 0xffff_ff00L;

    public static IndexFeedback of(long word) {
        return new IndexFeedback((int) word & KINDS, CallFeedback.ofMetamethods(word));
    }

    /** Whether accesses of some of these kinds, and of no others, were seen. */
    public boolean isOnly(int expected) {
        return kinds != 0 && (kinds & ~expected) == 0;
    }

    /** Whether keys that are strings are to be noted in a cache. */
    public static boolean learns(long word) {
        return (word & LEARNT) == 0;
    }

    /** Whether there is a cache. */
    public static boolean hasCache(long word) {
        return (word & CACHE) != 0;
    }

    /** Number of the cache. */
    public static int cache(long word) {
        return (int) ((word & CACHE) >>> CACHE_SHIFT) - 1;
    }

    /** The same word, with the number of a cache. */
    public static long withCache(long word, int cache) {
        return word & ~CACHE | (cache + 1L) << CACHE_SHIFT & CACHE;
    }

    /** The same word, without a cache, which is to be learnt. */
    public static long withoutCache(long word) {
        return word & ~(CACHE | LEARNT);
    }
}
