package perigee.heap;

import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;

/**
 * Large arrays and hash parts are not remembered as a whole: a byte for every {@link #CARD_BYTES} of the old space tells
 * where references have been stored. Their state stays {@link ObjectHeader#OLD}, so the write barrier always gets here.
 */
final class CardTable implements AutoCloseable {
    private static final int CARD_SHIFT = ThreadLayout.CARD_SHIFT;
    static final long CARD_BYTES = 1L << CARD_SHIFT;
    private static final long CARDS_PER_BLOCK = BlockTable.BLOCK_BYTES >>> CARD_SHIFT;

    private final long start;
    private final long cards;
    private final WorkStack dirtyBlocks = new WorkStack();

    /** What is done with the words of a dirty card. */
    interface Visitor {
        /** Returns whether the card stays dirty. */
        boolean visit(long block, long from, long to);
    }

    CardTable(long start, int blocks) {
        this.start = start;
        cards = Memory.reserve(Math.max(1, blocks) * CARDS_PER_BLOCK);
    }

    static boolean hasCards(long block) {
        return (Memory.getByte(block + ObjectHeader.FLAGS) & TableLayout.BLOCK_HAS_CARDS) != 0;
    }

    private long card(long address) {
        return cards + (address - start >>> CARD_SHIFT);
    }

    /** Whether the card of an address is dirty. */
    boolean isDirty(long address) {
        return Memory.getByte(card(address)) != 0;
    }

    /** A new large object; arrays and hash parts get cards, none of them dirty: who fills it says so. */
    void add(long object, int type, long bytes) {
        if (type == HeapType.ARRAY || type == HeapType.HASH) {
            Memory.putByte(object + ObjectHeader.FLAGS, (byte) TableLayout.BLOCK_HAS_CARDS);
            Memory.fill(card(object), card(object + bytes - 1) - card(object) + 1, (byte) 0);
        }
    }

    /** The beginning of a block has been copied to another: the same cards are dirty there. */
    void copy(long from, long to, long bytes) {
        if ((Memory.getByte(from + ObjectHeader.FLAGS) & TableLayout.BLOCK_IS_DIRTY) != 0) {
            Memory.copy(card(from), card(to), card(from + bytes - 1) - card(from) + 1);
            noteDirty(to);
        }
    }

    /** A reference has been stored at an address of a block with cards. */
    void mark(long block, long address) {
        Memory.putByte(card(address), (byte) 1);
        noteDirty(block);
    }

    /** The same for all addresses of a range. */
    void markRange(long block, long from, long to) {
        if (from < to) {
            Memory.fill(card(from), card(to - 1) - card(from) + 1, (byte) 1);
            noteDirty(block);
        }
    }

    private void noteDirty(long block) {
        byte flags = Memory.getByte(block + ObjectHeader.FLAGS);
        if ((flags & TableLayout.BLOCK_IS_DIRTY) == 0) {
            Memory.putByte(block + ObjectHeader.FLAGS, (byte) (flags | TableLayout.BLOCK_IS_DIRTY));
            dirtyBlocks.push(block);
        }
    }

    /** Compiled code has made a card of a block dirty, and has said so in the block's flags. */
    void addDirty(long block) {
        dirtyBlocks.push(block);
    }

    /** What {@link ThreadLayout#CARDS} is to be. */
    long bias() {
        return cards - (start >>> CARD_SHIFT);
    }

    /** Visits the dirty cards of all blocks; those stay dirty of which the visitor says so. */
    void visitDirty(Visitor visitor) {
        int kept = 0;
        for (int i = 0, n = dirtyBlocks.size(); i < n; i++) {
            long block = dirtyBlocks.get(i);
            if (visitDirty(block, visitor)) {
                dirtyBlocks.set(kept++, block);
            } else {
                byte flags = Memory.getByte(block + ObjectHeader.FLAGS);
                Memory.putByte(block + ObjectHeader.FLAGS, (byte) (flags & ~TableLayout.BLOCK_IS_DIRTY));
            }
        }
        dirtyBlocks.truncate(kept);
    }

    private boolean visitDirty(long block, Visitor visitor) {
        long first = ObjectScanner.firstWord(block);
        long end = ObjectScanner.endOfWords(block);
        boolean dirty = false;
        // A large object begins at a block's first byte, so cards hold words of one object only, and eight make a word.
        for (long from = block; from < end; from += 8 * CARD_BYTES) {
            if (Memory.getLong(card(from)) == 0) {
                continue;
            }
            for (long card = from; card < Math.min(end, from + 8 * CARD_BYTES); card += CARD_BYTES) {
                if (isDirty(card)) {
                    boolean stays = visitor.visit(block, Math.max(first, card), Math.min(end, card + CARD_BYTES));
                    Memory.putByte(card(card), (byte) (stays ? 1 : 0));
                    dirty |= stays;
                }
            }
        }
        return dirty;
    }

    /** How many blocks have dirty cards. */
    int dirtyBlocks() {
        return dirtyBlocks.size();
    }

    @Override
    public void close() {
        Memory.release(cards);
    }
}
