package perigee.heap;

/**
 * When a major cycle begins, and how fast it goes on: so that it is over by the time the old space has grown to the
 * wanted share of what was alive after the last one ("setpause"). One begins also when many times that has been allocated
 * without much of it getting old: weak tables are cleared, and old objects finalized, by major cycles only.
 */
final class Pacer {
    /** No cycle begins before the old space holds so much. */
    private static final long SMALLEST = 16L << 20;
    /** Bytes to be visited in a step: about 5 ms a MiB, when the objects are small and far from each other. */
    private static final long SMALLEST_STEP = 512L << 10;
    private static final long LARGEST_STEP = 3L << 20;
    /** Bytes to be visited for two that have come. */
    private static final int GROWTH_FACTOR = 5;
    private static final int SMALLEST_PAUSE = 110;
    /** A cycle begins after so many times what was alive, or this many bytes, has been allocated young. */
    private static final int YOUNG_SHARE = 8;
    private static final long SMALLEST_YOUNG = 32L << 20;

    private int pausePercent = 200;
    private long live;
    private long youngBytes;
    private long beginAt = SMALLEST / 4 * 3;
    private long endAt = SMALLEST;

    /** Sets the wanted share in percent. */
    void setPause(int percent) {
        pausePercent = Math.max(SMALLEST_PAUSE, percent);
        plan();
    }

    /** A cycle has found out how many bytes are alive. */
    void marked(long bytes) {
        live = bytes;
        youngBytes = 0;
        plan();
    }

    /** So many bytes have been allocated in the nursery. */
    void addYoung(long bytes) {
        youngBytes += bytes;
    }

    private void plan() {
        endAt = Math.max(SMALLEST, live / 100 * pausePercent);
        beginAt = Math.max(live + live / 16, endAt - (endAt - live) / 2);
    }

    /** Whether a cycle should begin. */
    boolean isDue(long used) {
        return used >= beginAt || youngBytes >= Math.max(SMALLEST_YOUNG, YOUNG_SHARE * live);
    }

    /**
     * How many bytes the next step of marking should visit.
     *
     * @param used   bytes of the old space
     * @param marked bytes marked so far
     * @param grown  bytes that have been added to the old space since the last step
     */
    long step(long used, long marked, long grown) {
        long left = Math.max(0, Math.max(live, used / 2) - marked);
        long room = Math.max(1, endAt - used);
        double share = Math.min(1, (double) grown / room);
        // What comes has to be marked as well, so a step is to be much larger than that; and small enough for a pause.
        long step = Math.max((long) (left * share), grown * GROWTH_FACTOR / 2);
        return Math.clamp(step, SMALLEST_STEP, LARGEST_STEP);
    }
}
