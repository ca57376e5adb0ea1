package perigee.heap;

import static perigee.layout.FunctionLayout.*;

import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.layout.UserdataLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * The marking phase: visits everything reachable, with an explicit stack. An object is marked when its mark byte is the
 * cycle's colour; colours alternate, so that nothing has to be unmarked.
 *
 * <p>Tables with weak references are put aside and finished by {@link WeakTables}.
 */
public final class Marker {
    private final Heap heap;
    private final CollectorHost host;
    private final WeakTables weakTables;
    private final WorkStack pending = new WorkStack();
    private byte colour;
    private long markedBytes;

    Marker(Heap heap, CollectorHost host) {
        this.heap = heap;
        this.host = host;
        weakTables = new WeakTables(this);
    }

    void begin(byte newColour) {
        colour = newColour;
        markedBytes = 0;
        weakTables.begin();
    }

    /** Bytes of the cells of all objects marked in this cycle. */
    long markedBytes() {
        return markedBytes;
    }

    WeakTables weakTables() {
        return weakTables;
    }

    boolean isMarked(long object) {
        return Memory.getByte(object + ObjectHeader.MARK) == colour;
    }

    /** Whether a word refers to an object that was not reached (so far). */
    boolean isDead(long word) {
        return Word.isObject(word) && !isMarked(word);
    }

    /** Marks the object a word refers to, if it refers to one. */
    public void markWord(long word) {
        if (Word.isObject(word)) {
            mark(word);
        }
    }

    /** Marks an object; 0 is no object. */
    public void mark(long object) {
        if (object != 0 && Memory.getByte(object + ObjectHeader.MARK) != colour) {
            Memory.putByte(object + ObjectHeader.MARK, colour);
            markedBytes += heap.cellBytes(object);
            pending.push(object);
        }
    }

    /** Marks the words of a range of addresses. */
    public void markRange(long from, long to) {
        for (long address = from; address < to; address += 8) {
            markWord(Memory.getLong(address));
        }
    }

    /** Marks the words of a stack; return addresses into compiled code look like objects, but lie outside of the heap. */
    private void markStack(long from, long to) {
        for (long address = from; address < to; address += 8) {
            long word = Memory.getLong(address);
            if (Word.isObject(word) && heap.contains(word)) {
                mark(word);
            }
        }
    }

    /** Visits all that has been marked and not yet visited, and what that refers to. */
    void drain() {
        while (!pending.isEmpty()) {
            visit(pending.pop());
        }
    }

    private static long reference(long object, int field) {
        return Memory.getLong(object + field);
    }

    private void visit(long object) {
        switch (Memory.getByte(object + ObjectHeader.TYPE)) {
            case HeapType.STRING, HeapType.BOX -> {
            }
            case HeapType.ROPE -> {
                mark(reference(object, StringLayout.LEFT));
                mark(reference(object, StringLayout.RIGHT));
            }
            case HeapType.TABLE -> visitTable(object);
            case HeapType.CLOSURE -> {
                mark(reference(object, CODE));
                long count = Memory.getInt(object + UPVALUE_COUNT);
                markRange(object + UPVALUES, object + UPVALUES + 8 * count);
            }
            case HeapType.NATIVE -> {
                long count = Memory.getInt(object + NATIVE_UPVALUE_COUNT);
                markRange(object + NATIVE_UPVALUES, object + NATIVE_UPVALUES + 8 * count);
            }
            case HeapType.USERDATA -> {
                mark(reference(object, UserdataLayout.METATABLE));
                markWord(reference(object, UserdataLayout.USER_VALUE));
            }
            case HeapType.COROUTINE -> visitCoroutine(object);
            case HeapType.CELL -> markWord(reference(object, CELL_VALUE));
            case HeapType.ARRAY -> markRange(object + TableLayout.ELEMENTS,
                    object + TableLayout.ELEMENTS + 8 * Memory.getLong(object + TableLayout.ARRAY_CAPACITY));
            case HeapType.SLOTS -> markRange(object + TableLayout.FIRST_SLOT,
                    object + TableLayout.FIRST_SLOT + 8 * Memory.getLong(object + TableLayout.SLOTS_CAPACITY));
            case HeapType.HASH -> markRange(object + TableLayout.ENTRIES, object + TableLayout.ENTRIES
                    + (long) TableLayout.ENTRY_BYTES * Memory.getInt(object + TableLayout.HASH_CAPACITY));
            case HeapType.CODE -> {
                long constants = reference(object, CONSTANTS);
                markRange(constants, constants + 8L * Memory.getInt(object + CONSTANT_COUNT));
                host.markCode(this, object);
            }
            default -> throw new IllegalStateException("an object of type "
                    + Memory.getByte(object + ObjectHeader.TYPE) + " is reachable");
        }
    }

    private void visitTable(long table) {
        long metatable = reference(table, TableLayout.METATABLE);
        mark(metatable);
        int weakness = metatable == 0 ? CollectorHost.STRONG : host.weakness(metatable);
        int inline = Memory.getUnsignedByte(table + ObjectHeader.DETAIL);
        long slots = table + TableLayout.INLINE_SLOTS;
        if (weakness == CollectorHost.STRONG) {
            mark(reference(table, TableLayout.ARRAY));
            mark(reference(table, TableLayout.SLOTS));
            mark(reference(table, TableLayout.HASH));
            markRange(slots, slots + 8L * inline);
        } else {
            weakTables.add(table, weakness);
        }
    }

    /** Marks a block that a weak table owns, without what it refers to. */
    void markBlockOnly(long block) {
        if (block != 0 && Memory.getByte(block + ObjectHeader.MARK) != colour) {
            Memory.putByte(block + ObjectHeader.MARK, colour);
            markedBytes += heap.cellBytes(block);
        }
    }

    private void visitCoroutine(long coroutine) {
        mark(reference(coroutine, StackLayout.RESUMER));
        mark(reference(coroutine, StackLayout.TO_CLOSE));
        markWord(reference(coroutine, StackLayout.HOOK));
        markWord(reference(coroutine, StackLayout.ERROR));
        long region = Memory.getLong(coroutine + StackLayout.REGION);
        if (region != 0) {
            long end = Memory.getLong(coroutine + StackLayout.SAVED_TOP);
            markStack(region, end);
            Memory.clearWords(end, Memory.getLong(coroutine + StackLayout.LIMIT) + 8L * StackLayout.SLACK_WORDS);
        }
    }
}
