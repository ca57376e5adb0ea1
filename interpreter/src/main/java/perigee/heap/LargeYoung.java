package perigee.heap;

import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.memory.Memory;

/**
 * Large arrays and hash parts that are young. They stand in blocks of the old space, where they stay: they are not
 * copied, only their state changes. But a minor collection that does not reach one frees it, and the second that does
 * makes it old. Were they old at once, what they refer to would be kept until the next major cycle, and each would bring
 * that nearer.
 *
 * <p>While one is young its mark bit is set, so that marking, which has to know nothing of the young, passes it by.
 */
final class LargeYoung {
    /** Larger ones are old at once: each minor collection looks at all words of those that are young. */
    private static final long LARGEST = 2L << 20;
    private static final long OFFSET = BlockTable.BLOCK_BYTES - 1;

    private final OldSpace old;
    private final WorkStack blocks = new WorkStack();
    /** Those that have been reached, and are still to be scanned. */
    private final WorkStack reached = new WorkStack();
    private long made;

    LargeYoung(OldSpace old) {
        this.old = old;
    }

    /** Whether an object of this type and size would be one of these. */
    static boolean accepts(int type, long bytes) {
        return (type == HeapType.ARRAY || type == HeapType.HASH) && bytes > SizeClasses.LARGEST && bytes <= LARGEST;
    }

    /** Adds a block that has been made just now; its state is {@link ObjectHeader#NEW}. */
    void add(long block, long bytes) {
        blocks.push(block);
        old.marks().mark(block);
        made += bytes;
    }

    /** Bytes of those made since the last collection. */
    long made() {
        return made;
    }

    /** Whether a word refers to one of these. */
    boolean contains(long word) {
        return (word & OFFSET) == 0 && old.isLarge(word) && isYoung(word);
    }

    private static boolean isYoung(long block) {
        byte state = Memory.getByte(block + ObjectHeader.MARK);
        return state == ObjectHeader.NEW || state == ObjectHeader.AGED;
    }

    /** A new marking has begun: no mark bit is set. */
    void mark() {
        for (int i = 0; i < blocks.size(); i++) {
            old.marks().mark(blocks.get(i));
        }
    }

    // ---- minor collections -------------------------------------------------------------------------------------------

    /**
     * A block is alive.
     *
     * @param tenureAll whether it becomes old, however young it is
     * @return whether it is young still
     */
    boolean reach(long block, boolean tenureAll) {
        byte flags = Memory.getByte(block + ObjectHeader.FLAGS);
        if ((flags & TableLayout.BLOCK_IS_REACHED) != 0) {
            return true;
        }
        reached.push(block);
        if (tenureAll || Memory.getByte(block + ObjectHeader.MARK) == ObjectHeader.AGED) {
            Memory.putByte(block + ObjectHeader.MARK, ObjectHeader.OLD);
            old.clearMark(block);
            return false;
        }
        Memory.putByte(block + ObjectHeader.MARK, ObjectHeader.AGED);
        Memory.putByte(block + ObjectHeader.FLAGS, (byte) (flags | TableLayout.BLOCK_IS_REACHED));
        return true;
    }

    /** A block that is to be scanned; 0 when there is none. */
    long next() {
        return reached.isEmpty() ? 0 : reached.pop();
    }

    /**
     * A block has been scanned.
     *
     * @param refersToYoung whether it refers to what is young after the collection
     */
    void scanned(long block, boolean refersToYoung) {
        if (Memory.getByte(block + ObjectHeader.MARK) == ObjectHeader.OLD) {
            long bytes = ObjectSizes.of(block);
            old.cards().add(block, Memory.getByte(block + ObjectHeader.TYPE), bytes);
            if (refersToYoung) {
                old.cards().markRange(block, block, block + bytes);
            }
        }
    }

    /** Everything that is alive has been reached: frees the others. */
    void sweep(boolean poisons) {
        int kept = 0;
        for (int i = 0; i < blocks.size(); i++) {
            long block = blocks.get(i);
            byte flags = Memory.getByte(block + ObjectHeader.FLAGS);
            if (Memory.getByte(block + ObjectHeader.MARK) == ObjectHeader.OLD) {
                continue;
            }
            if ((flags & TableLayout.BLOCK_IS_REACHED) != 0) {
                Memory.putByte(block + ObjectHeader.FLAGS, (byte) (flags & ~TableLayout.BLOCK_IS_REACHED));
                blocks.set(kept++, block);
            } else {
                if (poisons) {
                    YoungSpace.poison(block, block + ObjectSizes.of(block));
                }
                old.free(block);
            }
        }
        blocks.truncate(kept);
        made = 0;
    }
}
