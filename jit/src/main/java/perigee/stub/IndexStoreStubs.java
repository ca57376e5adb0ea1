package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.Feedback;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.value.Word;

/**
 * {@code object[key] = value} for a computed key: into the array part, which grows if it is young enough and short, into a hash
 * part with room, or where {@link LookupStubs} say. The counterpart of {@link IndexStubs}; the value is in rsi, and stays there if it cannot be stored. Returns with the
 * zero flag clear when the value has been stored. It uses all registers that are nobody's.
 */
public final class IndexStoreStubs {
    public static final String SET = "index_set";

    /** Array parts of more elements are grown by the driver. */
    private static final int MAX_GROWN = 2048;
    private static final int LEAST_ELEMENTS = 4;
    /** Elements of which so many would be left out are made by the driver, if there is a hash part. */
    private static final int MAX_SKIPPED = 8;
    /** While the hash part is searched for elements that belong to the array. */
    private static final long[] KEPT = {RCX, RDX, RDI, R8, R9, R10};

    private final Assembler a;
    private final LibraryAssembler f;
    private final Label fail;
    private final Label metamethod;
    private final Label done;
    private final Label storeElement;
    private final Label probe;
    private final Label grow;

    private final boolean isRaw;
    private final Label intern;

    private IndexStoreStubs(Assembler assembler, Label intern, BarrierStubs.Labels barriers, boolean isRaw) {
        a = assembler;
        this.intern = intern;
        this.isRaw = isRaw;
        fail = a.newLabel();
        metamethod = a.newLabel();
        done = a.newLabel();
        storeElement = a.newLabel();
        probe = a.newLabel();
        grow = a.newLabel();
        f = new LibraryAssembler(a, fail, new LibraryStubs.Helpers(null, null, null, barriers, null, null, null, null));
    }

    /**
     * Returns where {@link #SET} begins.
     *
     * @param isRaw whether metamethods are left aside, and nothing is noted; rdi is nothing then
     */
    static Label emit(Assembler a, Label lookup, Label intern, BarrierStubs.Labels barriers, boolean isRaw) {
        IndexStoreStubs stubs = new IndexStoreStubs(a, intern, barriers, isRaw);
        Label start = stubs.start(lookup);
        stubs.grow(barriers.object());
        stubs.hashed();
        return start;
    }

    private Label start(Label lookup) {
        Label start = isRaw ? a.newLabel() : a.newLabel(SET);
        Label notInteger = a.newLabel();
        Label beyond = a.newLabel();
        Label isNil = a.newLabel();
        a.align(16);
        a.bind(start);
        f.checkTable(RAX);
        f.checkInteger(RCX, notInteger);
        a.emit(LEA_R64_M, R8, mem(RCX, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(MOV_R32_RM32, RDX, mem(RAX, ARRAY_SIZE));
        a.emit(MOV_R64_RM64, R9, mem(RAX, ARRAY));
        a.emit(CMP_R64_RM64, R8, RDX);
        a.jump(Condition.AE, beyond);
        elementInside(isNil);
        beyond(beyond);
        notInteger(notInteger, start, lookup);
        return start;
    }

    /** Element r8 of the array in r9, whose size is in rdx. */
    private void elementInside(Label isNil) {
        Label exists = a.newLabel();
        a.emit(CMP_RM64_IMM8, mem(R9, R8, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.NE, exists);
        checkNoMetatable();
        a.bind(exists);
        note(Feedback.ELEMENT);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, isNil);
        a.bind(storeElement);
        a.emit(MOV_RM64_R64, mem(R9, R8, 8, ELEMENTS), RSI);
        a.emit(MOV_R64_RM64, RDI, R9);
        f.barrier(mem(R9, R8, 8, ELEMENTS));
        a.bind(done);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.emit(RET);
        // The last element goes, and with it a place.
        a.bind(isNil);
        a.emit(MOV_RM64_IMM32, mem(R9, R8, 8, ELEMENTS), Word.NIL);
        a.emit(LEA_R64_M, R10, mem(R8, 1));
        a.emit(CMP_R64_RM64, R10, RDX);
        a.jump(Condition.NE, done);
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), R8);
        a.jump(done);
    }

