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
import perigee.runtime.Intrinsic;
import perigee.value.Word;

/** Functions that make coroutines, and that tell of them; {@link CoroutineStubs} has those that switch them. */
final class CoroutineFunctionStubs {
    private CoroutineFunctionStubs() {
    }

    /** {@code coroutine.create}, as long as there are coroutines that Java has made in advance. */
    static void create(LibraryAssembler f) {
        take(f);
        f.returnOne();
    }

    /** {@code coroutine.wrap}: the number of the Java function that it returns is the function's upvalue. */
    static void wrap(LibraryAssembler f) {
        Assembler a = f.a;
        a.emit(MOV_R64_RM64, R10, mem(RAX, FunctionLayout.NATIVE_UPVALUES));
        a.emit(ADD_R64_RM64, R10, Abi.FLOAT_OFFSET);
        a.emit(MOV_R64_RM64, R9, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, R8, mem(R9, FunctionLayout.NATIVE_UPVALUES + 8));
        a.emit(CMP_R64_RM64, R8, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, f.decline);
        take(f);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), R8);
        a.move(RCX, AllocationStubs.header(HeapType.NATIVE, HeapType.NATIVE, Intrinsic.WRAPPED.ordinal()));
        a.emit(MOV_RM64_R64, mem(R9), RCX);
        a.emit(MOV_RM64_R64, mem(R9, FunctionLayout.NATIVE_ID), R10);
        AllocationStubs.identity(a, mem(R9, FunctionLayout.NATIVE_IDENTITY));
        a.emit(MOV_RM32_IMM32, mem(R9, FunctionLayout.NATIVE_UPVALUE_COUNT), 1);
        a.emit(MOV_RM64_R64, mem(R9, FunctionLayout.NATIVE_UPVALUES), RAX);
        a.emit(MOV_R64_RM64, RAX, R9);
        f.returnOne();
    }

    /** A coroutine that will call the argument, in rax. Uses rcx, rdx and rsi. */
    private static void take(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RSI, 1);
        f.checkEither(RSI, HeapType.CLOSURE, HeapType.NATIVE);
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.MADE_COUNT));
        a.emit(SUB_RM64_IMM8, RDX, 1);
        a.jump(Condition.S, f.decline);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.MADE_COUNT), RDX);
        // It is in the remembered set, for it was made since the last collection.
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RDX, 8, ThreadLayout.MADE_COROUTINES));
        a.emit(MOV_R64_RM64, RDX, mem(RAX, StackLayout.SAVED_BASE));
        a.emit(MOV_RM64_R64, mem(RDX), RSI);
        a.emit(ADD_RM64_IMM8, RDX, StackLayout.HEADER_BYTES);
        a.emit(MOV_RM64_R64, mem(RAX, StackLayout.SAVED_TOP), RDX);
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
