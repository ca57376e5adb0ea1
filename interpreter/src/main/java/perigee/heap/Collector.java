package perigee.heap;

/**
 * A full collection, stop-the-world: the phases are the lines of {@link #collect}. What it promises: everything reachable
 * from the roots stays where it is, everything else is freed at the latest before the next collection. It runs at
 * safepoints only, where every reference is in guest memory or among the host's roots.
 */
final class Collector {
    private final Heap heap;
    private final CollectorHost host;
    private final Marker marker;
    private final Sweeper sweeper;
    private final Finalizers finalizers;
    private byte colour = 1;

    Collector(Heap heap, BlockTable blocks, CollectorHost host, Finalizers finalizers) {
        this.heap = heap;
        this.host = host;
        this.finalizers = finalizers;
        marker = new Marker(heap, host);
        sweeper = new Sweeper(heap, blocks, host);
    }

    Sweeper sweeper() {
        return sweeper;
    }

    /** The mark of live objects; new ones are allocated with it. */
    byte colour() {
        return colour;
    }

    /** Returns the bytes of what is live. */
    long collect() {
        sweeper.finish();
        colour = (byte) (3 - colour);
        marker.begin(colour);
        WeakTables weak = marker.weakTables();

        host.markRoots(marker);
        finalizers.markQueue(marker);
        marker.drain();
        weak.converge();

        weak.clearValues(0, 0);
        int valueTables = weak.valueTables();
        int allWeakTables = weak.allWeakTables();
        finalizers.separate(marker);
        finalizers.markQueue(marker);
        marker.drain();
        weak.converge();
        weak.clearKeys();
        weak.clearValues(valueTables, allWeakTables);

        host.dropDead(object -> !marker.isMarked(object));
        heap.resetWindows();
        sweeper.begin(colour);
        return marker.markedBytes();
    }
}
