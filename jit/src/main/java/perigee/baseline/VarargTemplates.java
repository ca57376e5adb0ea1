package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.stub.Abi;
import perigee.stub.CallStubs;
import perigee.stub.OptimizedStubs;

/** Extra arguments: the frame is moved above them, and they are copied from below it. */
final class VarargTemplates {
    /** So many extra arguments are copied in line. */
    private static final int MAX_COPIED = 6;
    /** Words between the arguments and the base of the moved frame: the count and a frame header. */
    private static final int ABOVE = 1 + StackLayout.HEADER_WORDS;

    private final FrameAssembler f;
    private final Assembler a;

    VarargTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** VARARGPREP */
    void prepare() {
        Prototype prototype = f.request.prototype();
        int parameters = prototype.parameters();
        a.emit(MOV_R32_RM32, RCX, Abi.thread(ThreadLayout.ARGUMENT_COUNT));
        a.emit(LEA_R64_M, RDX, mem(Abi.BASE, RCX, 8, 8 * (parameters + ABOVE + prototype.maxStack())));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, f.slow());
        a.move(RSI, parameters);
        a.call(OptimizedStubs.PREPARE_VARARG);
    }

    /** VARARG */
    void load(long i) {
        int at = Instruction.a(i);
        int wanted = Instruction.b(i) - 1;
        // their number in rcx, the first one's address in rsi
        a.emit(MOV_R64_RM64, RCX, mem(Abi.BASE, StackLayout.EXTRA_COUNT));
        a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.emit(MOV_R64_RM64, RDX, RCX);
        a.emit(NEG_RM64, RDX);
        a.emit(LEA_R64_M, RSI, mem(Abi.BASE, RDX, 8, StackLayout.EXTRA_COUNT));
        if (wanted < 0) {
            Label slow = f.slow();
            a.emit(LEA_R64_M, RDI, Abi.register(at));
            a.emit(LEA_R64_M, RDX, mem(RDI, RCX, 8, 0));
            a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
            a.jump(Condition.A, slow);
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.TOP), RDX);
            a.call(CallStubs.COPY_WORDS);
            return;
        }
        if (wanted > MAX_COPIED) {
            copy(at, wanted);
            return;
        }
        for (int n = 0; n < wanted; n++) {
            Label absent = a.newLabel();
            a.emit(XOR_R32_RM32, RAX, RAX);
            a.emit(CMP_RM32_IMM8, RCX, n);
            a.jump(Condition.LE, absent);
            a.emit(MOV_R64_RM64, RAX, mem(RSI, 8 * n));
            a.bind(absent);
            f.store(at + n, RAX);
        }
    }

    /** The same by a loop. */
    private void copy(int at, int wanted) {
        Label absent = a.newLabel();
        a.emit(XOR_R32_RM32, RDX, RDX);
        Label next = a.here();
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(CMP_R64_RM64, RDX, RCX);
        a.jump(Condition.GE, absent);
        a.emit(MOV_R64_RM64, RAX, mem(RSI, RDX, 8, 0));
        a.bind(absent);
        a.emit(MOV_RM64_R64, mem(Abi.BASE, RDX, 8, 8 * at), RAX);
        a.emit(INC_RM64, RDX);
        a.emit(CMP_RM64_IMM32, RDX, wanted);
        a.jump(Condition.B, next);
    }
}
