package perigee.interp;

import static perigee.layout.TableLayout.*;

import perigee.feedback.Feedback;
import perigee.feedback.FieldFeedback;
import perigee.feedback.IndexFeedback;
import perigee.heap.Heap;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.memory.Memory;
import perigee.object.Shape;
import perigee.object.Shapes;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** Fast paths of the table instructions: results are stored at the address {@code to}; false means the slow path. */
public final class FastTables {
    private FastTables() {
    }

    private static boolean isTable(long word) {
        return Word.isObject(word) && Memory.getInt(word + ObjectHeader.SHAPE) >= HeapType.FIRST_SHAPE;
    }

    private static boolean deliver(long to, long value) {
        Memory.putLong(to, value);
        return true;
    }

    /** {@code object.key} where the feedback knows the object's shape. */
    public static boolean field(FieldAccess fields, long to, long pc, long object) {
        if (!Word.isObject(object)) {
            return false;
        }
        long word = Memory.getLong(pc + Feedback.WORD);
        int shape = Memory.getInt(object + ObjectHeader.SHAPE);
        if (FieldFeedback.shape(word) == shape) {
            int location = FieldFeedback.location(word);
            long value = FieldFeedback.load(object, location);
            return (value != Word.NIL || (location & FieldFeedback.FINAL_NIL) != 0) && deliver(to, value);
        }
        if (FieldFeedback.hasCache(word)) {
            long value = fields.getCached(word, object, shape);
            return value != LuaState.PENDING && deliver(to, value);
        }
        return false;
    }

    /** {@code object.key = value} likewise; also where it adds the field. */
    public static boolean setField(FieldAccess fields, Shapes shapes, Heap heap, long pc, long object, long value) {
        if (!Word.isObject(object)) {
            return false;
        }
        long word = Memory.getLong(pc + Feedback.WORD);
        int shape = Memory.getInt(object + ObjectHeader.SHAPE);
        if (FieldFeedback.shape(word) != shape) {
            return FieldFeedback.hasCache(word) && fields.setCached(word, object, shape, value);
        }
        int location = FieldFeedback.location(word);
        if ((location & FieldFeedback.NOT_SIMPLE) == 0) {
            long address = object + FieldFeedback.offset(location);
            if ((location & FieldFeedback.FINAL_NIL) == 0 && Memory.getLong(address) == Word.NIL) {
                return false;
            }
            Memory.putLong(address, value);
            heap.writeBarrier(object, value);
            return true;
        }
        return (location & FieldFeedback.ADDED) != 0
                && addField(shapes.byId(FieldFeedback.shapeAfter(location)), heap, object, value)
                || fields.setCached(word, object, shape, value);
    }

    private static boolean addField(Shape after, Heap heap, long object, long value) {
        int slot = after.slotCount() - 1;
        if (slot >= after.inlineSlots) {
            return false;
        }
        Memory.putLong(object + INLINE_SLOTS + 8L * slot, value);
        heap.writeBarrier(object, value);
        Memory.putInt(object + ObjectHeader.SHAPE, after.id);
        return true;
    }

    /** {@code object[index]} for an element of the array part, or one that can be nowhere else. */
    public static boolean element(long to, long pc, long object, long index) {
        if (!isTable(object)) {
            return false;
        }
        if (Long.compareUnsigned(index, Memory.getInt(object + ARRAY_SIZE)) < 0) {
            long value = Memory.getLong(Memory.getLong(object + ARRAY) + ELEMENTS + 8 * index);
            if (value != Word.NIL) {
                Feedback.note(pc, Feedback.ELEMENT);
                return deliver(to, value);
            }
        }
        if (Memory.getLong(object + METATABLE) != 0 || Memory.getLong(object + HASH) != 0) {
            return false;
        }
        Feedback.note(pc, Feedback.ABSENT);
        return deliver(to, Word.NIL);
    }

    /** The interned string that equals a word, or 0 when it is no flat string or that is not known at once. */
    private static long interned(Strings strings, long word) {
        return Word.isObject(word) && Memory.getInt(word + ObjectHeader.SHAPE) == HeapType.STRING
                ? strings.knownInterned(word) : 0;
    }

