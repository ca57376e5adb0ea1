package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StackLayout;
import perigee.layout.ThreadLayout;
import perigee.value.Word;

/** Functions that tell of coroutines. */
final class CoroutineStateStubs {
    private CoroutineStateStubs() {
    }

    /** {@code coroutine.running}: the main coroutine is the function's upvalue. */
    static void running(LibraryAssembler f) {
        Assembler a = f.a;
        Label known = a.newLabel();
        a.emit(MOV_R64_RM64, RSI, mem(RAX, FunctionLayout.NATIVE_UPVALUES));
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.CURRENT));
        a.move(RDX, Word.TRUE);
        a.emit(CMP_R64_RM64, RAX, RSI);
        a.jump(Condition.E, known);
        a.move(RDX, Word.FALSE);
        a.bind(known);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RDX);
        f.returnSome(2);
    }

    /** {@code coroutine.status}: the names of the states are the function's upvalues. */
    static void status(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RSI, 1);
        f.checkObject(RSI, f.decline);
        a.emit(CMP_RM32_IMM8, mem(RSI, ObjectHeader.SHAPE), HeapType.COROUTINE);
        a.jump(Condition.NE, f.decline);
        a.emit(MOV_R32_RM32, RDX, mem(RSI, StackLayout.STATUS));
        a.emit(MOV_R64_RM64, RAX, mem(RAX, RDX, 8, FunctionLayout.NATIVE_UPVALUES));
        f.returnOne();
    }
}
