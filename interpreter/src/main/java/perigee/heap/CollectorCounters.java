package perigee.heap;

/** What collections have done so far, for statistics and for tests. Times are in nanoseconds. */
public final class CollectorCounters {
    long minors;
    long majors;
    long minorNanos;
    long majorNanos;
    long longestPause;
    long tenuredBytes;
    long survivedBytes;
    long nurseryBytes;
    private java.util.function.LongConsumer pauses = nanos -> { };

    /** Minor collections. */
    public long minors() {
        return minors;
    }

    /** Major cycles completed. */
    public long majors() {
        return majors;
    }

    public long minorNanos() {
        return minorNanos;
    }

    /** Time spent in marking and sweeping. */
    public long majorNanos() {
        return majorNanos;
    }

    /** The longest time that the program has waited at a safepoint for the collector. */
    public long longestPause() {
        return longestPause;
    }

    /** Bytes that have moved to the old space. */
    public long tenuredBytes() {
        return tenuredBytes;
    }

    /** Bytes that minor collections found alive and kept young. */
    public long survivedBytes() {
        return survivedBytes;
    }

    /** Bytes of objects that were made in the nursery, up to the last collection. */
    public long nurseryBytes() {
        return nurseryBytes;
    }

    /** Everybody who wants to know how long the program waits: called with each pause. */
    public void onPause(java.util.function.LongConsumer listener) {
        pauses = listener;
    }

    void paused(long nanos) {
        longestPause = Math.max(longestPause, nanos);
        pauses.accept(nanos);
    }
}
