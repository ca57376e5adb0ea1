package perigee.heap;

import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/**
 * The sweeping phase, lazily: after marking, blocks are swept one at a time when their size class runs out of free cells,
 * and the rest before the next cycle begins. A swept block's free cells form runs, linked through their first cells:
 *
 * <pre>
 *   | cells in the run:32 | 0:32 | address of the next run |
 * </pre>
 */
final class Sweeper {
    private static final int RUN_CELLS = ObjectHeader.SHAPE;
    private static final int RUN_NEXT = 8;

    private final Heap heap;
    private final BlockTable blocks;
    private final CollectorHost host;
    private final long[] firstRun = new long[SizeClasses.count()];
    /** Blocks below this one are swept; blocks from {@link #end} on are newer than the cycle. */
    private final int[] cursor = new int[SizeClasses.count()];
    private int end;
    private byte colour;

    Sweeper(Heap heap, BlockTable blocks, CollectorHost host) {
        this.heap = heap;
        this.blocks = blocks;
        this.host = host;
    }

    /** Marking is over: what has another colour than this is dead. Large objects are freed at once. */
    void begin(byte liveColour) {
        colour = liveColour;
        end = blocks.highWater();
        java.util.Arrays.fill(cursor, 0);
        java.util.Arrays.fill(firstRun, 0);
        for (int block = 0; block < end; block++) {
            if (blocks.kind(block) == BlockTable.LARGE) {
                long object = blocks.address(block);
                if (Memory.getByte(object + ObjectHeader.MARK) != colour) {
                    blocks.free(block);
                }
            }
        }
    }

    /** Sweeps what is left, so that a new cycle can begin. */
    void finish() {
        for (int sizeClass = 0; sizeClass < cursor.length; sizeClass++) {
            while (sweepNext(sizeClass)) {
                // each call sweeps a block
            }
        }
    }

    /** A run of free, zeroed cells for a size class: sets the heap's allocation window; false when there is none. */
    boolean refill(int sizeClass) {
        while (firstRun[sizeClass] == 0) {
            if (!sweepNext(sizeClass)) {
                return false;
            }
        }
        long run = firstRun[sizeClass];
        long bytes = (long) Memory.getInt(run + RUN_CELLS) * SizeClasses.sizeOf(sizeClass);
        firstRun[sizeClass] = Memory.getLong(run + RUN_NEXT);
        Memory.fill(run, bytes, (byte) 0);
        heap.setWindow(sizeClass, run, run + bytes);
        return true;
    }

    private boolean sweepNext(int sizeClass) {
        for (int block = cursor[sizeClass]; block < end; block++) {
            if (blocks.kind(block) == sizeClass) {
                cursor[sizeClass] = block + 1;
                sweep(block, sizeClass);
                return true;
            }
        }
        cursor[sizeClass] = end;
        return false;
    }

    private void sweep(int block, int sizeClass) {
        int cell = SizeClasses.sizeOf(sizeClass);
        long start = blocks.address(block);
        long last = start + BlockTable.BLOCK_BYTES / cell * cell;
        long runs = firstRun[sizeClass];
        boolean anyLive = false;
        for (long address = start; address < last;) {
            if (isLive(address)) {
                anyLive = true;
                address += cell;
                continue;
            }
            long run = address;
            do {
                free(address);
                address += cell;
            } while (address < last && !isLive(address));
            Memory.putInt(run + RUN_CELLS, (int) ((address - run) / cell));
            Memory.putLong(run + RUN_NEXT, runs);
            runs = run;
        }
        if (anyLive) {
            firstRun[sizeClass] = runs;
        } else {
            blocks.free(block);
        }
    }

    private boolean isLive(long cell) {
        return Memory.getByte(cell + ObjectHeader.TYPE) != HeapType.FREE
                && Memory.getByte(cell + ObjectHeader.MARK) == colour;
    }

    private void free(long cell) {
        switch (Memory.getByte(cell + ObjectHeader.TYPE)) {
            case HeapType.USERDATA -> host.releaseUserdata(cell);
            case HeapType.COROUTINE -> host.releaseCoroutine(cell);
            default -> {
            }
        }
        Memory.putLong(cell, 0);
    }
}
