package perigee.heap;

/**
 * When a major cycle begins, and how fast it goes on: so that it is over by the time the old space has grown to the
 * wanted share of what was alive after the last one ("setpause"). One begins also when many times that has been allocated
 * without much of it getting old: weak tables are cleared, and old objects finalized, by major cycles only.
 */
final class Pacer {
    /** No cycle begins before the old space holds so much. */
    private static final long SMALLEST = 16L << 20;
    /** Bytes to be visited in a step at least, and, as long as there is no haste, at most. */
    private static final long SMALLEST_STEP = 1L << 20;
    private static final long LARGEST_STEP = 4L << 20;
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
        long room = endAt - used;
        if (room <= 0) {
            // Late: each byte that comes pays for four.
            return Math.max(LARGEST_STEP, 4 * grown);
        }
        double share = Math.min(1, (double) grown / room);
        return Math.clamp((long) (left * share), SMALLEST_STEP, LARGEST_STEP);
    }
}