    /** {@code object[key]} for a string that the table has as a key, unless the access is to learn of it. */
    public static boolean stringKey(Strings strings, Tables tables, long to, long pc, long object, long key) {
        long interned = interned(strings, key);
        if (interned == 0 || !isTable(object)) {
            return false;
        }
        Feedback.note(pc, Feedback.STRING_KEY);
        if (IndexFeedback.learns(Memory.getLong(pc + Feedback.WORD))
                && (Memory.getByte(object + ObjectHeader.FLAGS) & IS_DICTIONARY) == 0) {
            return false;
        }
        long value = tables.getString(object, interned);
        return value != Word.NIL && deliver(to, value);
    }

    /** {@code object[key] = value} for a string that a dictionary without metamethods to ask has as a key. */
    public static boolean setStringKey(Strings strings, Tables tables, long pc, long object, long key, long value) {
        long interned = interned(strings, key);
        if (interned == 0 || !isTable(object)) {
            return false;
        }
        Feedback.note(pc, Feedback.STRING_KEY);
        return tables.replaceInDictionary(object, interned, value);
    }

    /** {@code object[index] = value} for an element that is there, or the one after the last. */
    public static boolean setElement(Heap heap, long pc, long object, long index, long value) {
        if (!isTable(object)) {
            return false;
        }
        int size = Memory.getInt(object + ARRAY_SIZE);
        long array = Memory.getLong(object + ARRAY);
        long address = array + ELEMENTS + 8 * index;
        if (Long.compareUnsigned(index, size) < 0) {
            if (Memory.getLong(address) == Word.NIL && Memory.getLong(object + METATABLE) != 0) {
                return false;
            }
            Feedback.note(pc, Feedback.ELEMENT);
            if (value == Word.NIL && index == size - 1) {
                Memory.putInt(object + ARRAY_SIZE, size - 1);
            }
        } else if (index == size && index != 0 && value != Word.NIL && index < Memory.getLong(array + ARRAY_CAPACITY)
                && Memory.getLong(object + METATABLE) == 0 && Memory.getLong(object + HASH) == 0) {
            Memory.putInt(object + ARRAY_SIZE, size + 1);
            Feedback.note(pc, Feedback.APPEND);
        } else {
            return false;
        }
        Memory.putLong(address, value);
        heap.elementBarrier(array, address, value);
        return true;
    }

    /** {@code #object} of a table without metatable whose array part ends in a border, or of a string. */
    public static boolean length(long to, long pc, long object) {
        if (!Word.isObject(object)) {
            return false;
        }
        int shape = Memory.getInt(object + ObjectHeader.SHAPE);
        if (shape >= HeapType.FIRST_SHAPE) {
            if (Memory.getLong(object + METATABLE) != 0) {
                return false;
            }
            int last = Memory.getInt(object + ARRAY_SIZE) - 1;
            if (last > 0 && Memory.getLong(Memory.getLong(object + ARRAY) + ELEMENTS + 8L * last) == Word.NIL) {
                return false;
            }
            Feedback.note(pc, Feedback.TABLES);
            return deliver(to, Word.ofInteger(Math.max(last, 0)));
        }
        if (shape != HeapType.STRING) {
            return false;
        }
        Feedback.note(pc, Feedback.STRINGS);
        return deliver(to, Word.ofInteger(Memory.getInt(object + StringLayout.LENGTH)));
    }

    /** A global whose cell the feedback word holds. */
    public static boolean global(long to, long pc) {
        long cell = Memory.getLong(pc + Feedback.WORD);
        if (cell == 0) {
            return false;
        }
        long value = Memory.getLong(cell + FunctionLayout.CELL_VALUE);
        return value != Word.NIL && deliver(to, value);
    }

    public static boolean setGlobal(Heap heap, long pc, long value) {
        long cell = Memory.getLong(pc + Feedback.WORD);
        if (cell == 0 || (Memory.getByte(cell + ObjectHeader.FLAGS) & FunctionLayout.CELL_MUTABLE) == 0
                || Memory.getLong(cell + FunctionLayout.CELL_VALUE) == Word.NIL) {
            return false;
        }
        Memory.putLong(cell + FunctionLayout.CELL_VALUE, value);
        heap.writeBarrier(cell, value);
        return true;
    }
}
