package perigee.heap;

import java.util.function.LongConsumer;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/**
 * The phases of collections. A minor one is {@link #minor}. A major cycle begins with {@link #beginMarking}, goes on by
 * {@link #mark} in steps, and ends with the lines of {@link #finishMarking}; then, in steps again ({@link #tidy}), dead
 * objects are forgotten, blocks swept, and memory given back.
 * All of it happens at safepoints only, where every reference is in guest memory or among the host's roots.
 */
final class Collector {
    /** What the major cycle is doing. */
    enum Phase {
        IDLE,
        MARKING,
        /** What refers to dead objects without keeping them alive forgets them: interned strings, and their owners. */
        DROPPING,
        SWEEPING,
        /** Memory is given back to the system. */
        RETURNING
    }

    /** Interned strings, and objects with something outside the heap, that are looked at in a step. */
    private static final int DROP_STEP = 32 << 10;
    /** Blocks swept in a step. */
    private static final int SWEEP_STEP = 256;
    /** Bytes given back in a step. */
    private static final long RETURN_STEP = 16L << 20;
    /** A step of a test: bytes marked, and what share of an ordinary step anything else is. */
    private static final long TINY_STEP = 4096;
    private static final int TINY_SHARE = 256;
    /** No limit to the time of a step: the program has asked for it. */
    private static final long AGES_NANOS = Long.MAX_VALUE / 2;

    private final YoungSpace young;
    private final OldSpace old;
    private final RememberedSet remembered;
    private final LargeYoung large;
    private final CollectorHost host;
    private final Finalizers finalizers;
    private final Scavenger scavenger;
    private final Marker marker;
    private final Pacer pacer = new Pacer();
    private final CollectorCounters counters;
    /** Objects that have something outside the heap, which is released when they die. */
    private final WorkStack youngOwners = new WorkStack();
    private final OwnerList oldOwners = new OwnerList();
    private Phase phase = Phase.IDLE;
    private HeapVerifier verifier;
    /** Bytes of the old space when the last step was taken. */
    private long usedAtStep;

    Collector(YoungSpace young, OldSpace old, RememberedSet remembered, LargeYoung large, CollectorHost host,
            Finalizers finalizers, CollectorCounters counters) {
        this.young = young;
        this.old = old;
        this.remembered = remembered;
        this.host = host;
        this.finalizers = finalizers;
        this.counters = counters;
        this.large = large;
        scavenger = new Scavenger(young, old, remembered, large);
        marker = new Marker(old, host);
    }

    Pacer pacer() {
        return pacer;
    }

    Phase phase() {
        return phase;
    }

    /** After each collection everything is verified, and what has been left is poisoned; null to stop that. */
    void setVerifier(HeapVerifier verifier) {
        this.verifier = verifier;
        old.sweeper().setPoisoning(verifier != null);
    }

    /** The object has something outside the heap. */
    void addOwner(long object) {
        if (young.contains(object)) {
            youngOwners.push(object);
        } else {
            oldOwners.add(object);
        }
    }

    /** Shows the owners that are old and not known to be dead, coroutines among them. */
    void forEachOldOwner(LongConsumer action) {
        oldOwners.forEach(owner -> {
            if (!old.isGarbage(owner)) {
                action.accept(owner);
            }
        });
    }

    boolean isMarking() {
        return phase == Phase.MARKING;
    }

    // ---- minor collections -------------------------------------------------------------------------------------------

