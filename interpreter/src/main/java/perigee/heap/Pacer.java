package perigee.heap;

/**
 * When a major cycle begins, and how fast it goes on: so that it is over by the time the old space has grown to the
 * wanted share of what was alive after the last one ("setpause"). One begins also when many times that has been allocated
 * without much of it getting old: weak tables are cleared, and old objects finalized, by major cycles only. The more often
 * there was nothing to be cleared or finalized, the rarer such cycles become. And one begins when much has been made outside
 * the heap, like machine code, that lives as long as objects do.
 */
final class Pacer {
    /** No cycle begins before the old space holds so much. */
    private static final long SMALLEST = 16L << 20;
    private static final long SMALLEST_RESERVE = 2L << 20;
    /** Bytes to be visited in a step. */
    private static final long SMALLEST_STEP = 256L << 10;
    private static final long LARGEST_STEP = 8L << 20;
    /**
     * A step of marking takes no longer than this; when the cycle should have been over, than this; and when it is so late
     * that memory matters more than pauses, than this.
     */
    private static final long STEP_NANOS = 5_000_000;
    private static final long LATE_STEP_NANOS = 8_000_000;
    private static final long TOO_LATE_STEP_NANOS = 12_000_000;
    /** Bytes to be visited for each that has come. */
    private static final int GROWTH_FACTOR = 4;
    private static final int SMALLEST_PAUSE = 110;
    /** A cycle begins after so many times what was alive, or this many bytes, has been allocated young. */
    private static final int YOUNG_SHARE = 8;
    private static final long SMALLEST_YOUNG = 32L << 20;
    private static final long MOST_OUTSIDE = 3L << 20;
    /** That number doubles after each cycle that was of no use, so often at the most. */
    private static final int MOST_DOUBLINGS = 5;

    private int pausePercent = 200;
    private long live;
    private long reserve;
    private long youngBytes;
    private long outsideBytes;
    private int doublings;
    private long beginAt = SMALLEST / 4 * 3;
    private long endAt = SMALLEST;

    /** Sets the wanted share in percent. */
    void setPause(int percent) {
        pausePercent = Math.max(SMALLEST_PAUSE, percent);
        plan();
    }

    /**
     * A cycle has found out how many bytes are alive.
     *
     * @param used bytes of the old space until now
     */
    void marked(long bytes, long used) {
        live = bytes;
        youngBytes = 0;
        outsideBytes = 0;
        doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
        plan();
        reserve = Math.max(Math.max(endAt, used) - live, reserve / 2);
    }

    /** The last cycle has found something to be cleared, finalized or released. */
    void wasOfUse() {
        doublings = 0;
    }

    /** So many bytes have been allocated in the nursery. */
    void addYoung(long bytes) {
        youngBytes += bytes;
    }

    /** So many bytes have been made outside the heap, which go when some object is found dead. */
    void addOutside(long bytes) {
        outsideBytes += bytes;
    }

    private void plan() {
        endAt = Math.max(SMALLEST, live / 100 * pausePercent);
        beginAt = Math.max(live + live / 16, endAt - (endAt - live) / 2);
    }

    /**
     * Bytes of free memory that will be needed before the next cycle ends, or soon after. A heap that varies in size is
     * not to give memory back in one cycle which it takes in the next.
     */
    long reserve() {
        return reserve;
    }

    /** The same when the program has asked for a full collection: it does not expect much, or wants the memory back. */
    long smallReserve() {
        return Math.min(reserve, Math.max(SMALLEST_RESERVE, live / 2));
    }

    /**
     * Whether a cycle should begin.
     *
     * @param finalizes whether there are objects with finalizers that no cycle has seen
     */
    boolean isDue(long used, boolean finalizes) {
        long young = finalizes ? SMALLEST_YOUNG : SMALLEST_YOUNG << doublings;
        return used >= beginAt || outsideBytes >= MOST_OUTSIDE || youngBytes >= Math.max(young, YOUNG_SHARE * live);
    }

    /**
     * How many bytes the next step of marking should visit.
     *
     * @param used   bytes of the old space
     * @param marked bytes marked so far
     * @param grown  bytes that have been added to the old space since the last step
     */
    long step(long used, long marked, long grown) {
        if (used >= endAt) {
            return LARGEST_STEP;
        }
        long left = Math.max(0, Math.max(live, used / 2) - marked);
        double share = Math.min(1, (double) grown / (endAt - used));
        // What comes has to be marked as well, so a step is to be much larger than that; and small enough for a pause.
        long step = Math.max((long) (left * share), grown * GROWTH_FACTOR);
        return Math.clamp(step, SMALLEST_STEP, LARGEST_STEP);
    }

    /** How long that step may take at the most. */
    long stepNanos(long used) {
        if (used < endAt) {
            return STEP_NANOS;
        }
        return used < endAt + endAt / 2 ? LATE_STEP_NANOS : TOO_LATE_STEP_NANOS;
    }
}
