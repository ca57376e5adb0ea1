package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.SHR_RM64_IMM8;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.RDX;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.stub.Abi;

/**
 * The write barrier in baseline code: one test of the holder's state, unless that is OLD. All of it uses rdx. What it does
 * in machine code is what {@code perigee.heap.RememberedSet} and {@code CardTable} do in Java.
 */
final class Barriers {
    /** All bits of a state. */
    private static final int STATE = 7;

    private Barriers() {
    }

    /** After a value was stored into the object in a register, array and hash parts aside. */
    static void after(Assembler a, long holder) {
        Label done = a.newLabel();
        testState(a, holder, done);
        a.emit(MOV_RM8_IMM8, mem(holder, ObjectHeader.MARK), ObjectHeader.REMEMBERED);
        push(a, holder, done);
        a.bind(done);
    }

    /** After a value was stored at an address of the ARRAY or HASH block in a register. */
    static void afterElement(Assembler a, long block, long address) {
        Label done = a.newLabel();
        Label whole = a.newLabel();
        Label push = a.newLabel();
        testState(a, block, done);
        a.emit(TEST_RM8_IMM8, mem(block, ObjectHeader.FLAGS), TableLayout.BLOCK_HAS_CARDS);
        a.jump(Condition.E, whole);
        a.emit(LEA_R64_M, RDX, address);
        a.emit(SHR_RM64_IMM8, RDX, ThreadLayout.CARD_SHIFT);
        a.emit(ADD_R64_RM64, RDX, Abi.thread(ThreadLayout.CARDS));
        a.emit(MOV_RM8_IMM8, mem(RDX, 0), 1);
        a.emit(TEST_RM8_IMM8, mem(block, ObjectHeader.FLAGS), TableLayout.BLOCK_IS_DIRTY);
        a.jump(Condition.NE, done);
        a.emit(OR_RM8_IMM8, mem(block, ObjectHeader.FLAGS), TableLayout.BLOCK_IS_DIRTY);
        a.jump(push);
        a.bind(whole);
        a.emit(MOV_RM8_IMM8, mem(block, ObjectHeader.MARK), ObjectHeader.REMEMBERED);
        a.bind(push);
        push(a, block, done);
        a.bind(done);
    }

    private static void testState(Assembler a, long holder, Label done) {
        a.emit(TEST_RM8_IMM8, mem(holder, ObjectHeader.MARK), STATE);
        a.jump(Condition.NE, done);
    }

    /** Pushes an object on the buffer; a full one makes a collection due. */
    private static void push(Assembler a, long object, Label done) {
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.REMEMBERED_POINTER));
        a.emit(MOV_RM64_R64, mem(RDX, 0), object);
        a.emit(ADD_RM64_IMM8, RDX, 8);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.REMEMBERED_POINTER), RDX);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.REMEMBERED_LIMIT));
        a.jump(Condition.B, done);
        a.emit(OR_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), ThreadLayout.COLLECT);
    }
}