    /** Index r8 beyond the size in rdx of the array in r9. */
    private void beyond(Label start) {
        Label inHash = a.newLabel();
        a.bind(start);
        a.emit(MOV_R64_RM64, R10, mem(R9, ARRAY_CAPACITY));
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, inHash);
        checkNoMetatable();
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, done);
        a.emit(CMP_R64_RM64, R8, R10);
        a.jump(Condition.AE, grow);
        note(Feedback.APPEND);
        a.emit(LEA_R64_M, RDX, mem(R8, 1));
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RDX);
        a.jump(storeElement);
        inHash(inHash);
    }

    /** The same of a table with a hash part: integers that belong to the array part are moved there, by the driver. */
    private void inHash(Label start) {
        Label hashed = a.newLabel();
        Label atLeastOne = a.newLabel();
        Label candidate = a.newLabel();
        Label moved = a.newLabel();
        a.bind(start);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, hashed);
        a.emit(MOV_R64_RM64, R11, RDX);
        a.emit(TEST_RM64_R64, R11, R11);
        a.jump(Condition.NE, atLeastOne);
        a.move(R11, 1);
        a.bind(atLeastOne);
        a.emit(CMP_R64_RM64, R8, R11);
        a.jump(Condition.BE, candidate);
        a.emit(CMP_R64_RM64, R8, R10);
        a.jump(Condition.AE, hashed);
        a.bind(candidate);
        if (!isRaw) {
            a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), Word.NIL);
            a.jump(Condition.NE, fail);
        }
        a.emit(MOV_R64_RM64, R11, R8);
        a.emit(SUB_R64_RM64, R11, RDX);
        a.emit(CMP_RM64_IMM8, R11, MAX_SKIPPED);
        a.jump(Condition.A, fail);
        // None of the elements from the array's size on may be in the hash part, nor the one that follows.
        for (long register : KEPT) {
            a.emit(PUSH_R64, register);
        }
        a.emit(LEA_R64_M, RDI, mem(R11, 2));
        a.emit(INC_RM64, RCX);
        a.emit(MOV_R64_RM64, R9, mem(RAX, HASH));
        Label next = a.here();
        Label isAbsent = a.newLabel();
        IndexStubs.mix(a);
        IndexStubs.findEntry(a, moved, isAbsent);
        a.bind(isAbsent);
        a.emit(DEC_RM64, RCX);
        a.emit(DEC_RM64, RDI);
        a.jump(Condition.NE, next);
        restore();
        noteAppend();
        a.emit(CMP_R64_RM64, R8, R10);
        a.jump(Condition.AE, grow);
        a.emit(LEA_R64_M, RDX, mem(R8, 1));
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RDX);
        a.jump(storeElement);
        a.bind(moved);
        // The one that follows stays where it is when it is nil.
        Label isMoved = a.newLabel();
        a.emit(LEA_R64_M, RDX, mem(RCX, -1));
        a.emit(CMP_R64_RM64, RDX, mem(RSP, 8 * (KEPT.length - 1)));
        a.jump(Condition.NE, isMoved);
        a.emit(CMP_RM64_IMM8, mem(R10, ENTRY_VALUE), Word.NIL);
        a.jump(Condition.E, isAbsent);
        a.bind(isMoved);
        restore();
        a.jump(fail);
        a.bind(hashed);
        note(Feedback.HASHED);
        IndexStubs.mix(a);
        a.jump(probe);
    }

    /** Notes an append for the index in r8 behind the rdx elements of an array, which element 0 need not be; or that it is none. */
    private void noteAppend() {
        Label append = a.newLabel();
        Label noted = a.newLabel();
        a.emit(CMP_R64_RM64, R8, RDX);
        a.jump(Condition.E, append);
        a.emit(LEA_R64_M, R11, mem(RDX, R8, 1, 0));
        a.emit(CMP_RM64_IMM8, R11, 1);
        a.jump(Condition.E, append);
        note(Feedback.HASHED);
        a.jump(noted);
        a.bind(append);
        note(Feedback.APPEND);
        a.bind(noted);
    }

    private void restore() {
        for (int i = KEPT.length - 1; i >= 0; i--) {
            a.emit(POP_R64, KEPT[i]);
        }
    }

    /** An append of element r8 to the array in r9, which is full and has rdx elements. */
    private void grow(Label objectBarrier) {
        Label first = a.newLabel();
        Label capacity = a.newLabel();
        Label copied = a.newLabel();
        Label remembered = a.newLabel();
        a.bind(grow);
        a.emit(CMP_RM64_IMM32, R8, MAX_GROWN);
        a.jump(Condition.A, fail);
        a.emit(CMP_R64_RM64, R8, RDX);
        a.jump(Condition.E, first);
        a.emit(CMP_RM64_IMM8, R8, 1);
        a.jump(Condition.NE, fail);
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.NE, fail);
        a.bind(first);
        a.emit(LEA_R64_M, R10, mem(R8, R8, 1, 0));
        a.emit(CMP_RM64_IMM8, R10, LEAST_ELEMENTS);
        a.jump(Condition.AE, capacity);
        a.move(R10, LEAST_ELEMENTS);
        a.bind(capacity);
        a.emit(MOV_R64_RM64, R11, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RCX, mem(R11, R10, 8, ELEMENTS));
        a.emit(CMP_R64_RM64, RCX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, fail);
        note(Feedback.APPEND);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RCX);
        a.move(RCX, AllocationStubs.header(HeapType.ARRAY, HeapType.ARRAY, 0));
        a.emit(MOV_RM64_R64, mem(R11), RCX);
        a.emit(MOV_RM64_R64, mem(R11, ARRAY_CAPACITY), R10);
        // nil above the elements, and these below
        Label clear = a.here();
        a.emit(DEC_RM64, R10);
        a.emit(MOV_RM64_IMM32, mem(R11, R10, 8, ELEMENTS), Word.NIL);
        a.emit(CMP_R64_RM64, R10, RDX);
        a.jump(Condition.A, clear);
        Label copy = a.here();
        a.emit(SUB_RM64_IMM8, RDX, 1);
        a.jump(Condition.S, copied);
        a.emit(MOV_R64_RM64, RCX, mem(R9, RDX, 8, ELEMENTS));
        a.emit(MOV_RM64_R64, mem(R11, RDX, 8, ELEMENTS), RCX);
        a.jump(copy);
        a.bind(copied);
        a.emit(MOV_R64_RM64, R9, R11);
        a.emit(MOV_RM64_R64, mem(RAX, ARRAY), R9);
        a.emit(LEA_R64_M, RDX, mem(R8, 1));
        a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RDX);
        a.emit(CMP_RM8_IMM8, mem(RAX, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, remembered);
        a.emit(PUSH_R64, RSI);
        a.emit(MOV_R64_RM64, RDI, RAX);
        a.call(objectBarrier);
        a.emit(POP_R64, RSI);
        a.bind(remembered);
        // The block is young: no barrier.
        a.emit(MOV_RM64_R64, mem(R9, R8, 8, ELEMENTS), RSI);
        a.jump(done);
    }

    private void notInteger(Label start, Label begin, Label lookup) {
        Label notString = a.newLabel();
        Label notObject = a.newLabel();
        Label record = a.newLabel();
        a.bind(start);
        f.checkObject(RCX, notObject);
        a.emit(MOV_R32_RM32, RDX, mem(RCX, ObjectHeader.SHAPE));
        a.emit(CMP_RM32_IMM8, RDX, HeapType.STRING);
        a.jump(Condition.NE, notString);
        IndexStubs.checkInterned(a, intern, fail, fail);
        a.emit(TEST_RM8_IMM8, mem(RCX, ObjectHeader.FLAGS), StringLayout.EVENT);
        a.jump(Condition.NE, fail);
        note(Feedback.STRING_KEY);
        a.emit(TEST_RM8_IMM8, mem(RAX, ObjectHeader.FLAGS), IS_DICTIONARY);
        a.jump(Condition.E, record);
        a.emit(MOV_R32_RM32, RDX, mem(RCX, StringLayout.HASH));
        a.jump(probe);
        a.bind(record);
        if (!isRaw) {
            IndexStubs.leaveToLearn(a);
        }
        Label missed = a.newLabel();
        a.emit(PUSH_R64, RCX);
        a.emit(MOV_R64_RM64, RDI, RCX);
        a.call(lookup);
        a.emit(POP_R64, RCX);
        a.jump(Condition.E, missed);
        a.emit(RET);
        a.bind(missed);
        a.jump(fail);
        a.bind(notString);
        IndexStubs.identityOf(a, fail);
        note(Feedback.OTHER_KEY);
        a.jump(probe);
        a.bind(notObject);
        Label isBoolean = a.newLabel();
        a.emit(LEA_R64_M, RDX, mem(RCX, -1));
        a.emit(CMP_RM64_IMM8, RDX, Word.TRUE - 1);
        a.jump(Condition.BE, isBoolean);
        IndexStubs.checkFraction(f, begin);
        a.bind(isBoolean);
        note(Feedback.OTHER_KEY);
        IndexStubs.mix(a);
        a.jump(probe);
    }

    /** The key in rcx, whose hash is in edx, belongs to the hash part. */
    private void hashed() {
        Label hit = a.newLabel();
        Label miss = a.newLabel();
        Label exists = a.newLabel();
        a.bind(probe);
        a.emit(MOV_R64_RM64, R9, mem(RAX, HASH));
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.E, fail);
        IndexStubs.findEntry(a, hit, miss);
        a.bind(hit);
        a.emit(CMP_RM64_IMM8, mem(R10, ENTRY_VALUE), Word.NIL);
        a.jump(Condition.NE, exists);
        checkNoMetatable();
        a.bind(exists);
        a.emit(MOV_RM64_R64, mem(R10, ENTRY_VALUE), RSI);
        a.emit(MOV_R64_RM64, RDI, R9);
        f.barrier(mem(R10, ENTRY_VALUE));
        a.jump(done);
        a.bind(miss);
        checkNoMetatable();
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, done);
        a.emit(MOV_R32_RM32, RDX, mem(R9, HASH_USED));
        a.emit(LEA_R64_M, RDX, mem(RDX, 1));
        a.emit(MOV_R32_RM32, R8, mem(R9, HASH_CAPACITY));
        a.emit(LEA_R64_M, R8, mem(R8, R8, 2, 0));
        a.emit(MOV_R64_RM64, R11, RDX);
        a.emit(SHL_RM64_IMM8, R11, 2);
        a.emit(CMP_R64_RM64, R11, R8);
        a.jump(Condition.A, fail);
        a.emit(MOV_RM32_R32, mem(R9, HASH_USED), RDX);
        a.emit(MOV_RM64_R64, mem(R10), RCX);
        a.emit(PUSH_R64, RSI);
        a.emit(MOV_R64_RM64, RDI, R9);
        f.barrier(mem(R10));
        a.emit(POP_R64, RSI);
        a.jump(exists);
        IndexStubs.failures(a, metamethod, fail);
    }

    /** What is absent is made without asking, if there is nobody to ask. */
    private void checkNoMetatable() {
        if (!isRaw) {
            a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
            a.jump(Condition.NE, metamethod);
        }
    }

    private void note(int kinds) {
        if (!isRaw) {
            a.emit(OR_RM32_IMM8, mem(RDI), kinds);
        }
    }
}
