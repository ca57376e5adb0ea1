package perigee.heap;

import java.util.function.LongConsumer;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.memory.PageAdvice;
import perigee.value.Word;

/**
 * Allocation of guest objects, and the write barrier.
 *
 * <p>Allocating never collects: Java code may hold raw addresses until it calls back into Lua or returns to the
 * interpreter. When a collection should happen {@link #isCollectionDue} says so, and the interpreter has it made at its
 * next safepoint. Objects come zeroed, that is with nil in every value word, so they are valid for the collector at once.
 */
public final class Heap implements AutoCloseable {
    /** Bytes of the nursery that compiled code may take beyond its limit between two safepoints. */
    public static final long NURSERY_ROOM = YoungSpace.ROOM;
    private static final long MEGABYTE = 1L << 20;
    private static final long ARRAY_HEADER = TableLayout.ELEMENTS;
    /** Bytes of the nursery, as measured to be best, and its capacity as a multiple of them. */
    public static final long NURSERY = 2 * MEGABYTE;
    private static final int NURSERY_STRETCH = 16;
    private static final long LARGEST_STRETCH = 32 * MEGABYTE;
    /** A minor collection is due when so many times the nursery's bytes have been made of young large objects. */
    private static final int LARGE_SHARE = 2;
    /** The nursery is not larger than this share of a heap. */
    private static final int NURSERY_SHARE = 8;
    public static final long SMALLEST_NURSERY = 64L << 10;
    public static final long LARGEST_NURSERY = 64 * MEGABYTE;
    /** By so much the nursery is extended for code that cannot stop when it is full. */
    private static final long EXTENSION = MEGABYTE;

    private final long threadBlock;
    private final YoungSpace young;
    private final OldSpace old;
    private final RememberedSet remembered;
    private final LargeYoung large;
    private final Finalizers finalizers = new Finalizers();
    private final CollectorCounters counters = new CollectorCounters();
    private final HeapLimit limit;
    private final NurserySize nurserySize;
    private final PageAdvice pages = new PageAdvice();
    private CollectorHost host;
    private Collector collector;
    private Runnable attention = () -> { };
    private HeapVerifier verifier;
    private boolean stopped;
    private boolean due;
    /** Bytes allocated in the old space since the last step of a major cycle. */
    private long debt;
    /** Whether there are so many that it is time for one. */
    private boolean stepDue;
    /** Test mode: a collection at every so many safepoints; 0 when off. */
    private int stressInterval;
    private int stressCountdown;
    /** Test mode: the allocation, counted down, that fails; 0 when off. */
    private long failing;

    /**
     * @param bytes        the most that the heap may hold; address space only, committed on touch
     * @param nurseryBytes the most that is allocated in the nursery between two minor collections; a small heap has a
     *                     smaller nursery
     */
    public Heap(long bytes, long nurseryBytes) {
        threadBlock = Memory.reserve(ThreadLayout.SIZE);
        Memory.fill(threadBlock, ThreadLayout.SIZE, (byte) 0);
        long nursery = Math.clamp(bytes / NURSERY_SHARE & -16, SMALLEST_NURSERY, nurseryBytes);
        limit = new HeapLimit(bytes);
        nurserySize = new NurserySize(nursery);
        long capacity = Math.max(2 * nursery, Math.min(LARGEST_STRETCH, nursery * NURSERY_STRETCH));
        young = new YoungSpace(threadBlock, nursery, capacity);
        old = new OldSpace(limit.reservation(young.bytes()), pages);
        remembered = new RememberedSet(threadBlock, old.cards());
        large = new LargeYoung(old);
    }

    /**
     * Connects the heap with the runtime; nothing is collected before.
     *
     * @param whenDue run when a collection should happen at the next safepoint
     */
    public void connect(CollectorHost collectorHost, Runnable whenDue) {
        host = collectorHost;
        collector = new Collector(young, old, remembered, large, host, finalizers, counters);
        attention = whenDue;
    }

    /**
     * The program begins: from now on objects are young at first. What has been allocated before is old, so that its
     * addresses are good for ever in Java code.
     */
    public void openNursery() {
        if (!young.isOpen()) {
            young.open(Long.MAX_VALUE);
        }
    }

    /** Address of the per-thread block. */
    public long threadBlock() {
        return threadBlock;
    }

    // ---- allocation --------------------------------------------------------------------------------------------------

