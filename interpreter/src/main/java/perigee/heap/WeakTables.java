package perigee.heap;

import static perigee.layout.TableLayout.*;

import java.util.List;
import java.util.function.LongConsumer;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Tables with weak references (manual 2.5.4), found while marking.
 *
 * <p>A table with weak values marks its keys, one with weak keys is an ephemeron (a value is marked when its key is), one
 * with both marks nothing. Strings count as values, not as objects: they are never removed from weak tables, so they are
 * marked wherever they stand.
 */
final class WeakTables {
    private static final int WEAK = WEAK_KEYS | WEAK_VALUES;

    private final Marker marker;
    private final WorkStack weakValues = new WorkStack();
    private final WorkStack ephemerons = new WorkStack();
    private final WorkStack allWeak = new WorkStack();
    private long cleared;

    WeakTables(Marker marker) {
        this.marker = marker;
    }

    /**
     * A table was found to be weak, for the first time or once more: what is strong in it is marked. Its blocks are not,
     * before the end; so stores into them go unnoticed, and blocks that it drops meanwhile are garbage.
     */
    void add(long table, int weakness) {
        markStrongParts(table, weakness);
        byte flags = Memory.getByte(table + ObjectHeader.FLAGS);
        if ((flags & WEAK) == weakness) {
            return;
        }
        Memory.putByte(table + ObjectHeader.FLAGS, (byte) (flags & ~WEAK | weakness));
        switch (weakness) {
            case CollectorHost.WEAK_VALUES -> weakValues.push(table);
            case CollectorHost.WEAK_KEYS -> ephemerons.push(table);
            default -> allWeak.push(table);
        }
    }

    /** Marks the blocks of all tables: they have been cleared. */
    void markBlocks() {
        forEach(table -> {
            marker.markOnly(Memory.getLong(table + ARRAY));
            marker.markOnly(Memory.getLong(table + SLOTS));
            marker.markOnly(Memory.getLong(table + HASH));
            forEachCell(table, marker::markOnly);
        });
    }

    /** How many entries have been cleared in this cycle. */
    long cleared() {
        return cleared;
    }

    /** The cycle is over, or given up. */
    void end() {
        cleared = 0;
        forEach(table -> {
            byte flags = Memory.getByte(table + ObjectHeader.FLAGS);
            Memory.putByte(table + ObjectHeader.FLAGS, (byte) (flags & ~WEAK));
        });
        for (WorkStack tables : List.of(weakValues, ephemerons, allWeak)) {
            tables.truncate(0);
        }
    }

    private void forEach(LongConsumer onTable) {
        for (WorkStack tables : List.of(weakValues, ephemerons, allWeak)) {
            for (int i = 0; i < tables.size(); i++) {
                onTable.accept(tables.get(i));
            }
        }
    }

    /** Marks what is strong in the tables: they may have been stored into since they were found. */
    void markStrongParts() {
        for (int i = 0; i < weakValues.size(); i++) {
            markStrongParts(weakValues.get(i), CollectorHost.WEAK_VALUES);
        }
        for (int i = 0; i < ephemerons.size(); i++) {
            markStrongParts(ephemerons.get(i), CollectorHost.WEAK_KEYS);
        }
    }

    private void markStrongParts(long table, int weakness) {
        if (weakness == CollectorHost.WEAK_VALUES) {
            forEachEntry(table, entry -> marker.mark(Memory.getLong(entry)));
        } else if (weakness == CollectorHost.WEAK_KEYS) {
            // Elements and slots: their keys are integers and strings.
            forEachFixedAddress(table, address -> marker.mark(Memory.getLong(address)));
        }
    }

    private static boolean isString(long word) {
        if (!Word.isObject(word)) {
            return false;
        }
        int type = Memory.getByte(word + ObjectHeader.TYPE);
        return type == HeapType.STRING || type == HeapType.ROPE || type == HeapType.BOX;
    }

    /** Whether a weak reference to this word is to be cleared. */
    private boolean isCleared(long word) {
        if (isString(word)) {
            marker.mark(word);
            return false;
        }
        return marker.isDead(word);
    }

    /** Marks values whose keys are marked, until nothing changes. */
    void converge() {
        while (convergeOnce()) {
            marker.drain();
        }
    }

    /** Marks values whose keys are marked; whether there were any that had not been marked. */
    boolean convergeOnce() {
        boolean changed = false;
        for (int i = 0; i < ephemerons.size(); i++) {
            changed |= markReachedValues(ephemerons.get(i));
        }
        return changed;
    }

