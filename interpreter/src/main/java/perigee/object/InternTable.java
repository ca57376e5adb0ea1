package perigee.object;

import java.util.Arrays;
import java.util.function.LongPredicate;
import perigee.heap.Heap;
import perigee.heap.HeapVerifier;
import perigee.heap.Relocation;
import perigee.layout.HeapType;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;

/**
 * The interned strings: open addressing over an array of addresses, in memory where machine code finds it too. The collector
 * holds them weakly: it calls {@link #relocate} after minor collections, for which those that are young stand in a list, and
 * {@link #drop} after marking, until all places have been looked at.
 */
final class InternTable implements AutoCloseable {
    private final Strings strings;
    private final Heap heap;
    /** Address of the places; and their number, a power of two. */
    private long table;
    private int capacity;
    private int count;
    private long[] young = new long[64];
    private int youngCount;
    /** Tells the dead strings as long as there may be some; null when there are none. */
    private LongPredicate isDead;
    /** The places from here on have been looked at for dead strings, from the end of the table downwards. */
    private int dropped;
    /** Strings have moved from the beginning of the table to its end, to this place or above, since dropping began. */
    private int wrapped;

    InternTable(Strings strings, Heap heap) {
        this.strings = strings;
        this.heap = heap;
        make(1024);
    }

    private void make(int places) {
        table = Memory.reserve(8L * places);
        capacity = places;
        Memory.clearWords(table, table + 8L * places);
        Memory.putInt(heap.threadBlock() + ThreadLayout.INTERNED_MASK, places - 1);
        show();
    }

    /** Lets machine code search by itself, unless it could find what is dead. */
    private void show() {
        Memory.putLong(heap.threadBlock() + ThreadLayout.INTERNED, isDead == null ? table : 0);
    }

    @Override
    public void close() {
        Memory.release(table);
    }

    private long at(int place) {
        return Memory.getLong(table + 8L * place);
    }

    private void put(int place, long string) {
        Memory.putLong(table + 8L * place, string);
    }

    long find(long string) {
        long found = search(string);
        if (isDead != null && found != 0) {
            heap.revive(found);
        }
        return found;
    }

    private long search(long string) {
        int mask = capacity - 1;
        for (int i = Strings.hash(string) & mask;; i = i + 1 & mask) {
            long other = at(i);
            if (other == 0) {
                return 0;
            }
            if (Memory.getInt(other + StringLayout.HASH) == Strings.hash(string) && Strings.equal(string, other)) {
                return other;
            }
        }
    }

    long intern(long string) {
        long found = find(string);
        if (found != 0) {
            return found;
        }
        if (2 * (count + 1) > capacity) {
            resize(2 * capacity);
        }
        strings.markInterned(string);
        insert(string);
        count++;
        if (heap.isYoung(string)) {
            if (youngCount == young.length) {
                young = Arrays.copyOf(young, 2 * youngCount);
            }
            young[youngCount++] = string;
        }
        return string;
    }

    /** Follows the young strings that have moved, and drops those that have died. */
    void relocate(Relocation relocation) {
        long[] dead = new long[youngCount];
        int deadCount = 0;
        int kept = 0;
        for (int i = 0; i < youngCount; i++) {
            long string = young[i];
            long now = relocation.of(string);
            if (now == 0) {
                dead[deadCount++] = string;
                continue;
            }
            put(placeOf(string, Strings.hash(now)), now);
            if (heap.isYoung(now)) {
                young[kept++] = now;
            }
        }
        youngCount = kept;
        // Only now, for it looks at the hashes of neighbours.
        for (int i = 0; i < deadCount; i++) {
            removeAt(placeOf(dead[i], Strings.hash(dead[i])));
        }
    }

    /** Marking has ended: there are dead strings, by this predicate. None is young now. */
    void beginDropping(LongPredicate dead) {
        youngCount = 0;
        isDead = dead;
        show();
        dropped = capacity;
        wrapped = capacity;
    }

    /** Drops the dead strings at so many more places; whether that were all. */
    boolean drop(int places) {
        if (isDead == null) {
            return true;
        }
        for (int end = Math.max(0, dropped - places); dropped > end;) {
            removeDead(--dropped);
        }
        if (dropped > 0) {
            return false;
        }
        // What was at the beginning may have moved to the end, which had been looked at before.
        for (int place = capacity - 1; place >= wrapped; place--) {
            removeDead(place);
        }
        isDead = null;
        show();
        return true;
    }

    private void removeDead(int place) {
        while (at(place) != 0 && isDead.test(at(place))) {
            removeAt(place);
        }
    }

    private int placeOf(long string, int hash) {
        int mask = capacity - 1;
        int i = hash & mask;
        while (at(i) != string) {
            assert at(i) != 0 : "an interned string is not in the table";
            i = i + 1 & mask;
        }
        return i;
    }

    /** Empties a place; strings that stand behind it because it was taken move up. */
    private void removeAt(int hole) {
        int mask = capacity - 1;
        count--;
        for (int i = hole + 1 & mask; at(i) != 0; i = i + 1 & mask) {
            int wanted = Strings.hash(at(i)) & mask;
            if ((i - wanted & mask) >= (i - hole & mask)) {
                put(hole, at(i));
                if (i < hole) {
                    wrapped = Math.min(wrapped, hole);
                }
                hole = i;
            }
        }
        put(hole, 0);
    }

    /** How many strings are interned. */
    int count() {
        return count;
    }

    private void resize(int places) {
        drop(capacity);
        long old = table;
        long end = old + 8L * capacity;
        make(places);
        for (long place = old; place < end; place += 8) {
            if (Memory.getLong(place) != 0) {
                insert(Memory.getLong(place));
            }
        }
        Memory.release(old);
    }

    private void insert(long string) {
        int mask = capacity - 1;
        int i = Strings.hash(string) & mask;
        while (at(i) != 0) {
            i = i + 1 & mask;
        }
        put(i, string);
    }

    void verify(HeapVerifier verifier) {
        int dying = 0;
        for (int place = 0; place < capacity; place++) {
            long string = at(place);
            if (string != 0 && isDead != null && isDead.test(string)) {
                dying++;
                continue;
            }
            if (string != 0 && (!verifier.isObject(string) || !Strings.isInterned(string) || find(string) != string)) {
                throw HeapVerifier.wrong(string, "is in the intern table");
            }
        }
        int[] interned = new int[1];
        heap.forEach(HeapType.STRING, string -> {
            if (Strings.isInterned(string)) {
                interned[0]++;
            }
        });
        if (interned[0] != count - dying) {
            throw new IllegalStateException(interned[0] + " strings are interned, but the table has " + (count - dying));
        }
    }
}
