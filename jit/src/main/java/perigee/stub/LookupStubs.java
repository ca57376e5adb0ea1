package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Operand.scaled;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.object.Shape;

/** Fields by {@link LookupCache}. */
public final class LookupStubs {
    /** Symbol of the cache's first entry, which the client declares. */
    public static final String CACHE = "lookup_cache";
    /**
     * Called with a heap object in rax and an interned string in rdi. Returns with the zero flag clear and the field's value
     * in rcx, or with the zero flag set when the cache does not know. Keeps rax and rdi; uses rdx, rsi, r8 to r10.
     */
    public static final String GET = "lookup_get";

    /**
     * The same for a write of the value in rsi: returns with the zero flag clear when it is done. Keeps rax; uses rcx, rdx, rsi,
     * rdi and r8 to r10.
     */
    public static final String SET = "lookup_set";

    /** So many tables are asked in the place of others; beyond that, {@link RawFieldStubs} go on. */
    private static final int DELEGATES = 3;
    private static final int OUTSIDE_BIT = Integer.numberOfTrailingZeros(Shape.OUTSIDE);

    private LookupStubs() {
    }

    /** Where the entry of the object in rax and the key in rdi would be, in r8; its shape in ecx. Uses rdx. */
    static void findPlace(Assembler a, Label fail) {
        a.emit(MOV_R32_RM32, RCX, mem(RAX, ObjectHeader.SHAPE));
        a.emit(MOV_R64_RM64, RDX, RDI);
        a.emit(SHR_RM64_IMM8, RDX, LookupCache.KEY_SHIFT);
        a.emit(XOR_R32_RM32, RDX, RDI);
        a.emit(LEA_R64_M, RDX, mem(RDX, RCX, 1 << LookupCache.KEY_BITS, 0));
        a.emit(AND_RM32_IMM32, RDX, LookupCache.ENTRIES - 1);
        a.emit(SHL_RM64_IMM8, RDX, LookupCache.ENTRY_SHIFT);
        a.moveAddress(R8, CACHE);
        a.emit(ADD_R64_RM64, R8, RDX);
        a.emit(CMP_RM32_R32, mem(R8, LookupCache.SHAPE), RCX);
        a.jump(Condition.NE, fail);
        a.emit(CMP_RM64_R64, mem(R8, LookupCache.KEY), RDI);
        a.jump(Condition.NE, fail);
    }