    /**
     * Makes an object of zeroes with its header.
     *
     * @param type  a {@link perigee.layout.HeapType} number
     * @param shape a shape number, or the type again for what is not a table
     * @param bytes size in bytes, header included; at least 16
     * @throws HeapExhaustedException when the limit is reached; nothing has changed then
     */
    public long allocate(int type, int shape, long bytes) {
        long address = Memory.getLong(threadBlock + ThreadLayout.NURSERY_POINTER);
        long end = address + ObjectSizes.rounded(bytes);
        if (bytes > SizeClasses.LARGEST || end > Memory.getLong(threadBlock + ThreadLayout.NURSERY_LIMIT)) {
            return allocateSlowly(type, shape, bytes);
        }
        Memory.putLong(threadBlock + ThreadLayout.NURSERY_POINTER, end);
        Memory.putLong(address, header(type, shape, ObjectHeader.NEW));
        Memory.clearWords(address + 8, end);
        return address;
    }

    /**
     * Makes a larger ARRAY block that begins as another does.
     *
     * @param bytes  size in bytes, header included
     * @param from   the other block
     * @param copied how many bytes of it are copied, its header left out; the rest is zeroes
     * @throws HeapExhaustedException as of {@link #allocate}
     */
    public long allocateGrown(long bytes, long from, long copied) {
        long address;
        if (bytes > SizeClasses.LARGEST) {
            countDownToFailure();
            address = makeLarge(HeapType.ARRAY, HeapType.ARRAY, bytes, copied);
        } else {
            address = allocate(HeapType.ARRAY, HeapType.ARRAY, bytes);
        }
        Memory.copy(from + ARRAY_HEADER, address + ARRAY_HEADER, copied);
        copyBarrier(from, address, ARRAY_HEADER + copied);
        return address;
    }

    private static long header(int type, int shape, byte state) {
        return (long) state << 8 * ObjectHeader.MARK | (long) type << 8 * ObjectHeader.TYPE | shape;
    }

    private long allocateSlowly(int type, int shape, long bytes) {
        countDownToFailure();
        if (bytes <= SizeClasses.LARGEST && young.isOpen()) {
            if (failing == 0) {
                askForCollection();
            }
            long step = failing == 0 ? EXTENSION : 0;
            if (limit.allows(usedBytes(), bytes) && young.extend(ObjectSizes.rounded(bytes), step)) {
                return allocate(type, shape, bytes);
            }
        }
        return makeLarge(type, shape, bytes, 0);
    }

    /** Makes an object as {@link #allocate} does, but one that never moves. */
    public long allocateOld(int type, int shape, long bytes) {
        countDownToFailure();
        return makeOld(type, shape, bytes, 0);
    }

    /**
     * Makes an object for which there is no room in the nursery.
     *
     * @param written so many bytes behind an ARRAY block's header are not cleared, since they are written next
     */
    private long makeLarge(int type, int shape, long bytes, long written) {
        if (!young.isOpen() || !LargeYoung.accepts(type, bytes)) {
            return makeOld(type, shape, bytes, written);
        }
        long address = take(type, shape, bytes, written, ObjectHeader.NEW);
        large.add(address, bytes);
        if (large.made() > LARGE_SHARE * nurserySize.bytes()) {
            askForCollection();
        }
        return address;
    }

    private long makeOld(int type, int shape, long bytes, long written) {
        long address = take(type, shape, bytes, written, ObjectHeader.OLD);
        owe(bytes);
        if (bytes > SizeClasses.LARGEST) {
            old.cards().add(address, type, bytes);
        }
        boolean refers = type != HeapType.STRING && type != HeapType.BOX;
        if (refers && !CardTable.hasCards(address)) {
            // What its maker stores into it passes no barrier.
            remembered.add(address);
        }
        return address;
    }

    /** So much more is to be looked at by a major cycle before long. */
    private void owe(long bytes) {
        debt += bytes;
        if (debt > young.nurserySize()) {
            stepDue = true;
            attention.run();
        }
    }

    private long take(int type, int shape, long bytes, long written, byte state) {
        limit.check(usedBytes(), bytes);
        if (!old.hasRoomFor(bytes + 2 * young.usedBytes()) && collector != null) {
            collector.makeRoom();
        }
        long address = old.allocate(bytes);
        if (address == 0) {
            throw HeapExhaustedException.INSTANCE;
        }
        Memory.clearWords(address, address + ARRAY_HEADER);
        Memory.clearWords(address + ARRAY_HEADER + written, address + ObjectSizes.rounded(bytes));
        Memory.putLong(address, header(type, shape, state));
        return address;
    }

    /** An interned string has been found by its contents: if nobody referred to it, somebody does now. */
    public void revive(long string) {
        if (collector != null) {
            collector.revive(string);
        }
    }

