package perigee.object;

import static perigee.layout.TableLayout.*;

import java.util.ArrayList;
import java.util.List;
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
    /** Spreads identities over all 32 bits; odd, so that it has an inverse modulo 2^32. */
    public static final int IDENTITY_STEP = 0x9E3779B9;
    /** What a key that has no hash of its own is multiplied by, and how far the upper bits come down: machine code does it too. */
    public static final long KEY_FACTOR = 0x9E3779B97F4A7C15L;
    public static final int KEY_SHIFT = 32;

    private static final int IDENTITY_STEP_INVERSE = 0x144CBC89;

    private final Heap heap;
    private final Strings strings;
    private final Shapes shapes;
    private final Elements elements;
    private final Fields fields;
    private final long emptyArray;

    public Tables(Heap heap, Strings strings, Shapes shapes) {
        this.heap = heap;
        this.strings = strings;
        this.shapes = shapes;
        elements = new Elements(heap);
        fields = new Fields(heap, shapes, this, elements);
        emptyArray = elements.newArray(0);
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
        long array = arrayCapacity == 0 ? emptyArray : elements.newArray(arrayCapacity + 1);
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

    public Shape shape(long table) {
        return shapes.byId(Memory.getInt(table + ObjectHeader.SHAPE));
    }

    static void setShape(long table, Shape shape) {
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
        if (shape.kind != Shape.Kind.DICTIONARY || shape.isMetatable()) {
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
                default -> elements.setHashed(table, key, value);
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
        elements.setHashed(table, key, value);
    }

    /** Sets an integer key. */
    public void setInteger(long table, long key, long value) {
        elements.setInteger(table, key, value);
    }

    /**
     * Sets elements {@code after + 1} to {@code after + count} of a table whose constructor is still running.
     *
     * @param first address of the first value
     */
    public void fill(long table, long first, long after, int count) {
        elements.fill(table, first, after, count);
    }

    /**
     * Sets an interned string key.
     *
     * @param computed whether the key was computed by the program rather than written in its source; decides between
     *                 becoming a dictionary and becoming a module when there are many keys
     */
    public void setString(long table, long key, long value, boolean computed) {
        fields.setString(table, key, value, computed);
    }

    /** The cells that compiled code takes for constants. */
    public ConstantCells constantCells() {
        return fields.constantCells();
    }

    /** Stores into a cell of a module-like table, and notes whether it is still a constant. */
    public void setCell(long cell, long value) {
        fields.setCell(cell, value);
    }

    /** Adds the field that a record shape has and the table's shape, its parent, has not. */
    public void addField(long table, Shape next, long value) {
        fields.addField(table, next, value);
    }

    /**
     * Gives the table a shape of its own with a cell for each string key: for globals, modules, classes, whatever caches
     * and compiled code want to rely on. Does nothing to a table that has one.
     */
    public Shape becomeModule(long table) {
        return fields.becomeModule(table);
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
        // Of several borders the one that the reference finds; lists whose last value is nil are common.
        if (Memory.getLong(elements + 8L * (last - 1)) != Word.NIL && last > 1) {
            return last - 1;
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
     * if not: finalizers are to be registered, or may be with a metatable that looks alike. Unless the shape's behaviour is
     * precise, that is so for all metatables that are records of this one's shape.
     */
    public Shape shapeWithMetatable(long table, long metatable) {
        Shape shape = shape(table);
        long finalizer = strings.eventName(Event.GC.ordinal());
        if (shape.kind != Shape.Kind.RECORD || getString(metatable, finalizer) != Word.NIL) {
            return null;
        }
        Behaviour behaviour = behaviourOf(metatable);
        Shape of = shape(metatable);
        boolean isByShape = (behaviour.isByPlace() || of.kind == Shape.Kind.RECORD) && of.find(finalizer) < 0;
        return behaviour.isPrecise() || isByShape ? shapes.withBehaviour(shape, behaviour) : null;
    }

    /** The behaviour of tables with this metatable; marks it as one. */
    public Behaviour behaviourOf(long metatable) {
        Shape shape = shape(metatable);
        boolean isNew = !shape.isMetatable();
        if (isNew) {
            shape = shapes.inRole(shape, Shape.Role.METATABLE);
            setShape(metatable, shape);
        }
        boolean isAlike = shape.role == Shape.Role.ONE_OF_MANY && shape.kind != Shape.Kind.DICTIONARY
                || shapes.behavioursFound(shape).areAlike;
        Behaviour behaviour = isAlike ? shapes.behaviours().byPlace(shape)
                : shapes.behaviours().find(shape, shapes.behavioursFound(shape), metamethods(metatable, shape));
        if (behaviour.isByPlace()) {
            setShape(metatable, shapes.inRole(shape, Shape.Role.ONE_OF_MANY));
        } else if (isNew) {
            behaviour.addMetatable();
        }
        return behaviour;
    }

    /** Whether tables rely on where the metamethods in a record are, it being one of many metatables. */
    public boolean isOneOfMany(long table) {
        return shape(table).role == Shape.Role.ONE_OF_MANY && shape(table).kind == Shape.Kind.RECORD;
    }

    /** Has a table known by the places of its metamethods; false if its metatable is a dictionary. */
    public boolean tellByPlace(long table) {
        long metatable = metatable(table);
        Shape shape = metatable == 0 ? null : shape(metatable);
        if (shape == null || shape.kind == Shape.Kind.DICTIONARY) {
            return false;
        }
        shapes.behaviours().takeAsAlike(shapes.behavioursFound(shape));
        shapes.behaviours().retire(metamethods(metatable, shape));
        return refreshedShape(table).behaviour.isByPlace();
    }

    private long[] metamethods(long metatable, Shape shape) {
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
        return words;
    }

    /** What a metatable has for the events that make up a behaviour, in the order of its fields; it is a record. */
    public List<Metamethod> metamethodsOf(long metatable) {
        Shape shape = shape(metatable);
        List<Metamethod> found = new ArrayList<>(2);
        for (int slot = 0; slot < shape.slotCount(); slot++) {
            int event = Strings.eventOf(shape.key(slot));
            if (event >= 0 && event < Event.BEHAVIOUR_COUNT) {
                found.add(new Metamethod(shape.location(slot), slotValue(metatable, shape, slot)));
            }
        }
        return found;
    }

    /** A metamethod field of a table in use as a metatable is about to change: who relies on it stops doing so. */
    void metamethodChanges(long metatable, int event, long value) {
        boolean matters = event < Event.BEHAVIOUR_COUNT || event == Event.GC.ordinal();
        long key = strings.eventName(event);
        if (!matters || getString(metatable, key) == value) {
            return;
        }
        Shape shape = shape(metatable);
        shapes.behaviours().retire(metamethods(metatable, shape));
        if (shape.role != Shape.Role.ONE_OF_MANY) {
            return;
        }
        if (event == Event.GC.ordinal()) {
            shapes.behaviours().tell();
        } else if (shape.find(key) < 0) {
            shapes.behaviours().retirePlaces(shape);
        }
    }

    /** A metatable, one of many, will have its fields elsewhere. */
    void placesChange(Shape shape) {
        if (shape.role == Shape.Role.ONE_OF_MANY) {
            shapes.behaviours().retirePlaces(shape);
        }
    }

    /**
     * Makes sure that the table's shape says what its metatable does now: to be called before a cache takes the shape
     * down. Returns the shape.
     */
    public Shape refreshedShape(long table) {
        Shape shape = shape(table);
        long metatable = metatable(table);
        if (metatable != 0 && !shape.behaviour.isKnown()) {
            Behaviour behaviour = behaviourOf(metatable);
            // If the table is its own metatable, it may be in another role by now.
            shape = shapes.withBehaviour(shape(table), behaviour);
            setShape(table, shape);
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