    /**
     * Returns where {@link #SET} begins.
     *
     * @param isRaw whether metamethods are left aside
     */
    static Label emitSet(Assembler a, Label objectBarrier, boolean isRaw) {
        Label start = isRaw ? a.newLabel() : a.newLabel(SET);
        Label fail = a.newLabel();
        Label outside = a.newLabel();
        Label added = a.newLabel();
        Label barrier = a.newLabel();
        Label done = a.newLabel();
        a.align(16);
        a.bind(start);
        a.emit(BTS_RM64_IMM8, RDI, LookupCache.STORE_BIT);
        if (isRaw) {
            a.emit(BTS_RM64_IMM8, RDI, LookupCache.RAW_BIT);
        }
        findPlace(a, fail);
        a.emit(MOV_R32_RM32, RDX, mem(R8, LookupCache.KIND));
        a.emit(MOV_R64_RM64, R8, mem(R8, LookupCache.OPERAND));
        a.emit(MOV_R64_RM64, RDI, RAX);
        a.emit(CMP_RM32_IMM8, RDX, LookupCache.OUTSIDE);
        a.jump(Condition.E, outside);
        a.jump(Condition.A, added);
        a.bind(barrier);
        a.emit(MOV_RM64_R64, mem(RDI, R8, 1, 0), RSI);
        a.emit(CMP_RM8_IMM8, mem(RDI, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, done);
        a.call(objectBarrier);
        a.bind(done);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.emit(RET);
        a.bind(outside);
        a.emit(MOV_R64_RM64, RDI, mem(RAX, SLOTS));
        a.jump(barrier);
        a.bind(added);
        Label cell = a.newLabel();
        Label inside = a.newLabel();
        a.emit(CMP_RM32_IMM8, RDX, LookupCache.ADDED_OUTSIDE);
        a.jump(Condition.A, cell);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, done);
        a.emit(MOV_R64_RM64, R9, R8);
        a.emit(SHR_RM64_IMM8, R9, 32);
        a.emit(MOV_R32_RM32, R8, R8);
        a.emit(CMP_RM32_IMM8, RDX, LookupCache.ADDED);
        a.jump(Condition.E, inside);
        a.emit(MOV_R64_RM64, RDI, mem(RAX, SLOTS));
        a.emit(TEST_RM64_R64, RDI, RDI);
        a.jump(Condition.E, fail);
        a.emit(MOV_R64_RM64, RDX, mem(RDI, SLOTS_CAPACITY));
        a.emit(LEA_R64_M, RDX, scaled(RDX, 8, FIRST_SLOT));
        a.emit(CMP_R64_RM64, R8, RDX);
        a.jump(Condition.AE, fail);
        a.bind(inside);
        a.emit(MOV_RM32_R32, mem(RAX, ObjectHeader.SHAPE), R9);
        a.jump(barrier);
        a.bind(cell);
        Label place = a.newLabel();
        a.emit(CMP_RM32_IMM8, RDX, LookupCache.STORED_CELL);
        a.jump(Condition.E, place);
        a.emit(MOV_R64_RM64, RDI, mem(RAX, SLOTS));
        a.bind(place);
        a.emit(MOV_R64_RM64, RDI, mem(RDI, R8, 1, 0));
        a.emit(TEST_RM8_IMM8, mem(RDI, ObjectHeader.FLAGS), FunctionLayout.CELL_MUTABLE);
        a.jump(Condition.E, fail);
        a.move(R8, FunctionLayout.CELL_VALUE);
        a.jump(barrier);
        a.bind(fail);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
        return start;
    }

    /** Returns where {@link #GET} begins. */
    static Label emitGet(Assembler a) {
        Label deeper = null;
        for (int depth = 0; depth < DELEGATES; depth++) {
            deeper = emitGet(a, a.newLabel(), false, deeper);
        }
        return emitGet(a, a.newLabel(GET), false, deeper);
    }

    /** Returns where the same begins without metamethods, which does not keep rdi. */
    static Label emitRawGet(Assembler a) {
        return emitGet(a, a.newLabel(), true, null);
    }