    /** So many bytes have been made outside the heap, which are released when some object is found dead. */
    public void addOutside(long bytes) {
        if (collector != null) {
            collector.pacer().addOutside(bytes);
            owe(bytes);
        }
    }

    /** The object, userdata or coroutine, has something outside the heap that is to be released when it dies. */
    public void addOwner(long object) {
        if (collector != null) {
            collector.addOwner(object);
        }
    }

    /**
     * Shows all coroutines but those that a marking has found dead: the code that their frames stand in may have died with
     * them.
     */
    public void forEachCoroutine(LongConsumer action) {
        collector.forEachOldOwner(owner -> {
            if (Memory.getByte(owner + ObjectHeader.TYPE) == HeapType.COROUTINE) {
                action.accept(owner);
            }
        });
    }

    /** Memory outside of the heap has been taken for an object, or given back. */
    public void addExternalBytes(long bytes) {
        limit.addExternal(bytes);
        debt += Math.max(0, bytes);
    }

    // ---- write barrier -----------------------------------------------------------------------------------------------

    /**
     * To be called after a reference has been stored into an object, array and hash parts aside, that was not allocated
     * just now.
     *
     * @param holder the object stored into
     * @param word   the value stored
     */
    public void writeBarrier(long holder, long word) {
        if (Word.isObject(word) && Memory.getByte(holder + ObjectHeader.MARK) == ObjectHeader.OLD) {
            remembered.add(holder);
        }
    }

    /**
     * The same for a store into an ARRAY or HASH block.
     *
     * @param address where in the block
     */
    public void elementBarrier(long block, long address, long word) {
        if (Word.isObject(word) && Memory.getByte(block + ObjectHeader.MARK) == ObjectHeader.OLD) {
            rememberElement(block, address);
        }
    }

    private void rememberElement(long block, long address) {
        if (CardTable.hasCards(block)) {
            old.cards().mark(block, address);
        } else {
            remembered.add(block);
        }
    }

    /** The same after words of any kind have been stored, or moved, into a range of an ARRAY or HASH block. */
    public void rangeBarrier(long block, long from, long to) {
        if (Memory.getByte(block + ObjectHeader.MARK) == ObjectHeader.OLD) {
            if (CardTable.hasCards(block)) {
                old.cards().markRange(block, from, to);
            } else {
                remembered.add(block);
            }
        }
    }

    /**
     * The same after the beginning of an ARRAY block has been copied to one that is new, so that no marking has seen it. What
     * has been found out about young references in the first is true there too.
     */
    private void copyBarrier(long from, long to, long bytes) {
        if (CardTable.hasCards(from) && CardTable.hasCards(to)) {
            old.cards().copy(from, to, bytes);
        } else {
            rangeBarrier(to, to, to + bytes);
        }
    }

    /** A word has been, or will be, stored into an object, or on the stack of a coroutine that does not run. */
    public void remember(long object) {
        if (Memory.getByte(object + ObjectHeader.MARK) == ObjectHeader.OLD) {
            remembered.add(object);
        }
    }

    /**
     * Whether a word refers to an object that may move. Nothing outside the heap may keep such a word across safepoints,
     * unless it is shown to the collector.
     */
    public boolean isYoung(long word) {
        return young.contains(word);
    }

    // ---- collecting --------------------------------------------------------------------------------------------------

    /** Has a minor collection made at the next safepoint. */
    public void askForCollection() {
        due = true;
        attention.run();
    }

    private boolean isFull() {
        return due || stepDue || remembered.isFull();
    }

    /** Whether a collection should happen at the safepoint that asks. */
    public boolean isCollectionDue() {
        if (young.isOverrun() && !(stopped && young.extend(0, EXTENSION))) {
            due = true;
            return true;
        }
        if (stressInterval > 0 && !stopped) {
            boolean now = --stressCountdown <= 0 || isFull();
            if (!now) {
                attention.run();
            }
            return now;
        }
        return isFull() && (!stopped || limit.isReached(usedBytes()));
    }

    /**
     * Makes the collection that is due: a minor one, and a step of a major cycle when there is reason for it. After old
     * objects were made, and nothing else happened, there is a minor one only if a cycle marks, or is to begin. Only at
     * safepoints.
     *
     * @return false when the limit is reached, although nothing is left that could be collected: an error is to be raised
     */
    public boolean collectDue() {
        boolean minorDue = due || remembered.isFull() || stressInterval > 0;
        if (!minorDue && !collector.stepFollowsMinor() && !limit.isReached(usedBytes())) {
            long began = counters.pause();
            collector.step();
            debt = 0;
            stepDue = false;
            counters.resume(began);
            return true;
        }
        long began = counters.pause();
        collector.minor(false, false);
        if (stressInterval > 0) {
            stressCountdown = stressInterval;
            collector.tinyStep();
        } else {
            long stepBegan = System.nanoTime();
            collector.step();
            nurserySize.collected(stepBegan - began, System.nanoTime() - stepBegan);
        }
        boolean within = !limit.isReached(usedBytes());
        if (!within) {
            collector.full();
            within = !limit.isReached(usedBytes());
        }
        finish(within);
        counters.resume(began);
        return within;
    }

