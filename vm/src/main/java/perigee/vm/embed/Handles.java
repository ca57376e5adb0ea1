package perigee.vm.embed;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.Arrays;
import perigee.heap.RootVisitor;
import perigee.value.Word;

/**
 * The words that handles stand for: roots, which collections correct. Java's collector says which handles are no more.
 */
final class Handles {
    private static final int FIRST_CAPACITY = 32;

    private final ReferenceQueue<LuaHandle> dropped = new ReferenceQueue<>();
    private long[] words = new long[FIRST_CAPACITY];
    /** By slot; null: free. */
    private Slot[] slots = new Slot[FIRST_CAPACITY];
    /** Slots that were in use, and are free. */
    private int[] free = new int[FIRST_CAPACITY];
    private int freeCount;
    private int used;

    /** What is left of a handle that is garbage. */
    private static final class Slot extends PhantomReference<LuaHandle> {
        private final int number;

        Slot(LuaHandle handle, ReferenceQueue<LuaHandle> queue, int number) {
            super(handle, queue);
            this.number = number;
        }
    }

    /** The handle's slot from now on. */
    int add(LuaHandle handle, long word) {
        int slot = freeCount > 0 ? free[--freeCount] : used++;
        if (slot == words.length) {
            words = Arrays.copyOf(words, 2 * slot);
            slots = Arrays.copyOf(slots, 2 * slot);
            free = Arrays.copyOf(free, 2 * slot);
        }
        words[slot] = word;
        slots[slot] = new Slot(handle, dropped, slot);
        return slot;
    }

    long word(int slot) {
        return words[slot];
    }

    void remove(int slot) {
        slots[slot].clear();
        slots[slot] = null;
        words[slot] = Word.NIL;
        free[freeCount++] = slot;
    }

    /** Lets go what handles stood for that are garbage. */
    void drain() {
        for (Reference<? extends LuaHandle> gone = dropped.poll(); gone != null; gone = dropped.poll()) {
            remove(((Slot) gone).number);
        }
    }

    /** Number of slots in use. */
    int count() {
        return used - freeCount;
    }

    void visit(RootVisitor visitor) {
        for (int i = 0; i < used; i++) {
            words[i] = visitor.visit(words[i]);
        }
    }
}
