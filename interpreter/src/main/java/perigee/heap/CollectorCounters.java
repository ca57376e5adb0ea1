package perigee.heap;

/** What collections have done so far, for statistics and for tests. Times are in nanoseconds. */
public final class CollectorCounters {
    long minors;
    long markingSteps;
    long majors;
    long minorNanos;
    long majorNanos;
    long longestPause;
    long tenuredBytes;
    long survivedBytes;
    long nurseryBytes;
    private PauseListener pauses = new PauseListener() {
        @Override
        public void begins() {
        }

        @Override
        public void ended(long nanos) {
        }
    };

    /** Who wants to know how long the program waits for the collector. */
    public interface PauseListener {
        /** The program waits from now on. */
        void begins();

        /** It has waited for so long. */
        void ended(long nanos);
    }

    /** Minor collections. */
    public long minors() {
        return minors;
    }

    /** Steps of marking; a collection of everything at once has none. */
    public long markingSteps() {
        return markingSteps;
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

    /** The listener is told of each pause, after those that are told already. */
    public void onPause(PauseListener listener) {
        PauseListener before = pauses;
        pauses = new PauseListener() {
            @Override
            public void begins() {
                before.begins();
                listener.begins();
            }

            @Override
            public void ended(long nanos) {
                before.ended(nanos);
                listener.ended(nanos);
            }
        };
    }

    /** A pause begins; the time when. */
    long pause() {
        pauses.begins();
        return System.nanoTime();
    }

    /** The pause that began then is over. */
    void resume(long began) {
        long nanos = System.nanoTime() - began;
        longestPause = Math.max(longestPause, nanos);
        pauses.ended(nanos);
    }
}
