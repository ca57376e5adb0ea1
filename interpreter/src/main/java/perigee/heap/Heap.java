package perigee.heap;

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
    private final BlockTable blocks;
    /** Per size class: the free run that cells are cut from. */
    private final long[] runStart = new long[SizeClasses.count()];
    private final long[] runEnd = new long[SizeClasses.count()];
    private long allocatedBytes;
    private long collectAt;

    /** @param bytes the most that the heap may ever hold; address space only, committed on touch */
    public Heap(long bytes) {
        blocks = new BlockTable(bytes);
        collectAt = Long.MAX_VALUE;
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
        Memory.putLong(address + ObjectHeader.SHAPE, (long) type << 32 | shape);
        return address;
    }

    /** Whether a collection should happen at the next safepoint. */
    public boolean collectionDue() {
        return allocatedBytes >= collectAt;
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

    private long refill(int sizeClass, int cell) {
        int block = blocks.take(1, (byte) sizeClass);
        if (block < 0) {
            throw HeapExhaustedException.INSTANCE;
        }
        long address = blocks.address(block);
        long end = address + BlockTable.BLOCK_BYTES / cell * cell;
        Memory.fill(address, BlockTable.BLOCK_BYTES, (byte) 0);
        runEnd[sizeClass] = end;
        return address;
    }

    private long allocateLarge(long bytes) {
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
