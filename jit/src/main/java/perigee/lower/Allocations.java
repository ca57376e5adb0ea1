package perigee.lower;

import static perigee.layout.FunctionLayout.*;
import static perigee.layout.TableLayout.*;

import java.util.List;
import perigee.asm.Condition;
import perigee.ir.Node;
import perigee.ir.TableSite;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.lir.Address;
import perigee.lir.Call;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.LirBuilder;
import perigee.lir.Op;
import perigee.lir.Test;
import perigee.object.Tables;
import perigee.stub.NurseryStubs;
import perigee.value.Word;

/**
 * New objects, in line: the nursery's pointer is moved on, then the object is filled, all of it, before anything else can
 * see it. There is always room: {@link NurseryStubs}.
 */
final class Allocations {
    /** What may be allocated by one function without a safepoint in between, which is not looked at more closely. */
    private static final long MOST = NurseryStubs.ROOM / 2;

    private final Selection s;
    private final LirBuilder b;
    private long allocated;

    Allocations(Selection selection) {
        s = selection;
        b = selection.b;
    }

    /** Whether all that the code may allocate between two safepoints is sure to have room. */
    boolean isWithinRoom() {
        return allocated <= MOST;
    }

    void lower(Node node) {
        s.define(node, switch (node.op()) {
            case NEW_TABLE -> table((TableSite) node.info());
            case NEW_CLOSURE -> closure(node);
            case NEW_CELL -> cell(node);
            default -> throw new IllegalArgumentException("no allocation: " + node.op());
        });
    }

    /** Room for an object that may be as large as this when a stub takes it. */
    void reserve(long bytes) {
        allocated += bytes;
    }

    /** The address of so many bytes of the nursery. */
    private int take(int bytes) {
        reserve(bytes);
        int start = b.value(Op.LOAD, Kind.RAW, Selection.thread(ThreadLayout.NURSERY_POINTER));
        int end = b.addImmediate(Kind.RAW, start, bytes);
        s.rarely(Comparison.of(Test.CMP, Condition.A, end, Selection.thread(ThreadLayout.NURSERY_LIMIT)),
                this::full);
        b.memory(Op.STORE, Selection.thread(ThreadLayout.NURSERY_POINTER), end);
        return start;
    }

    /**
     * Objects that are not made bring the nursery's limit nearer, so that the collection comes when it would have come; all
     * those of a block at once. A collection gives another limit.
     */
    void account(Node first) {
        int bytes = 0;
        for (Node node : first.block().nodes()) {
            if (node.is(perigee.ir.Op.ACCOUNT)) {
                if (bytes == 0 && node != first) {
                    return;
                }
                bytes += (int) node.number();
            }
        }
        int limit = b.value(Op.LOAD, Kind.RAW, Selection.thread(ThreadLayout.NURSERY_LIMIT));
        int nearer = b.addImmediate(Kind.RAW, limit, -bytes);
        b.memory(Op.STORE, Selection.thread(ThreadLayout.NURSERY_LIMIT), nearer);
        s.rarely(Comparison.of(Test.CMP, Condition.B, nearer, Selection.thread(ThreadLayout.NURSERY_POINTER)), this::full);
    }

    /** Asks for a collection. */
    private void full() {
        b.call(Call.stub(NurseryStubs.FULL, List.of(), List.of(), 0), List.of(), new int[0], null);
    }

    // ---- objects ---------------------------------------------------------------------------------------------------

    private int cell(Node node) {
        int cell = take(CELL_SIZE);
        header(cell, 0, HeapType.CELL, HeapType.CELL, 0);
        word(cell, CELL_VALUE, node.input(0));
        return b.copy(cell, Kind.WORD);
    }

    private int closure(Node node) {
        int closure = take(UPVALUES + 8 * node.count());
        int code = s.constant(Kind.INT, node.number());
        header(closure, 0, HeapType.CLOSURE, HeapType.CLOSURE, 0);
        b.memory(Op.STORE, Address.of(closure, ENTRY), b.addImmediate(Kind.RAW, code, INSTRUCTIONS));
        b.memory(Op.STORE, Address.of(closure, CODE), code);
        b.memoryImmediate(Op.STORE32, Address.of(code, FunctionLayout.CLOSURES), 2);
        identity(closure, FunctionLayout.IDENTITY);
        b.memoryImmediate(Op.STORE32, Address.of(closure, UPVALUE_COUNT), node.count());
        for (int i = 0; i < node.count(); i++) {
            // a function may capture itself, which has no value yet
            if (node.input(i) == node) {
                b.memory(Op.STORE, Address.of(closure, UPVALUES + 8 * i), closure);
            } else {
                word(closure, UPVALUES + 8 * i, node.input(i));
            }
        }
        return b.copy(closure, Kind.WORD);
    }

    private int table(TableSite site) {
        int own = INLINE_SLOTS + 8 * site.inlineSlots();
        int elements = site.capacity() == 0 ? 0 : ELEMENTS + 8 * site.capacity();
        int table = take(own + elements);
        header(table, 0, HeapType.TABLE, site.shape(), site.inlineSlots());
        int array = elements == 0 ? b.value(Op.LOAD, Kind.WORD, Selection.thread(ThreadLayout.EMPTY_ARRAY))
                : b.addImmediate(Kind.RAW, table, own);
        nil(table, METATABLE);
        b.memory(Op.STORE, Address.of(table, ARRAY), array);
        b.memoryImmediate(Op.STORE32, Address.of(table, ARRAY_SIZE), 0);
        identity(table, TableLayout.IDENTITY);
        nil(table, SLOTS);
        nil(table, HASH);
        for (int i = 0; i < site.inlineSlots(); i++) {
            nil(table, INLINE_SLOTS + 8 * i);
        }
        if (elements > 0) {
            header(table, own, HeapType.ARRAY, HeapType.ARRAY, 0);
            b.memoryImmediate(Op.STORE, Address.of(table, own + ARRAY_CAPACITY), site.capacity());
            for (int i = 0; i < site.capacity(); i++) {
                nil(table, own + ELEMENTS + 8 * i);
            }
        }
        return b.copy(table, Kind.WORD);
    }

    // ---- parts -----------------------------------------------------------------------------------------------------

    /** The header of a young object, in two halves: a constant of 64 bits would take a register. */
    private void header(int block, int offset, int type, int shape, int detail) {
        b.memoryImmediate(Op.STORE32, Address.of(block, offset + ObjectHeader.SHAPE), shape);
        b.memoryImmediate(Op.STORE32, Address.of(block, offset + ObjectHeader.TYPE),
                type | ObjectHeader.NEW << 8 * (ObjectHeader.MARK - ObjectHeader.TYPE)
                        | detail << 8 * (ObjectHeader.DETAIL - ObjectHeader.TYPE));
    }

    private void identity(int object, int offset) {
        int last = b.value(Op.LOAD32, Kind.INT, Selection.thread(ThreadLayout.IDENTITY));
        int next = b.immediate(Op.ADD32, Kind.INT, last, Tables.IDENTITY_STEP);
        b.memory(Op.STORE32, Selection.thread(ThreadLayout.IDENTITY), next);
        b.memory(Op.STORE32, Address.of(object, offset), next);
    }

    private void nil(int object, int offset) {
        b.memoryImmediate(Op.STORE, Address.of(object, offset), Word.NIL);
    }

    private void word(int object, int offset, Node value) {
        if (Selection.isImmediate(value)) {
            b.memoryImmediate(Op.STORE, Address.of(object, offset), value.number());
        } else {
            b.memory(Op.STORE, Address.of(object, offset), s.use(value));
        }
    }
}
