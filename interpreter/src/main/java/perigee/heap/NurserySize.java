package perigee.heap;

/**
 * How many bytes are allocated young between two minor collections. A large nursery gives objects more time to die, and
 * costs less for each byte; but the more there is in it, and the more old objects have been stored into meanwhile, the
 * longer the program waits. So it is as large as wanted while collections are quick, and smaller while they are not.
 *
 * <p>The steps of marking that follow minor collections count likewise. They have as much to visit as the old space has
 * grown; when that takes too long, smaller nurseries make for more steps of a bearable length each, so that marking keeps up.
 */
final class NurserySize {
    /** What takes longer than this was too long; and what takes less than half of it, short enough. */
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

    /** A minor collection, and the step after it, have taken so long. */
    void collected(long minorNanos, long stepNanos) {
        long nanos = Math.max(minorNanos, stepNanos);
        if (nanos > GOAL_NANOS) {
            bytes = Math.max(Math.min(SMALLEST, most), bytes / 2);
        } else if (nanos < GOAL_NANOS / 2) {
            bytes = Math.min(most, bytes * 2);
        }
    }
}
