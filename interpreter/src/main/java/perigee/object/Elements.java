package perigee.object;

import static perigee.layout.TableLayout.*;

import perigee.heap.Heap;
import perigee.heap.HeapExhaustedException;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Stores into array and hash parts, for {@link Tables}: when an array part grows, when a hash part does, and which integer
 * keys move from the one to the other.
 */
final class Elements {
    /** An array part grows by appending to at most this many elements. */
    private static final long MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final Heap heap;

    Elements(Heap heap) {
        this.heap = heap;
    }

    /** An ARRAY block of nils. */
    long newArray(long capacity) {
        checkCapacity(capacity);
        long block = heap.allocate(HeapType.ARRAY, HeapType.ARRAY, ELEMENTS + 8 * capacity);
        Memory.putLong(block + ARRAY_CAPACITY, capacity);
        return block;
    }

    private static void checkCapacity(long capacity) {
        if (capacity > MAX_ARRAY) {
            throw HeapExhaustedException.INSTANCE;
        }
    }

    /** Sets an integer key. */
    void setInteger(long table, long key, long value) {
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
    void fill(long table, long first, long after, int count) {
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

    private long growArray(long table, long capacity) {
        long old = Memory.getLong(table + ARRAY);
        checkCapacity(capacity);
        long size = Integer.toUnsignedLong(Memory.getInt(table + ARRAY_SIZE));
        long array = heap.allocateGrown(ELEMENTS + 8 * capacity, old, 8 * size);
        Memory.putLong(array + ARRAY_CAPACITY, capacity);
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

    /** Sets a key in the hash part; neither a string of a shape nor an element. */
    void setHashed(long table, long key, long value) {
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
            if (isWithin(Memory.getLong(table + ARRAY), key)) {
                setInteger(table, Word.integer(key), value);
                return;
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
        if (live == 0 && isWithin(Memory.getLong(table + ARRAY), extraKey)) {
            // Without a hash part it is simpler to append.
            Memory.putLong(table + HASH, Word.NIL);
            return;
        }
        long block = HashPart.allocate(heap, live + 1 + live / 2);
        HashPart.copyLive(heap, hash, block);
        Memory.putLong(table + HASH, block);
        heap.writeBarrier(table, block);
        migrate(table);
    }

    private static boolean isWithin(long array, long key) {
        return Word.isInteger(key) && Word.integer(key) > 0 && Word.integer(key) < Memory.getLong(array + ARRAY_CAPACITY);
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
}
