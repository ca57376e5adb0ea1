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
import perigee.layout.StackLayout;
import perigee.value.MathFunction;
import perigee.value.Word;

/** Functions of the mathematical library. */
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

    /** Makes a float of an argument, a number, in xmm. Uses rdx and rsi. */
    private static void toFloat(LibraryAssembler f, int number, long xmm) {
        Assembler a = f.a;
        Label isInteger = a.newLabel();
        Label done = a.newLabel();
        f.load(RSI, number);
        f.toFloatBits(RSI, isInteger);
        a.emit(MOVQ_XMM_RM64, xmm, RSI);
        a.jump(done);
        a.bind(isInteger);
        a.emit(ADD_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        f.toInteger(RSI);
        a.emit(PXOR, xmm, xmm);
        a.emit(CVTSI2SD_XMM_RM64, xmm, RSI);
        a.bind(done);
    }

    static void sqrt(LibraryAssembler f) {
        toFloat(f, 1, XMM0);
        f.a.emit(SQRTSD, XMM0, XMM0);
        f.returnFloat();
    }

    static void multiply(LibraryAssembler f, double factor) {
        toFloat(f, 1, XMM0);
        f.a.emit(MULSD, XMM0, f.a.constant(factor));
        f.returnFloat();
    }

    // ---- by C's functions ----------------------------------------------------------------------------------------------

    static void function(LibraryAssembler f, MathFunction function) {
        toFloat(f, 1, XMM0);
        returnOf(f, function);
    }

    private static void returnOf(LibraryAssembler f, MathFunction function) {
        f.a.call(f.helpers.functions().of(function));
        f.returnFloat();
    }

    static void arcTangent(LibraryAssembler f) {
        Assembler a = f.a;
        Label given = a.newLabel();
        Label both = a.newLabel();
        toFloat(f, 1, XMM0);
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.E, given);
        a.emit(MOVSD_XMM_XM64, XMM1, a.constant(1.0));
        a.jump(both);
        a.bind(given);
        toFloat(f, 2, XMM1);
        a.bind(both);
        returnOf(f, MathFunction.ATAN2);
    }

    /** {@code math.log} to the bases that C has functions for. */
    static void logarithm(LibraryAssembler f) {
        Assembler a = f.a;
        Label given = a.newLabel();
        Label notTwo = a.newLabel();
        toFloat(f, 1, XMM0);
        a.emit(CMP_RM32_IMM8, RCX, 2);
        a.jump(Condition.E, given);
        returnOf(f, MathFunction.LOG);
        a.bind(given);
        toFloat(f, 2, XMM1);
        a.emit(MOVQ_RM64_XMM, RDX, XMM1);
        a.emit(CMP_R64_RM64, RDX, a.constant(2.0));
        a.jump(Condition.NE, notTwo);
        returnOf(f, MathFunction.LOG2);
        a.bind(notTwo);
        a.emit(CMP_R64_RM64, RDX, a.constant(10.0));
        a.jump(Condition.NE, f.decline);
        returnOf(f, MathFunction.LOG10);
    }

    /** {@code math.fmod} */
    static void remainder(LibraryAssembler f) {
        Assembler a = f.a;
        Label notIntegers = a.newLabel();
        f.load(RAX, 1);
        f.load(RSI, 2);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(AND_R64_RM64, RDX, RSI);
        f.checkIntegerIn(RDX, notIntegers);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(ADD_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        a.jump(Condition.E, f.decline);
        a.emit(CQO);
        a.emit(IDIV_RM64, RSI);
        a.emit(MOV_R64_RM64, RAX, RDX);
        f.returnInteger();
        a.bind(notIntegers);
        toFloat(f, 1, XMM0);
        toFloat(f, 2, XMM1);
        returnOf(f, MathFunction.FMOD);
    }

    // ---- the others ----------------------------------------------------------------------------------------------------

    /** {@code math.modf} of a number whose integral part is an integer. */
    static void split(LibraryAssembler f) {
        Assembler a = f.a;
        Label isFloat = a.newLabel();
        f.load(RAX, 1);
        f.checkInteger(RAX, isFloat);
        a.move(RDX, Word.ofFloat(0.0));
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RDX);
        f.returnSome(2);
        a.bind(isFloat);
        f.toFloatBits(RAX, f.decline);
        a.emit(MOVQ_XMM_RM64, XMM0, RAX);
        a.emit(CVTTSD2SI_R64_XM64, RAX, XMM0);
        a.emit(PXOR, XMM1, XMM1);
        a.emit(CVTSI2SD_XMM_RM64, XMM1, RAX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.checkInteger(RAX, f.decline);
        a.emit(SUBSD, XMM0, XMM1);
        a.emit(PXOR, XMM1, XMM1);
        a.emit(ADDSD, XMM0, XMM1); // of -0.0, too, the fraction is 0.0
        a.emit(MOVQ_RM64_XMM, RDX, XMM0);
        a.emit(ADD_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RDX);
        f.returnSome(2);
    }

    /** {@code math.ult} */
    static void isBelow(LibraryAssembler f) {
        Assembler a = f.a;
        Label below = a.newLabel();
        f.load(RAX, 1);
        f.toInteger(RAX);
        f.load(RSI, 2);
        f.toInteger(RSI);
        a.emit(CMP_R64_RM64, RAX, RSI);
        a.jump(Condition.B, below);
        f.returnWord(Word.FALSE);
        a.bind(below);
        f.returnWord(Word.TRUE);
    }

    static void max(LibraryAssembler f) {
        best(f, Condition.L, XMM1, XMM0);
    }

    static void min(LibraryAssembler f) {
        best(f, Condition.G, XMM0, XMM1);
    }

    /**
     * The first argument, and in its place each other one with which it compares so; of floats, if the one in a register is
     * greater than another.
     */
    private static void best(LibraryAssembler f, Condition ofIntegers, long greater, long less) {
        Assembler a = f.a;
        Label notIntegers = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, 1);
        a.move(R8, 1);
        Label next = a.here();
        a.emit(CMP_RM32_R32, R8, RCX);
        a.jump(Condition.AE, done);
        a.emit(MOV_R64_RM64, RSI, mem(RDI, R8, 8, StackLayout.HEADER_BYTES));
        a.emit(INC_RM64, R8);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(AND_R64_RM64, RDX, RSI);
        f.checkIntegerIn(RDX, notIntegers);
        a.emit(CMP_R64_RM64, RAX, RSI);
        a.emit(CMOVCC_R64_RM64, ofIntegers, RAX, RSI);
        a.jump(next);
        a.bind(notIntegers);
        a.emit(MOV_R64_RM64, RDX, RAX);
        f.toFloatBits(RDX, f.decline);
        a.emit(MOVQ_XMM_RM64, XMM0, RDX);
        a.emit(MOV_R64_RM64, RDX, RSI);
        f.toFloatBits(RDX, f.decline);
        a.emit(MOVQ_XMM_RM64, XMM1, RDX);
        a.emit(UCOMISD, greater, less);
        a.jump(Condition.BE, next);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.jump(next);
        a.bind(done);
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
