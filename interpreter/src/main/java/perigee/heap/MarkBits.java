package perigee.heap;

import perigee.memory.Memory;
import perigee.memory.PageAdvice;

/**
 * One bit for every 16 bytes of the old space, beside it: set for the first bytes of objects that marking has reached. So
 * neither marking writes to objects, nor sweeping reads dead ones.
 */
final class MarkBits implements AutoCloseable {
    /** Bytes of bits for a block. */
    private static final long BYTES_PER_BLOCK = BlockTable.BLOCK_BYTES / 16 / 8;

    private final long start;
    private final long bits;
    private final long bytes;

    /**
     * @param start  the first byte of the old space
     * @param blocks how many blocks it may ever have
     */
    MarkBits(long start, int blocks) {
        this.start = start;
        bytes = Math.max(1, blocks) * BYTES_PER_BLOCK;
        bits = Memory.reserve(bytes);
    }

    boolean isMarked(long object) {
        long offset = object - start;
        return (Memory.getLong(bits + (offset >>> 10 << 3)) >>> (offset >>> 4) & 1) != 0;
    }

    /** Marks an object; false when it was marked before. */
    boolean mark(long object) {
        long offset = object - start;
        long address = bits + (offset >>> 10 << 3);
        long word = Memory.getLong(address);
        long bit = 1L << (offset >>> 4);
        if ((word & bit) != 0) {
            return false;
        }
        Memory.putLong(address, word | bit);
        return true;
    }

    /** Clears the bits of some blocks. */
    void clear(int firstBlock, int count) {
        Memory.fill(bits + firstBlock * BYTES_PER_BLOCK, count * BYTES_PER_BLOCK, (byte) 0);
    }

    /** The bits are going to be accessed at random. */
    void useHugePages(PageAdvice pages) {
        pages.useHugePages(bits, bits + bytes);
    }

    @Override
    public void close() {
        Memory.release(bits);
    }
}
