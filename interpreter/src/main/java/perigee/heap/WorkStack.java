package perigee.heap;

import java.util.Arrays;

/** A growable stack of addresses. */
final class WorkStack {
    private long[] items = new long[256];
    private int size;

    void push(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        items[size++] = item;
    }

    long pop() {
        return items[--size];
    }

    long get(int i) {
        return items[i];
    }

    void set(int i, long item) {
        items[i] = item;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void truncate(int newSize) {
        size = newSize;
    }

    /** Turns round the order of the items from an index on. */
    void reverse(int from) {
        for (int i = from, k = size - 1; i < k; i++, k--) {
            long item = items[i];
            items[i] = items[k];
            items[k] = item;
        }
    }

    void removeIf(java.util.function.LongPredicate unwanted) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (!unwanted.test(items[i])) {
                items[kept++] = items[i];
            }
        }
        size = kept;
    }
}
