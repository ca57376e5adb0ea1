package perigee.object;

import perigee.memory.Memory;
import perigee.layout.StringLayout;

/**
 * The interned strings: open addressing over a Java array of addresses. The collector holds them weakly and calls
 * {@link #removeIf} after marking.
 */
public final class InternTable {
    private final Strings strings;
    private long[] table = new long[1024];
    private int count;

    InternTable(Strings strings) {
        this.strings = strings;
    }

    long find(long string) {
        int mask = table.length - 1;
        for (int i = Strings.hash(string) & mask;; i = i + 1 & mask) {
            long other = table[i];
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
        if (2 * (count + 1) > table.length) {
            resize(2 * table.length);
        }
        strings.markInterned(string);
        insert(string);
        count++;
        return string;
    }

    /** How many strings are interned. */
    public int count() {
        return count;
    }

    /** Drops the strings that the collector found dead. */
    public void removeIf(java.util.function.LongPredicate dead) {
        long[] old = table;
        table = new long[old.length];
        count = 0;
        for (long string : old) {
            if (string != 0 && !dead.test(string)) {
                insert(string);
                count++;
            }
        }
    }

    private void resize(int capacity) {
        long[] old = table;
        table = new long[capacity];
        for (long string : old) {
            if (string != 0) {
                insert(string);
            }
        }
    }

    private void insert(long string) {
        int mask = table.length - 1;
        int i = Strings.hash(string) & mask;
        while (table[i] != 0) {
            i = i + 1 & mask;
        }
        table[i] = string;
    }
}
