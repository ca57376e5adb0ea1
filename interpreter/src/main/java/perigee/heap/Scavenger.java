package perigee.heap;

import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/**
 * A minor collection: moves the young objects that are reachable from the roots and from remembered objects, and leaves
 * the others behind. What was made since the last one goes to the empty survivor space; what had survived one before
 * goes to the old space (after C. J. Cheney, and D. Ungar's generation scavenging). Large ones only change their state.
 *
 * <p>Weak tables hold their keys and values in a minor collection; clearing is the business of marking.
 */
final class Scavenger extends ObjectScanner implements RootVisitor, Relocation {
    private final YoungSpace young;
    private final OldSpace old;
    private final RememberedSet remembered;
    private final LargeYoung large;
    /** Objects that have come to the old space and are still to be scanned. */
    private final WorkStack tenured = new WorkStack();
    private Marker marker;
    private boolean tenureAll;
    private long fromStart;
    private long fromBytes;
    private long toStart;
    private long toPointer;
    private long scanPointer;
    /** Whether a word scanned refers to an object that is young afterwards. */
    private boolean sawYoung;
    private long tenuredBytes;

    Scavenger(YoungSpace young, OldSpace old, RememberedSet remembered, LargeYoung large) {
        this.young = young;
        this.old = old;
        this.remembered = remembered;
        this.large = large;
    }

    /**
     * @param tenuring whether all survivors go to the old space
     * @param marking  who has to look again at marked objects that have been stored into; null when nothing is marked
     */
    void begin(boolean tenuring, Marker marking) {
        tenureAll = tenuring;
        marker = marking;
        fromStart = young.fromStart();
        fromBytes = young.fromBytes();
        toStart = young.toStart();
        toPointer = toStart;
        scanPointer = toStart;
        tenuredBytes = 0;
    }

    /** The end of the survivors in the space that was empty. */
    long survivorsEnd() {
        return toPointer;
    }

    /** Bytes that have come to the old space. */
    long tenuredBytes() {
        return tenuredBytes;
    }

    private boolean isFrom(long word) {
        return Long.compareUnsigned(word - fromStart, fromBytes) < 0;
    }

    private boolean isTo(long word) {
        return Long.compareUnsigned(word - toStart, toPointer - toStart) < 0;
    }

    // ---- roots -------------------------------------------------------------------------------------------------------

    @Override
    public long visit(long word) {
        if (isFrom(word)) {
            return evacuate(word);
        }
        if (large.contains(word)) {
            large.reach(word, tenureAll);
        }
        return word;
    }

    /** What a remembered object refers to is alive; the object stays remembered if any of that is still young. */
    void visitRemembered(long object) {
        sawYoung = false;
        scan(object);
        settle(object);
        if (marker != null) {
            marker.visitAgain(object);
        }
    }

    /** The same for a dirty card. */
    boolean visitCard(long block, long from, long to) {
        sawYoung = false;
        range(from, to);
        if (marker != null) {
            marker.visitAgain(block, from, to);
        }
        return sawYoung;
    }

    private void settle(long object) {
        if (sawYoung) {
            remembered.add(object);
        } else {
            Memory.putByte(object + ObjectHeader.MARK, ObjectHeader.OLD);
        }
    }

    // ---- following references ----------------------------------------------------------------------------------------

    /** Scans everything that has been moved, and what that refers to. */
    void drain() {
        while (true) {
            while (scanPointer < toPointer) {
                long object = scanPointer;
                scanPointer += ObjectSizes.of(object);
                scan(object);
            }
            sawYoung = false;
            if (!tenured.isEmpty()) {
                long object = tenured.pop();
                scan(object);
                settle(object);
                continue;
            }
            long block = large.next();
            if (block == 0) {
                return;
            }
            scan(block);
            large.scanned(block, sawYoung);
        }
    }

    @Override
    void range(long from, long to) {
        for (long p = from; p != to; p += 8) {
            long word = Memory.getLong(p);
            if (isFrom(word)) {
                word = evacuate(word);
                Memory.putLong(p, word);
            } else if (large.contains(word)) {
                sawYoung |= large.reach(word, tenureAll);
            }
            sawYoung |= isTo(word);
        }
    }

    private long evacuate(long object) {
        byte state = Memory.getByte(object + ObjectHeader.MARK);
        if (state == ObjectHeader.FORWARDED) {
            return Memory.getLong(object + 8);
        }
        long bytes = ObjectSizes.of(object);
        long copy;
        if (tenureAll || state == ObjectHeader.AGED) {
            copy = tenure(bytes);
            copy(object, copy, bytes);
            Memory.putByte(copy + ObjectHeader.MARK, ObjectHeader.OLD);
            tenured.push(copy);
        } else {
            copy = toPointer;
            toPointer += bytes;
            copy(object, copy, bytes);
            Memory.putByte(copy + ObjectHeader.MARK, ObjectHeader.AGED);
        }
        Memory.putByte(object + ObjectHeader.MARK, ObjectHeader.FORWARDED);
        Memory.putLong(object + 8, copy);
        return copy;
    }

    private long tenure(long bytes) {
        long copy = old.allocate(bytes);
        if (copy == 0) {
            // The heap keeps a reserve for the worst case.
            throw new AssertionError("no room to tenure " + bytes + " bytes");
        }
        tenuredBytes += bytes;
        return copy;
    }

    private static void copy(long from, long to, long bytes) {
        if (bytes > 256) {
            Memory.copy(from, to, bytes);
            return;
        }
        // Not a counted loop, which HotSpot would make a nest of loops of: too much for a few words.
        for (long source = from, end = from + bytes; source != end; source += 8, to += 8) {
            Memory.putLong(to, Memory.getLong(source));
        }
    }

    // ---- afterwards --------------------------------------------------------------------------------------------------

    @Override
    public long of(long object) {
        if (!isFrom(object)) {
            return object;
        }
        return Memory.getByte(object + ObjectHeader.MARK) == ObjectHeader.FORWARDED ? Memory.getLong(object + 8) : 0;
    }

    /** Whether an object is young after the collection. */
    boolean isYoungNow(long object) {
        return isTo(object);
    }
}
