package perigee.heap;

import java.util.Arrays;
import perigee.memory.Memory;
import perigee.memory.PageAdvice;

/**
 * The heap's reservation, cut into blocks of 64 KiB. A block holds cells of one size class, or is the first or a
 * further block of a large object, or is free.
 */
final class BlockTable implements AutoCloseable {
    static final int BLOCK_SHIFT = 16;
    static final long BLOCK_BYTES = 1L << BLOCK_SHIFT;

    /** Values of {@link #kind} below the size classes, which are numbered from 0. */
    static final byte FREE = -1;
    static final byte LARGE = -2;
    static final byte LARGE_REST = -3;

    private final long reservation;
    private final long start;
    private final int blocks;
    private final byte[] kind;
    /** For the first block of a large object: how many blocks it takes. */
    private final int[] length;
    /** No free block stands below this one. */
    private int lowestFree;
    /** Blocks from here on were never used: their memory is untouched and zero is not guaranteed. */
    private int highWater;
    /** Whether the last marking is still to be followed up in a block. */
    private final boolean[] unswept;
    private int used;
    /** Whether memory may stand behind a block: it has been taken, and not been given back to the system since. */
    private final boolean[] touched;
    /** How many of the free blocks are touched. */
    private int touchedFree;

    BlockTable(long bytes) {
        blocks = (int) (bytes >>> BLOCK_SHIFT);
        reservation = Memory.reserve(((long) blocks + 1) << BLOCK_SHIFT);
        start = reservation + BLOCK_BYTES - 1 & -BLOCK_BYTES;
        kind = new byte[blocks];
        Arrays.fill(kind, FREE);
        length = new int[blocks];
        unswept = new boolean[blocks];
        touched = new boolean[blocks];
    }

    /** The first byte of block 0. */
    long start() {
        return start;
    }

    /** How many blocks there may ever be. */
    int count() {
        return blocks;
    }

    long address(int block) {
        return start + ((long) block << BLOCK_SHIFT);
    }

    int blockOf(long address) {
        return (int) (address - start >>> BLOCK_SHIFT);
    }

    boolean contains(long address) {
        return address >= start && address < address(highWater);
    }

    /** Blocks from 0 to this one (exclusive) have been used at some time. */
    int highWater() {
        return highWater;
    }

    byte kind(int block) {
        return kind[block];
    }

    int largeLength(int block) {
        return length[block];
    }

    int usedBlocks() {
        return used;
    }

    boolean isUnswept(int block) {
        return unswept[block];
    }

    void setUnswept(int block, boolean value) {
        unswept[block] = value;
    }

    /** Takes a run of free blocks for a purpose, first fit; returns the first one, or -1 when there is none. */
    int take(int count, byte purpose) {
        int run = 0;
        boolean first = true;
        for (int b = lowestFree; b < blocks; b++) {
            if (kind[b] != FREE) {
                run = 0;
                continue;
            }
            if (first) {
                lowestFree = b;
                first = false;
            }
            if (++run == count) {
                int from = b - count + 1;
                kind[from] = purpose;
                Arrays.fill(kind, from + 1, b + 1, LARGE_REST);
                length[from] = count;
                unswept[from] = false;
                touch(from, count);
                if (from == lowestFree) {
                    lowestFree = b + 1;
                }
                highWater = Math.max(highWater, b + 1);
                used += count;
                return from;
            }
        }
        return -1;
    }

    private void touch(int from, int count) {
        for (int b = from; b < from + count; b++) {
            if (touched[b]) {
                touchedFree--;
            }
            touched[b] = true;
        }
    }

    /** Gives back what {@link #take} gave. */
    void free(int block) {
        int count = length[block];
        touchedFree += count;
        Arrays.fill(kind, block, block + count, FREE);
        unswept[block] = false;
        lowestFree = Math.min(lowestFree, block);
        used -= count;
    }

    /** Free blocks that have memory behind them. */
    int touchedFree() {
        return touchedFree;
    }

    /**
     * Gives memory behind free blocks back to the system, that of the highest addresses first.
     *
     * @param keep how many free blocks are to keep theirs
     * @param most how many blocks to give back now, at the most
     * @return whether no more than those to be kept are left
     */
    boolean giveBack(PageAdvice pages, int keep, int most) {
        int left = Math.min(most, touchedFree - keep);
        for (int end = highWater; left > 0; ) {
            int b = end - 1;
            if (kind[b] != FREE || !touched[b]) {
                end = b;
                continue;
            }
            while (left > 0 && b >= 0 && kind[b] == FREE && touched[b]) {
                touched[b--] = false;
                touchedFree--;
                left--;
            }
            pages.giveBack(address(b + 1), address(end));
            end = b + 1;
        }
        while (highWater > 0 && kind[highWater - 1] == FREE && !touched[highWater - 1]) {
            highWater--;
        }
        return touchedFree <= keep;
    }

    @Override
    public void close() {
        Memory.release(reservation);
    }
}
