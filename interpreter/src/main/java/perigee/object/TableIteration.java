package perigee.object;

import static perigee.layout.TableLayout.*;

import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Traversal of a table in the order of {@code next}: elements 1, 2, ..., element 0, slots, hash part. A position is a
 * number that orders them all:
 *
 * <pre>
 *   0 .. capacity-2      element position + 1
 *   capacity - 1         element 0          (capacity of the ARRAY block, at least 1)
 *   then                 slots, then entries of the HASH block
 * </pre>
 *
 * Fields may be assigned (also nil) while traversing; keys are neither added nor removed by that.
 */
public final class TableIteration {
    /** The key is in no part of the table. */
    public static final long NOT_A_KEY = -2;
    /** There are no more entries. */
    public static final long END = -1;

    private TableIteration() {
    }

    private static long elements(long table) {
        return Math.max(1, Memory.getLong(Memory.getLong(table + ARRAY) + ARRAY_CAPACITY));
    }

    /** First entry whose value is not nil, or {@link #END}. */
    static long firstPosition(Tables tables, long table) {
        return nextFrom(tables, table, 0);
    }

    /**
     * Position of the entry after this key.
     *
     * @param key any word; nil for the start
     * @return {@link #END}, or {@link #NOT_A_KEY}, or a position
     */
    public static long after(Tables tables, long table, long key) {
        if (key == Word.NIL) {
            return nextFrom(tables, table, 0);
        }
        long position = positionOf(tables, table, key);
        return position < 0 ? NOT_A_KEY : nextFrom(tables, table, position + 1);
    }

    private static long positionOf(Tables tables, long table, long key) {
        long elements = elements(table);
        if (Word.isInteger(key)) {
            long index = Word.integer(key);
            if (index == 0) {
                return elements - 1;
            }
            // An element that was set to nil may be beyond the size by now, but then it is not in the hash part.
            boolean inside = index > 0 && index < elements;
            if (inside && (index < Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE))
                    || HashPart.findInteger(Memory.getLong(table + HASH), key) == 0)) {
                return index - 1;
            }
        }
        Shape shape = tables.shape(table);
        if (Word.isObject(key)) {
            int type = Memory.getInt(key + ObjectHeader.SHAPE);
            if (type == HeapType.ROPE || type == HeapType.STRING) {
                key = tables.strings().findInterned(tables.strings().flat(key));
                if (key == 0) {
                    return NOT_A_KEY;
                }
                if (shape.kind != Shape.Kind.DICTIONARY) {
                    int slot = shape.find(key);
                    return slot < 0 ? NOT_A_KEY : elements + slot;
                }
            }
        }
        long hash = Memory.getLong(table + HASH);
        long entry = HashPart.find(hash, key);
        return entry == 0 ? NOT_A_KEY : elements + shape.slotCount() + (entry - hash - ENTRIES) / ENTRY_BYTES;
    }

    /** The first entry at this position or later whose value is not nil, or {@link #END}. */
    public static long nextFrom(Tables tables, long table, long position) {
        long elements = elements(table);
        long size = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
        long first = Memory.getLong(table + ARRAY) + ELEMENTS;
        for (; position + 1 < size; position++) {
            if (Memory.getLong(first + 8 * (position + 1)) != Word.NIL) {
                return position;
            }
        }
        if (position < elements) {
            position = elements - 1;
            if (size > 0 && Memory.getLong(first) != Word.NIL) {
                return position;
            }
            position++;
        }
        Shape shape = tables.shape(table);
        int slots = shape.slotCount();
        for (; position < elements + slots; position++) {
            if (slotValue(table, shape, (int) (position - elements)) != Word.NIL) {
                return position;
            }
        }
        long hash = Memory.getLong(table + HASH);
        long end = elements + slots + (hash == 0 ? 0 : HashPart.capacity(hash));
        for (; position < end; position++) {
            long entry = HashPart.entry(hash, (int) (position - elements - slots));
            if (Memory.getLong(entry + ENTRY_VALUE) != Word.NIL) {
                return position;
            }
        }
        return END;
    }

    /** The key at a position that {@link #nextFrom} returned. */
    public static long keyAt(Tables tables, long table, long position) {
        long elements = elements(table);
        if (position < elements) {
            return Word.ofInteger(position == elements - 1 ? 0 : position + 1);
        }
        Shape shape = tables.shape(table);
        if (position < elements + shape.slotCount()) {
            return shape.key((int) (position - elements));
        }
        return Memory.getLong(hashEntry(table, shape, position - elements));
    }

    /** The value at a position that {@link #nextFrom} returned. */
    public static long valueAt(Tables tables, long table, long position) {
        long elements = elements(table);
        if (position < elements) {
            long index = position == elements - 1 ? 0 : position + 1;
            return Memory.getLong(Memory.getLong(table + ARRAY) + ELEMENTS + 8 * index);
        }
        Shape shape = tables.shape(table);
        if (position < elements + shape.slotCount()) {
            return slotValue(table, shape, (int) (position - elements));
        }
        return Memory.getLong(hashEntry(table, shape, position - elements) + ENTRY_VALUE);
    }

    private static long hashEntry(long table, Shape shape, long afterElements) {
        return HashPart.entry(Memory.getLong(table + HASH), (int) (afterElements - shape.slotCount()));
    }

    private static long slotValue(long table, Shape shape, int slot) {
        long word = Memory.getLong(Tables.slotAddress(table, slot));
        return shape.hasCells() ? Memory.getLong(word + FunctionLayout.CELL_VALUE) : word;
    }
}
