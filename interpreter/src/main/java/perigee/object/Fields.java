package perigee.object;

import static perigee.layout.TableLayout.*;

import perigee.heap.Heap;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Stores of string keys, for {@link Tables}: into the slots of a record or the cells of a module, which both may get more
 * of, or into the hash part of a dictionary, which a record may become.
 */
final class Fields {
    private final ConstantCells constantCells = new ConstantCells();
    private final Heap heap;
    private final Shapes shapes;
    private final Tables tables;
    private final Elements elements;

    Fields(Heap heap, Shapes shapes, Tables tables, Elements elements) {
        this.heap = heap;
        this.shapes = shapes;
        this.tables = tables;
        this.elements = elements;
    }

    /**
     * Sets an interned string key.
     *
     * @param computed whether the key was computed by the program rather than written in its source; decides between
     *                 becoming a dictionary and becoming a module when there are many keys
     */
    void setString(long table, long key, long value, boolean computed) {
        assert Strings.isInterned(key);
        Shape shape = tables.shape(table);
        if (shape.isMetatable() && Strings.eventOf(key) >= 0) {
            tables.metamethodChanges(table, Strings.eventOf(key), value);
            shape = tables.shape(table);
        }
        if (shape.kind == Shape.Kind.DICTIONARY) {
            elements.setHashed(table, key, value);
            return;
        }
        int slot = shape.find(key);
        if (slot >= 0) {
            setSlot(table, shape, slot, value);
        } else if (value != Word.NIL) {
            addString(table, shape, key, value, computed);
        }
    }

    ConstantCells constantCells() {
        return constantCells;
    }

    private void setSlot(long table, Shape shape, int slot, long value) {
        long address = Tables.slotAddress(table, slot);
        if (shape.hasCells()) {
            setCell(Memory.getLong(address), value);
            return;
        }
        Memory.putLong(address, value);
        heap.writeBarrier(slotHolder(table, slot), value);
    }

    /** Stores into a cell of a module-like table, and notes whether it is still a constant. */
    void setCell(long cell, long value) {
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
                elements.setHashed(table, key, value);
                return;
            }
            shape = becomeModule(table);
        }
        ensureSlot(table, shape.slotCount());
        long cell = newCell(value);
        int slot = shapes.addCellKey(shape, key);
        Memory.putLong(Tables.slotAddress(table, slot), cell);
        heap.writeBarrier(slotHolder(table, slot), cell);
    }

    /** Adds the field that a record shape has and the table's shape, its parent, has not. */
    void addField(long table, Shape next, long value) {
        int slot = next.slotCount() - 1;
        ensureSlot(table, slot);
        Memory.putLong(Tables.slotAddress(table, slot), value);
        heap.writeBarrier(slotHolder(table, slot), value);
        Tables.setShape(table, next);
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
        tables.placesChange(shape);
        int count = shape.slotCount();
        long old = Memory.getLong(table + HASH);
        long hash = HashPart.allocate(heap, HashPart.liveCount(old) + 2 * count);
        HashPart.copyLive(heap, old, hash);
        for (int slot = 0; slot < count; slot++) {
            long value = Memory.getLong(Tables.slotAddress(table, slot));
            if (value != Word.NIL) {
                HashPart.insert(hash, shape.key(slot), value);
            }
            Memory.putLong(Tables.slotAddress(table, slot), Word.NIL);
        }
        Memory.putLong(table + HASH, hash);
        heap.writeBarrier(table, hash);
        Memory.putLong(table + SLOTS, 0);
        Tables.setShape(table, shapes.dictionary(shape));
        Memory.putByte(table + ObjectHeader.FLAGS, (byte) (Memory.getByte(table + ObjectHeader.FLAGS) | IS_DICTIONARY));
    }

    /**
     * Gives the table a shape of its own with a cell for each string key: for globals, modules, classes, whatever caches
     * and compiled code want to rely on. Does nothing to a table that has one.
     */
    Shape becomeModule(long table) {
        Shape shape = tables.shape(table);
        if (shape.hasCells()) {
            return shape;
        }
        if (shape.kind == Shape.Kind.DICTIONARY) {
            return dictionaryToModule(table, shape);
        }
        tables.placesChange(shape);
        int count = shape.slotCount();
        long[] cells = new long[count];
        for (int slot = 0; slot < count; slot++) {
            cells[slot] = newCell(Memory.getLong(Tables.slotAddress(table, slot)));
        }
        Shape unique = shapes.cells(shape);
        for (int slot = 0; slot < count; slot++) {
            Memory.putLong(Tables.slotAddress(table, slot), cells[slot]);
            heap.writeBarrier(slotHolder(table, slot), cells[slot]);
        }
        Tables.setShape(table, unique);
        return unique;
    }

    private Shape dictionaryToModule(long table, Shape shape) {
        int inline = Memory.getUnsignedByte(table + ObjectHeader.DETAIL);
        Shape empty = shapes.withBehaviour(shapes.root(inline), shape.behaviour);
        empty = shapes.inRole(empty, shape.role);
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
                Memory.putLong(Tables.slotAddress(table, slot), cell);
                heap.writeBarrier(slotHolder(table, slot), cell);
                Memory.putLong(entry + ENTRY_VALUE, Word.NIL);
                count++;
            }
        }
        Tables.setShape(table, unique);
        Memory.putByte(table + ObjectHeader.FLAGS, (byte) (Memory.getByte(table + ObjectHeader.FLAGS) & ~IS_DICTIONARY));
        return unique;
    }
}
