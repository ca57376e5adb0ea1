package perigee.object;

import static perigee.layout.TableLayout.*;

import perigee.heap.Heap;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.value.Arithmetic;
import perigee.value.Word;

/**
 * Raw access to tables (no metamethods). String keys go to the shape's slots, small non-negative integers to the array
 * part, everything else to the hash part.
 */
public final class Tables {
    /** An array part grows by appending to at most this many elements. */
    private static final long MAX_ARRAY = Integer.MAX_VALUE - 8;

    /** Spreads identities over all 32 bits; odd, so that it has an inverse modulo 2^32. */
    public static final int IDENTITY_STEP = 0x9E3779B9;
    private static final int IDENTITY_STEP_INVERSE = 0x144CBC89;

    private final ConstantCells constantCells = new ConstantCells();
    private final Heap heap;
    private final Strings strings;
    private final Shapes shapes;
    private final long emptyArray;

    public Tables(Heap heap, Strings strings, Shapes shapes) {
        this.heap = heap;
        this.strings = strings;
        this.shapes = shapes;
        emptyArray = newArray(0);
        Memory.putLong(heap.threadBlock() + ThreadLayout.EMPTY_ARRAY, emptyArray);
        Memory.putLong(heap.threadBlock() + ThreadLayout.ROOT_SHAPES, shapes.rootTable());
    }

    /** The ARRAY block that all tables without elements share; a root. */
    public long emptyArray() {
        return emptyArray;
    }

    /** A number that is different for (nearly) every object that asks, for hashing by identity. */
    public int nextIdentity() {
        long place = heap.threadBlock() + ThreadLayout.IDENTITY;
        int identity = Memory.getInt(place) + IDENTITY_STEP;
        Memory.putInt(place, identity);
        return identity;
    }

    /** What tells which of two identities was drawn first, as long as not too many have been: the smaller one was. */
    public static int age(int identity) {
        return identity * IDENTITY_STEP_INVERSE;
    }

    // ---- creation and parts ------------------------------------------------------------------------------------------

    /**
     * A new table.
     *
     * @param inlineSlots   in-object slots (rounded up to a supported number)
     * @param arrayCapacity elements 1 to this one have room from the start
     */
    public long create(int inlineSlots, int arrayCapacity) {
        Shape shape = shapes.root(inlineSlots);
        long array = arrayCapacity == 0 ? emptyArray : newArray(arrayCapacity + 1);
        return create(shape, array);
    }

    /** A new table of an empty record shape with no elements. */
    public long create(Shape shape) {
        return create(shape, emptyArray);
    }

    private long create(Shape shape, long array) {
        long table = heap.allocate(HeapType.TABLE, shape.id, INLINE_SLOTS + 8L * shape.inlineSlots);
        Memory.putByte(table + ObjectHeader.DETAIL, (byte) shape.inlineSlots);
        Memory.putLong(table + ARRAY, array);
        Memory.putInt(table + IDENTITY, nextIdentity());
        return table;
    }

    private long newArray(long capacity) {
        if (capacity > MAX_ARRAY) {
            throw perigee.heap.HeapExhaustedException.INSTANCE;
        }
        long block = heap.allocate(HeapType.ARRAY, HeapType.ARRAY, ELEMENTS + 8 * capacity);
        Memory.putLong(block + ARRAY_CAPACITY, capacity);
        return block;
    }

    public Shape shape(long table) {
        return shapes.byId(Memory.getInt(table + ObjectHeader.SHAPE));
    }

    private static void setShape(long table, Shape shape) {
        Memory.putInt(table + ObjectHeader.SHAPE, shape.id);
    }

    /** The metatable's address, or 0. */
    public static long metatable(long table) {
        return Memory.getLong(table + METATABLE);
    }

    /** Address of a slot's word in the table of a shape that has the slot; with cells, the word is the cell. */
    public static long slotAddress(long table, int slot) {
        int inline = Memory.getUnsignedByte(table + ObjectHeader.DETAIL);
        return slot < inline ? table + INLINE_SLOTS + 8L * slot
                : Memory.getLong(table + SLOTS) + FIRST_SLOT + 8L * (slot - inline);
    }

