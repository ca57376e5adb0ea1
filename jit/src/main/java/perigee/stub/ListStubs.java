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
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;

/** Elements of tables that are being constructed, from lists whose length is known at run time only. */
public final class ListStubs {
    /**
     * Gives the table in rax, whose constructor is running and which has elements up to rdx, those from there on: ecx words,
     * from the address in rsi on. Returns with eax not 0; or with 0 when nothing has been done: the table is not young, has
     * other elements, or there is no room. Uses rcx, rdx, rsi, rdi, r8 to r11.
     */
    public static final String SET_LIST = "set_list";

    private static final long TABLE = RAX;
    private static final long BEFORE = RDX;
    private static final long SIZE = R8;
    private static final long BLOCK = RDI;

    private ListStubs() {
    }

    static void emit(Assembler a) {
        Label decline = a.newLabel();
        Label grow = a.newLabel();
        Label fill = a.newLabel();
        Label done = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(SET_LIST));
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.jump(Condition.E, done);
        a.emit(CMP_RM8_IMM8, mem(TABLE, ObjectHeader.MARK), ObjectHeader.NEW);
        a.jump(Condition.NE, decline);
        a.emit(CMP_RM64_IMM8, mem(TABLE, HASH), 0);
        a.jump(Condition.NE, decline);
        a.emit(MOV_R32_RM32, R9, mem(TABLE, ARRAY_SIZE));
        a.emit(LEA_R64_M, R10, mem(BEFORE, 1));
        a.emit(CMP_R64_RM64, R9, R10);
        a.jump(Condition.A, decline);
        a.emit(LEA_R64_M, SIZE, mem(R10, RCX, 1, 0));
        a.emit(MOV_R64_RM64, BLOCK, mem(TABLE, ARRAY));
        a.emit(CMP_R64_RM64, SIZE, mem(BLOCK, ARRAY_CAPACITY));
        a.jump(Condition.A, grow);
        a.emit(CMP_RM8_IMM8, mem(BLOCK, ObjectHeader.MARK), ObjectHeader.NEW);
        a.jump(Condition.NE, decline);
        a.bind(fill);
        a.emit(MOV_RM32_R32, mem(TABLE, ARRAY_SIZE), SIZE);
        a.emit(LEA_R64_M, R10, mem(BLOCK, BEFORE, 8, ELEMENTS + 8));
        copy(a, RSI, R10, 0, RCX);
        a.bind(done);
        a.move(RAX, 1);
        a.emit(RET);
        a.bind(grow);
        grow(a, decline);
        a.jump(fill);
        a.bind(decline);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(RET);
    }

    /** Gives the table a block with room for the list, to which the r9 elements that it has are copied. */
    private static void grow(Assembler a, Label decline) {
        a.emit(MOV_R64_RM64, R10, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, R11, mem(R10, SIZE, 8, ELEMENTS));
        a.emit(CMP_R64_RM64, R11, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, decline);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), R11);
        a.move(R11, AllocationStubs.header(HeapType.ARRAY, HeapType.ARRAY, 0));
        a.emit(MOV_RM64_R64, mem(R10), R11);
        a.emit(MOV_RM64_R64, mem(R10, ARRAY_CAPACITY), SIZE);
        a.emit(MOV_RM64_R64, mem(TABLE, ARRAY), R10);
        a.emit(MOV_RM64_IMM32, mem(R10, ELEMENTS), 0);
        copy(a, BLOCK, R10, ELEMENTS, R9);
        a.emit(MOV_R64_RM64, BLOCK, R10);
    }

    /** Copies words, the last one first. */
    private static void copy(Assembler a, long from, long to, int offset, long count) {
        Label test = a.newLabel();
        a.jump(test);
        Label next = a.here();
        a.emit(MOV_R64_RM64, R11, mem(from, count, 8, offset));
        a.emit(MOV_RM64_R64, mem(to, count, 8, offset), R11);
        a.bind(test);
        a.emit(SUB_RM64_IMM8, count, 1);
        a.jump(Condition.NS, next);
    }
}
