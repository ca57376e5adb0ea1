package perigee.heap;

import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;

/**
 * The old objects into which references have been stored since the last minor collection, and those that still refer to
 * young objects. The write barrier pushes them on a buffer that the per-thread block points to. Compiled code does that as
 * well, and pushes there, too, the blocks whose first card it has made dirty.
 */
final class RememberedSet implements AutoCloseable {
    /** Address space; touched as far as it is used. */
    private static final long BUFFER_BYTES = 32L << 20;
    /** With so many bytes used, a collection is due. */
    private static final long SOFT_LIMIT = 512L << 10;

    private final long threadBlock;
    private final CardTable cards;
    private final long buffer;
    private WorkStack objects = new WorkStack();
    private WorkStack spare = new WorkStack();

    RememberedSet(long threadBlock, CardTable cards) {
        this.threadBlock = threadBlock;
        this.cards = cards;
        buffer = Memory.reserve(BUFFER_BYTES);
        Memory.putLong(threadBlock + ThreadLayout.REMEMBERED_POINTER, buffer);
        Memory.putLong(threadBlock + ThreadLayout.REMEMBERED_LIMIT, buffer + SOFT_LIMIT);
        Memory.putLong(threadBlock + ThreadLayout.CARDS, cards.bias());
    }

    /** Adds an object that is not in the set, and says so in its state. */
    void add(long object) {
        Memory.putByte(object + ObjectHeader.MARK, ObjectHeader.REMEMBERED);
        long place = Memory.getLong(threadBlock + ThreadLayout.REMEMBERED_POINTER);
        if (place - buffer >= SOFT_LIMIT) {
            place = makeRoom(place);
        }
        Memory.putLong(place, object);
        Memory.putLong(threadBlock + ThreadLayout.REMEMBERED_POINTER, place + 8);
    }

    private long makeRoom(long place) {
        int attention = Memory.getInt(threadBlock + ThreadLayout.ATTENTION);
        Memory.putInt(threadBlock + ThreadLayout.ATTENTION, attention | ThreadLayout.COLLECT);
        if (place < buffer + BUFFER_BYTES) {
            return place;
        }
        flush();
        return buffer;
    }

    /** Whether it is time for a minor collection to empty the set. */
    boolean isFull() {
        return Memory.getLong(threadBlock + ThreadLayout.REMEMBERED_POINTER) - buffer >= SOFT_LIMIT || objects.size() > 0;
    }

    private void flush() {
        long end = Memory.getLong(threadBlock + ThreadLayout.REMEMBERED_POINTER);
        for (long place = buffer; place < end; place += 8) {
            long object = Memory.getLong(place);
            if (Memory.getByte(object + ObjectHeader.MARK) == ObjectHeader.OLD) {
                cards.addDirty(object);
            } else {
                objects.push(object);
            }
        }
        Memory.putLong(threadBlock + ThreadLayout.REMEMBERED_POINTER, buffer);
    }

    /** Empties the set; the visitor adds again what is to stay. */
    void visitAll(java.util.function.LongConsumer visitor) {
        flush();
        WorkStack visited = objects;
        objects = spare;
        spare = visited;
        for (int i = 0; i < visited.size(); i++) {
            visitor.accept(visited.get(i));
        }
        visited.truncate(0);
    }

    int size() {
        flush();
        return objects.size();
    }

    @Override
    public void close() {
        Memory.release(buffer);
    }
}
