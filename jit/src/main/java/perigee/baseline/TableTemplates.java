package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.object.Event;
import perigee.stub.Abi;
import perigee.stub.IndexStoreStubs;
import perigee.stub.IndexStubs;
import perigee.stub.MetamethodStubs;
import perigee.value.Word;

/** Globals, elements of array parts, lengths. */
final class TableTemplates {
    private final FrameAssembler f;
    private final Assembler a;

    TableTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    // ---- globals -------------------------------------------------------------------------------------------------------

    void getGlobal(long i) {
        Label slow = f.slow();
        loadGlobalCell(i, slow);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.CELL_VALUE));
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, slow);
        f.store(Instruction.a(i), RAX);
    }

    void setGlobal(long i) {
        Label slow = f.slow();
        loadGlobalCell(i, slow);
        a.emit(TEST_RM8_IMM8, mem(RAX, ObjectHeader.FLAGS), FunctionLayout.CELL_MUTABLE);
        a.jump(Condition.E, slow);
        a.emit(CMP_RM64_IMM8, mem(RAX, FunctionLayout.CELL_VALUE), Word.NIL);
        a.jump(Condition.E, slow);
        f.load(RCX, Instruction.a(i));
        a.emit(MOV_RM64_R64, mem(RAX, FunctionLayout.CELL_VALUE), RCX);
        f.barrier(RAX, RCX);
    }

    /** The cell that the feedback word holds, in rax, if the upvalue is the table of globals. */
    private void loadGlobalCell(long i, Label slow) {
        a.emit(MOV_R64_RM64, RAX, Abi.FUNCTION);
        a.move(RCX, f.request.globals());
        a.emit(CMP_RM64_R64, mem(RAX, FunctionLayout.UPVALUES + 8 * Instruction.b(i)), RCX);
        a.jump(Condition.NE, slow);
        a.emit(MOV_R64_RM64, RAX, f.feedback());
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, slow);
    }

    // ---- elements ------------------------------------------------------------------------------------------------------

    /** {@code R[A] := R[B][R[C]]} */
    void getIndex(long i) {
        Label other = otherGet(i, () -> f.load(RCX, Instruction.c(i)));
        f.load(RAX, Instruction.b(i));
        f.load(RCX, Instruction.c(i));
        f.checkInteger(RCX, other);
        f.checkTable(RAX, other);
        a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.emit(MOV_R32_RM32, RDX, mem(RAX, ARRAY_SIZE));
        a.emit(CMP_R64_RM64, RCX, RDX);
        a.jump(Condition.AE, other);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, ARRAY));
        a.emit(MOV_R64_RM64, RAX, mem(RAX, RCX, 8, ELEMENTS));
        element(i, other);
    }

    /** {@code R[A] := R[B][integer C]} */
    void getInteger(long i) {
        Label other = otherGet(i, () -> a.move(RCX, Word.ofInteger(Instruction.c(i))));
        f.load(RAX, Instruction.b(i));
        f.checkTable(RAX, other);
        a.emit(CMP_RM32_IMM32, mem(RAX, ARRAY_SIZE), Instruction.c(i));
        a.jump(Condition.BE, other);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, ARRAY));
        a.emit(MOV_R64_RM64, RAX, mem(RAX, ELEMENTS + 8 * Instruction.c(i)));
        element(i, other);
    }

    private void element(long i, Label other) {
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, other);
        f.note(Feedback.ELEMENT);
        f.store(Instruction.a(i), RAX);
    }

    /** What is no element of the array part. */
    private Label otherGet(long i, Runnable loadKey) {
        Label other = a.newLabel();
        int next = f.next();
        f.later(() -> {
            Label leave = a.newLabel();
            a.bind(other);
            f.load(RAX, Instruction.b(i));
            loadKey.run();
            f.feedbackAddress(RDI);
            a.call(IndexStubs.GET);
            a.jump(Condition.E, leave);
            f.store(Instruction.a(i), RCX);
            a.jump(f.label(next));
            a.bind(leave);
            f.callMetamethod(MetamethodStubs.INDEX, MetamethodStubs.DELIVER);
        });
        return other;
    }

    /** {@code R[A][R[B]] := R[C]} */
    void setIndex(long i) {
        Label other = otherSet(i, () -> f.load(RCX, Instruction.b(i)));
        f.load(RAX, Instruction.a(i));
        f.load(RCX, Instruction.b(i));
        f.checkInteger(RCX, other);
        f.checkTable(RAX, other);
        a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        setElement(i, other);
    }

    /** {@code R[A][integer B] := R[C]} */
    void setInteger(long i) {
        Label other = otherSet(i, () -> a.move(RCX, Word.ofInteger(Instruction.b(i))));
        f.load(RAX, Instruction.a(i));
        f.checkTable(RAX, other);
        a.move(RCX, Instruction.b(i));
        setElement(i, other);
    }

    /** The table in rax, the index in rcx. */
    private void setElement(long i, Label other) {
        Label beyond = a.newLabel();
        Label store = a.newLabel();
        f.load(RSI, Instruction.c(i));
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, other);
        a.emit(MOV_R32_RM32, RDX, mem(RAX, ARRAY_SIZE));
        a.emit(MOV_R64_RM64, RDI, mem(RAX, ARRAY));
        a.emit(CMP_R64_RM64, RCX, RDX);
        a.jump(Condition.AE, beyond);
        a.emit(CMP_RM64_IMM8, mem(RDI, RCX, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.E, other);
        f.note(Feedback.ELEMENT);
        a.bind(store);
        a.emit(MOV_RM64_R64, mem(RDI, RCX, 8, ELEMENTS), RSI);
        Barriers.afterElement(a, mem(RDI, RCX, 8, ELEMENTS), RSI);
        f.later(() -> {
            a.bind(beyond);
            // an append: to the element after the last, where there is room, and nothing of the kind in the hash part
            a.jump(Condition.NE, other);
            a.emit(CMP_R64_RM64, RCX, mem(RDI, ARRAY_CAPACITY));
            a.jump(Condition.AE, other);
            a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
            a.jump(Condition.NE, other);
            a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
            a.jump(Condition.NE, other);
            f.note(Feedback.APPEND);
            a.emit(INC_RM32, RDX);
            a.emit(MOV_RM32_R32, mem(RAX, ARRAY_SIZE), RDX);
            a.jump(store);
        });
    }

    /** A store that is not into the array part as it is. */
    private Label otherSet(long i, Runnable loadKey) {
        Label other = a.newLabel();
        int next = f.next();
        f.later(() -> {
            a.bind(other);
            f.load(RAX, Instruction.a(i));
            loadKey.run();
            f.load(RSI, Instruction.c(i));
            f.feedbackAddress(RDI);
            a.call(IndexStoreStubs.SET);
            a.jump(Condition.NE, f.label(next));
            f.callMetamethod(MetamethodStubs.SET_INDEX, MetamethodStubs.DISCARD);
        });
        return other;
    }

    /** {@code R[A] := #R[B]} */
    void length(long i) {
        Label slow = f.slow();
        Label metatable = a.newLabel();
        Label string = a.newLabel();
        Label done = a.newLabel();
        Label empty = a.newLabel();
        f.load(RAX, Instruction.b(i));
        f.checkObject(RAX, slow);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.FIRST_SHAPE);
        a.jump(Condition.L, string);
        a.emit(CMP_RM64_IMM8, mem(RAX, METATABLE), 0);
        a.jump(Condition.NE, metatable);
        f.note(Feedback.TABLES);
        a.emit(MOV_R32_RM32, RCX, mem(RAX, ARRAY_SIZE));
        a.emit(SUB_RM64_IMM8, RCX, 1);
        a.jump(Condition.LE, empty);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, ARRAY));
        a.emit(CMP_RM64_IMM8, mem(RAX, RCX, 8, ELEMENTS), Word.NIL);
        a.jump(Condition.E, slow);
        a.bind(done);
        a.emit(SUB_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        f.store(Instruction.a(i), RCX);
        f.later(() -> {
            a.bind(empty);
            a.emit(XOR_R32_RM32, RCX, RCX);
            a.jump(done);
            a.bind(metatable);
            a.emit(MOV_R64_RM64, RCX, RAX);
            f.callMetamethod(MetamethodStubs.of(Event.LEN), MetamethodStubs.DELIVER);
            a.bind(string);
            Label isString = a.newLabel();
            a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.STRING);
            a.jump(Condition.E, isString);
            a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.ROPE);
            a.jump(Condition.NE, slow);
            a.bind(isString);
            f.note(Feedback.STRINGS);
            a.emit(MOV_R32_RM32, RCX, mem(RAX, StringLayout.LENGTH));
            a.jump(done);
        });
    }
}
