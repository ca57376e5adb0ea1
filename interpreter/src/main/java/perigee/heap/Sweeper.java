package perigee.heap;

import java.util.Arrays;
import perigee.memory.Memory;

/**
 * The sweeping phase, lazily: after marking, blocks are swept when their size class runs out of free cells, some more at
 * each safepoint that collects, and the rest before the next cycle begins. Only mark bits are read. A swept block's free
 * cells form runs, linked through their first cells:
 *
 * <pre>
 *   | cells in the run:32 | 0:32 | address of the next run |
 * </pre>
 */
final class Sweeper {
    private static final int RUN_NEXT = 8;
    /** So many blocks are swept for an allocation, at the most: if none has a free cell, a new one is taken. */
    private static final int BLOCKS_PER_REFILL = 4;

    private final OldSpace space;
    private final BlockTable blocks;
    private final MarkBits marks;
    private final long[] firstRun = new long[SizeClasses.count()];
    /** No unswept block of a size class stands below this one. */
    private final int[] cursor = new int[SizeClasses.count()];
    /** No unswept block at all stands below this one. */
    private int lowest;
    /** Blocks from here on are newer than the cycle. */
    private int end;

    private boolean poisoning;
    /** Whether no block may be swept yet, for something still refers to dead objects. */
    private boolean isHeld;

    /** Is shown free cells. */
    interface RunVisitor {
        void visit(long from, long to);
    }

    Sweeper(OldSpace space, BlockTable blocks, MarkBits marks) {
        this.space = space;
        this.blocks = blocks;
        this.marks = marks;
    }

    /** Length of the run of free cells that begins at an address. */
    static int cellsInRun(long run) {
        return Memory.getInt(run);
    }

    /** Whether free memory is filled with poison. */
    void setPoisoning(boolean on) {
        poisoning = on;
    }

    /** Marking is over: what is not marked is dead. Nothing is swept before {@link #release}. */
    void begin() {
        isHeld = true;
        end = blocks.highWater();
        for (int block = 0; block < end; block++) {
            byte kind = blocks.kind(block);
            blocks.setUnswept(block, kind >= 0 || kind == BlockTable.LARGE);
        }
        lowest = 0;
        Arrays.fill(cursor, 0);
        Arrays.fill(firstRun, 0);
        space.resetWindows();
    }

    /** Nobody refers to dead objects any more. */
    void release() {
        isHeld = false;
    }

    boolean isFinished() {
        return lowest >= end;
    }

    /** Sweeps up to so many blocks, in the order of their addresses. */
    void step(int count) {
        assert !isHeld;
        for (; lowest < end && count > 0; lowest++) {
            if (blocks.isUnswept(lowest)) {
                sweep(lowest);
                count--;
            }
        }
    }

    /** A run of free cells for a size class: sets the space's allocation window; false when there is none. */
    boolean refill(int sizeClass) {
        for (int tries = 0; firstRun[sizeClass] == 0; tries++) {
            if (isHeld || tries == BLOCKS_PER_REFILL || !sweepNext(sizeClass)) {
                return false;
            }
        }
        long run = firstRun[sizeClass];
        firstRun[sizeClass] = Memory.getLong(run + RUN_NEXT);
        space.setWindow(sizeClass, run, run + (long) cellsInRun(run) * SizeClasses.sizeOf(sizeClass));
        return true;
    }

    private boolean sweepNext(int sizeClass) {
        for (int block = Math.max(lowest, cursor[sizeClass]); block < end; block++) {
            if (blocks.kind(block) == sizeClass && blocks.isUnswept(block)) {
                cursor[sizeClass] = block + 1;
                sweep(block);
                return true;
            }
        }
        cursor[sizeClass] = end;
        return false;
    }

    private void sweep(int block) {
        blocks.setUnswept(block, false);
        if (blocks.kind(block) == BlockTable.LARGE) {
            if (!marks.isMarked(blocks.address(block))) {
                blocks.free(block);
            }
            return;
        }
        int sizeClass = blocks.kind(block);
        int cell = SizeClasses.sizeOf(sizeClass);
        long start = blocks.address(block);
        long last = start + BlockTable.BLOCK_BYTES / cell * cell;
        long runs = firstRun[sizeClass];
        boolean anyLive = false;
        for (long address = start; address < last;) {
            if (marks.isMarked(address)) {
                anyLive = true;
                address += cell;
                continue;
            }
            long run = address;
            do {
                address += cell;
            } while (address < last && !marks.isMarked(address));
            if (run == start && address == last) {
                break;
            }
            if (poisoning) {
                YoungSpace.poison(run + 2 * RUN_NEXT, address);
            }
            Memory.putLong(run, (address - run) / cell);
            Memory.putLong(run + RUN_NEXT, runs);
            runs = run;
        }
        if (anyLive) {
            firstRun[sizeClass] = runs;
        } else {
            blocks.free(block);
        }
    }

    /** Visits the free runs of blocks that have been swept. */
    void forEachRun(RunVisitor visitor) {
        for (int sizeClass = 0; sizeClass < firstRun.length; sizeClass++) {
            for (long run = firstRun[sizeClass]; run != 0; run = Memory.getLong(run + RUN_NEXT)) {
                visitor.visit(run, run + (long) cellsInRun(run) * SizeClasses.sizeOf(sizeClass));
            }
        }
    }
}
