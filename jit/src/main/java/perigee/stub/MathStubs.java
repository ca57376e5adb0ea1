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
import perigee.layout.FunctionLayout;

/** Functions of the mathematical library that processors compute exactly. */
final class MathStubs {
    private MathStubs() {
    }

    static void floor(LibraryAssembler f) {
        round(f, Condition.A, -1);
    }

    static void ceil(LibraryAssembler f) {
        round(f, Condition.B, 1);
    }

    /** Returns an integer as it is. A float's integral part is in rax afterwards, and has been compared with it. */
    private static void truncate(LibraryAssembler f) {
        Assembler a = f.a;
        Label isFloat = a.newLabel();
        f.load(RAX, 1);
        f.checkInteger(RAX, isFloat);
        f.returnOne();
        a.bind(isFloat);
        f.toFloatBits(RAX, f.decline);
        a.emit(MOVQ_XMM_RM64, XMM0, RAX);
        a.emit(CVTTSD2SI_R64_XM64, RAX, XMM0);
        a.emit(PXOR, XMM1, XMM1);
        a.emit(CVTSI2SD_XMM_RM64, XMM1, RAX);
        a.emit(UCOMISD, XMM1, XMM0);
    }

    /** Truncates, and corrects by one if the result compares so with the number. What is too large comes out as no integer. */
    private static void round(LibraryAssembler f, Condition isWrong, int correction) {
        Assembler a = f.a;
        Label exact = a.newLabel();
        truncate(f);
        a.jump(isWrong.negate(), exact);
        a.emit(ADD_RM64_IMM8, RAX, correction);
        a.bind(exact);
        f.returnInteger();
    }

    static void toInteger(LibraryAssembler f) {
        Assembler a = f.a;
        truncate(f);
        a.jump(Condition.NE, f.decline);
        a.jump(Condition.P, f.decline);
        f.returnInteger();
    }

    static void abs(LibraryAssembler f) {
        Assembler a = f.a;
        Label isFloat = a.newLabel();
        Label positive = a.newLabel();
        f.load(RAX, 1);
        f.checkInteger(RAX, isFloat);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.jump(Condition.NS, positive);
        a.emit(NEG_RM64, RAX);
        a.bind(positive);
        f.returnInteger();
        a.bind(isFloat);
        f.toFloatBits(RAX, f.decline);
        a.emit(BTR_RM64_IMM8, RAX, 63);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.returnOne();
    }

    static void sqrt(LibraryAssembler f) {
        Assembler a = f.a;
        Label isInteger = a.newLabel();
        Label both = a.newLabel();
        f.load(RAX, 1);
        f.toFloatBits(RAX, isInteger);
        a.emit(MOVQ_XMM_RM64, XMM0, RAX);
        a.bind(both);
        a.emit(SQRTSD, XMM0, XMM0);
        f.returnFloat();
        a.bind(isInteger);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.toInteger(RAX);
        a.emit(PXOR, XMM0, XMM0);
        a.emit(CVTSI2SD_XMM_RM64, XMM0, RAX);
        a.jump(both);
    }

    static void max(LibraryAssembler f) {
        best(f, Condition.L, XMM1, XMM0);
    }

    static void min(LibraryAssembler f) {
        best(f, Condition.G, XMM0, XMM1);
    }

    /** The second argument if the first compares so with it; of floats, if the one in a register is greater than another. */
    private static void best(LibraryAssembler f, Condition ofIntegers, long greater, long less) {
        Assembler a = f.a;
        Label notIntegers = a.newLabel();
        Label first = a.newLabel();
        f.load(RAX, 1);
        f.load(RSI, 2);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(AND_R64_RM64, RDX, RSI);
        f.checkIntegerIn(RDX, notIntegers);
        a.emit(CMP_R64_RM64, RAX, RSI);
        a.emit(CMOVCC_R64_RM64, ofIntegers, RAX, RSI);
        f.returnOne();
        a.bind(notIntegers);
        a.emit(MOV_R64_RM64, RDX, RAX);
        f.toFloatBits(RDX, f.decline);
        a.emit(MOVQ_XMM_RM64, XMM0, RDX);
        a.emit(MOV_R64_RM64, RDX, RSI);
        f.toFloatBits(RDX, f.decline);
        a.emit(MOVQ_XMM_RM64, XMM1, RDX);
        a.emit(UCOMISD, greater, less);
        a.jump(Condition.BE, first);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.bind(first);
        f.returnOne();
    }

    /** {@code math.type} */
    static void type(LibraryAssembler f) {
        Assembler a = f.a;
        Label notInteger = a.newLabel();
        f.load(RSI, 1);
        f.checkInteger(RSI, notInteger);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.NATIVE_UPVALUES));
        f.returnOne();
        a.bind(notInteger);
        f.toFloatBits(RSI, f.decline);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, FunctionLayout.NATIVE_UPVALUES + 8));
        f.returnOne();
    }
}
