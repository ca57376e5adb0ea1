package perigee.heap;

import java.util.function.LongConsumer;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/**
 * Allocation of guest objects.
 *
 * <p>Allocating never collects: Java code may hold raw addresses until it calls back into Lua or returns to the
 * interpreter. When enough has been allocated {@link #collectionDue} says so, and the interpreter collects at its next
 * safepoint. Objects come zeroed, that is with nil in every value word, so they are valid for the collector at once.
 */
public final class Heap implements AutoCloseable {
    /** No collection happens before so much has been allocated. */
    private static final long FIRST_COLLECTION = 16L << 20;

    private final BlockTable blocks;
    private final Finalizers finalizers = new Finalizers();
    private Collector collector;
    private Runnable attention = () -> { };
    private boolean stopped;
    private boolean stress;
    private int pausePercent = 200;
    private byte colour = 1;
    private long collections;
    /** Per size class: the free run that cells are cut from. */
    private final long[] runStart = new long[SizeClasses.count()];
    private final long[] runEnd = new long[SizeClasses.count()];
    private long allocatedBytes;
    private long collectAt;

    /** @param bytes the most that the heap may ever hold; address space only, committed on touch */
    public Heap(long bytes) {
        blocks = new BlockTable(bytes);
        collectAt = FIRST_COLLECTION;
    }

    /**
     * Connects the heap with the runtime; nothing is collected before.
     *
     * @param whenDue run when a collection should happen at the next safepoint
     */
    public void connect(CollectorHost host, Runnable whenDue) {
        collector = new Collector(this, blocks, host, finalizers);
        attention = whenDue;
    }

    /**
     * Makes an object of zeroes with its header.
     *
     * @param type  a {@link perigee.layout.HeapType} number
     * @param shape a shape number, or the type again for what is not a table
     * @param bytes size in bytes, header included
     * @throws HeapExhaustedException when the limit is reached; nothing has changed then
     */
    public long allocate(int type, int shape, long bytes) {
        long address;
        if (bytes <= SizeClasses.LARGEST) {
            int sizeClass = SizeClasses.classOf(bytes);
            int cell = SizeClasses.sizeOf(sizeClass);
            address = runStart[sizeClass];
            if (address == runEnd[sizeClass]) {
                address = refill(sizeClass, cell);
            }
            runStart[sizeClass] = address + cell;
            allocatedBytes += cell;
        } else {
            address = allocateLarge(bytes);
        }
        Memory.putLong(address + ObjectHeader.SHAPE, (long) colour << 40 | (long) type << 32 | shape);
        return address;
    }

    /** Whether a collection should happen at the next safepoint. */
    public boolean collectionDue() {
        return stress || allocatedBytes >= collectAt && !stopped;
    }

    /** Test mode: a collection at every safepoint. */
    public void setStress(boolean on) {
        stress = on;
        askIfDue();
    }

    /**
     * To be called after a reference has been stored into an object that was not allocated just now.
     *
     * @param holder the object stored into
     * @param word   the value stored
     */
    public void writeBarrier(long holder, long word) {
    }

    /** Bytes of all objects allocated and not yet found dead. */
    public long usedBytes() {
        return allocatedBytes;
    }

    // ---- collecting --------------------------------------------------------------------------------------------------

    /** Collects everything that is unreachable. Only at safepoints. */
    public void collect() {
        long live = collector.collect();
        colour = collector.colour();
        allocatedBytes = live;
        collectAt = Math.max(FIRST_COLLECTION, live / 100 * pausePercent);
        collections++;
        askIfDue();
    }

    /** Stops or restarts automatic collection. */
    public void setStopped(boolean stop) {
        stopped = stop;
        askIfDue();
    }

    public boolean isStopped() {
        return stopped;
    }

    /** The next collection begins when the heap is this many percent of what the last one left. Returns the old value. */
    public int setPause(int percent) {
        int old = pausePercent;
        pausePercent = Math.max(110, percent);
        return old;
    }

    /** Collections so far. */
    public long collections() {
        return collections;
    }

    public Finalizers finalizers() {
        return finalizers;
    }

    /**
     * Visits the objects of a type, those of more than {@link SizeClasses#LARGEST} bytes aside, in no order. Some may be
     * dead since the last collection. A walk over the whole heap, for debug functions.
     *
     * @param visitor is not to allocate
     */
    public void forEach(int type, LongConsumer visitor) {
        for (int block = 0; block < blocks.highWater(); block++) {
            if (blocks.kind(block) < 0) {
                continue;
            }
            int cell = SizeClasses.sizeOf(blocks.kind(block));
            long start = blocks.address(block);
            for (long address = start; address + cell <= start + BlockTable.BLOCK_BYTES; address += cell) {
                if (Memory.getByte(address + ObjectHeader.TYPE) == type
                        && Memory.getByte(address + ObjectHeader.MARK) == colour) {
                    visitor.accept(address);
                }
            }
        }
    }

    private void askIfDue() {
        if (collectionDue()) {
            attention.run();
        }
    }

    boolean contains(long address) {
        return blocks.contains(address);
    }

    /** Size of the cell or large object at an address, in bytes. */
    long cellBytes(long object) {
        int block = blocks.blockOf(object);
        byte kind = blocks.kind(block);
        return kind >= 0 ? SizeClasses.sizeOf(kind) : (long) blocks.largeLength(block) << BlockTable.BLOCK_SHIFT;
    }

    /** Cells of a size class are cut from this range from now on. */
    void setWindow(int sizeClass, long start, long end) {
        runStart[sizeClass] = start;
        runEnd[sizeClass] = end;
    }

    /** Forgets the ranges that cells were cut from: their free cells are found again by sweeping. */
    void resetWindows() {
        java.util.Arrays.fill(runStart, 0);
        java.util.Arrays.fill(runEnd, 0);
    }

    private long refill(int sizeClass, int cell) {
        askIfDue();
        if (collector != null && collector.sweeper().refill(sizeClass)) {
            return runStart[sizeClass];
        }
        int block = blocks.take(1, (byte) sizeClass);
        if (block < 0) {
            throw HeapExhaustedException.INSTANCE;
        }
        long address = blocks.address(block);
        Memory.fill(address, BlockTable.BLOCK_BYTES, (byte) 0);
        setWindow(sizeClass, address, address + BlockTable.BLOCK_BYTES / cell * cell);
        return address;
    }

    private long allocateLarge(long bytes) {
        askIfDue();
        long count = bytes + BlockTable.BLOCK_BYTES - 1 >>> BlockTable.BLOCK_SHIFT;
        int block = count > Integer.MAX_VALUE ? -1 : blocks.take((int) count, BlockTable.LARGE);
        if (block < 0) {
            throw HeapExhaustedException.INSTANCE;
        }
        long address = blocks.address(block);
        Memory.fill(address, count << BlockTable.BLOCK_SHIFT, (byte) 0);
        allocatedBytes += count << BlockTable.BLOCK_SHIFT;
        return address;
    }

    @Override
    public void close() {
        blocks.close();
    }
}
