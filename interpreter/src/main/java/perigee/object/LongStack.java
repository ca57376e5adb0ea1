package perigee.object;

import java.util.Arrays;

/** A growable stack of 64-bit numbers. */
public final class LongStack {
    private long[] items = new long[16];
    private int size;

    public void push(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, 2 * size);
        }
        items[size++] = item;
    }

    public long pop() {
        return items[--size];
    }

    public boolean isEmpty() {
        return size == 0;
    }
}
