package perigee.heap;

import java.util.BitSet;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Checks the whole heap, at a safepoint:
 * <ul>
 * <li>every word of every object and root is no object, or the address of an object that is allocated;
 * <li>an old object that refers to a young one is in the remembered set, or the card of the reference is dirty;
 * <li>states tell where objects are, sizes fit their cells, no block of a table is a value;
 * <li>free memory holds poison, when it has been poisoned;
 * <li>what the runtime keeps about objects is consistent ({@link CollectorHost#verify});
 * <li>after marking: no marked object refers to one that is not.
 * </ul>
 */
public final class HeapVerifier {
    private final YoungSpace young;
    private final OldSpace old;
    private final LargeYoung large;
    private final CollectorHost host;
    /** Where objects begin, in units of 8 bytes from the space's start. */
    private final BitSet youngObjects = new BitSet();
    /** The same in units of 16 bytes. */
    private final BitSet oldObjects = new BitSet();

    HeapVerifier(YoungSpace young, OldSpace old, LargeYoung large, CollectorHost host) {
        this.young = young;
        this.old = old;
        this.large = large;
        this.host = host;
    }

    /** @throws IllegalStateException when something is wrong */
    void verify() {
        youngObjects.clear();
        oldObjects.clear();
        old.forEach(object -> oldObjects.set(oldIndex(object)));
        young.forEach(object -> youngObjects.set(youngIndex(object)));
        References references = new References();
        old.forEach(object -> {
            checkOld(object);
            references.of(object);
        });
        young.forEach(object -> {
            checkYoung(object);
            references.of(object);
        });
        references.of(host.runningCoroutine());
        host.visitRoots(word -> {
            checkReference(word, 0, 0);
            return word;
        });
        host.visitShapes(word -> {
            checkReference(word, 0, 0);
            return word;
        });
        host.verify(this);
    }

    private int youngIndex(long object) {
        return (int) (object - young.start() >>> 3);
    }

    private int oldIndex(long object) {
        return (int) (object - old.start() >>> 4);
    }

    /** Whether there is an object at an address; to be asked while {@link CollectorHost#verify} runs. */
    public boolean isObject(long address) {
        if (young.contains(address)) {
            return (address & 7) == 0 && youngObjects.get(youngIndex(address));
        }
        return old.contains(address) && (address & 15) == 0 && oldObjects.get(oldIndex(address));
    }

    /** Complains about an object. */
    public static IllegalStateException wrong(long object, String what) {
        String name = object == 0 ? "a root" : "the object at " + Long.toHexString(object) + " (type "
                + Memory.getByte(object + ObjectHeader.TYPE) + ", state " + Memory.getByte(object + ObjectHeader.MARK)
                + ", size " + ObjectSizes.of(object) + ")";
        return new IllegalStateException("heap verifier: " + name + " " + what);
    }

    // ---- objects -----------------------------------------------------------------------------------------------------

    private void checkOld(long object) {
        byte state = Memory.getByte(object + ObjectHeader.MARK);
        if (state != ObjectHeader.OLD && state != ObjectHeader.REMEMBERED && !large.contains(object)) {
            throw wrong(object, "is in the old space but has a young state");
        }
        if (ObjectSizes.of(object) > old.cellBytes(object)) {
            throw wrong(object, "is larger than its cell");
        }
    }

    private static void checkYoung(long object) {
        byte state = Memory.getByte(object + ObjectHeader.MARK);
        if (state != ObjectHeader.NEW && state != ObjectHeader.AGED) {
            throw wrong(object, "is in the young space but has no young state");
        }
        if (Memory.getByte(object + ObjectHeader.TYPE) == HeapType.CODE
                || Memory.getByte(object + ObjectHeader.TYPE) == HeapType.COROUTINE) {
            throw wrong(object, "is of a type that does not move, but is young");
        }
    }

    private void checkReference(long word, long holder, long address) {
        if (Word.isObject(word) && !isObject(word)) {
            throw wrong(holder, "refers, at offset " + (address - holder) + ", to " + Long.toHexString(word)
                    + (word == YoungSpace.POISON ? ", which is poison" : ", which is no object"));
        }
    }

    private class References extends ObjectScanner {
        long holder;
        private boolean needsBarrier;

        void of(long object) {
            holder = object;
            // The stack of the coroutine that runs is always scanned.
            needsBarrier = Memory.getByte(object + ObjectHeader.MARK) == ObjectHeader.OLD
                    && object != host.runningCoroutine();
            scan(object);
        }

        @Override
        void range(long from, long to) {
            for (long address = from; address < to; address += 8) {
                long word = Memory.getLong(address);
                if (!isReturnAddress(word)) {
                    checkReference(word, holder, address);
                }
                if (needsBarrier && (young.contains(word) || large.contains(word)) && !isOnDirtyCard(address)) {
                    throw wrong(holder, "is not remembered but refers, at offset " + (address - holder)
                            + ", to a young object");
                }
            }
        }

        /** On stacks there are return addresses into compiled code, which look like objects, but are outside the heap. */
        private boolean isReturnAddress(long word) {
            return Memory.getByte(holder + ObjectHeader.TYPE) == HeapType.COROUTINE && !young.contains(word)
                    && !old.contains(word) && word != YoungSpace.POISON;
        }

        private boolean isOnDirtyCard(long address) {
            byte type = Memory.getByte(holder + ObjectHeader.TYPE);
            return (type == HeapType.ARRAY || type == HeapType.HASH) && CardTable.hasCards(holder)
                    && old.cards().isDirty(address);
        }
    }

    // ---- marking -----------------------------------------------------------------------------------------------------

    /** All that is reachable has been marked, but for what only weak tables refer to. */
    void verifyMarking(Marker marker) {
        References references = new References() {
            @Override
            void range(long from, long to) {
                for (long address = from; address < to; address += 8) {
                    if (marker.isDead(Memory.getLong(address))) {
                        throw wrong(holder, "is marked but refers, at offset " + (address - holder)
                                + ", to one that is not: " + wrong(Memory.getLong(address), "").getMessage());
                    }
                }
            }
        };
        old.forEach(object -> {
            if (!marker.isDead(object) && !Marker.isWeak(object)) {
                references.of(object);
            }
        });
    }
}
