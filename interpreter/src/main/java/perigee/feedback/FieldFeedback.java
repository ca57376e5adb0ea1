package perigee.feedback;

import static perigee.layout.TableLayout.*;

import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.memory.Memory;
import perigee.object.Shape;
import perigee.object.Tables;
import perigee.value.Word;

/**
 * The feedback word of a field access.
 *
 * <pre>
 *   0                              nothing seen
 *   | location:32 | shape:32 |     one shape, whose own field it is
 *   | cache:32    | 32       |     number of a {@link FieldCache}: several shapes, or fields found along __index; empty: what
 *                                was seen is nothing that a cache can know
 *   | cache:32    | 33       |     megamorphic: more shapes than the cache has
 * </pre>
 *
 * A location says where a field of a table of known shape is:
 *
 * <pre>
 *   bit 31   in the SLOTS block, not in the object
 *   bit 30   the slot holds a cell
 *   bit 29   (stores) the field is added; bits 0 to 25 are the number of the shape afterwards
 *   bit 28   a nil found there is the result: no __index to ask, or no __newindex
 *   bit 27   the field is absent, and a function written in Lua serves it: the behaviour's __index, or __newindex
 *   bit 26   (stores) nothing is to be done if the value is the one that is there; any other is for the slow path
 *   0 to 25  offset from the table or block; 0: the field is absent
 * </pre>
 */
public final class FieldFeedback {
    private static final int POLYMORPHIC = 32;
    private static final int MEGAMORPHIC = 33;

    public static final int OUTSIDE = Shape.OUTSIDE;
    public static final int CELL = Shape.CELL;
    public static final int ADDED = 1 << 29;
    public static final int FINAL_NIL = 1 << 28;
    public static final int FUNCTION = 1 << 27;
    public static final int UNCHANGED = 1 << 26;
    private static final int OFFSET_MASK = UNCHANGED - 1;
    /** Any of these makes the access something else than one load or store in the object. */
    public static final int NOT_SIMPLE = OUTSIDE | CELL | ADDED | FUNCTION | UNCHANGED;

    private FieldFeedback() {
    }

    public static long monomorphic(int shape, int location) {
        assert shape >= HeapType.FIRST_SHAPE;
        return (long) location << 32 | shape;
    }

    public static long polymorphic(int cache) {
        return (long) cache << 32 | POLYMORPHIC;
    }

    /** The same, when there is one more shape than the cache has room for. */
    public static long megamorphic(int cache) {
        return (long) cache << 32 | MEGAMORPHIC;
    }

    /** Whether a cache knows shapes, all that were seen or some. */
    public static boolean hasCache(long word) {
        return (shape(word) & ~1) == POLYMORPHIC;
    }

    /** Number of that cache. */
    public static int cache(long word) {
        return location(word);
    }

    /** Whether more shapes were seen than are known. */
    public static boolean isMegamorphic(long word) {
        return shape(word) == MEGAMORPHIC;
    }

    public static int shape(long word) {
        return (int) word;
    }

    public static int location(long word) {
        return (int) (word >>> 32);
    }

    public static int offset(int location) {
        return location & OFFSET_MASK;
    }

    /** Address of the word that holds the field's value. Not for {@link #ADDED}, not for offset 0. */
    public static long address(long table, int location) {
        long address = (location & OUTSIDE) == 0 ? table + offset(location)
                : Memory.getLong(table + SLOTS) + offset(location);
        return (location & CELL) == 0 ? address : Memory.getLong(address) + FunctionLayout.CELL_VALUE;
    }

    /** Loads the field; nil when it is absent, also if a function serves it. */
    public static long load(long table, int location) {
        return offset(location) == 0 ? Word.NIL : Memory.getLong(address(table, location));
    }

    /** The new shape's number in a location with {@link #ADDED}. */
    public static int shapeAfter(int location) {
        return location & OFFSET_MASK;
    }

    /**
     * Stores into the field; false when the store has to take the slow path (a cell that is still a constant, a
     * field whose {@code __newindex} is to be asked, or is a function).
     */
    public static boolean store(Tables tables, perigee.heap.Heap heap, long table, int location, long value) {
        if ((location & ADDED) != 0) {
            tables.addField(table, tables.shapeById(shapeAfter(location)), value);
            return true;
        }
        if ((location & FUNCTION) != 0) {
            return false;
        }
        if ((location & UNCHANGED) != 0) {
            return load(table, location) == value;
        }
        long address = address(table, location);
        if ((location & FINAL_NIL) == 0 && Memory.getLong(address) == Word.NIL) {
            return false;
        }
        if ((location & CELL) != 0) {
            long cell = address - FunctionLayout.CELL_VALUE;
            if ((Memory.getByte(cell + perigee.layout.ObjectHeader.FLAGS) & FunctionLayout.CELL_MUTABLE) == 0) {
                return false;
            }
            Memory.putLong(address, value);
            heap.writeBarrier(cell, value);
            return true;
        }
        Memory.putLong(address, value);
        heap.writeBarrier((location & OUTSIDE) == 0 ? table : Memory.getLong(table + SLOTS), value);
        return true;
    }
}
