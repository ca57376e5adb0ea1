package perigee.heap;

import static perigee.layout.TableLayout.*;

import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;

/**
 * The marking of a major collection: visits everything reachable in the old space, with an explicit stack, in steps
 * between which the program runs. Young objects are not marked; in the end there are none.
 *
 * <p>Marking is incremental update (E. W. Dijkstra and others): an object made or tenured while marking goes on is
 * unmarked, and a marked object into which something is stored is visited again, for the write barrier has it remembered.
 *
 * <p>Tables with weak references are put aside and finished by {@link WeakTables}.
 */
final class Marker extends ObjectScanner implements RootVisitor {
    /** Large blocks are visited in pieces of so many bytes. */
    private static final long PIECE = 16L << 10;
    /**
     * So many objects are taken off the stack at once, and their headers read before any of them is visited: each is
     * likely to be far from the others, and the processor can wait for several at the same time.
     */
    private static final int BATCH = 16;
    /** After so many bytes of work the clock is looked at. */
    private static final long CLOCK_BYTES = 8L << 10;

    private final OldSpace old;
    private final MarkBits marks;
    private final CollectorHost host;
    private final WeakTables weakTables;
    private final WorkStack pending = new WorkStack();
    /** Ranges of large blocks still to be visited: pairs of addresses. */
    private final WorkStack pieces = new WorkStack();
    private final long oldStart;
    private final long oldBytes;
    private final long[] batch = new long[BATCH];
    private long markedBytes;
    /** Bytes visited. */
    private long work;
    /** Keeps the reading ahead from being optimised away. */
    private long readAhead;

    Marker(OldSpace old, CollectorHost host) {
        this.old = old;
        this.host = host;
        marks = old.marks();
        oldStart = old.start();
        oldBytes = old.bytes();
        weakTables = new WeakTables(this);
    }

    void begin() {
        markedBytes = 0;
        work = 0;
    }

    /** The cycle is given up, or over. */
    void end() {
        weakTables.end();
        pending.truncate(0);
        pieces.truncate(0);
    }

    /** Bytes of the cells of all objects marked in this cycle. */
    long markedBytes() {
        return markedBytes;
    }

    /** Bytes visited in this cycle. */
    long work() {
        return work;
    }

    WeakTables weakTables() {
        return weakTables;
    }

    boolean isOld(long word) {
        return Long.compareUnsigned(word - oldStart, oldBytes) < 0;
    }

    /** Whether a word refers to an object of the old space that was not reached (so far). */
    boolean isDead(long word) {
        return isOld(word) && !marks.isMarked(word);
    }

    @Override
    public long visit(long word) {
        mark(word);
        return word;
    }

    /** Marks the old object that a word refers to, if it refers to one. */
    void mark(long word) {
        if (isOld(word) && marks.mark(word)) {
            markedBytes += old.cellBytes(word);
            pending.push(word);
        }
    }

    @Override
    void range(long from, long to) {
        work += to - from;
        for (long address = from; address != to; address += 8) {
            mark(Memory.getLong(address));
        }
    }

    // ---- progress ----------------------------------------------------------------------------------------------------

    /**
     * Visits what has been marked and not yet visited, until nothing is left or a step is over.
     *
     * @param bytes    to be visited in the step, about
     * @param deadline {@link System#nanoTime} when it is to end
     * @return whether nothing is left
     */
    boolean drain(long bytes, long deadline) {
        long end = work + bytes;
        long look = work + CLOCK_BYTES;
        while (visitSome()) {
            if (work >= look) {
                if (work >= end || System.nanoTime() - deadline >= 0) {
                    return pending.isEmpty() && pieces.isEmpty();
                }
                look = work + CLOCK_BYTES;
            }
        }
        return true;
    }

    /** Visits all of it. */
    void drain() {
        boolean more = true;
        while (more) {
            more = visitSome();
        }
    }

    /** Visits some objects, or a piece of one; false when there is nothing to be visited. */
    private boolean visitSome() {
        int count = Math.min(BATCH, pending.size());
        if (count == 0) {
            return visitPiece();
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            long object = pending.pop();
            batch[i] = object;
            sum += Memory.getLong(object);
        }
        readAhead = sum;
        for (int i = 0; i < count; i++) {
            visitObject(batch[i]);
        }
        return true;
    }

    private void visitObject(long object) {
        work += 16;
        switch (Memory.getByte(object + ObjectHeader.TYPE)) {
            case HeapType.TABLE -> visitTable(object);
            case HeapType.ARRAY, HeapType.HASH, HeapType.SLOTS -> visitBlock(object);
            case HeapType.CODE -> {
                scan(object);
                host.markCode(this, object);
            }
            default -> scan(object);
        }
    }

    private void visitBlock(long block) {
        if (CardTable.hasCards(block)) {
            pushPiece(firstWord(block), endOfWords(block));
        } else {
            scan(block);
        }
    }

    private void pushPiece(long from, long to) {
        pieces.push(from);
        pieces.push(to);
    }

    private boolean visitPiece() {
        if (pieces.isEmpty()) {
            return false;
        }
        long to = pieces.pop();
        long from = pieces.pop();
        long end = Math.min(to, from + PIECE);
        if (end < to) {
            pushPiece(end, to);
        }
        range(from, end);
        return true;
    }

    private void visitTable(long table) {
        long metatable = Memory.getLong(table + METATABLE);
        int weakness = metatable == 0 ? CollectorHost.STRONG : host.weakness(metatable);
        if (weakness == CollectorHost.STRONG) {
            scanTable(table);
        } else {
            mark(metatable);
            weakTables.add(table, weakness);
        }
    }

    /** Whether a table has been found to be weak in this cycle. */
    static boolean isWeak(long object) {
        return Memory.getByte(object + ObjectHeader.TYPE) == HeapType.TABLE
                && (Memory.getByte(object + ObjectHeader.FLAGS) & (WEAK_KEYS | WEAK_VALUES)) != 0;
    }

    /** Marks a block or cell that a weak table owns, without what it refers to. */
    void markOnly(long object) {
        if (isOld(object) && marks.mark(object)) {
            markedBytes += old.cellBytes(object);
        }
    }

    // ---- stores while marking goes on --------------------------------------------------------------------------------

    /** Something has been stored into an object; when it is marked already, it has to be visited again. */
    void visitAgain(long object) {
        if (marks.isMarked(object)) {
            pending.push(object);
        }
    }

    /** The same for a part of a block. */
    void visitAgain(long block, long from, long to) {
        if (marks.isMarked(block)) {
            pushPiece(from, to);
        }
    }
}
