package perigee.heap;

/**
 * How many bytes are allocated young between two minor collections. A large nursery gives objects more time to die, and
 * costs less for each byte; but the more there is in it, and the more old objects have been stored into meanwhile, the
 * longer the program waits. So it is as large as wanted while collections are quick, and smaller while they are not.
 */
final class NurserySize {
    /** A minor collection that takes longer than this was too long; and one of less than half of it, short enough. */
    private static final long GOAL_NANOS = 5_000_000;
    private static final long SMALLEST = 256L << 10;

    private final long most;
    private long bytes;

    /** @param most bytes that are wanted */
    NurserySize(long most) {
        this.most = most;
        bytes = most;
    }

    /** Bytes up to the next collection. */
    long bytes() {
        return bytes;
    }

    /** A minor collection has taken so long. */
    void collected(long nanos) {
        if (nanos > GOAL_NANOS) {
            bytes = Math.max(Math.min(SMALLEST, most), bytes / 2);
        } else if (nanos < GOAL_NANOS / 2) {
            bytes = Math.min(most, bytes * 2);
        }
    }
}
