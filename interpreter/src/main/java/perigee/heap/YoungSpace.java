package perigee.heap;

import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.memory.PageAdvice;

/**
 * Where young objects are: the nursery, in which they are made one after the other, and two survivor spaces, of which one
 * is empty between collections.
 *
 * <pre>
 *   | survivors, even | nursery | survivors, odd |
 * </pre>
 *
 * The nursery stands between the two, so that it makes one range of addresses with either. It is filled up to a limit,
 * the size that was measured to be best; code in Java that cannot stop there may go on beyond it, up to the capacity.
 * Compiled code passes any limit without asking, but takes no more than {@link #ROOM} until the next safepoint; that much
 * is there beyond the capacity. A survivor space has all that too, for in the worst case everything survives.
 *
 * <p>Compiled code that does without an object lowers the limit by its bytes: programs that wait for a collection do not
 * care whether what they make is made.
 */
final class YoungSpace implements AutoCloseable {
    /** What poisoned memory is full of: as a word, an object at an address that is none; as a shape, none. */
    static final long POISON = 0x0000_7EAD_BEEF_DEA8L;

    /** Bytes that compiled code may take beyond the limit until it gets to a safepoint. */
    static final long ROOM = 1L << 20;

    private final long threadBlock;
    private final long reservation;
    private final long start;
    /** Bytes of each of the three spaces. */
    private final long capacity;
    private final long size;
    private final long nursery;
    /** Whether survivors are in the upper space. */
    private boolean odd;
    private long survivorsEnd;
    /** The limit as it was set; compiled code brings it nearer by what it would have made, but has not. */
    private long limitGiven;
    private long unmade;

    /**
     * @param size     bytes of the nursery
     * @param capacity bytes to which it may be extended, at least the size
     */
    YoungSpace(long threadBlock, long size, long capacity) {
        this.threadBlock = threadBlock;
        this.size = size;
        this.capacity = capacity + ROOM;
        reservation = Memory.reserve(bytes() + 16);
        start = reservation + 15 & -16;
        nursery = start + this.capacity;
        survivorsEnd = start;
    }

    /** The first byte of all three. */
    long start() {
        return start;
    }

    /** Bytes of all three. */
    long bytes() {
        return 3 * capacity;
    }

    boolean contains(long word) {
        return Long.compareUnsigned(word - start, 3 * capacity) < 0;
    }

    long pointer() {
        return Memory.getLong(threadBlock + ThreadLayout.NURSERY_POINTER);
    }

    private long limit() {
        return Memory.getLong(threadBlock + ThreadLayout.NURSERY_LIMIT);
    }

    private void setPointer(long pointer) {
        Memory.putLong(threadBlock + ThreadLayout.NURSERY_POINTER, pointer);
    }

    private void setLimit(long limit) {
        unmade += Math.max(0, limitGiven - limit());
        limitGiven = limit;
        Memory.putLong(threadBlock + ThreadLayout.NURSERY_LIMIT, limit);
    }

    /** Whether objects may be made here at all: not before the first {@link #open}. */
    boolean isOpen() {
        return pointer() != 0;
    }

    /** The nursery is empty and may be filled up to a number of bytes, at most its size. */
    void open(long bytes) {
        setPointer(nursery);
        setLimit(nursery + Math.min(bytes, size));
    }

    /** Lets nothing more be made here without asking. */
    void shut() {
        setLimit(pointer());
    }

    /**
     * Extends the limit so that an object of so many bytes can be made.
     *
     * @return false when the capacity is reached
     */
    boolean extend(long bytes, long step) {
        long pointer = pointer();
        long end = nursery + capacity - ROOM;
        if (!isOpen() || pointer + bytes > end) {
            return false;
        }
        setLimit(Math.min(end, pointer + Math.max(bytes, step)));
        return true;
    }

    /** Whether compiled code has passed the limit. */
    boolean isOverrun() {
        return pointer() > limit();
    }

    /** First object of the nursery; the last one ends at {@link #pointer}. */
    long nurseryStart() {
        return nursery;
    }

    long nurserySize() {
        return size;
    }

    /** Bytes of objects made since the last collection. */
    long nurseryUsed() {
        return isOpen() ? pointer() - nursery : 0;
    }

    /** Bytes of objects that compiled code has left unmade since this was asked last. */
    long takeUnmade() {
        long bytes = unmade + Math.max(0, limitGiven - limit());
        unmade = 0;
        limitGiven = limit();
        return bytes;
    }

    /** First object that has survived a collection. */
    long survivorsStart() {
        return odd ? nursery + capacity : start;
    }

    long survivorsEnd() {
        return survivorsEnd;
    }

    long usedBytes() {
        return nurseryUsed() + survivorsEnd - survivorsStart();
    }

    // ---- minor collections -------------------------------------------------------------------------------------------

    /** First byte of the range that holds the nursery and the survivors. */
    long fromStart() {
        return odd ? nursery : start;
    }

    /** Bytes of that range. */
    long fromBytes() {
        return 2 * capacity;
    }

    /** First byte of the survivor space that is empty. */
    long toStart() {
        return odd ? start : nursery + capacity;
    }

    /** Everything has been moved: survivors are in the space that was empty, up to an address. */
    void flip(long end) {
        odd = !odd;
        survivorsEnd = end;
        if (isOpen()) {
            setPointer(nursery);
            setLimit(nursery);
        }
    }

    /** Gives back what the nursery does not need until the next collection. No object is young. */
    void giveBack(PageAdvice pages) {
        assert usedBytes() == 0;
        pages.giveBack(start, nursery);
        pages.giveBack(nursery + size, start + bytes());
    }

    /** Visits all objects, those included that have died since the last collection. */
    void forEach(java.util.function.LongConsumer visitor) {
        forEach(survivorsStart(), survivorsEnd, visitor);
        forEach(nursery, nursery + nurseryUsed(), visitor);
    }

    private static void forEach(long from, long to, java.util.function.LongConsumer visitor) {
        for (long object = from; object < to; object += ObjectSizes.of(object)) {
            visitor.accept(object);
        }
    }

    /** Makes sure that who uses an old address notices. */
    static void poison(long from, long to) {
        for (long p = from; p < to; p += 8) {
            Memory.putLong(p, POISON);
        }
    }

    @Override
    public void close() {
        Memory.release(reservation);
    }
}