    /** Collects everything that is unreachable. Only at safepoints. */
    public void collect() {
        long began = counters.pause();
        collector.full();
        finish(true);
        counters.resume(began);
    }

    /** A minor collection after which no object is young: what is to be embedded in code must not move. Only at safepoints. */
    public void tenure() {
        long began = counters.pause();
        collector.minor(true, false);
        finish(!limit.isReached(usedBytes()));
        counters.resume(began);
    }

    /**
     * A minor collection and a step of a major cycle. Only at safepoints.
     *
     * @param bytes how much memory is to be looked at, about
     * @return whether the step ended a cycle
     */
    public boolean step(long bytes) {
        long began = counters.pause();
        collector.minor(false, false);
        boolean ended = collector.step(bytes);
        finish(true);
        counters.resume(began);
        return ended;
    }

    private void finish(boolean within) {
        due = false;
        debt = 0;
        stepDue = false;
        young.open(within ? Math.min(limit.room(usedBytes()), nurserySize.bytes()) : SMALLEST_NURSERY);
        if (failing > 0) {
            young.shut();
        }
        if (stressInterval > 0) {
            attention.run();
        }
    }

    /** Stops or restarts automatic collection. */
    public void setStopped(boolean stop) {
        stopped = stop;
        if (due || stressInterval > 0) {
            attention.run();
        }
    }

    public boolean isStopped() {
        return stopped;
    }

    /** The next cycle is to end when the heap is this many percent of what the last one left. */
    public void setPause(int percent) {
        collector.pacer().setPause(percent);
    }

    // ---- knowledge ---------------------------------------------------------------------------------------------------

    /** Bytes of all objects allocated and not yet found dead, and of what belongs to them outside the heap. */
    public long usedBytes() {
        return old.usedBytes() + young.usedBytes() + limit.external();
    }

    /** The most bytes that there may be. */
    public long limit() {
        return limit.bytes();
    }

    /** What the operating system is told about memory. */
    public PageAdvice pageAdvice() {
        return pages;
    }

    public CollectorCounters counters() {
        return counters;
    }

    public Finalizers finalizers() {
        return finalizers;
    }

    /** Bytes that an object takes, as it says of itself. */
    public static long sizeOf(long object) {
        return ObjectSizes.of(object);
    }

    /**
     * Visits the objects of a type in no order. Some may be dead since the last collection. A walk over the whole heap,
     * for debug functions and statistics.
     *
     * @param visitor is not to allocate
     */
    public void forEach(int type, LongConsumer visitor) {
        forEach(object -> {
            if (Memory.getByte(object + ObjectHeader.TYPE) == type) {
                visitor.accept(object);
            }
        });
    }

    /** Visits all objects; the same. */
    public void forEach(LongConsumer visitor) {
        old.forEach(visitor);
        young.forEach(visitor);
    }

    // ---- tests -------------------------------------------------------------------------------------------------------

    /** Test mode: a collection at every so many safepoints, verified, the memory left poisoned; 0 ends it. */
    public void setStress(int interval) {
        stressInterval = interval;
        stressCountdown = interval;
        setVerifying(interval > 0);
        attention.run();
    }

    /** Test mode: the heap is verified after each collection, and the memory left is poisoned. */
    public void setVerifying(boolean on) {
        verifier = on ? new HeapVerifier(young, old, large, host) : null;
        collector.setVerifier(verifier);
    }

    /** Verifies the heap. Only at safepoints. */
    public void verify() {
        host.prepare(false);
        new HeapVerifier(young, old, large, host).verify();
    }

    /** Test mode: the n-th allocation from now on fails, all before are slow; 0 ends it. */
    public void failAllocation(long n) {
        failing = n;
        if (n > 0 && young.isOpen()) {
            young.shut();
        }
    }

    /** How many more allocations there would have to be for one to fail. */
    public long allocationsToFailure() {
        return failing;
    }

    private void countDownToFailure() {
        if (failing > 0 && --failing == 0) {
            throw HeapExhaustedException.INSTANCE;
        }
    }

    @Override
    public void close() {
        remembered.close();
        young.close();
        old.close();
        Memory.release(threadBlock);
    }
}