    private static long slotValue(long table, Shape shape, int slot) {
        long word = Memory.getLong(slotAddress(table, slot));
        return shape.hasCells() ? Memory.getLong(word + FunctionLayout.CELL_VALUE) : word;
    }

    // ---- reading -----------------------------------------------------------------------------------------------------

    /** {@code rawget}; the key may be any word. */
    public long get(long table, long key) {
        if (Word.isInteger(key)) {
            return getInteger(table, Word.integer(key));
        }
        if (Word.isObject(key)) {
            switch (Memory.getInt(key + ObjectHeader.SHAPE)) {
                case HeapType.STRING -> {
                    long interned = strings.findInterned(key);
                    return interned == 0 ? Word.NIL : getString(table, interned);
                }
                case HeapType.ROPE -> {
                    long interned = strings.findInterned(strings.flat(key));
                    return interned == 0 ? Word.NIL : getString(table, interned);
                }
                default -> {
                    return valueOf(HashPart.find(Memory.getLong(table + HASH), key));
                }
            }
        }
        if (Word.isFloat(key)) {
            double value = Word.floating(key);
            if (Arithmetic.hasInteger(value)) {
                return getInteger(table, (long) value);
            }
        }
        return key == Word.NIL ? Word.NIL : valueOf(HashPart.find(Memory.getLong(table + HASH), key));
    }

