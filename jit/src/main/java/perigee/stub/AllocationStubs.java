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
import perigee.interp.TableCreation;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.object.Tables;

/** Tables made in the nursery. */
public final class AllocationStubs {
    /**
     * Called with the address of an allocation site's feedback word in rdi and the capacity of the array part in rsi (0: none).
     * Returns with the zero flag clear and the table in rax, or with the zero flag set when the driver has to make it: the
     * site still learns, or the nursery is full. Uses rcx, rdx, r8 to r11.
     */
    public static final String NEW_TABLE = "new_table";

    private static final int SLOTS_BYTE = 7;
    private static final int LESSONS_BYTE = 6;

    private AllocationStubs() {
    }

    /** The header of a new object. */
    public static long header(int type, int shape, int detail) {
        return (long) detail << 8 * ObjectHeader.DETAIL | (long) ObjectHeader.NEW << 8 * ObjectHeader.MARK
                | (long) type << 8 * ObjectHeader.TYPE | shape;
    }

    static void emit(Assembler a) {
        Label fail = a.newLabel();
        Label noArray = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(NEW_TABLE));
        a.emit(CMP_RM8_IMM8, mem(RDI, LESSONS_BYTE), TableCreation.LESSONS);
        a.jump(Condition.B, fail);
        a.emit(MOVZX_R32_RM8, RCX, mem(RDI, SLOTS_BYTE));
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.ROOT_SHAPES));
        a.emit(MOV_R64_RM64, R8, mem(R8, RCX, 8, 0));
        a.emit(MOV_R64_RM64, R9, R8);
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, fail);
        a.emit(SHR_RM64_IMM8, R9, 32);
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(RAX, R9, 8, INLINE_SLOTS));
        a.emit(MOV_R64_RM64, R10, Abi.thread(ThreadLayout.EMPTY_ARRAY));
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, noArray);
        a.emit(MOV_R64_RM64, R10, RDX);
        a.emit(LEA_R64_M, RDX, mem(RDX, RSI, 8, ELEMENTS));
        a.bind(noArray);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, fail);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        table(a);
        Label done = a.newLabel();
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.E, done);
        a.move(RCX, header(HeapType.ARRAY, HeapType.ARRAY, 0));
        a.emit(MOV_RM64_R64, mem(R10), RCX);
        a.emit(MOV_RM64_R64, mem(R10, ARRAY_CAPACITY), RSI);
        clear(a, R10, ELEMENTS, RSI);
        a.bind(done);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.emit(RET);
        a.bind(fail);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(RET);
    }

    /** Fills the table at rax: its shape in the lower half of r8, r9 slots, the array in r10. */
    private static void table(Assembler a) {
        a.emit(MOV_R32_RM32, R8, R8);
        a.emit(MOV_R64_RM64, RCX, R9);
        a.emit(SHL_RM64_IMM8, RCX, 8 * ObjectHeader.DETAIL);
        a.emit(OR_R64_RM64, RCX, R8);
        a.move(R11, header(HeapType.TABLE, 0, 0));
        a.emit(OR_R64_RM64, RCX, R11);
        a.emit(MOV_RM64_R64, mem(RAX), RCX);
        a.emit(MOV_RM64_IMM32, mem(RAX, METATABLE), 0);
        a.emit(MOV_RM64_R64, mem(RAX, ARRAY), R10);
        a.emit(MOV_RM32_IMM32, mem(RAX, ARRAY_SIZE), 0);
        identity(a, mem(RAX, IDENTITY));
        a.emit(MOV_RM64_IMM32, mem(RAX, SLOTS), 0);
        a.emit(MOV_RM64_IMM32, mem(RAX, HASH), 0);
        clear(a, RAX, INLINE_SLOTS, R9);
    }

    /** Stores the next identity. Uses rcx. */
    public static void identity(Assembler a, long field) {
        a.emit(MOV_R32_RM32, RCX, Abi.thread(ThreadLayout.IDENTITY));
        a.emit(ADD_RM32_IMM32, RCX, Tables.IDENTITY_STEP);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.IDENTITY), RCX);
        a.emit(MOV_RM32_R32, field, RCX);
    }

    /** Fills words with nil. Uses rcx. */
    private static void clear(Assembler a, long object, int offset, long count) {
        Label test = a.newLabel();
        a.emit(MOV_R64_RM64, RCX, count);
        a.jump(test);
        Label loop = a.here();
        a.emit(MOV_RM64_IMM32, mem(object, RCX, 8, offset), 0);
        a.bind(test);
        a.emit(SUB_RM64_IMM8, RCX, 1);
        a.jump(Condition.NS, loop);
    }
}