    private boolean markReachedValues(long table) {
        boolean[] changed = new boolean[1];
        forEachEntry(table, entry -> {
            long key = Memory.getLong(entry);
            long value = Memory.getLong(entry + ENTRY_VALUE);
            if (marker.isDead(value) && !isCleared(key)) {
                marker.mark(value);
                changed[0] = true;
            }
        });
        return changed[0];
    }

    /** How many tables with weak values there are: those added later are cleared separately. */
    int valueTables() {
        return weakValues.size();
    }

    int allWeakTables() {
        return allWeak.size();
    }

    /** Removes entries with dead values from the tables from these numbers on. */
    void clearValues(int fromValues, int fromAll) {
        for (int i = fromValues; i < weakValues.size(); i++) {
            clearValues(weakValues.get(i));
        }
        for (int i = fromAll; i < allWeak.size(); i++) {
            clearValues(allWeak.get(i));
        }
    }

    private void clearValues(long table) {
        forEachFixedAddress(table, address -> {
            if (isCleared(Memory.getLong(address))) {
                cleared++;
                Memory.putLong(address, Word.NIL);
            }
        });
        forEachEntry(table, entry -> {
            if (isCleared(Memory.getLong(entry + ENTRY_VALUE))) {
                cleared++;
                Memory.putLong(entry + ENTRY_VALUE, Word.NIL);
            }
        });
    }

    /** Removes entries with dead keys. */
    void clearKeys() {
        for (int i = 0; i < ephemerons.size(); i++) {
            clearKeys(ephemerons.get(i));
        }
        for (int i = 0; i < allWeak.size(); i++) {
            clearKeys(allWeak.get(i));
        }
        for (int i = 0; i < weakValues.size(); i++) {
            buryDeadKeys(weakValues.get(i));
        }
    }

    private void clearKeys(long table) {
        forEachEntry(table, entry -> {
            // The key of an entry without a value, string or not, is nobody's any more.
            boolean isVacant = Memory.getLong(entry + ENTRY_VALUE) == Word.NIL;
            if (isVacant ? marker.isDead(Memory.getLong(entry)) : isCleared(Memory.getLong(entry))) {
                cleared += isVacant ? 0 : 1;
                Memory.putLong(entry, Word.TOMBSTONE);
                Memory.putLong(entry + ENTRY_VALUE, Word.NIL);
            }
        });
    }

    private void buryDeadKeys(long table) {
        forEachEntry(table, entry -> {
            if (marker.isDead(Memory.getLong(entry))) {
                Memory.putLong(entry, Word.TOMBSTONE);
            }
        });
    }

    // ---- traversal ---------------------------------------------------------------------------------------------------

    /** Addresses of the values of elements and slots; of module-like tables, those in cells. */
    private static void forEachFixedAddress(long table, LongConsumer onAddress) {
        long array = Memory.getLong(table + ARRAY);
        long size = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
        for (long i = 0; i < size; i++) {
            onAddress.accept(array + ELEMENTS + 8 * i);
        }
        forEachSlot(table, address -> {
            long word = Memory.getLong(address);
            onAddress.accept(isCell(word) ? word + FunctionLayout.CELL_VALUE : address);
        });
    }

    private static void forEachCell(long table, LongConsumer onCell) {
        forEachSlot(table, address -> {
            if (isCell(Memory.getLong(address))) {
                onCell.accept(Memory.getLong(address));
            }
        });
    }

    private static boolean isCell(long word) {
        return Word.isObject(word) && Memory.getByte(word + ObjectHeader.TYPE) == HeapType.CELL;
    }

    private static void forEachSlot(long table, LongConsumer onAddress) {
        int inline = Memory.getUnsignedByte(table + ObjectHeader.DETAIL);
        for (int i = 0; i < inline; i++) {
            onAddress.accept(table + INLINE_SLOTS + 8L * i);
        }
        long slots = Memory.getLong(table + SLOTS);
        long capacity = slots == 0 ? 0 : Memory.getLong(slots + SLOTS_CAPACITY);
        for (long i = 0; i < capacity; i++) {
            onAddress.accept(slots + FIRST_SLOT + 8 * i);
        }
    }

    private static void forEachEntry(long table, LongConsumer onEntry) {
        long hash = Memory.getLong(table + HASH);
        int capacity = hash == 0 ? 0 : Memory.getInt(hash + HASH_CAPACITY);
        for (int i = 0; i < capacity; i++) {
            long entry = hash + ENTRIES + (long) i * ENTRY_BYTES;
            long key = Memory.getLong(entry);
            if (key != Word.NIL && key != Word.TOMBSTONE) {
                onEntry.accept(entry);
            }
        }
    }
}