    /** @param deeper where a table is asked in the place of another; null if none is */
    private static Label emitGet(Assembler a, Label start, boolean isRaw, Label deeper) {
        Label fail = a.newLabel();
        Label value = a.newLabel();
        Label rare = a.newLabel();
        a.align(16);
        a.bind(start);
        if (isRaw) {
            a.emit(BTS_RM64_IMM8, RDI, LookupCache.RAW_BIT);
        }
        findPlace(a, fail);
        a.emit(MOV_R32_RM32, R9, mem(R8, LookupCache.KIND));
        a.emit(MOV_R64_RM64, R8, mem(R8, LookupCache.OPERAND));
        a.emit(MOV_R32_RM32, RSI, R9);
        a.emit(AND_RM32_IMM8, RSI, LookupCache.KIND_MASK);
        a.emit(CMP_RM32_IMM8, RSI, LookupCache.INHERITED);
        a.jump(Condition.A, rare);
        Label own = a.newLabel();
        a.jump(Condition.NE, own);
        a.emit(MOV_R64_RM64, RCX, mem(R8));
        a.jump(value);

        a.bind(own);
        a.emit(MOV_R64_RM64, RDX, RAX);
        loadOwn(a, RDX, RSI, RCX);
        a.bind(value);
        a.emit(TEST_RM64_R64, RCX, RCX);
        Label done = a.newLabel();
        a.jump(Condition.NE, done);
        a.emit(TEST_RM32_IMM32, R9, LookupCache.FINAL);
        a.bind(done);
        a.emit(RET);

        a.bind(rare);
        Label absent = a.newLabel();
        a.emit(CMP_RM32_IMM8, RSI, LookupCache.DICTIONARY);
        a.jump(Condition.NE, absent);
        a.emit(MOV_R64_RM64, RCX, mem(RAX, HASH));
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.jump(Condition.E, absent);
        a.emit(MOV_R32_RM32, RDX, mem(RDI, StringLayout.HASH));
        a.emit(MOV_R32_RM32, RSI, mem(RCX, HASH_CAPACITY));
        a.emit(DEC_RM32, RSI);
        Label probe = a.here();
        a.emit(AND_R32_RM32, RDX, RSI);
        a.emit(MOV_R32_RM32, R8, RDX);
        a.emit(SHL_RM64_IMM8, R8, 4);
        a.emit(MOV_R64_RM64, R10, mem(RCX, R8, 1, ENTRIES));
        Label hit = a.newLabel();
        a.emit(CMP_R64_RM64, R10, RDI);
        a.jump(Condition.E, hit);
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.E, absent);
        a.emit(INC_RM32, RDX);
        a.jump(probe);
        a.bind(hit);
        a.emit(MOV_R64_RM64, RCX, mem(RCX, R8, 1, ENTRIES + ENTRY_VALUE));
        a.jump(value);
        a.bind(absent);
        if (deeper != null) {
            Label ends = a.newLabel();
            a.emit(TEST_RM32_IMM32, R9, LookupCache.DELEGATING);
            a.jump(Condition.E, ends);
            delegate(a, deeper, fail);
            a.bind(ends);
        }
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.jump(value);

        a.bind(fail);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
        return start;
    }

    /** The table is asked that the metatable of the one in rax has at the location in r8. */
    private static void delegate(Assembler a, Label deeper, Label fail) {
        Label inside = a.newLabel();
        a.emit(MOV_R64_RM64, RCX, mem(RAX, METATABLE));
        a.emit(BTR_RM64_IMM8, R8, OUTSIDE_BIT);
        a.jump(Condition.AE, inside);
        a.emit(MOV_R64_RM64, RCX, mem(RCX, SLOTS));
        a.bind(inside);
        a.emit(MOV_R64_RM64, RCX, mem(RCX, R8, 1, 0));
        WordTests.checkObject(a, RCX, fail);
        a.emit(CMP_RM32_IMM32, mem(RCX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, fail);
        a.emit(PUSH_R64, RAX);
        a.emit(MOV_R64_RM64, RAX, RCX);
        a.call(deeper);
        a.emit(POP_R64, RAX);
        a.emit(RET);
    }

    /**
     * A table's own field: that at the place in r8, in the table or in its SLOTS block, or what is in the cell there.
     *
     * @param table register of the table, which is lost
     * @param kind  register of a kind of {@link LookupCache} that is one of own fields
     * @param value register that gets it; may be that of the table
     */
    static void loadOwn(Assembler a, long table, long kind, long value) {
        Label inside = a.newLabel();
        Label done = a.newLabel();
        a.emit(TEST_RM32_IMM32, kind, 1); // own kinds are odd
        a.jump(Condition.NE, inside);
        a.emit(MOV_R64_RM64, table, mem(table, SLOTS));
        a.bind(inside);
        a.emit(MOV_R64_RM64, value, mem(table, R8, 1, 0));
        a.emit(CMP_RM32_IMM8, kind, LookupCache.OWN_CELL);
        a.jump(Condition.B, done);
        a.emit(MOV_R64_RM64, value, mem(value, FunctionLayout.CELL_VALUE));
        a.bind(done);
    }
}
