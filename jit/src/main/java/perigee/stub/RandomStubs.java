package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.ThreadLayout;

/** {@code math.random}, which draws from the same words as {@code perigee.stdlib.Xoshiro} and projects as that does. */
final class RandomStubs {
    private static final int FRACTION_SHIFT = 11;
    private static final double UNIT = 0x1p-53;
    private static final long LOW = R8;
    /** The greatest number that may be added to the low one, and the bits that it needs. */
    private static final long LIMIT = R9;
    private static final long MASK = R10;

    private RandomStubs() {
    }

    /** Nothing is drawn before the arguments are known to be integers, of a range that is not empty; nor for all bits. */
    static void random(LibraryAssembler f) {
        Assembler a = f.a;
        Label ranged = a.newLabel();
        Label low = a.newLabel();
        Label bounds = a.newLabel();
        a.emit(TEST_RM32_R32, RCX, RCX);
        a.jump(Condition.NE, ranged);
        draw(a);
        a.emit(SHR_RM64_IMM8, RAX, FRACTION_SHIFT);
        a.emit(PXOR, XMM0, XMM0);
        a.emit(CVTSI2SD_XMM_RM64, XMM0, RAX);
        a.emit(MULSD, XMM0, a.constant(UNIT));
        f.returnFloat();
        a.bind(ranged);
        f.load(LIMIT, 1);
        f.toInteger(LIMIT);
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.E, low);
        a.move(LOW, 1);
        a.emit(TEST_RM64_R64, LIMIT, LIMIT);
        a.jump(Condition.E, f.decline);
        a.jump(bounds);
        a.bind(low);
        a.emit(MOV_R64_RM64, LOW, LIMIT);
        f.load(LIMIT, 2);
        f.toInteger(LIMIT);
        a.bind(bounds);
        a.emit(SUB_R64_RM64, LIMIT, LOW);
        a.jump(Condition.L, f.decline);
        project(f);
    }

    /** Returns the low number and a part of random bits: those that the limit needs, of the first ones that are not above it. */
    private static void project(LibraryAssembler f) {
        Assembler a = f.a;
        Label known = a.newLabel();
        a.emit(XOR_R32_RM32, MASK, MASK);
        a.emit(BSR_R64_RM64, RCX, LIMIT);
        a.jump(Condition.E, known);
        a.move(MASK, -2);
        a.emit(SHL_RM64_CL, MASK);
        a.emit(NOT_RM64, MASK);
        a.bind(known);
        Label again = a.here();
        draw(a);
        a.emit(AND_R64_RM64, RAX, MASK);
        a.emit(CMP_R64_RM64, RAX, LIMIT);
        a.jump(Condition.A, again);
        a.emit(ADD_R64_RM64, RAX, LOW);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.returnOne();
    }

    /** 64 random bits, in rax. Uses rcx, rdx, rsi, rdi and r11. */
    private static void draw(Assembler a) {
        long[] words = {RCX, RSI, RDI, R11};
        for (int i = 0; i < words.length; i++) {
            a.emit(MOV_R64_RM64, words[i], Abi.thread(ThreadLayout.RANDOM + 8 * i));
        }
        a.emit(LEA_R64_M, RAX, mem(words[1], words[1], 4, 0));
        a.emit(ROL_RM64_IMM8, RAX, 7);
        a.emit(LEA_R64_M, RAX, mem(RAX, RAX, 8, 0));
        a.emit(MOV_R64_RM64, RDX, words[1]);
        a.emit(SHL_RM64_IMM8, RDX, 17);
        a.emit(XOR_R64_RM64, words[2], words[0]);
        a.emit(XOR_R64_RM64, words[3], words[1]);
        a.emit(XOR_R64_RM64, words[1], words[2]);
        a.emit(XOR_R64_RM64, words[0], words[3]);
        a.emit(XOR_R64_RM64, words[2], RDX);
        a.emit(ROL_RM64_IMM8, words[3], 45);
        for (int i = 0; i < words.length; i++) {
            a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.RANDOM + 8 * i), words[i]);
        }
    }
}
