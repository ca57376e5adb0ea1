package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.HeapType;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;

/** Functions of the string library that make short strings at the most; those of at most one byte are always there. */
final class StringStubs {
    /** Longer strings are copied by Java. */
    private static final int MAX_COPIED = 256;
    /** Of objects in the nursery. */
    private static final int ALIGNMENT = 8;

    private StringStubs() {
    }

    /** {@code string.byte} of one position from the start, 1 without one. */
    static void byteAt(LibraryAssembler f) {
        Assembler a = f.a;
        Label given = a.newLabel();
        Label beyond = a.newLabel();
        f.load(RSI, 1);
        f.checkString(RSI);
        a.move(RAX, 1);
        a.emit(CMP_RM32_IMM8, RCX, 1);
        a.jump(Condition.E, given);
        f.load(RAX, 2);
        f.toInteger(RAX);
        a.jump(Condition.LE, f.decline);
        a.bind(given);
        a.emit(MOV_R32_RM32, RDX, mem(RSI, StringLayout.LENGTH));
        a.emit(CMP_R64_RM64, RAX, RDX);
        a.jump(Condition.A, beyond);
        a.emit(MOVZX_R32_RM8, RAX, mem(RSI, RAX, 1, StringLayout.BYTES - 1));
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.returnOne();
        a.bind(beyond);
        a.emit(XOR_R32_RM32, RAX, RAX);
        f.returnSome(0);
    }

    /** {@code string.char} of one byte. */
    static void character(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        f.toInteger(RAX);
        a.emit(CMP_RM64_IMM32, RAX, 0xFF);
        a.jump(Condition.A, f.decline);
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RAX, 8, ThreadLayout.SINGLE_STRINGS));
        f.returnOne();
    }

    static void length(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        f.checkEither(RAX, HeapType.STRING, HeapType.ROPE);
        a.emit(MOV_R32_RM32, RAX, mem(RAX, StringLayout.LENGTH));
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.returnOne();
    }

    /** {@code string.sub} of a string that is not too long to be copied here. */
    static void substring(LibraryAssembler f) {
        Assembler a = f.a;
        Label positive = a.newLabel();
        Label inside = a.newLabel();
        Label one = a.newLabel();
        Label start = a.newLabel();
        Label bounded = a.newLabel();
        Label some = a.newLabel();
        f.load(RAX, 1);
        f.checkString(RAX);
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        // the end, in r9
        a.emit(MOV_R64_RM64, R9, R8);
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.E, start);
        f.load(R9, 3);
        f.toInteger(R9);
        a.jump(Condition.NS, positive);
        a.emit(LEA_R64_M, R9, mem(R9, R8, 1, 1));
        a.bind(positive);
        a.emit(CMP_R64_RM64, R9, R8);
        a.emit(CMOVCC_R64_RM64, Condition.G, R9, R8);
        // the first position, in rsi
        a.bind(start);
        f.load(RSI, 2);
        f.toInteger(RSI);
        a.jump(Condition.G, bounded);
        a.jump(Condition.E, inside);
        a.emit(LEA_R64_M, RSI, mem(RSI, R8, 1, 1));
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.G, bounded);
        a.bind(inside);
        a.move(RSI, 1);
        a.bind(bounded);
        a.emit(CMP_R64_RM64, RSI, R9);
        a.jump(Condition.E, one);
        a.jump(Condition.G, f.decline); // the empty string
        a.emit(SUB_R64_RM64, R9, RSI);
        a.emit(INC_RM64, R9);
        a.emit(CMP_R64_RM64, R9, R8);
        a.jump(Condition.NE, some);
        f.returnOne();
        a.bind(some);
        copy(f);
        a.bind(one);
        // A position above 0 and not beyond the end, which is at most the length.
        a.emit(MOVZX_R32_RM8, RAX, mem(RAX, RSI, 1, StringLayout.BYTES - 1));
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RAX, 8, ThreadLayout.SINGLE_STRINGS));
        f.returnOne();
    }
    /** Returns a new string of the r9 bytes of the string in rax from position rsi on. */
    private static void copy(LibraryAssembler f) {
        Assembler a = f.a;
        Label rest = a.newLabel();
        Label done = a.newLabel();
        a.emit(CMP_RM64_IMM32, R9, MAX_COPIED);
        a.jump(Condition.A, f.decline);
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(R8, R9, 1, StringLayout.BYTES + ALIGNMENT - 1));
        a.emit(AND_RM64_IMM8, RDX, -ALIGNMENT);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, f.decline);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.move(RDX, AllocationStubs.header(HeapType.STRING, HeapType.STRING, 0));
        a.emit(MOV_RM64_R64, mem(R8), RDX);
        // The length, and no hash.
        a.emit(MOV_RM64_R64, mem(R8, StringLayout.LENGTH), R9);
        a.emit(LEA_R64_M, RSI, mem(RAX, RSI, 1, StringLayout.BYTES - 1));
        a.emit(MOV_R64_RM64, RAX, R8);
        // Eight bytes at a time, and then one by one.
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.bind(rest);
        a.emit(LEA_R64_M, R10, mem(RCX, 8));
        a.emit(CMP_R64_RM64, R10, R9);
        Label bytes = a.newLabel();
        a.jump(Condition.A, bytes);
        a.emit(MOV_R64_RM64, RDX, mem(RSI, RCX, 1, 0));
        a.emit(MOV_RM64_R64, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        a.emit(MOV_R64_RM64, RCX, R10);
        a.jump(rest);
        a.bind(bytes);
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.AE, done);
        a.emit(MOVZX_R32_RM8, RDX, mem(RSI, RCX, 1, 0));
        a.emit(MOV_RM8_R8, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        a.emit(INC_RM64, RCX);
        a.jump(bytes);
        a.bind(done);
        f.returnOne();
    }
}
