package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.heap.Heap;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ThreadLayout;

/**
 * Allocation that never fails and never collects: beyond its limit the nursery has room for what code can allocate between
 * two safepoints. Who gets there asks for a collection, and takes the room.
 */
public final class NurseryStubs {
    /** Bytes that may be allocated between two safepoints. */
    public static final long ROOM = Heap.NURSERY_ROOM;
    /** Called when the nursery's pointer is about to pass its limit. Uses no register. */
    public static final String FULL = "nursery_full";
    /** Makes a box of the integer in rax; its address is in rax then. Uses rdx. */
    public static final String BOX = "box_integer";

    private NurseryStubs() {
    }

    /** Returns where {@link #FULL} begins. */
    static Label emit(Assembler a) {
        Label full = a.newLabel(FULL);
        Label noRoom = a.newLabel();
        Label room = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(BOX));
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(ADD_RM64_IMM8, RDX, FunctionLayout.BOX_SIZE);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, noRoom);
        a.bind(room);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.emit(MOV_RM64_R64, mem(RDX, FunctionLayout.BOX_VALUE - FunctionLayout.BOX_SIZE), RAX);
        a.move(RAX, AllocationStubs.header(HeapType.BOX, HeapType.BOX, 0));
        a.emit(MOV_RM64_R64, mem(RDX, -FunctionLayout.BOX_SIZE), RAX);
        a.emit(LEA_R64_M, RAX, mem(RDX, -FunctionLayout.BOX_SIZE));
        a.emit(RET);
        a.bind(noRoom);
        a.call(full);
        a.jump(room);
        a.align(16);
        a.bind(full);
        a.emit(LOCK_OR_M32_IMM8, Abi.thread(ThreadLayout.ATTENTION), ThreadLayout.COLLECT);
        a.emit(RET);
        return full;
    }
}
