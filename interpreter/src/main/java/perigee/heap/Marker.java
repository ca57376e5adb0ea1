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
    private static final long PIECE = 64L << 10;

    private final OldSpace old;
    private final MarkBits marks;
    private final CollectorHost host;
    private final WeakTables weakTables;
    private final WorkStack pending = new WorkStack();
    /** Ranges of large blocks still to be visited: pairs of addresses. */
    private final WorkStack pieces = new WorkStack();
    private final long oldStart;
    private final long oldBytes;
    private long markedBytes;
    /** Bytes visited. */
    private long work;

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
        for (long address = from; address < to; address += 8) {
            mark(Memory.getLong(address));
        }
    }

    // ---- progress ----------------------------------------------------------------------------------------------------

    /** Visits what has been marked and not yet visited, until nothing is left or about so many bytes are visited. */
    boolean drain(long bytes) {
        long end = work + bytes;
        while (work < end) {
            if (!pending.isEmpty()) {
                visitObject(pending.pop());
            } else if (!pieces.isEmpty()) {
                visitPiece();
            } else {
                return true;
            }
        }
        return pending.isEmpty() && pieces.isEmpty();
    }

    void drain() {
        drain(Long.MAX_VALUE - work);
    }

    private void visitObject(long object) {
        work += 16;
        switch (Memory.getByte(object + ObjectHeader.TYPE)) {
            case HeapType.TABLE -> visitTable(object);
            case HeapType.ARRAY, HeapType.HASH, HeapType.SLOTS -> visitBlock(object);
            case HeapType.CELL -> {
                if (!isWeakBlock(object)) {
                    scan(object);
                }
            }
            case HeapType.CODE -> {
                scan(object);
                host.markCode(this, object);
            }
            default -> scan(object);
        }
    }

    private void visitBlock(long block) {
        if (isWeakBlock(block)) {
            return;
        }
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

    private void visitPiece() {
        long to = pieces.pop();
        long from = pieces.pop();
        long end = Math.min(to, from + PIECE);
        if (end < to) {
            pushPiece(end, to);
        }
        range(from, end);
    }

    private void visitTable(long table) {
        long metatable = Memory.getLong(table + METATABLE);
        int weakness = metatable == 0 ? CollectorHost.STRONG : host.weakness(metatable);
        if (weakness == CollectorHost.STRONG) {
            strengthen(Memory.getLong(table + ARRAY));
            strengthen(Memory.getLong(table + SLOTS));
            strengthen(Memory.getLong(table + HASH));
            scanTable(table);
        } else {
            mark(metatable);
            weakTables.add(table, weakness);
        }
    }

    // ---- blocks of weak tables ---------------------------------------------------------------------------------------

    private static boolean isWeakBlock(long block) {
        return (Memory.getByte(block + ObjectHeader.FLAGS) & BLOCK_IS_WEAK) != 0;
    }

    /** Whether an object has been found to be a weak table, or a block or cell of one. */
    static boolean isWeak(long object) {
        return switch (Memory.getByte(object + ObjectHeader.TYPE)) {
            case HeapType.TABLE -> (Memory.getByte(object + ObjectHeader.FLAGS) & (WEAK_KEYS | WEAK_VALUES)) != 0;
            case HeapType.ARRAY, HeapType.HASH, HeapType.SLOTS, HeapType.CELL -> isWeakBlock(object);
            default -> false;
        };
    }

    private static void setFlag(long object, int flag, boolean on) {
        byte flags = Memory.getByte(object + ObjectHeader.FLAGS);
        Memory.putByte(object + ObjectHeader.FLAGS, (byte) (on ? flags | flag : flags & ~flag));
    }

    /** Marks a block or cell that a weak table owns, without what it refers to. It may be young. */
    void markBlockOnly(long block) {
        if (isOld(block)) {
            setFlag(block, BLOCK_IS_WEAK, true);
            if (marks.mark(block)) {
                markedBytes += old.cellBytes(block);
            }
        }
    }

    /** The owner of a block is not weak, though it may have been when it was last visited. */
    private void strengthen(long block) {
        if (isOld(block) && isWeakBlock(block)) {
            setFlag(block, BLOCK_IS_WEAK, false);
            pending.push(block);
        }
    }

    /** The cycle ends for a block that {@link #markBlockOnly} was called for. */
    void forgetWeakness(long block) {
        if (isOld(block)) {
            setFlag(block, BLOCK_IS_WEAK, false);
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
        if (marks.isMarked(block) && !isWeakBlock(block)) {
            pushPiece(from, to);
        }
    }
}
