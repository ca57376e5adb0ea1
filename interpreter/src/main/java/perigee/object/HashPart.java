package perigee.object;

import static perigee.layout.TableLayout.*;

import perigee.heap.Heap;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.layout.UserdataLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * The hash part of a table: open addressing with linear probing in one HASH block. A key whose value is nil stays until
 * the block is rebuilt, so that a traversal may clear fields.
 *
 * <p>Keys are normalised: strings are interned, floats have no integer value. Two normalised keys are equal when their
 * words are, except boxed integers, which compare by value.
 */
final class HashPart {
    private HashPart() {
    }

    /** Hash of a normalised key; it does not change when the collector moves the key. */
    static int hashOf(long key) {
        if (!Word.isObject(key)) {
            return mix(key);
        }
        return switch (Memory.getInt(key + ObjectHeader.SHAPE)) {
            case HeapType.STRING -> Strings.hash(key);
            case HeapType.CLOSURE -> Memory.getInt(key + FunctionLayout.IDENTITY);
            case HeapType.NATIVE -> Memory.getInt(key + FunctionLayout.NATIVE_IDENTITY);
            case HeapType.USERDATA -> Memory.getInt(key + UserdataLayout.IDENTITY);
            case HeapType.COROUTINE -> Memory.getInt(key + StackLayout.IDENTITY);
            case HeapType.BOX -> mix(Memory.getLong(key + FunctionLayout.BOX_VALUE));
            default -> Memory.getInt(key + TableLayout.IDENTITY);
        };
    }

    private static int mix(long key) {
        return (int) (key * Tables.KEY_FACTOR >>> Tables.KEY_SHIFT);
    }

    private static boolean same(long a, long b) {
        return a == b || Word.isObject(a) && Word.isObject(b)
                && Memory.getInt(a + ObjectHeader.SHAPE) == HeapType.BOX
                && Memory.getInt(b + ObjectHeader.SHAPE) == HeapType.BOX
                && Memory.getLong(a + FunctionLayout.BOX_VALUE) == Memory.getLong(b + FunctionLayout.BOX_VALUE);
    }

    static int capacity(long block) {
        return Memory.getInt(block + HASH_CAPACITY);
    }

    static long entry(long block, int index) {
        return block + ENTRIES + (long) index * ENTRY_BYTES;
    }

    /** Address of the entry of a normalised key, or 0. The block may be 0. */
    static long find(long block, long key) {
        if (block == 0) {
            return 0;
        }
        int mask = capacity(block) - 1;
        boolean boxed = Word.isObject(key) && Memory.getInt(key + ObjectHeader.SHAPE) == HeapType.BOX;
        for (int i = hashOf(key) & mask;; i = i + 1 & mask) {
            long entry = entry(block, i);
            long other = Memory.getLong(entry);
            if (other == key || boxed && same(key, other)) {
                return entry;
            }
            if (other == 0) {
                return 0;
            }
        }
    }

    /** Like {@link #find} for an interned string. */
    static long findString(long block, long key) {
        if (block == 0) {
            return 0;
        }
        int mask = capacity(block) - 1;
        for (int i = Memory.getInt(key + StringLayout.HASH) & mask;; i = i + 1 & mask) {
            long entry = entry(block, i);
            long other = Memory.getLong(entry);
            if (other == key) {
                return entry;
            }
            if (other == 0) {
                return 0;
            }
        }
    }

    /** Like {@link #find} for an integer that needs no box. */
    static long findInteger(long block, long word) {
        if (block == 0) {
            return 0;
        }
        int mask = capacity(block) - 1;
        for (int i = mix(word) & mask;; i = i + 1 & mask) {
            long entry = entry(block, i);
            long other = Memory.getLong(entry);
            if (other == word) {
                return entry;
            }
            if (other == 0) {
                return 0;
            }
        }
    }

    /** Like {@link #find} for an integer that fits no word. */
    static long findBoxed(long block, long value) {
        if (block == 0) {
            return 0;
        }
        int mask = capacity(block) - 1;
        for (int i = mix(value) & mask;; i = i + 1 & mask) {
            long entry = entry(block, i);
            long other = Memory.getLong(entry);
            if (other == 0) {
                return 0;
            }
            if (Word.isObject(other) && Memory.getInt(other + ObjectHeader.SHAPE) == HeapType.BOX
                    && Memory.getLong(other + FunctionLayout.BOX_VALUE) == value) {
                return entry;
            }
        }
    }

    /** Removes an entry whose key lives elsewhere from now on: unlike a cleared one, it is not found again. */
    static void bury(long entry) {
        Memory.putLong(entry, Word.TOMBSTONE);
        Memory.putLong(entry + ENTRY_VALUE, Word.NIL);
    }

    /** Whether one more key can go in without rebuilding. */
    static boolean hasRoom(long block) {
        return block != 0 && (Memory.getInt(block + HASH_USED) + 1) * 4L <= capacity(block) * 3L;
    }

    /** Adds a key that is not there to a block that has room. Returns the entry. */
    static long insert(long block, long key, long value) {
        int mask = capacity(block) - 1;
        int i = hashOf(key) & mask;
        while (Memory.getLong(entry(block, i)) != 0) {
            i = i + 1 & mask;
        }
        long entry = entry(block, i);
        Memory.putLong(entry, key);
        Memory.putLong(entry + ENTRY_VALUE, value);
        Memory.putInt(block + HASH_USED, Memory.getInt(block + HASH_USED) + 1);
        return entry;
    }

    /** An empty block with room for so many keys. */
    static long allocate(Heap heap, int keys) {
        int capacity = 4;
        while (keys * 4L > capacity * 3L) {
            capacity <<= 1;
            if (capacity < 0) {
                throw perigee.heap.HeapExhaustedException.INSTANCE;
            }
        }
        long block = heap.allocate(HeapType.HASH, HeapType.HASH, ENTRIES + (long) capacity * ENTRY_BYTES);
        Memory.putInt(block + HASH_CAPACITY, capacity);
        return block;
    }

    /** Number of entries whose value is not nil. The block may be 0. */
    static int liveCount(long block) {
        int live = 0;
        for (int i = block == 0 ? 0 : capacity(block); --i >= 0;) {
            if (Memory.getLong(entry(block, i) + ENTRY_VALUE) != 0) {
                live++;
            }
        }
        return live;
    }

    /** Adds the live entries of one block to a new one that has room for them. */
    static void copyLive(Heap heap, long from, long to) {
        for (int i = 0, n = from == 0 ? 0 : capacity(from); i < n; i++) {
            long entry = entry(from, i);
            long value = Memory.getLong(entry + ENTRY_VALUE);
            if (value != 0) {
                insert(to, Memory.getLong(entry), value);
            }
        }
        heap.rangeBarrier(to, to, entry(to, capacity(to)));
    }
}
