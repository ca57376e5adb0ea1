package perigee.heap;

import static perigee.layout.TableLayout.*;

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
    private final Marker marker;
    private final WorkStack weakValues = new WorkStack();
    private final WorkStack ephemerons = new WorkStack();
    private final WorkStack allWeak = new WorkStack();

    WeakTables(Marker marker) {
        this.marker = marker;
    }

    void begin() {
        weakValues.truncate(0);
        ephemerons.truncate(0);
        allWeak.truncate(0);
    }

    void add(long table, int weakness) {
        marker.markBlockOnly(Memory.getLong(table + ARRAY));
        marker.markBlockOnly(Memory.getLong(table + SLOTS));
        marker.markBlockOnly(Memory.getLong(table + HASH));
        switch (weakness) {
            case CollectorHost.WEAK_VALUES -> {
                weakValues.push(table);
                markKeys(table);
            }
            case CollectorHost.WEAK_KEYS -> {
                ephemerons.push(table);
                markValuesOfFixedKeys(table);
            }
            default -> allWeak.push(table);
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

    private void markKeys(long table) {
        forEachEntry(table, entry -> marker.markWord(Memory.getLong(entry)));
    }

    /** Elements and slots of an ephemeron: their keys are integers and strings. */
    private void markValuesOfFixedKeys(long table) {
        forEachFixed(table, marker::markWord);
    }

    /** Marks values whose keys are marked, until nothing changes. */
    void converge() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 0; i < ephemerons.size(); i++) {
                changed |= markReachedValues(ephemerons.get(i));
            }
            marker.drain();
        }
    }

    private boolean markReachedValues(long table) {
        boolean[] changed = new boolean[1];
        forEachEntry(table, entry -> {
            long key = Memory.getLong(entry);
            long value = Memory.getLong(entry + ENTRY_VALUE);
            if (marker.isDead(value) && !isCleared(key)) {
                marker.markWord(value);
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
                Memory.putLong(address, Word.NIL);
            }
        });
        forEachEntry(table, entry -> {
            if (isCleared(Memory.getLong(entry + ENTRY_VALUE))) {
                Memory.putLong(entry + ENTRY_VALUE, Word.NIL);
            }
        });
    }

    /** Removes entries with dead keys; of entries without a value, also those whose key is a string nobody else holds. */
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
            long key = Memory.getLong(entry);
            boolean isEmpty = Memory.getLong(entry + ENTRY_VALUE) == Word.NIL;
            if (isEmpty ? marker.isDead(key) : isCleared(key)) {
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

    private static void forEachFixed(long table, java.util.function.LongConsumer onWord) {
        forEachFixedAddress(table, address -> onWord.accept(Memory.getLong(address)));
    }

    /** Elements, and slots with the words of cells for module-like tables. */
    private static void forEachFixedAddress(long table, java.util.function.LongConsumer onAddress) {
        long array = Memory.getLong(table + ARRAY);
        long size = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
        for (long i = 0; i < size; i++) {
            onAddress.accept(array + ELEMENTS + 8 * i);
        }
        int inline = Memory.getUnsignedByte(table + ObjectHeader.DETAIL);
        for (int i = 0; i < inline; i++) {
            onSlot(table + INLINE_SLOTS + 8L * i, onAddress);
        }
        long slots = Memory.getLong(table + SLOTS);
        long capacity = slots == 0 ? 0 : Memory.getLong(slots + SLOTS_CAPACITY);
        for (long i = 0; i < capacity; i++) {
            onSlot(slots + FIRST_SLOT + 8 * i, onAddress);
        }
    }

    private static void onSlot(long address, java.util.function.LongConsumer onAddress) {
        long word = Memory.getLong(address);
        boolean cell = Word.isObject(word) && Memory.getByte(word + ObjectHeader.TYPE) == HeapType.CELL;
        onAddress.accept(cell ? word + FunctionLayout.CELL_VALUE : address);
    }

    private static void forEachEntry(long table, java.util.function.LongConsumer onEntry) {
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
