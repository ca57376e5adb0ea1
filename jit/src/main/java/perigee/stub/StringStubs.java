package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;

/** Functions of the string library that make no new string: those of at most one byte are always there. */
final class StringStubs {
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
        Label string = a.newLabel();
        f.load(RAX, 1);
        f.checkObject(RAX, f.decline);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.E, string);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.ROPE);
        a.jump(Condition.NE, f.decline);
        a.bind(string);
        a.emit(MOV_R32_RM32, RAX, mem(RAX, StringLayout.LENGTH));
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.returnOne();
    }

    /** {@code string.sub} where it gives one byte, or the whole string. */
    static void substring(LibraryAssembler f) {
        Assembler a = f.a;
        Label positive = a.newLabel();
        Label inside = a.newLabel();
        Label one = a.newLabel();
        Label start = a.newLabel();
        Label bounded = a.newLabel();
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
        a.jump(Condition.NE, f.decline);
        f.returnOne();
        a.bind(one);
        // A position above 0 and not beyond the end, which is at most the length.
        a.emit(MOVZX_R32_RM8, RAX, mem(RAX, RSI, 1, StringLayout.BYTES - 1));
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RAX, 8, ThreadLayout.SINGLE_STRINGS));
        f.returnOne();
    }
}
