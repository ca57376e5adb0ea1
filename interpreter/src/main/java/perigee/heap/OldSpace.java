package perigee.heap;

import java.util.function.LongConsumer;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.memory.PageAdvice;

/** Where objects do not move: blocks of cells of one size class each, and large objects. */
final class OldSpace implements AutoCloseable {
    /** A heap of this size gets huge pages, and of this one gets ready for it. */
    private static final long HUGE_BYTES = 64L << 20;
    private static final long PREPARED_BYTES = 48L << 20;

    private final BlockTable blocks;
    private final MarkBits marks;
    private final CardTable cards;
    private final Sweeper sweeper;
    private final long start;
    private final long bytes;
    /** Per size class: the free run that cells are cut from. */
    private final long[] runStart = new long[SizeClasses.count()];
    private final long[] runEnd = new long[SizeClasses.count()];
    private final PageAdvice pages;
    private boolean usesHugePages;
    private long usedBytes;

    /** @param bytes address space, all of which may be used in the end */
    OldSpace(long bytes, PageAdvice pages) {
        this.pages = pages;
        blocks = new BlockTable(bytes);
        start = blocks.start();
        this.bytes = (long) blocks.count() << BlockTable.BLOCK_SHIFT;
        marks = new MarkBits(start, blocks.count());
        cards = new CardTable(start, blocks.count());
        sweeper = new Sweeper(this, blocks, marks);
    }

    /** Whether a word refers to an object that the last marking has found dead, and that has not been swept yet. */
    boolean isGarbage(long word) {
        return contains(word) && !marks.isMarked(word) && blocks.isUnswept(blocks.blockOf(word));
    }

    boolean contains(long word) {
        return Long.compareUnsigned(word - start, bytes) < 0;
    }

    /** Whether a large object begins at an address that is a multiple of the size of blocks. */
    boolean isLarge(long address) {
        return contains(address) && blocks.kind(blocks.blockOf(address)) == BlockTable.LARGE;
    }

    long start() {
        return start;
    }

    /** Bytes of address space. */
    long bytes() {
        return bytes;
    }

    MarkBits marks() {
        return marks;
    }

    CardTable cards() {
        return cards;
    }

    Sweeper sweeper() {
        return sweeper;
    }

    /** Bytes of the cells of all objects made and not yet found dead. */
    long usedBytes() {
        return usedBytes;
    }

    /** A marking has found out how many bytes are alive. */
    void setUsedBytes(long live) {
        usedBytes = live;
    }

    /** Bytes of the blocks that hold anything. */
    long blockBytes() {
        return (long) blocks.usedBlocks() << BlockTable.BLOCK_SHIFT;
    }

    // ---- allocation --------------------------------------------------------------------------------------------------

    /** Memory for an object, full of anything; 0 when there is none left. */
    long allocate(long size) {
        return size <= SizeClasses.LARGEST ? allocateCell(SizeClasses.classOf(size)) : allocateLarge(size);
    }

    private long allocateCell(int sizeClass) {
        int cell = SizeClasses.sizeOf(sizeClass);
        long address = runStart[sizeClass];
        if (address == runEnd[sizeClass]) {
            if (!sweeper.refill(sizeClass) && !takeBlock(sizeClass, cell)) {
                return 0;
            }
            address = runStart[sizeClass];
        }
        runStart[sizeClass] = address + cell;
        usedBytes += cell;
        return address;
    }

    private boolean takeBlock(int sizeClass, int cell) {
        considerHugePages();
        int block = blocks.take(1, (byte) sizeClass);
        if (block < 0) {
            return false;
        }
        marks.clear(block, 1);
        long address = blocks.address(block);
        setWindow(sizeClass, address, address + BlockTable.BLOCK_BYTES / cell * cell);
        return true;
    }

    private long allocateLarge(long size) {
        considerHugePages();
        long count = size + BlockTable.BLOCK_BYTES - 1 >>> BlockTable.BLOCK_SHIFT;
        int block = count > Integer.MAX_VALUE ? -1 : blocks.take((int) count, BlockTable.LARGE);
        if (block < 0) {
            return 0;
        }
        marks.clear(block, 1);
        usedBytes += count << BlockTable.BLOCK_SHIFT;
        return blocks.address(block);
    }