    /** The value of an integer key. */
    public long getInteger(long table, long key) {
        if (key >= 0 && key < Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE))) {
            return Memory.getLong(Memory.getLong(table + ARRAY) + ELEMENTS + 8 * key);
        }
        long hash = Memory.getLong(table + HASH);
        if (hash == 0) {
            return Word.NIL;
        }
        return valueOf(Word.fits(key) ? HashPart.findInteger(hash, Word.ofInteger(key)) : HashPart.findBoxed(hash, key));
    }

    /** The value of an interned string key. */
    public long getString(long table, long key) {
        assert Strings.isInterned(key);
        Shape shape = shape(table);
        if (shape.kind == Shape.Kind.DICTIONARY) {
            return valueOf(HashPart.findString(Memory.getLong(table + HASH), key));
        }
        int slot = shape.find(key);
        return slot < 0 ? Word.NIL : slotValue(table, shape, slot);
    }

    /**
     * Overwrites the value of an interned string key of a dictionary; false when the table is none, or has no such key, or
     * is a metatable.
     */
    public boolean replaceInDictionary(long table, long key, long value) {
        Shape shape = shape(table);
        if (shape.kind != Shape.Kind.DICTIONARY || shape.isMetatable) {
            return false;
        }
        long hash = Memory.getLong(table + HASH);
        long entry = HashPart.findString(hash, key);
        if (entry == 0 || Memory.getLong(entry + ENTRY_VALUE) == Word.NIL) {
            return false;
        }
        Memory.putLong(entry + ENTRY_VALUE, value);
        heap.elementBarrier(hash, entry, value);
        return true;
    }

    private static long valueOf(long entry) {
        return entry == 0 ? Word.NIL : Memory.getLong(entry + ENTRY_VALUE);
    }

    // ---- writing -----------------------------------------------------------------------------------------------------

    /**
     * {@code rawset}. A write of a metamethod field into a table used as a metatable has its consequences here too.
     *
     * @param key neither nil nor NaN
     */
    public void set(long table, long key, long value) {
        if (Word.isInteger(key)) {
            setInteger(table, Word.integer(key), value);
            return;
        }
        if (Word.isObject(key)) {
            switch (Memory.getInt(key + ObjectHeader.SHAPE)) {
                case HeapType.STRING -> setString(table, strings.intern(key), value, true);
                case HeapType.ROPE -> setString(table, strings.intern(strings.flat(key)), value, true);
                default -> setHashed(table, key, value);
            }
            return;
        }
        if (Word.isFloat(key)) {
            double number = Word.floating(key);
            if (Arithmetic.hasInteger(number)) {
                setInteger(table, (long) number, value);
                return;
            }
        }
        setHashed(table, key, value);
    }

    /** Sets an integer key. */
    public void setInteger(long table, long key, long value) {
        long array = Memory.getLong(table + ARRAY);
        long size = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
        if (key >= 0 && key < size) {
            Memory.putLong(array + ELEMENTS + 8 * key, value);
            heap.elementBarrier(array, array + ELEMENTS + 8 * key, value);
            if (value == Word.NIL && key == size - 1) {
                Memory.putInt(table + ARRAY_SIZE, (int) key);
            }
            return;
        }
        boolean append = key >= 0 && key <= Math.max(size, 1);
        if (value != Word.NIL && (append || key > 0 && key < Memory.getLong(array + ARRAY_CAPACITY))) {
            extend(table, key, value);
            return;
        }
        long word;
        if (Word.fits(key)) {
            word = Word.ofInteger(key);
        } else {
            long entry = HashPart.findBoxed(Memory.getLong(table + HASH), key);
            if (entry != 0) {
                Memory.putLong(entry + ENTRY_VALUE, value);
                heap.elementBarrier(Memory.getLong(table + HASH), entry, value);
                return;
            }
            if (value == Word.NIL) {
                return;
            }
            word = heap.allocate(HeapType.BOX, HeapType.BOX, FunctionLayout.BOX_SIZE);
            Memory.putLong(word + FunctionLayout.BOX_VALUE, key);
        }
        setHashed(table, word, value);
    }

    /** Makes an element at or beyond the array part's size, growing the block when it is an append. */
    private void extend(long table, long key, long value) {
        long array = Memory.getLong(table + ARRAY);
        if (key >= Memory.getLong(array + ARRAY_CAPACITY)) {
            array = growArray(table, Math.max(4, 2 * key));
        }
        // Keys beyond the array part's size may have gone to the hash part while the block was smaller.
        long hash = Memory.getLong(table + HASH);
        if (hash != 0) {
            for (long k = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE)); k <= key; k++) {
                long entry = HashPart.findInteger(hash, Word.ofInteger(k));
                if (entry != 0) {
                    long moved = Memory.getLong(entry + ENTRY_VALUE);
                    Memory.putLong(array + ELEMENTS + 8 * k, moved);
                    heap.elementBarrier(array, array + ELEMENTS + 8 * k, moved);
                    HashPart.bury(entry);
                }
            }
        }
        Memory.putLong(array + ELEMENTS + 8 * key, value);
        heap.elementBarrier(array, array + ELEMENTS + 8 * key, value);
        Memory.putInt(table + ARRAY_SIZE, (int) key + 1);
        if (Memory.getLong(table + HASH) != 0) {
            migrate(table);
        }
    }

    /**
     * Sets elements {@code after + 1} to {@code after + count} of a table whose constructor is still running.
     *
     * @param first address of the first value
     */
    public void fill(long table, long first, long after, int count) {
        long end = after + count;
        if (count > 0 && end < MAX_ARRAY && after <= Math.max(0, Memory.getInt(table + ARRAY_SIZE) - 1L)
                && Memory.getLong(table + HASH) == 0) {
            long array = Memory.getLong(table + ARRAY);
            if (end >= Memory.getLong(array + ARRAY_CAPACITY)) {
                array = growArray(table, Math.max(end + 1, 2 * after));
            }
            long place = array + ELEMENTS + 8 * (after + 1);
            Memory.copy(first, place, 8L * count);
            heap.rangeBarrier(array, place, place + 8L * count);
            Memory.putInt(table + ARRAY_SIZE, (int) Math.max(end + 1, Memory.getInt(table + ARRAY_SIZE)));
            return;
        }
        for (int i = 0; i < count; i++) {
            setInteger(table, after + 1 + i, Memory.getLong(first + 8L * i));
        }
    }

    /**
     * Address of an element, where it and those after it stand in order; 0 unless all of them are in the array part. Good
     * until the table is assigned to. Words may be moved among these places, which {@link #elementsMoved} is to be told of;
     * others are stored by {@link #setInteger}.
     */
    public static long elementAddress(long table, long first, long count) {
        long size = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
        boolean inside = first >= 0 && count >= 0 && first <= size && count <= size - first;
        return inside ? Memory.getLong(table + ARRAY) + ELEMENTS + 8 * first : 0;
    }

    /** Words have been moved among elements that stand in order from an address of {@link #elementAddress}. */
    public void elementsMoved(long table, long address, long count) {
        heap.rangeBarrier(Memory.getLong(table + ARRAY), address, address + 8 * count);
    }

    private long growArray(long table, long capacity) {
        long old = Memory.getLong(table + ARRAY);
        long array = newArray(capacity);
        Memory.copy(old + ELEMENTS, array + ELEMENTS, 8 * Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE)));
        Memory.putLong(table + ARRAY, array);
        heap.writeBarrier(table, array);
        return array;
    }

    /** Takes the keys that follow the array part's last one out of the hash part. */
    private void migrate(long table) {
        long hash = Memory.getLong(table + HASH);
        while (true) {
            long key = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
            long entry = HashPart.findInteger(hash, Word.ofInteger(Math.max(key, 1)));
            if (entry == 0 || Memory.getLong(entry + ENTRY_VALUE) == Word.NIL) {
                return;
            }
            long value = Memory.getLong(entry + ENTRY_VALUE);
            long array = Memory.getLong(table + ARRAY);
            if (key >= Memory.getLong(array + ARRAY_CAPACITY)) {
                array = growArray(table, 2 * key);
            }
            HashPart.bury(entry);
            Memory.putLong(array + ELEMENTS + 8 * key, value);
            heap.elementBarrier(array, array + ELEMENTS + 8 * key, value);
            Memory.putInt(table + ARRAY_SIZE, (int) key + 1);
        }
    }

    /**
     * Sets an interned string key.
     *
     * @param computed whether the key was computed by the program rather than written in its source; decides between
     *                 becoming a dictionary and becoming a module when there are many keys
     */
    public void setString(long table, long key, long value, boolean computed) {
        assert Strings.isInterned(key);
        Shape shape = shape(table);
        if (shape.isMetatable && Strings.eventOf(key) >= 0) {
            metamethodChanges(table, Strings.eventOf(key), value);
            shape = shape(table);
        }
        if (shape.kind == Shape.Kind.DICTIONARY) {
            setHashed(table, key, value);
            return;
        }
        int slot = shape.find(key);
        if (slot >= 0) {
            setSlot(table, shape, slot, value);
        } else if (value != Word.NIL) {
            addString(table, shape, key, value, computed);
        }
    }

    private void setSlot(long table, Shape shape, int slot, long value) {
        long address = slotAddress(table, slot);
        if (shape.hasCells()) {
            setCell(Memory.getLong(address), value);
            return;
        }
        Memory.putLong(address, value);
        heap.writeBarrier(slotHolder(table, slot), value);
    }

    /** The cells that compiled code takes for constants. */
    public ConstantCells constantCells() {
        return constantCells;
    }

    /** Stores into a cell of a module-like table, and notes whether it is still a constant. */
    public void setCell(long cell, long value) {
        if (Memory.getLong(cell + FunctionLayout.CELL_VALUE) != value) {
            Memory.putByte(cell + ObjectHeader.FLAGS, (byte) FunctionLayout.CELL_MUTABLE);
            constantCells.changed(cell);
        }
        Memory.putLong(cell + FunctionLayout.CELL_VALUE, value);
        heap.writeBarrier(cell, value);
    }

    private static long slotHolder(long table, int slot) {
        return slot < Memory.getUnsignedByte(table + ObjectHeader.DETAIL) ? table : Memory.getLong(table + SLOTS);
    }

    private void addString(long table, Shape shape, long key, long value, boolean computed) {
        if (shape.kind == Shape.Kind.RECORD) {
            Shape next = shapes.withKey(shape, key, computed);
            if (next != null) {
                addField(table, next, value);
                return;
            }
            if (computed) {
                becomeDictionary(table, shape);
                setHashed(table, key, value);
                return;
            }
            shape = becomeModule(table);
        }
        ensureSlot(table, shape.slotCount());
        long cell = newCell(value);
        int slot = shapes.addCellKey(shape, key);
        Memory.putLong(slotAddress(table, slot), cell);
        heap.writeBarrier(slotHolder(table, slot), cell);
    }

    /** Adds the field that a record shape has and the table's shape, its parent, has not. */
    public void addField(long table, Shape next, long value) {
        int slot = next.slotCount() - 1;
        ensureSlot(table, slot);
        Memory.putLong(slotAddress(table, slot), value);
        heap.writeBarrier(slotHolder(table, slot), value);
        setShape(table, next);
    }

    /** A cell that never moves: caches keep its address. */
    private long newCell(long value) {
        long cell = heap.allocateOld(HeapType.CELL, HeapType.CELL, FunctionLayout.CELL_SIZE);
        Memory.putLong(cell + FunctionLayout.CELL_VALUE, value);
        return cell;
    }

    private void ensureSlot(long table, int slot) {
        int outside = slot - Memory.getUnsignedByte(table + ObjectHeader.DETAIL);
        if (outside < 0) {
            return;
        }
        long slots = Memory.getLong(table + SLOTS);
        long capacity = slots == 0 ? 0 : Memory.getLong(slots + SLOTS_CAPACITY);
        if (outside < capacity) {
            return;
        }
        long larger = Math.max(4, 2 * capacity);
        long block = heap.allocate(HeapType.SLOTS, HeapType.SLOTS, FIRST_SLOT + 8 * larger);
        Memory.putLong(block + SLOTS_CAPACITY, larger);
        if (slots != 0) {
            Memory.copy(slots + FIRST_SLOT, block + FIRST_SLOT, 8 * capacity);
        }
        Memory.putLong(table + SLOTS, block);
        heap.writeBarrier(table, block);
    }

    private void becomeDictionary(long table, Shape shape) {
        int count = shape.slotCount();
        long old = Memory.getLong(table + HASH);
        long hash = HashPart.allocate(heap, HashPart.liveCount(old) + 2 * count);
        HashPart.copyLive(old, hash);
        for (int slot = 0; slot < count; slot++) {
            long value = Memory.getLong(slotAddress(table, slot));
            if (value != Word.NIL) {
                HashPart.insert(hash, shape.key(slot), value);
            }
            Memory.putLong(slotAddress(table, slot), Word.NIL);
        }
        Memory.putLong(table + HASH, hash);
        heap.writeBarrier(table, hash);
        Memory.putLong(table + SLOTS, 0);
        setShape(table, shapes.dictionary(shape));
        Memory.putByte(table + ObjectHeader.FLAGS, (byte) (Memory.getByte(table + ObjectHeader.FLAGS) | IS_DICTIONARY));
    }

    /**
     * Gives the table a shape of its own with a cell for each string key: for globals, modules, classes, whatever caches
     * and compiled code want to rely on. Does nothing to a table that has one.
     */
    public Shape becomeModule(long table) {
        Shape shape = shape(table);
        if (shape.hasCells()) {
            return shape;
        }
        if (shape.kind == Shape.Kind.DICTIONARY) {
            return dictionaryToModule(table, shape);
        }
        int count = shape.slotCount();
        long[] cells = new long[count];
        for (int slot = 0; slot < count; slot++) {
            cells[slot] = newCell(Memory.getLong(slotAddress(table, slot)));
        }
        Shape unique = shapes.cells(shape);
        for (int slot = 0; slot < count; slot++) {
            Memory.putLong(slotAddress(table, slot), cells[slot]);
            heap.writeBarrier(slotHolder(table, slot), cells[slot]);
        }
        setShape(table, unique);
        return unique;
    }

    private Shape dictionaryToModule(long table, Shape shape) {
        int inline = Memory.getUnsignedByte(table + ObjectHeader.DETAIL);
        Shape empty = shapes.withBehaviour(shapes.root(inline), shape.behaviour);
        if (shape.isMetatable) {
            empty = shapes.asMetatable(empty);
        }
        Shape unique = shapes.cells(empty);
        long hash = Memory.getLong(table + HASH);
        int count = 0;
        for (int i = 0; i < HashPart.capacity(hash); i++) {
            long entry = HashPart.entry(hash, i);
            long key = Memory.getLong(entry);
            long value = Memory.getLong(entry + ENTRY_VALUE);
            if (value != Word.NIL && Word.isObject(key) && Memory.getInt(key + ObjectHeader.SHAPE) == HeapType.STRING) {
                ensureSlot(table, count);
                long cell = newCell(value);
                int slot = shapes.addCellKey(unique, key);
                Memory.putLong(slotAddress(table, slot), cell);
                heap.writeBarrier(slotHolder(table, slot), cell);
                Memory.putLong(entry + ENTRY_VALUE, Word.NIL);
                count++;
            }
        }
        setShape(table, unique);
        Memory.putByte(table + ObjectHeader.FLAGS, (byte) (Memory.getByte(table + ObjectHeader.FLAGS) & ~IS_DICTIONARY));
        return unique;
    }

    private void setHashed(long table, long key, long value) {
        long hash = Memory.getLong(table + HASH);
        long entry = HashPart.find(hash, key);
        if (entry != 0) {
            Memory.putLong(entry + ENTRY_VALUE, value);
            heap.elementBarrier(hash, entry, value);
            return;
        }
        if (value == Word.NIL) {
            return;
        }
        if (!HashPart.hasRoom(hash)) {
            rehash(table, key);
            if (Word.isInteger(key)) {
                long index = Word.integer(key);
                long array = Memory.getLong(table + ARRAY);
                if (index > 0 && index < Memory.getLong(array + ARRAY_CAPACITY)) {
                    setInteger(table, index, value);
                    return;
                }
            }
            hash = Memory.getLong(table + HASH);
        }
        entry = HashPart.insert(hash, key, value);
        heap.elementBarrier(hash, entry, key);
        heap.elementBarrier(hash, entry + ENTRY_VALUE, value);
    }

    /**
     * Rebuilds the hash part with room for one more key. When more than half of the integers up to some power of two
     * would be present, they move to the array part (the reference's rule).
     */
    private void rehash(long table, long extraKey) {
        long hash = Memory.getLong(table + HASH);
        long wantedArray = Word.isInteger(extraKey) ? arrayCandidate(table, extraKey) : 0;
        if (wantedArray > Memory.getLong(Memory.getLong(table + ARRAY) + ARRAY_CAPACITY)) {
            growArray(table, wantedArray);
            moveToArray(table, hash, wantedArray);
        }
        int live = HashPart.liveCount(hash);
        long block = HashPart.allocate(heap, live + 1 + live / 2);
        HashPart.copyLive(hash, block);
        Memory.putLong(table + HASH, block);
        heap.writeBarrier(table, block);
        migrate(table);
    }

    /** The best array capacity for the integer keys of the table and one more, or 0. */
    private static long arrayCandidate(long table, long extraKey) {
        int[] byLog = new int[32];
        int arraySize = Memory.getInt(table + ARRAY_SIZE);
        long array = Memory.getLong(table + ARRAY);
        for (int i = 1; i < arraySize; i++) {
            if (Memory.getLong(array + ELEMENTS + 8L * i) != Word.NIL) {
                byLog[31 - Integer.numberOfLeadingZeros(i)]++;
            }
        }
        long hash = Memory.getLong(table + HASH);
        for (int i = 0, n = hash == 0 ? 0 : HashPart.capacity(hash); i < n; i++) {
            long entry = HashPart.entry(hash, i);
            if (Memory.getLong(entry + ENTRY_VALUE) != Word.NIL) {
                count(byLog, Memory.getLong(entry));
            }
        }
        count(byLog, extraKey);
        long best = 0;
        int total = 0;
        for (int log = 0; log < 30; log++) {
            total += byLog[log];
            long capacity = 2L << log;
            if (total > capacity / 2 && byLog[log] > 0) {
                best = capacity;
            }
        }
        return best;
    }

    private static void count(int[] byLog, long key) {
        if (Word.isInteger(key)) {
            long k = Word.integer(key);
            if (k > 0 && k < 1 << 30) {
                byLog[31 - Integer.numberOfLeadingZeros((int) k)]++;
            }
        }
    }

    private void moveToArray(long table, long hash, long capacity) {
        long array = Memory.getLong(table + ARRAY);
        long size = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
        for (int i = 0, n = hash == 0 ? 0 : HashPart.capacity(hash); i < n; i++) {
            long entry = HashPart.entry(hash, i);
            long key = Memory.getLong(entry);
            long value = Memory.getLong(entry + ENTRY_VALUE);
            if (value != Word.NIL && Word.isInteger(key) && Word.integer(key) > 0 && Word.integer(key) < capacity) {
                long place = array + ELEMENTS + 8 * Word.integer(key);
                Memory.putLong(place, value);
                heap.elementBarrier(array, place, value);
                HashPart.bury(entry);
                size = Math.max(size, Word.integer(key) + 1);
            }
        }
        Memory.putInt(table + ARRAY_SIZE, (int) size);
    }

    // ---- length ------------------------------------------------------------------------------------------------------

    /** A border of the table (manual 3.4.7), without metamethods. */
    public static long length(long table) {
        int last = Memory.getInt(table + ARRAY_SIZE) - 1;
        if (last <= 0) {
            return 0;
        }
        long elements = Memory.getLong(table + ARRAY) + ELEMENTS;
        if (Memory.getLong(elements + 8L * last) != Word.NIL) {
            return last;
        }
        int present = 0;
        int absent = last;
        while (absent - present > 1) {
            int middle = present + absent >>> 1;
            if (Memory.getLong(elements + 8L * middle) == Word.NIL) {
                absent = middle;
            } else {
                present = middle;
            }
        }
        return present;
    }

    /** Whether the table has no entry at all. */
    public boolean isEmpty(long table) {
        return TableIteration.firstPosition(this, table) < 0;
    }

    // ---- metatables --------------------------------------------------------------------------------------------------

    /** Gives the table a metatable, or takes it away (0). The checks of {@code setmetatable} are the caller's. */
    public void setMetatable(long table, long metatable) {
        Behaviour behaviour = metatable == 0 ? shapes.none() : behaviourOf(metatable);
        Shape shape = shape(table);
        if (shape.hasCells()) {
            shape.invalidateAbsence();
        }
        setShape(table, shapes.withBehaviour(shape, behaviour));
        Memory.putLong(table + METATABLE, metatable);
        heap.writeBarrier(table, metatable);
    }

    /**
     * The shape that a record without metatable gets with this one, if that is always so as long as nothing is retired; null
     * if not: finalizers are to be registered, or nothing is promised.
     */
    public Shape shapeWithMetatable(long table, long metatable) {
        Shape shape = shape(table);
        if (shape.kind != Shape.Kind.RECORD || getString(metatable, strings.eventName(Event.GC.ordinal())) != Word.NIL) {
            return null;
        }
        Behaviour behaviour = behaviourOf(metatable);
        return behaviour.isPrecise() ? shapes.withBehaviour(shape, behaviour) : null;
    }

    /** The behaviour of tables with this metatable; marks it as one. */
    public Behaviour behaviourOf(long metatable) {
        Shape shape = shape(metatable);
        if (!shape.isMetatable) {
            shape = shapes.asMetatable(shape);
            setShape(metatable, shape);
        }
        long[] words = new long[Event.BEHAVIOUR_COUNT];
        if (shape.kind == Shape.Kind.DICTIONARY) {
            for (int event = 0; event < words.length; event++) {
                words[event] = getString(metatable, strings.eventName(event));
            }
        } else {
            for (int slot = 0; slot < shape.slotCount(); slot++) {
                int event = Strings.eventOf(shape.key(slot));
                if (event >= 0 && event < words.length) {
                    words[event] = slotValue(metatable, shape, slot);
                }
            }
        }
        return shapes.behaviour(shape, words);
    }

    /** A metamethod field of a table in use as a metatable is about to change: who relies on it stops doing so. */
    private void metamethodChanges(long metatable, int event, long value) {
        boolean matters = event < Event.BEHAVIOUR_COUNT || event == Event.GC.ordinal();
        if (!matters || getString(metatable, strings.eventName(event)) == value) {
            return;
        }
        Behaviour behaviour = behaviourOf(metatable);
        if (behaviour.isPrecise()) {
            shapes.retire(behaviour);
        }
    }

    /**
     * Makes sure that the table's shape says what its metatable does now: to be called before a cache takes the shape
     * down. Returns the shape.
     */
    public Shape refreshedShape(long table) {
        Shape shape = shape(table);
        long metatable = metatable(table);
        if (metatable != 0 && !shape.behaviour.isPrecise()) {
            Behaviour behaviour = behaviourOf(metatable);
            if (behaviour != shape.behaviour) {
                shape = shapes.withBehaviour(shape, behaviour);
                setShape(table, shape);
            }
        }
        return shape;
    }

    /** The raw value of a metamethod field of a table's metatable, or nil. */
    public long metamethod(long table, Event event) {
        long metatable = metatable(table);
        return metatable == 0 ? Word.NIL : getString(metatable, strings.eventName(event.ordinal()));
    }

    public Shape shapeById(int id) {
        return shapes.byId(id);
    }

    Strings strings() {
        return strings;
    }
}
