package perigee.heap;

import java.util.function.LongConsumer;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/**
 * The phases of collections. A minor one is {@link #minor}. A major cycle begins with {@link #beginMarking}, goes on by
 * {@link #mark} in steps, and ends with the lines of {@link #finishMarking}; then blocks are swept, lazily and in steps.
 * All of it happens at safepoints only, where every reference is in guest memory or among the host's roots.
 */
final class Collector {
    /** What the major cycle is doing. */
    enum Phase { IDLE, MARKING, SWEEPING }

    /** Blocks swept in a step. */
    private static final int SWEEP_STEP = 128;

    private final YoungSpace young;
    private final OldSpace old;
    private final RememberedSet remembered;
    private final CollectorHost host;
    private final Finalizers finalizers;
    private final Scavenger scavenger;
    private final Marker marker;
    private final Pacer pacer = new Pacer();
    private final CollectorCounters counters;
    /** Objects that have something outside the heap, which is released when they die. */
    private final WorkStack youngOwners = new WorkStack();
    private final WorkStack oldOwners = new WorkStack();
    private Phase phase = Phase.IDLE;
    private HeapVerifier verifier;
    /** Bytes of the old space when the last step was taken. */
    private long usedAtStep;

    Collector(YoungSpace young, OldSpace old, RememberedSet remembered, CollectorHost host, Finalizers finalizers,
            CollectorCounters counters) {
        this.young = young;
        this.old = old;
        this.remembered = remembered;
        this.host = host;
        this.finalizers = finalizers;
        this.counters = counters;
        scavenger = new Scavenger(young, old, remembered);
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
        (young.contains(object) ? youngOwners : oldOwners).push(object);
    }

    /** Shows the owners that are old, coroutines among them. */
    void forEachOldOwner(LongConsumer action) {
        for (int i = 0; i < oldOwners.size(); i++) {
            action.accept(oldOwners.get(i));
        }
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
        counters.nurseryBytes += young.nurseryUsed();
        pacer.addYoung(young.nurseryUsed());
        host.prepare(exact);
        scavenger.begin(tenureAll, phase == Phase.MARKING ? marker : null);

        host.visitRoots(scavenger);
        host.visitYoungShapes(scavenger);
        finalizers.visitQueue(scavenger);
        scavenger.scan(host.runningCoroutine());
        remembered.visitAll(scavenger::visitRemembered);
        old.cards().visitDirty(scavenger::visitCard);
        scavenger.drain();

        finalizers.separateYoung(scavenger);
        scavenger.drain();

        followOwners();
        host.relocate(scavenger);
        leave();
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
                oldOwners.push(now);
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

    /** Collects everything that is unreachable, and leaves no young object. */
    void full() {
        if (phase == Phase.MARKING) {
            // What has been marked may be dead by now.
            marker.end();
            phase = Phase.IDLE;
        }
        minor(true, true);
        beginMarking();
        marker.drain();
        finishMarking();
    }

    /** A step after a minor collection, at the pace that the growth of the old space asks for. */
    void step() {
        long used = old.usedBytes();
        long grown = Math.max(0, used - usedAtStep);
        long began = System.nanoTime();
        if (phase == Phase.IDLE && pacer.isDue(used)) {
            beginMarking();
        }
        if (phase == Phase.MARKING) {
            mark(pacer.step(used, marker.markedBytes(), grown));
        } else if (phase == Phase.SWEEPING) {
            sweep(SWEEP_STEP);
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
        if (phase == Phase.SWEEPING) {
            sweep(Integer.MAX_VALUE);
        }
        if (phase == Phase.IDLE) {
            beginMarking();
        }
        return mark(bytes);
    }

    private void sweep(int blocks) {
        old.sweeper().step(blocks);
        if (old.sweeper().isFinished()) {
            phase = Phase.IDLE;
        }
    }

    private void beginMarking() {
        old.sweeper().finish();
        phase = Phase.MARKING;
        old.clearMarks();
        marker.begin();
        host.visitShapes(marker);
        markRoots();
    }

    private void markRoots() {
        host.visitRoots(marker);
        finalizers.visitQueue(marker);
        long running = host.runningCoroutine();
        marker.mark(running);
        marker.visitAgain(running);
    }

    /** Marks for so many bytes, about; whether that was the end. */
    private boolean mark(long bytes) {
        markRoots();
        long end = marker.work() + bytes;
        do {
            if (!marker.drain(end - marker.work())) {
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
        marker.end();

        releaseOwners();
        host.dropDead(marker::isDead);
        old.setUsedBytes(marker.markedBytes());
        pacer.marked(marker.markedBytes());
        old.sweeper().begin();
        phase = Phase.SWEEPING;
        counters.majors++;
        if (verifier != null) {
            verifier.verify();
        }
    }

    private void releaseOwners() {
        int kept = 0;
        for (int i = 0; i < oldOwners.size(); i++) {
            long owner = oldOwners.get(i);
            if (!marker.isDead(owner)) {
                oldOwners.set(kept++, owner);
            } else if (Memory.getByte(owner + ObjectHeader.TYPE) == perigee.layout.HeapType.USERDATA) {
                host.releaseUserdata(owner);
            } else {
                host.releaseCoroutine(owner);
            }
        }
        oldOwners.truncate(kept);
    }
}