    /** A large heap is walked through at random, with a miss of the address translation at nearly every step. */
    private void considerHugePages() {
        if (!usesHugePages && blockBytes() >= PREPARED_BYTES) {
            pages.prepare();
            if (blockBytes() >= HUGE_BYTES && pages.isReady()) {
                usesHugePages = true;
                pages.useHugePages(start, start + bytes);
                marks.useHugePages(pages);
            }
        }
    }

    /**
     * Gives memory of free blocks back to the system.
     *
     * @param keep bytes of them that are to keep theirs
     * @param most bytes to give back now, at the most
     * @return whether no more is to be given back
     */
    boolean giveBack(long keep, long most) {
        long kept = Math.min(keep, bytes) >>> BlockTable.BLOCK_SHIFT;
        if (blocks.touchedFree() <= kept) {
            return true;
        }
        pages.prepare();
        return !pages.isReady()
                || blocks.giveBack(pages, (int) kept, (int) Math.min(most >>> BlockTable.BLOCK_SHIFT, Integer.MAX_VALUE));
    }

    PageAdvice pages() {
        return pages;
    }

    /** Cells of a size class are cut from this range from now on. */
    void setWindow(int sizeClass, long from, long end) {
        runStart[sizeClass] = from;
        runEnd[sizeClass] = end;
    }

    /** Forgets the ranges that cells were cut from: their free cells are found again by sweeping. */
    void resetWindows() {
        java.util.Arrays.fill(runStart, 0);
        java.util.Arrays.fill(runEnd, 0);
    }

    /** Frees a large object. */
    void free(long object) {
        usedBytes -= cellBytes(object);
        blocks.free(blocks.blockOf(object));
    }

    /** A large object is not marked any more. */
    void clearMark(long object) {
        marks.clear(blocks.blockOf(object), 1);
    }

    /** Whether so many bytes more fit in, if they are spread over size classes however unfortunately. */
    boolean hasRoomFor(long more) {
        return blockBytes() + more <= bytes;
    }

    /** What the last marking has found dead is alive after all. */
    void revive(long object) {
        marks.mark(object);
        usedBytes += cellBytes(object);
    }

    /** Size of the cell or large object at an address, in bytes. */
    long cellBytes(long object) {
        int block = blocks.blockOf(object);
        byte kind = blocks.kind(block);
        return kind >= 0 ? SizeClasses.sizeOf(kind) : (long) blocks.largeLength(block) << BlockTable.BLOCK_SHIFT;
    }

    // ---- walks -------------------------------------------------------------------------------------------------------

    /** A new marking begins: no object is marked. */
    void clearMarks() {
        marks.clear(0, blocks.highWater());
    }

    /**
     * Visits all objects in the order of their addresses. Some may be dead since the last marking, but none that it has
     * found to be dead.
     */
    void forEach(LongConsumer visitor) {
        for (int block = 0; block < blocks.highWater(); block++) {
            boolean unswept = blocks.isUnswept(block);
            if (blocks.kind(block) >= 0) {
                forEachCell(block, unswept, visitor);
            } else if (blocks.kind(block) == BlockTable.LARGE && !(unswept && !marks.isMarked(blocks.address(block)))) {
                visitor.accept(blocks.address(block));
            }
        }
    }

    private void forEachCell(int block, boolean unswept, LongConsumer visitor) {
        int sizeClass = blocks.kind(block);
        int cell = SizeClasses.sizeOf(sizeClass);
        long first = blocks.address(block);
        long end = first + BlockTable.BLOCK_BYTES / cell * cell;
        for (long address = first; address < end;) {
            if (unswept) {
                if (marks.isMarked(address)) {
                    visitor.accept(address);
                }
                address += cell;
            } else if (address == runStart[sizeClass] && address != runEnd[sizeClass]) {
                address = runEnd[sizeClass];
            } else if (Memory.getByte(address + ObjectHeader.TYPE) == HeapType.FREE) {
                address += (long) Sweeper.cellsInRun(address) * cell;
            } else {
                visitor.accept(address);
                address += cell;
            }
        }
    }

    /** Visits the free cells of swept blocks, as runs. */
    void forEachRun(Sweeper.RunVisitor visitor) {
        sweeper.forEachRun(visitor);
    }

    @Override
    public void close() {
        marks.close();
        cards.close();
        blocks.close();
    }
}
