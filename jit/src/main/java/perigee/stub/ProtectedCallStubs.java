package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * {@code pcall} of a compiled function. Its two frames are those that the driver would make, but for return addresses in
 * place of links. So an error finds the continuation of {@code pcall} in the link that its return address stands for, and
 * the driver goes on from there.
 */
final class ProtectedCallStubs {
    /** The frame of pcall, whose first argument is the function that it calls. */
    private static final long FRAME = CallingStubs.FRAME;

    private ProtectedCallStubs() {
    }

    /** As {@link CallingStubs} says; goes to {@code declined} if Java has to do it. */
    static void emit(Assembler a, Label declined, Label toDriver) {
        Label returned = a.newLabel("protected_call_return");
        enter(a, declined, returned);
        leaveFrames(a, returned, toDriver);
    }

    private static void enter(Assembler a, Label leave, Label returned) {
        Label moved = a.newLabel();
        a.emit(TEST_RM32_R32, R10, R10);
        a.jump(Condition.E, leave);
        a.emit(MOV_R64_RM64, RAX, mem(FRAME));
        a.emit(LEA_R64_M, RDX, mem(RAX, -8));
        a.emit(SHR_RM64_IMM8, RDX, 48);
        a.jump(Condition.NE, leave);
        a.emit(CMP_RM32_IMM8, mem(RAX, ObjectHeader.SHAPE), HeapType.CLOSURE);
        a.jump(Condition.NE, leave);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.CODE));
        a.emit(MOV_R64_RM64, RDX, mem(RAX, FunctionLayout.NATIVE_ENTRY));
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, leave);
        a.emit(MOV_R32_RM32, R11, Abi.thread(ThreadLayout.NESTING));
        a.emit(CMP_RM64_IMM32, R11, Stack.MAX_NESTING - 1);
        a.jump(Condition.GE, leave);
        a.emit(LEA_R64_M, RDI, mem(FRAME, R10, 8, 8 * Stack.NATIVE_WORDS));
        a.emit(CMP_R64_RM64, RDI, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, leave);

        a.emit(MOV_RM64_R64, mem(FRAME, StackLayout.LINK), RSI);
        a.emit(MOV_R64_RM64, RDI, R11);
        a.emit(SUB_R64_RM64, RDI, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, mem(FRAME, StackLayout.PC), RDI);
        a.emit(INC_RM64, R11);
        a.emit(MOV_RM32_R32, Abi.thread(ThreadLayout.NESTING), R11);
        // The arguments after the function make room for the rest of a frame header.
        a.emit(LEA_R64_M, RCX, mem(R10, -1));
        Label next = a.here();
        a.emit(DEC_RM64, R10);
        a.jump(Condition.E, moved);
        a.emit(MOV_R64_RM64, RDI, mem(FRAME, R10, 8, 0));
        a.emit(MOV_RM64_R64, mem(FRAME, R10, 8, StackLayout.HEADER_BYTES - 8), RDI);
        a.jump(next);
        a.bind(moved);
        a.emit(ADD_RM64_IMM8, FRAME, StackLayout.HEADER_BYTES);
        a.emit(MOV_R64_RM64, Abi.BASE, FRAME);
        a.emit(MOV_RM64_IMM32, Abi.PC, Word.NIL);
        a.emit(LEA_R64_M, RDI, a.at(returned));
        a.emit(MOV_RM64_R64, Abi.LINK, RDI);
        a.emit(JMP_RM64, RDX);
    }

    /** The called function has returned: true and its results are pcall's. */
    private static void leaveFrames(Assembler a, Label returned, Label toDriver) {
        Label done = a.newLabel();
        a.emit(MOVABS_R64_IMM64, RDX,
                Link.of(StackLayout.HEADER_BYTES, Link.MULTIPLE, Link.CONTINUES | Link.TAIL_CALLED));
        a.emit(MOVABS_R64_IMM64, RDX, Link.of(StackLayout.HEADER_BYTES, Link.MULTIPLE, Link.CONTINUES));
        a.bind(returned);
        a.emit(DEC_RM32, Abi.thread(ThreadLayout.NESTING));
        a.emit(SUB_RM64_IMM8, Abi.BASE, StackLayout.HEADER_BYTES);
        a.emit(MOV_R64_RM64, RDX, Abi.LINK);
        a.emit(MOV_RM64_R64, mem(Abi.BASE, StackLayout.FUNCTION + 8), RAX);
        a.move(R8, 1);
        Label next = a.here();
        a.emit(CMP_RM64_R64, R8, RCX);
        a.jump(Condition.AE, done);
        a.emit(MOV_R64_RM64, RAX, mem(Abi.BASE, R8, 8, 0));
        a.emit(MOV_RM64_R64, mem(Abi.BASE, R8, 8, StackLayout.FUNCTION + 8), RAX);
        a.emit(INC_RM64, R8);
        a.jump(next);
        a.bind(done);
        a.emit(INC_RM32, RCX);
        a.move(RAX, Word.TRUE);
        a.emit(MOV_R64_RM64, R8, RDX);
        a.emit(SHR_RM64_IMM8, R8, 48);
        // The caller's frame may have been made the interpreter's meanwhile.
        a.jump(Condition.NE, toDriver);
        a.emit(JMP_RM64, RDX);
    }
}