    /**
     * A minor collection.
     *
     * @param tenureAll whether no object is to be young afterwards
     * @param exact     as of {@link CollectorHost#prepare}
     */
    void minor(boolean tenureAll, boolean exact) {
        long began = System.nanoTime();
        if (!old.hasRoomFor(2 * young.usedBytes())) {
            makeRoom();
        }
        counters.nurseryBytes += young.nurseryUsed();
        pacer.addYoung(young.nurseryUsed() + young.takeUnmade());
        host.prepare(exact);
        scavenger.begin(tenureAll, phase == Phase.MARKING ? marker : null);

        host.visitRoots(scavenger);
        host.visitYoungShapes(scavenger);
        finalizers.visitQueue(scavenger);
        finalizers.visitYoung(scavenger);
        scavenger.scan(host.runningCoroutine());
        remembered.visitAll(scavenger::visitRemembered);
        old.cards().visitDirty(scavenger::visitCard);
        scavenger.drain();

        followOwners();
        host.relocate(scavenger);
        leave();
        large.sweep(verifier != null);
        counters.minors++;
        counters.tenuredBytes += scavenger.tenuredBytes();
        counters.survivedBytes += young.survivorsEnd() - young.survivorsStart();
        counters.minorNanos += System.nanoTime() - began;
        if (verifier != null) {
            verifier.verify();
        }
    }

    private void followOwners() {
        int kept = 0;
        for (int i = 0; i < youngOwners.size(); i++) {
            long owner = youngOwners.get(i);
            long now = scavenger.of(owner);
            if (now == 0) {
                host.releaseUserdata(owner);
            } else if (scavenger.isYoungNow(now)) {
                youngOwners.set(kept++, now);
            } else {
                oldOwners.add(now);
            }
        }
        youngOwners.truncate(kept);
    }

    /** Leaves the nursery and the survivor space from which everything has been moved. */
    private void leave() {
        long from = young.survivorsStart();
        long end = young.survivorsEnd();
        long pointer = young.pointer();
        young.flip(scavenger.survivorsEnd());
        if (verifier != null) {
            YoungSpace.poison(from, end);
            YoungSpace.poison(young.nurseryStart(), pointer);
        }
    }

    // ---- major cycles ------------------------------------------------------------------------------------------------

    /** Collects everything that is unreachable, leaves no young object, and gives back what the rest does not need soon. */
    void full() {
        if (phase == Phase.MARKING) {
            // What has been marked may be dead by now.
            marker.end();
            phase = Phase.IDLE;
        }
        finishTidying();
        minor(true, true);
        beginMarking();
        marker.drain();
        finishMarking();
        finishTidying();
        old.giveBack(pacer.smallReserve(), Long.MAX_VALUE);
        young.giveBack(old.pages());
    }

    /** Whether the next step marks, and so must follow a minor collection. */
    boolean stepFollowsMinor() {
        return phase == Phase.MARKING || phase == Phase.IDLE && pacer.isDue(old.usedBytes(), finalizers.hasNew());
    }

    /** A step at the pace that the growth of the old space asks for. */
    void step() {
        long used = old.usedBytes();
        long grown = Math.max(0, used - usedAtStep);
        long began = System.nanoTime();
        if (phase == Phase.IDLE && pacer.isDue(used, finalizers.hasNew())) {
            beginMarking();
        }
        if (phase == Phase.MARKING) {
            mark(pacer.step(used, marker.markedBytes(), grown), began + pacer.stepNanos(used));
        } else {
            tidy(1);
        }
        counters.majorNanos += System.nanoTime() - began;
        usedAtStep = old.usedBytes();
    }

    /**
     * A step that the program asks for, after a minor collection: begins a cycle if none is on its way.
     *
     * @param bytes to be visited at the most, about
     * @return whether a cycle has ended
     */
    boolean step(long bytes) {
        finishTidying();
        if (phase == Phase.IDLE) {
            beginMarking();
        }
        return mark(bytes, System.nanoTime() + AGES_NANOS);
    }

    /** A very small step, for tests: much may happen between two of them. */
    void tinyStep() {
        if (phase == Phase.IDLE) {
            beginMarking();
        } else if (phase == Phase.MARKING) {
            mark(TINY_STEP, System.nanoTime() + AGES_NANOS);
        } else {
            tidy(TINY_SHARE);
        }
    }

    private void beginMarking() {
        assert phase == Phase.IDLE && old.sweeper().isFinished();
        phase = Phase.MARKING;
        old.clearMarks();
        large.mark();
        marker.begin();
        host.visitShapes(marker);
        markRoots();
    }

