package perigee.ir;

import java.util.List;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * A little guest memory for graphs that are evaluated: a few tables with fields and elements, and room for new objects.
 * What a call may do to it, {@link #disturb} does.
 */
public final class Arena implements AutoCloseable {
    public static final int TABLES = 4;
    public static final int FIELDS = 3;
    public static final int CAPACITY = 4;
    /** How tables are made, so that they look like those that there are. */
    public static final TableSite SITE = new TableSite(HeapType.FIRST_SHAPE, FIELDS, CAPACITY);
    private static final int TABLE_BYTES = TableLayout.INLINE_SLOTS + 8 * FIELDS;
    private static final int ARRAY_BYTES = TableLayout.ELEMENTS + 8 * CAPACITY;
    private static final int ROOM = 1 << 20;

    private final long start = Memory.reserve(ROOM);
    private long next;

    public Arena() {
        reset();
    }

    /** As it was at first, so that two runs meet the same. */
    public void reset() {
        next = start;
        for (int i = 0; i < TABLES; i++) {
            long table = makeTable(HeapType.FIRST_SHAPE + i % 2, FIELDS, CAPACITY);
            long array = Memory.getLong(table + TableLayout.ARRAY);
            Memory.putInt(table + TableLayout.ARRAY_SIZE, i);
            for (int k = 0; k < FIELDS; k++) {
                Memory.putLong(table + TableLayout.INLINE_SLOTS + 8L * k, Word.ofInteger(10 * i + k));
            }
            for (int k = 0; k < CAPACITY; k++) {
                Memory.putLong(array + TableLayout.ELEMENTS + 8L * k, Word.ofFloat(i + k / 4.0));
            }
        }
    }

    /** Table i. */
    public long table(int i) {
        return start + (long) i * (TABLE_BYTES + ARRAY_BYTES);
    }

    /** An object of nils. */
    public long allocate(int bytes, int shape, int type) {
        long object = next;
        next += bytes;
        contains(object, bytes);
        Memory.clearWords(object, next);
        Memory.putInt(object + ObjectHeader.SHAPE, shape);
        Memory.putByte(object + ObjectHeader.TYPE, (byte) type);
        return object;
    }

    /** A table of nils, and its ARRAY block. */
    public long makeTable(int shape, int fields, int capacity) {
        long table = allocate(TableLayout.INLINE_SLOTS + 8 * fields, shape, HeapType.TABLE);
        long array = allocate(TableLayout.ELEMENTS + 8 * capacity, HeapType.ARRAY, HeapType.ARRAY);
        Memory.putByte(table + ObjectHeader.DETAIL, (byte) fields);
        Memory.putLong(table + TableLayout.ARRAY, array);
        Memory.putInt(table + TableLayout.ARRAY_SIZE, 0);
        Memory.putLong(array + TableLayout.ARRAY_CAPACITY, capacity);
        return table;
    }

    public long makeCell(long value) {
        long cell = allocate(FunctionLayout.CELL_SIZE, HeapType.CELL, HeapType.CELL);
        Memory.putLong(cell + FunctionLayout.CELL_VALUE, value);
        return cell;
    }

    /** A closure of nils. */
    public long makeClosure(long code, int upvalues) {
        long closure = allocate(FunctionLayout.UPVALUES + 8 * upvalues, HeapType.CLOSURE, HeapType.CLOSURE);
        Memory.putLong(closure + FunctionLayout.CODE, code);
        Memory.putInt(closure + FunctionLayout.UPVALUE_COUNT, upvalues);
        return closure;
    }

    /** Whatever is made until this is given to {@link #forget} is forgotten. */
    long mark() {
        return next;
    }

    void forget(long mark) {
        next = mark;
    }

    /** The box of an integer. */
    public long box(long value) {
        long box = allocate(FunctionLayout.BOX_SIZE, HeapType.BOX, HeapType.BOX);
        Memory.putLong(box + FunctionLayout.BOX_VALUE, value);
        return box;
    }

    /** Fails unless the bytes at the address are in the arena. */
    void contains(long address, int bytes) {
        if (address < start || address + bytes > start + ROOM) {
            throw new AssertionError("not in the arena: 0x" + Long.toHexString(address));
        }
    }

    /** Whether the word is a large integer's. */
    public boolean isBox(long word) {
        return Word.isObject(word) && Memory.getByte(word + ObjectHeader.TYPE) == HeapType.BOX;
    }

    /** A value that does not depend on where the arena is. */
    public String text(long word) {
        if (Word.isInteger(word)) {
            return "i" + Word.integer(word);
        } else if (Word.isFloat(word)) {
            return floating(Word.floating(word));
        } else if (!Word.isObject(word)) {
            return "w" + word;
        }
        contains(word, 8);
        if (isBox(word)) {
            return "i" + Memory.getLong(word + FunctionLayout.BOX_VALUE);
        }
        return word < table(TABLES) ? "+" + (word - start) : "new " + Memory.getByte(word + ObjectHeader.TYPE);
    }

    /**
     * The same, with all that is in new objects, and which of them are the same.
     *
     * @param seen new objects that have been shown already, in order
     */
    String text(long word, List<Long> seen) {
        if (!Word.isObject(word) || isBox(word) || word < table(TABLES)) {
            return text(word);
        }
        int known = seen.indexOf(word);
        if (known >= 0) {
            return "@" + known;
        }
        StringBuilder text = new StringBuilder("@" + seen.size() + " " + text(word) + " (");
        seen.add(word);
        switch (Memory.getByte(word + ObjectHeader.TYPE)) {
            case HeapType.CELL -> words(text, word + FunctionLayout.CELL_VALUE, 1, seen);
            case HeapType.CLOSURE -> words(text, word + FunctionLayout.UPVALUES,
                    Memory.getInt(word + FunctionLayout.UPVALUE_COUNT), seen);
            case HeapType.TABLE -> {
                text.append(Memory.getInt(word + ObjectHeader.SHAPE)).append(' ')
                        .append(Memory.getInt(word + TableLayout.ARRAY_SIZE));
                words(text, word + TableLayout.METATABLE, 1, seen);
                words(text, word + TableLayout.INLINE_SLOTS, Memory.getByte(word + ObjectHeader.DETAIL), seen);
                long array = Memory.getLong(word + TableLayout.ARRAY);
                words(text, array + TableLayout.ELEMENTS, (int) Memory.getLong(array + TableLayout.ARRAY_CAPACITY), seen);
            }
            default -> { }
        }
        return text.append(')').toString();
    }

    private void words(StringBuilder text, long start, int count, List<Long> seen) {
        for (int i = 0; i < count; i++) {
            text.append(' ').append(text(Memory.getLong(start + 8L * i), seen));
        }
    }

    /** The sign of a NaN is nobody's business. */
    static String floating(double value) {
        return value != value ? "nan" : "f" + Double.doubleToRawLongBits(value);
    }

    /** All that a program could see of the tables. */
    public int hash() {
        int hash = 0;
        for (int i = 0; i < TABLES; i++) {
            long table = table(i);
            long array = table + TABLE_BYTES;
            hash = 31 * hash + Memory.getInt(table + ObjectHeader.SHAPE);
            hash = 31 * hash + Memory.getInt(table + TableLayout.ARRAY_SIZE);
            for (int k = 0; k < FIELDS; k++) {
                hash = 31 * hash + text(Memory.getLong(table + TableLayout.INLINE_SLOTS + 8L * k)).hashCode();
            }
            for (int k = 0; k < CAPACITY; k++) {
                hash = 31 * hash + text(Memory.getLong(array + TableLayout.ELEMENTS + 8L * k)).hashCode();
            }
        }
        return hash;
    }

    /** Changes something of each kind of those that are given, as bits of {@link Alias}; something else for another seed. */
    public void disturb(int seed, int writes) {
        int next = seed;
        if ((writes & Alias.SHAPE.bit()) != 0 && next % 3 == 0) {
            long shape = table((next >>> 2) % TABLES) + ObjectHeader.SHAPE;
            Memory.putInt(shape, 2 * HeapType.FIRST_SHAPE + 1 - Memory.getInt(shape));
        }
        next = next * 31 + 7 & Integer.MAX_VALUE;
        if ((writes & Alias.FIELD.bit()) != 0) {
            Memory.putLong(table(next % TABLES) + TableLayout.INLINE_SLOTS + 8L * (next / 8 % FIELDS), word(next / 32));
        }
        next = next * 31 + 7 & Integer.MAX_VALUE;
        if ((writes & Alias.ARRAY_SIZE.bit()) != 0) {
            Memory.putInt(table(next % TABLES) + TableLayout.ARRAY_SIZE, next / 8 % (CAPACITY + 1));
        }
        next = next * 31 + 7 & Integer.MAX_VALUE;
        if ((writes & Alias.ELEMENT.bit()) != 0) {
            Memory.putLong(table(next % TABLES) + TABLE_BYTES + TableLayout.ELEMENTS + 8L * (next / 8 % CAPACITY),
                    word(next / 32));
        }
    }

    /** Some value for a seed. */
    public long word(int seed) {
        return switch (Math.floorMod(seed, 7)) {
            case 0 -> Word.NIL;
            case 1 -> Word.TRUE;
            case 2 -> Word.ofFloat(seed % 100 / 8.0);
            case 3 -> table(Math.floorMod(seed / 8, TABLES));
            default -> Word.ofInteger(seed % 1000);
        };
    }

    @Override
    public void close() {
        Memory.release(start);
    }
}
