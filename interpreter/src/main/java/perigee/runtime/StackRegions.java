package perigee.runtime;

import perigee.heap.Heap;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.memory.Regions;

/**
 * The regions of coroutines' stacks, which count as external memory. Those that compiled code has left are in a list of the
 * thread block; they are used again first, and given back at the next collection.
 */
final class StackRegions implements AutoCloseable {
    /** Address space for the regions of most coroutines; others have reservations of their own. */
    private static final long MOST_BYTES = 4L << 30;

    private final Heap heap;
    private final Regions regions;
    /** Address of the list's first region. */
    private final long free;

    StackRegions(Heap heap) {
        this.heap = heap;
        regions = new Regions(heap.pageAdvice(), Math.min(heap.limit(), MOST_BYTES));
        free = heap.threadBlock() + ThreadLayout.FREE_REGIONS;
    }

    /** The region of a new coroutine: {@link Stack#FIRST_WORDS} words. */
    long takeFirst() {
        long region = Memory.getLong(free);
        if (region == 0) {
            return take(Stack.FIRST_WORDS);
        }
        Memory.putLong(free, Memory.getLong(region));
        return region;
    }

    /** A region of so many words, which may hold anything. */
    long take(long words) {
        heap.addExternalBytes(words << 3);
        return regions.take(words << 3);
    }

    void release(long region, long words) {
        heap.addExternalBytes(-(words << 3));
        regions.release(region, words << 3);
    }

    /** Gives the regions in the list back. */
    void releaseFree() {
        long region = Memory.getLong(free);
        Memory.putLong(free, 0);
        while (region != 0) {
            long next = Memory.getLong(region);
            release(region, Stack.FIRST_WORDS);
            region = next;
        }
    }

    @Override
    public void close() {
        releaseFree();
        regions.close();
    }
}
