package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.layout.FunctionLayout.*;
import static perigee.layout.TableLayout.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.stub.Abi;
import perigee.stub.AllocationStubs;
import perigee.stub.ListStubs;

/** Tables and their elements, closures, cells. */
final class AllocationTemplates {
    /** So many elements are stored in line. */
    private static final int MAX_ELEMENTS = 32;

    private final FrameAssembler f;
    private final Assembler a;

    AllocationTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** {@code R[A] := {}} */
    void table(long i) {
        int elements = Instruction.b(i);
        Label slow = f.slow();
        f.feedbackAddress(RDI);
        a.move(RSI, elements == 0 ? 0 : elements + 1);
        a.call(AllocationStubs.NEW_TABLE);
        a.jump(Condition.E, slow);
        f.store(Instruction.a(i), RAX);
    }

    /** {@code R[A][J+i] := R[A+i]} of a young array that has room; of others, and of many or an open list, by a stub. */
    void elements(long i) {
        int at = Instruction.a(i);
        int count = Instruction.b(i) - 1;
        if (count < 1 || count > MAX_ELEMENTS || Instruction.j(i) != 0) {
            list(i);
            return;
        }
        Label slow = a.newLabel();
        int next = f.next();
        f.later(() -> {
            a.bind(slow);
            list(i);
            a.jump(f.label(next));
        });
        f.load(RAX, at);
        a.emit(MOV_R64_RM64, RDI, mem(RAX, ARRAY));
        a.emit(CMP_RM64_IMM32, mem(RDI, ARRAY_CAPACITY), count + 1);
        a.jump(Condition.B, slow);
        a.emit(CMP_RM8_IMM8, mem(RDI, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.E, slow);
        a.emit(CMP_RM32_IMM32, mem(RAX, ARRAY_SIZE), count + 1);
        a.jump(Condition.A, slow);
        a.emit(CMP_RM64_IMM8, mem(RAX, HASH), 0);
        a.jump(Condition.NE, slow);
        for (int n = 1; n <= count; n++) {
            f.load(RCX, at + n);
            a.emit(MOV_RM64_R64, mem(RDI, ELEMENTS + 8 * n), RCX);
        }
        a.emit(MOV_RM32_IMM32, mem(RAX, ARRAY_SIZE), count + 1);
    }

    /** The same by the stub. */
    private void list(long i) {
        int at = Instruction.a(i);
        int count = Instruction.b(i) - 1;
        f.load(RAX, at);
        a.emit(LEA_R64_M, RSI, Abi.register(at + 1));
        if (count < 0) {
            a.emit(MOV_R64_RM64, RCX, Abi.thread(ThreadLayout.TOP));
            a.emit(SUB_R64_RM64, RCX, RSI);
            a.emit(SHR_RM64_IMM8, RCX, 3);
        } else {
            a.move(RCX, count);
        }
        a.move(RDX, Instruction.j(i) & 0xFFFF_FFFFL);
        a.call(ListStubs.SET_LIST);
        a.emit(TEST_RM32_R32, RAX, RAX);
        a.jump(Condition.E, f.slow());
    }

    /** {@code R[A] := new cell(R[A])} */
    void cell(long i) {
        allocate(CELL_SIZE, f.slow());
        f.load(RDX, Instruction.a(i));
        a.move(RCX, AllocationStubs.header(HeapType.CELL, HeapType.CELL, 0));
        a.emit(MOV_RM64_R64, mem(RAX), RCX);
        a.emit(MOV_RM64_R64, mem(RAX, CELL_VALUE), RDX);
        f.store(Instruction.a(i), RAX);
    }

    /** {@code R[A] := closure(P[J])} */
    void closure(long i) {
        Prototype.Upvalue[] upvalues = f.request.prototype().prototypes()[Instruction.j(i)].upvalues();
        allocate(UPVALUES + 8 * upvalues.length, f.slow());
        a.move(RCX, AllocationStubs.header(HeapType.CLOSURE, HeapType.CLOSURE, 0));
        a.emit(MOV_RM64_R64, mem(RAX), RCX);
        a.emit(MOV_R64_RM64, RCX, f.feedback());
        a.emit(MOV_RM64_R64, mem(RAX, CODE), RCX);
        a.emit(INC_RM32, mem(RCX, perigee.layout.FunctionLayout.CLOSURES));
        a.emit(ADD_RM64_IMM32, RCX, INSTRUCTIONS);
        a.emit(MOV_RM64_R64, mem(RAX, ENTRY), RCX);
        AllocationStubs.identity(a, mem(RAX, perigee.layout.FunctionLayout.IDENTITY));
        a.emit(MOV_RM32_IMM32, mem(RAX, UPVALUE_COUNT), upvalues.length);
        // A function may capture itself.
        f.store(Instruction.a(i), RAX);
        for (int u = 0; u < upvalues.length; u++) {
            if (upvalues[u].inStack()) {
                f.load(RCX, upvalues[u].index());
            } else {
                a.emit(MOV_R64_RM64, RCX, Abi.FUNCTION);
                a.emit(MOV_R64_RM64, RCX, mem(RCX, UPVALUES + 8 * upvalues[u].index()));
            }
            a.emit(MOV_RM64_R64, mem(RAX, UPVALUES + 8 * u), RCX);
        }
    }

    /** Takes room in the nursery, at rax. Uses rdx. */
    private void allocate(int bytes, Label slow) {
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(RAX, bytes));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, slow);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
    }
}