    private void markRoots() {
        // What a register still holds that is not read again would be marked in each cycle anew.
        host.prepare(true);
        host.visitRoots(marker);
        finalizers.visitQueue(marker);
        long running = host.runningCoroutine();
        marker.mark(running);
        marker.visitAgain(running);
    }

    /** Marks for so many bytes, about, or until a time; whether that was the end. */
    private boolean mark(long bytes, long deadline) {
        counters.markingSteps++;
        markRoots();
        long end = marker.work() + bytes;
        do {
            if (!marker.drain(end - marker.work(), deadline)) {
                return false;
            }
        } while (marker.weakTables().convergeOnce());
        finishMarking();
        return true;
    }

    private void finishMarking() {
        minor(true, true);
        assert remembered.size() == 0 && old.cards().dirtyBlocks() == 0;
        WeakTables weak = marker.weakTables();
        host.visitShapes(marker);
        markRoots();
        marker.drain();
        weak.markStrongParts();
        marker.drain();
        weak.converge();
        if (verifier != null) {
            verifier.verifyMarking(marker);
        }

        weak.clearValues(0, 0);
        int valueTables = weak.valueTables();
        int allWeakTables = weak.allWeakTables();
        finalizers.separate(marker);
        finalizers.visitQueue(marker);
        marker.drain();
        weak.converge();
        weak.clearKeys();
        weak.clearValues(valueTables, allWeakTables);
        weak.markBlocks();

        pacer.marked(marker.markedBytes(), old.usedBytes());
        if (weak.cleared() > 0 || !finalizers.isEmpty()) {
            pacer.wasOfUse();
        }
        marker.end();
        old.setUsedBytes(marker.markedBytes());
        old.sweeper().begin();
        phase = Phase.DROPPING;
        oldOwners.begin();
        if (host.dropDead(old::isGarbage)) {
            pacer.wasOfUse();
        }
        counters.majors++;
        // Compiled code cannot ask for interned strings before this is over; mostly it is now.
        drop(DROP_STEP);
        if (verifier != null) {
            verifier.verify();
        }
    }

    // ---- after marking -----------------------------------------------------------------------------------------------

    /** A step of what is to be done between two cycles, or one that is so many times smaller. */
    private void tidy(int share) {
        switch (phase) {
            case DROPPING -> drop(DROP_STEP / share);
            case SWEEPING -> sweep(Math.max(1, SWEEP_STEP / share));
            case RETURNING -> giveBack(RETURN_STEP);
            case IDLE, MARKING -> {
            }
        }
    }

    /** All of it, but what can be left to the next cycle. */
    private void finishTidying() {
        if (phase == Phase.DROPPING) {
            drop(Integer.MAX_VALUE);
        }
        if (phase == Phase.SWEEPING) {
            sweep(Integer.MAX_VALUE);
        }
        if (phase == Phase.RETURNING) {
            phase = Phase.IDLE;
        }
    }

    private void drop(int count) {
        boolean ended = host.dropDeadStrings(count);
        ended &= oldOwners.release(count, old::isGarbage, this::release);
        if (ended) {
            old.sweeper().release();
            phase = Phase.SWEEPING;
        }
    }

    private void release(long owner) {
        pacer.wasOfUse();
        if (Memory.getByte(owner + ObjectHeader.TYPE) == HeapType.USERDATA) {
            host.releaseUserdata(owner);
        } else {
            host.releaseCoroutine(owner);
        }
    }

    private void sweep(int blocks) {
        old.sweeper().step(blocks);
        if (old.sweeper().isFinished()) {
            phase = Phase.RETURNING;
        }
    }

    private void giveBack(long bytes) {
        if (old.giveBack(pacer.reserve(), bytes)) {
            phase = Phase.IDLE;
        }
    }

    /** While objects found dead are still referred to, their memory cannot be used: it is needed now. */
    void makeRoom() {
        if (phase == Phase.DROPPING) {
            finishTidying();
        }
    }

    /** Something has been found that was not reachable before: an interned string, which refers to nothing. */
    void revive(long object) {
        if (phase == Phase.DROPPING && old.isGarbage(object)) {
            old.revive(object);
        }
    }
}
