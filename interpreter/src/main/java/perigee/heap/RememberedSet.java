package perigee.heap;

import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;

/**
 * The old objects into which references have been stored since the last minor collection, and those that still refer to
 * young objects. The write barrier pushes them on a buffer that the per-thread block points to; a full buffer is emptied
 * into a Java array. Compiled code, which cannot do that, goes on beyond the buffer's end and asks for attention: what it
 * stores between two safepoints has room there.
 */
final class RememberedSet implements AutoCloseable {
    private static final long BUFFER_BYTES = 8L * 1024;
    private static final long SLACK_BYTES = 64L * 1024;

    private final long threadBlock;
    private final long buffer;
    private final CardTable cards;
    private WorkStack objects = new WorkStack();
    private WorkStack spare = new WorkStack();

    /** @param cards told of blocks with cards that compiled code has stored into */
    RememberedSet(long threadBlock, CardTable cards) {
        this.cards = cards;
        this.threadBlock = threadBlock;
        buffer = Memory.reserve(BUFFER_BYTES + SLACK_BYTES);
        Memory.putLong(threadBlock + ThreadLayout.REMEMBERED_POINTER, buffer);
        Memory.putLong(threadBlock + ThreadLayout.REMEMBERED_LIMIT, buffer + BUFFER_BYTES);
    }

    /** Adds an object that is not in the set, and says so in its state. */
    void add(long object) {
        Memory.putByte(object + ObjectHeader.MARK, ObjectHeader.REMEMBERED);
        long place = Memory.getLong(threadBlock + ThreadLayout.REMEMBERED_POINTER);
        if (place >= Memory.getLong(threadBlock + ThreadLayout.REMEMBERED_LIMIT)) {
            flush();
            place = buffer;
        }
        Memory.putLong(place, object);
        Memory.putLong(threadBlock + ThreadLayout.REMEMBERED_POINTER, place + 8);
    }

    /** Empties the buffer. */
    void flush() {
        long end = Memory.getLong(threadBlock + ThreadLayout.REMEMBERED_POINTER);
        for (long place = buffer; place < end; place += 8) {
            long object = Memory.getLong(place);
            if (CardTable.isCarded(object)) {
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
