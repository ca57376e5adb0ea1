package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.stub.Abi;
import perigee.stub.CallStubs;

/** Returns to compiled code; others are the driver's. */
final class ReturnTemplates {
    /** So many results are returned in line. */
    private static final int MAX_RESULTS = 6;

    /** Offset of the link from the function's place. */
    private static final int LINK = StackLayout.LINK - StackLayout.FUNCTION;

    private final FrameAssembler f;
    private final Assembler a;
    private final boolean isVararg;

    ReturnTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
        isVararg = frame.request.prototype().vararg();
    }

    void nothing() {
        fixed(0, 0, f.slow());
    }

    void one(long i) {
        fixed(Instruction.a(i), 1, f.slow());
    }

    /** RETURN of any number of values; D says that there may be variables to be closed. */
    void values(long i) {
        int count = Instruction.b(i) - 1;
        Label slow = f.slow();
        if (Instruction.d(i) != 0) {
            a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.TO_CLOSE_COUNT), 0);
            a.jump(Condition.NE, slow);
        }
        if (count >= 0) {
            fixed(Instruction.a(i), count, slow);
            return;
        }
        f.loadFunctionPlace(RDI);
        loadReturnAddress(mem(RDI, LINK), slow);
        a.emit(LEA_R64_M, RSI, Abi.register(Instruction.a(i)));
        a.emit(MOV_R64_RM64, RCX, Abi.thread(ThreadLayout.TOP));
        a.emit(SUB_R64_RM64, RCX, RSI);
        a.emit(SHR_RM64_IMM8, RCX, 3);
        a.jump(CallStubs.RETURN_VALUES);
    }

    private void fixed(int at, int count, Label slow) {
        if (isVararg || count > MAX_RESULTS) {
            f.loadFunctionPlace(RDI);
            loadReturnAddress(mem(RDI, LINK), slow);
            a.emit(LEA_R64_M, RSI, Abi.register(at));
            a.move(RCX, count);
            a.jump(CallStubs.RETURN_VALUES);
            return;
        }
        loadReturnAddress(Abi.LINK, slow);
        if (count == 0) {
            a.emit(XOR_R32_RM32, RAX, RAX);
        } else {
            f.load(RAX, at);
        }
        for (int n = 1; n < count; n++) {
            f.load(RCX, at + n);
            a.emit(MOV_RM64_R64, mem(Abi.BASE, StackLayout.FUNCTION + 8 * n), RCX);
        }
        a.move(RCX, count);
        a.emit(JMP_RM64, RDX);
    }

    /** The address to return to, in rdx; elsewhere if there is a link, which is for the driver. Uses rcx. */
    private void loadReturnAddress(long place, Label slow) {
        a.emit(MOV_R64_RM64, RDX, place);
        a.emit(MOV_R64_RM64, RCX, RDX);
        a.emit(SHR_RM64_IMM8, RCX, 48);
        a.jump(Condition.NE, slow);
    }
}
