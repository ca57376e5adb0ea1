package perigee.runtime;

import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Shape;

/**
 * The keys of shapes, for machine code that traverses tables: the thread block has a table of addresses by shape number,
 * 0 for shapes that nobody asked for, for those of one table, whose keys change,
 * and while a key is young, and moves.
 *
 * <pre>
 *   address ──► number of keys, key of slot 0, key of slot 1, ...
 * </pre>
 */
public final class ShapeKeys implements AutoCloseable {
    private static final int FIRST_LIMIT = 1024;

    /** Offset of the first key. */
    public static final int KEYS = 8;

    private final long threadBlock;
    private long addresses;
    private int limit;

    ShapeKeys(long threadBlock) {
        this.threadBlock = threadBlock;
    }

    /** Makes the keys of a shape known to machine code. */
    public void expose(Shape shape) {
        if (shape.hasCells() || hasYoungKey(shape) || shape.id < limit && Memory.getLong(addresses + 8L * shape.id) != 0) {
            return;
        }
        if (shape.id >= limit) {
            grow(Math.max(FIRST_LIMIT, Integer.highestOneBit(shape.id) * 2));
        }
        int count = shape.slotCount();
        long block = Memory.reserve(KEYS + 8L * count);
        Memory.putLong(block, count);
        for (int slot = 0; slot < count; slot++) {
            Memory.putLong(block + KEYS + 8L * slot, shape.key(slot));
        }
        Memory.putLong(addresses + 8L * shape.id, block);
    }

    /** Whether the collector may still move a key. */
    private static boolean hasYoungKey(Shape shape) {
        for (int slot = 0; slot < shape.slotCount(); slot++) {
            byte mark = Memory.getByte(shape.key(slot) + ObjectHeader.MARK);
            if (mark == ObjectHeader.NEW || mark == ObjectHeader.AGED) {
                return true;
            }
        }
        return false;
    }

    private void grow(int larger) {
        long table = Memory.reserve(8L * larger);
        Memory.clearWords(table, table + 8L * larger);
        if (limit > 0) {
            Memory.copy(addresses, table, 8L * limit);
            Memory.release(addresses);
        }
        addresses = table;
        limit = larger;
        Memory.putLong(threadBlock + ThreadLayout.SHAPE_KEYS, table);
        Memory.putInt(threadBlock + ThreadLayout.SHAPE_KEYS_LIMIT, larger);
    }

    @Override
    public void close() {
        for (int id = 0; id < limit; id++) {
            long block = Memory.getLong(addresses + 8L * id);
            if (block != 0) {
                Memory.release(block);
            }
        }
        if (limit > 0) {
            Memory.release(addresses);
        }
        limit = 0;
    }
}
