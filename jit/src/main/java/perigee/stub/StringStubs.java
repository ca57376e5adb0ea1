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
import perigee.layout.HeapType;
import perigee.layout.StackLayout;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;

/** Functions of the string library that make strings of bytes; those of at most one byte are always there. */
final class StringStubs {
    /** Longer strings are made by Java. What is young is at most 8 KiB large. */
    static final int MAX_MADE = 8000;
    /** Of objects in the nursery. */
    static final int ALIGNMENT = 8;
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final int LETTERS = 26;
    private static final int CASE = 0x20;

    private StringStubs() {
    }

    // ---- bytes ---------------------------------------------------------------------------------------------------------

    /** {@code string.byte} */
    static void bytes(LibraryAssembler f) {
        Assembler a = f.a;
        Label positions = a.newLabel();
        Label none = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, 1);
        f.checkString(RAX);
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.move(RSI, 1);
        a.move(R9, 1);
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.B, positions);
        f.load(RSI, 2);
        f.toInteger(RSI);
        a.emit(MOV_R64_RM64, R9, RSI);
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.E, positions);
        f.load(R9, 3);
        f.toInteger(R9);
        a.bind(positions);
        clip(a, none);
        a.emit(LEA_R64_M, RSI, mem(RAX, RSI, 1, StringLayout.BYTES - 1));
        a.emit(LEA_R64_M, R9, mem(RAX, R9, 1, StringLayout.BYTES));
        a.emit(SUB_R64_RM64, R9, RSI);
        f.checkResults(R9);
        integer(a, RAX, mem(RSI));
        a.move(RCX, 1);
        Label next = a.here();
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.E, done);
        integer(a, RDX, mem(RSI, RCX, 1, 0));
        a.emit(MOV_RM64_R64, mem(RDI, RCX, 8, 0), RDX);
        a.emit(INC_RM64, RCX);
        a.jump(next);
        a.bind(done);
        a.emit(RET);
        a.bind(none);
        a.emit(XOR_R32_RM32, RAX, RAX);
        f.returnSome(0);
    }

    /** The word of a byte. */
    private static void integer(Assembler a, long register, long place) {
        a.emit(MOVZX_R32_RM8, register, place);
        a.emit(SUB_R64_RM64, register, Abi.FLOAT_OFFSET);
    }

    /**
     * Makes the first and the last position of a part, in rsi and r9, count from the start and be in the string, whose length is
     * in r8; goes elsewhere if the part is empty.
     */
    private static void clip(Assembler a, Label empty) {
        Label fromStart = a.newLabel();
        Label bounded = a.newLabel();
        Label before = a.newLabel();
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.NS, fromStart);
        a.emit(LEA_R64_M, R9, mem(R9, R8, 1, 1));
        a.bind(fromStart);
        a.emit(CMP_R64_RM64, R9, R8);
        a.emit(CMOVCC_R64_RM64, Condition.G, R9, R8);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.G, bounded);
        a.jump(Condition.E, before);
        a.emit(LEA_R64_M, RSI, mem(RSI, R8, 1, 1));
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.G, bounded);
        a.bind(before);
        a.move(RSI, 1);
        a.bind(bounded);
        a.emit(CMP_R64_RM64, RSI, R9);
        a.jump(Condition.G, empty);
    }

    /** {@code string.char} */
    static void characters(LibraryAssembler f) {
        Assembler a = f.a;
        Label several = a.newLabel();
        Label done = a.newLabel();
        a.emit(CMP_RM32_IMM8, RCX, 1);
        a.jump(Condition.A, several);
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.EMPTY_STRING));
        a.jump(Condition.B, done);
        loadByte(f, mem(RDI, StackLayout.HEADER_BYTES));
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RAX, 8, ThreadLayout.SINGLE_STRINGS));
        a.bind(done);
        f.returnOne();
        // What stands beyond the nursery's pointer is nobody's until all bytes are known.
        a.bind(several);
        a.emit(MOV_R32_RM32, R9, RCX);
        findPlace(f);
        a.emit(XOR_R32_RM32, RCX, RCX);
        Label next = a.here();
        loadByte(f, mem(RDI, RCX, 8, StackLayout.HEADER_BYTES));
        a.emit(MOV_RM8_R8, mem(R8, RCX, 1, StringLayout.BYTES), RAX);
        a.emit(INC_RM64, RCX);
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.NE, next);
        make(a);
        a.emit(MOV_R64_RM64, RAX, R8);
        f.returnOne();
    }

    /** The byte that an argument stands for, in rax. Uses rdx. */
    private static void loadByte(LibraryAssembler f, long argument) {
        f.a.emit(MOV_R64_RM64, RAX, argument);
        f.toInteger(RAX);
        f.a.emit(CMP_RM64_IMM32, RAX, 0xFF);
        f.a.jump(Condition.A, f.decline);
    }

    static void length(LibraryAssembler f) {
        Assembler a = f.a;
        f.load(RAX, 1);
        f.checkEither(RAX, HeapType.STRING, HeapType.ROPE);
        a.emit(MOV_R32_RM32, RAX, mem(RAX, StringLayout.LENGTH));
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.returnOne();
    }

    // ---- new strings ---------------------------------------------------------------------------------------------------

    /** The place of a string of r9 bytes in r8, its end in r10; declines if it is too long or there is no room. */
    static void findPlace(LibraryAssembler f) {
        Assembler a = f.a;
        a.emit(CMP_RM64_IMM32, R9, MAX_MADE);
        a.jump(Condition.A, f.decline);
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, R10, mem(R8, R9, 1, StringLayout.BYTES + ALIGNMENT - 1));
        a.emit(AND_RM64_IMM8, R10, -ALIGNMENT);
        a.emit(CMP_R64_RM64, R10, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, f.decline);
    }

    /** Makes a string of what {@link #findPlace} has found. Uses rdx. */
    static void make(Assembler a) {
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), R10);
        a.move(RDX, AllocationStubs.header(HeapType.STRING, HeapType.STRING, 0));
        a.emit(MOV_RM64_R64, mem(R8), RDX);
        // The length, and no hash.
        a.emit(MOV_RM64_R64, mem(R8, StringLayout.LENGTH), R9);
    }

    /** {@code string.sub} of a string that is not too long to be copied here. */
    static void substring(LibraryAssembler f) {
        Assembler a = f.a;
        Label empty = a.newLabel();
        Label one = a.newLabel();
        Label toEnd = a.newLabel();
        Label some = a.newLabel();
        f.load(RAX, 1);
        f.checkString(RAX);
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.emit(MOV_R64_RM64, R9, R8);
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.E, toEnd);
        f.load(R9, 3);
        f.toInteger(R9);
        a.bind(toEnd);
        f.load(RSI, 2);
        f.toInteger(RSI);
        clip(a, empty);
        a.jump(Condition.E, one);
        a.emit(SUB_R64_RM64, R9, RSI);
        a.emit(INC_RM64, R9);
        a.emit(CMP_R64_RM64, R9, R8);
        a.jump(Condition.NE, some);
        f.returnOne();
        a.bind(some);
        copy(f);
        a.bind(empty);
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.EMPTY_STRING));
        f.returnOne();
        a.bind(one);
        // A position above 0 and not beyond the end, which is at most the length.
        a.emit(MOVZX_R32_RM8, RAX, mem(RAX, RSI, 1, StringLayout.BYTES - 1));
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RAX, 8, ThreadLayout.SINGLE_STRINGS));
        f.returnOne();
    }

    /** Returns a new string of the r9 bytes of the string in rax from position rsi on. */
    private static void copy(LibraryAssembler f) {
        Assembler a = f.a;
        findPlace(f);
        make(a);
        a.emit(LEA_R64_M, RSI, mem(RAX, RSI, 1, StringLayout.BYTES - 1));
        a.emit(MOV_R64_RM64, RAX, R8);
        each(a, () -> {
            a.emit(MOV_R64_RM64, RDX, mem(RSI, RCX, 1, 0));
            a.emit(MOV_RM64_R64, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        }, () -> {
            a.emit(MOVZX_R32_RM8, RDX, mem(RSI, RCX, 1, 0));
            a.emit(MOV_RM8_R8, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        });
        f.returnOne();
    }

    /** Does something for eight of r9 bytes at a time, whose place is in rcx, and then for one after the other. Uses r10. */
    private static void each(Assembler a, Runnable eight, Runnable one) {
        Label bytes = a.newLabel();
        Label done = a.newLabel();
        a.emit(XOR_R32_RM32, RCX, RCX);
        Label next = a.here();
        a.emit(LEA_R64_M, R10, mem(RCX, 8));
        a.emit(CMP_R64_RM64, R10, R9);
        a.jump(Condition.A, bytes);
        eight.run();
        a.emit(ADD_RM64_IMM8, RCX, 8);
        a.jump(next);
        a.bind(bytes);
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.AE, done);
        one.run();
        a.emit(INC_RM64, RCX);
        a.jump(bytes);
        a.bind(done);
    }

    /**
     * Begins a string as long as the one that is the argument, in rax; the new one is in r8. Goes elsewhere if it has at most
     * one byte.
     */
    private static void beginAlike(LibraryAssembler f, Label isShort) {
        Assembler a = f.a;
        f.load(RAX, 1);
        f.checkString(RAX);
        a.emit(MOV_R32_RM32, R9, mem(RAX, StringLayout.LENGTH));
        a.emit(CMP_RM32_IMM8, R9, 1);
        a.jump(Condition.BE, isShort);
        findPlace(f);
        make(a);
    }

    /**
     * {@code string.lower} and {@code string.upper}: the other case of the letters that begin with this one. In each byte below
     * 128, the high bit of a sum tells whether the byte reaches a bound.
     */
    static void changeCase(LibraryAssembler f, char first) {
        Assembler a = f.a;
        Label isShort = a.newLabel();
        Label done = a.newLabel();
        beginAlike(f, isShort);
        each(a, () -> {
            a.emit(MOV_R64_RM64, RDX, mem(RAX, RCX, 1, StringLayout.BYTES));
            a.emit(MOV_R64_RM64, R10, RDX);
            a.emit(AND_R64_RM64, R10, a.constant(0x7F * ONES));
            a.emit(MOV_R64_RM64, RSI, R10);
            a.emit(ADD_R64_RM64, R10, a.constant((0x80 - first) * ONES));
            a.emit(ADD_R64_RM64, RSI, a.constant((0x80 - first - LETTERS) * ONES));
            a.emit(OR_R64_RM64, RSI, RDX);
            a.emit(NOT_RM64, RSI);
            a.emit(AND_R64_RM64, R10, RSI);
            a.emit(AND_R64_RM64, R10, a.constant(0x80 * ONES));
            a.emit(SHR_RM64_IMM8, R10, 2);
            a.emit(XOR_R64_RM64, RDX, R10);
            a.emit(MOV_RM64_R64, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        }, () -> {
            loadOtherCase(a, mem(RAX, RCX, 1, StringLayout.BYTES), first);
            a.emit(MOV_RM8_R8, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        });
        a.emit(MOV_R64_RM64, RAX, R8);
        f.returnOne();
        a.bind(isShort);
        a.jump(Condition.B, done);
        loadOtherCase(a, mem(RAX, StringLayout.BYTES), first);
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RDX, 8, ThreadLayout.SINGLE_STRINGS));
        a.bind(done);
        f.returnOne();
    }

    /** A byte in rdx, in the other case if it is one of the letters that begin with this one. Uses rsi. */
    private static void loadOtherCase(Assembler a, long place, char first) {
        Label same = a.newLabel();
        a.emit(MOVZX_R32_RM8, RDX, place);
        a.emit(LEA_R64_M, RSI, mem(RDX, -first));
        a.emit(CMP_RM64_IMM8, RSI, LETTERS);
        a.jump(Condition.AE, same);
        a.emit(XOR_RM32_IMM8, RDX, CASE);
        a.bind(same);
    }

    static void reverse(LibraryAssembler f) {
        Assembler a = f.a;
        Label isShort = a.newLabel();
        beginAlike(f, isShort);
        a.emit(LEA_R64_M, RSI, mem(R8, R9, 1, StringLayout.BYTES));
        each(a, () -> {
            a.emit(MOV_R64_RM64, RDX, mem(RAX, RCX, 1, StringLayout.BYTES));
            a.emit(BSWAP_R64, RDX);
            a.emit(SUB_RM64_IMM8, RSI, 8);
            a.emit(MOV_RM64_R64, mem(RSI), RDX);
        }, () -> {
            a.emit(MOVZX_R32_RM8, RDX, mem(RAX, RCX, 1, StringLayout.BYTES));
            a.emit(DEC_RM64, RSI);
            a.emit(MOV_RM8_R8, mem(RSI), RDX);
        });
        a.emit(MOV_R64_RM64, RAX, R8);
        a.bind(isShort);
        f.returnOne();
    }

    /** {@code string.rep} without a separator: each byte is also that one length before it. */
    static void repeat(LibraryAssembler f) {
        Assembler a = f.a;
        Label empty = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, 1);
        f.checkString(RAX);
        f.load(R9, 2);
        f.toInteger(R9);
        a.emit(CMP_RM64_IMM32, R9, MAX_MADE);
        a.jump(Condition.G, f.decline);
        a.emit(CMP_RM64_IMM8, R9, 1);
        a.jump(Condition.L, empty);
        a.jump(Condition.E, done);
        a.emit(MOV_R32_RM32, RSI, mem(RAX, StringLayout.LENGTH));
        a.emit(IMUL_R64_RM64, R9, RSI);
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.E, done);
        findPlace(f);
        make(a);
        // rsi: from where a byte is read to where it is written
        a.emit(XOR_R32_RM32, RCX, RCX);
        Label first = a.here();
        a.emit(MOVZX_R32_RM8, RDX, mem(RAX, RCX, 1, StringLayout.BYTES));
        a.emit(MOV_RM8_R8, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        a.emit(INC_RM64, RCX);
        a.emit(CMP_R64_RM64, RCX, RSI);
        a.jump(Condition.NE, first);
        a.emit(MOV_R64_RM64, R10, R8);
        a.emit(SUB_R64_RM64, R10, RSI);
        Label next = a.here();
        a.emit(MOVZX_R32_RM8, RDX, mem(R10, RCX, 1, StringLayout.BYTES));
        a.emit(MOV_RM8_R8, mem(R8, RCX, 1, StringLayout.BYTES), RDX);
        a.emit(INC_RM64, RCX);
        a.emit(CMP_R64_RM64, RCX, R9);
        a.jump(Condition.NE, next);
        a.emit(MOV_R64_RM64, RAX, R8);
        a.jump(done);
        a.bind(empty);
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.EMPTY_STRING));
        a.bind(done);
        f.returnOne();
    }
}
