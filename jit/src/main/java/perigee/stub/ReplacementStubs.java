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
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.runtime.PatternPrograms;

/**
 * {@code string.gsub} for patterns that machine code matches: when nothing matches, or what does is replaced by a string in
 * which nothing stands for anything. The result grows behind the nursery's pointer, and is nobody's until it is complete.
 */
final class ReplacementStubs {
    /** Longer replacements are for Java, as are longer results and what they are made of. */
    private static final int MOST_REPLACED = 64;

    // Words of the C stack.
    private static final int PROGRAM = 0;
    /** Where the next byte of the result goes, and where it has to end. */
    private static final int OUT = 8;
    private static final int OUT_END = 16;
    /** What of the subject is not in the result yet. */
    private static final int REST = 24;
    /** The end of the last match; 0 at first. */
    private static final int LAST = 32;
    private static final int COUNT = 40;
    private static final int LOCALS = 48;

    private ReplacementStubs() {
    }

    static void replace(LibraryAssembler f) {
        Assembler a = f.a;
        Label nothing = a.newLabel();
        Label text = a.newLabel();
        f.load(RAX, 1);
        f.checkString(RAX);
        f.load(RSI, 2);
        f.checkString(RSI);
        MatchStubs.findProgram(f, f.decline);
        f.load(R10, 3);
        checkReplacement(f, text);
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.move(R10, 1);
        MatchStubs.begin(f, nothing, f.decline);
        a.jump(f.decline);
        a.bind(nothing);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RAX);
        f.load(RAX, 1);
        f.returnSome(2);
        a.bind(text);
        byText(f);
    }

    /** Goes elsewhere if the word in r10 is a flat string, and declines what is neither table nor function. Uses rdx. */
    private static void checkReplacement(LibraryAssembler f, Label text) {
        Assembler a = f.a;
        Label is = a.newLabel();
        f.checkObject(R10, f.decline);
        a.emit(MOV_R32_RM32, RDX, mem(R10, ObjectHeader.SHAPE));
        a.emit(CMP_RM32_IMM8, RDX, HeapType.STRING);
        a.jump(Condition.E, text);
        a.emit(CMP_RM32_IMM32, RDX, HeapType.FIRST_SHAPE);
        a.jump(Condition.GE, is);
        a.emit(CMP_RM32_IMM8, RDX, HeapType.CLOSURE);
        a.jump(Condition.E, is);
        a.emit(CMP_RM32_IMM8, RDX, HeapType.NATIVE);
        a.jump(Condition.NE, f.decline);
        a.bind(is);
    }

    /** With the subject in rax, the program in rsi and the replacement in r10. */
    private static void byText(LibraryAssembler f) {
        Assembler a = f.a;
        Label again = a.newLabel();
        Label isNew = a.newLabel();
        Label finish = a.newLabel();
        Label abandon = a.newLabel();
        checkPlain(f);
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.emit(CMP_RM64_IMM32, R8, StringStubs.MAX_MADE);
        a.jump(Condition.A, f.decline);
        a.emit(LEA_R64_M, R9, mem(RAX, R8, 1, StringLayout.BYTES));
        a.emit(LEA_R64_M, R8, mem(RAX, StringLayout.BYTES));
        a.emit(SUB_RM64_IMM8, RSP, LOCALS);
        a.emit(MOV_RM64_R64, mem(RSP, PROGRAM), RSI);
        a.emit(MOV_RM64_R64, mem(RSP, REST), R8);
        a.emit(MOV_RM64_IMM32, mem(RSP, LAST), 0);
        a.emit(MOV_RM64_IMM32, mem(RSP, COUNT), 0);
        begin(a);
        a.bind(again);
        a.emit(MOV_R64_RM64, RSI, mem(RSP, PROGRAM));
        a.call(f.helpers.match());
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.jump(Condition.E, finish);
        a.jump(Condition.S, abandon);
        a.emit(CMP_R64_RM64, RCX, mem(RSP, LAST));
        a.jump(Condition.NE, isNew);
        // An empty match right behind the last one: the next one begins later.
        a.emit(INC_RM64, R8);
        Label more = a.newLabel();
        a.jump(more);
        a.bind(isNew);
        a.emit(INC_RM64, mem(RSP, COUNT));
        a.emit(MOV_R64_RM64, RAX, mem(RSP, REST));
        a.emit(MOV_R64_RM64, R11, R8);
        a.emit(SUB_R64_RM64, R11, RAX);
        append(a, abandon);
        f.load(RAX, 3);
        a.emit(MOV_R32_RM32, R11, mem(RAX, StringLayout.LENGTH));
        a.emit(ADD_RM64_IMM8, RAX, StringLayout.BYTES);
        append(a, abandon);
        a.emit(MOV_RM64_R64, mem(RSP, REST), RCX);
        a.emit(MOV_RM64_R64, mem(RSP, LAST), RCX);
        a.emit(MOV_R64_RM64, R8, RCX);
        a.bind(more);
        a.emit(MOV_R64_RM64, RSI, mem(RSP, PROGRAM));
        a.emit(CMP_RM32_IMM8, mem(RSI, PatternPrograms.ANCHORED), 0);
        a.jump(Condition.NE, finish);
        a.emit(CMP_R64_RM64, R8, R9);
        a.jump(Condition.BE, again);
        a.bind(finish);
        finish(f, abandon);
        a.bind(abandon);
        a.emit(ADD_RM64_IMM8, RSP, LOCALS);
        a.jump(f.decline);
    }

    /** Declines unless the replacement, in r10, is short and has no percent sign. Uses rcx and rdx. */
    private static void checkPlain(LibraryAssembler f) {
        Assembler a = f.a;
        Label done = a.newLabel();
        a.emit(MOV_R32_RM32, RCX, mem(R10, StringLayout.LENGTH));
        a.emit(CMP_RM64_IMM32, RCX, MOST_REPLACED);
        a.jump(Condition.A, f.decline);
        Label next = a.here();
        a.emit(SUB_RM64_IMM8, RCX, 1);
        a.jump(Condition.B, done);
        a.emit(CMP_RM8_IMM8, mem(R10, RCX, 1, StringLayout.BYTES), '%');
        a.jump(Condition.E, f.decline);
        a.jump(next);
        a.bind(done);
    }

    /** The result may have so many bytes as are made here, and as there is room for. Uses rax and rdx. */
    private static void begin(Assembler a) {
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(ADD_RM64_IMM8, RAX, StringLayout.BYTES);
        a.emit(MOV_RM64_R64, mem(RSP, OUT), RAX);
        a.emit(ADD_RM64_IMM32, RAX, StringStubs.MAX_MADE);
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.emit(SUB_RM64_IMM8, RDX, StringStubs.ALIGNMENT);
        a.emit(CMP_R64_RM64, RAX, RDX);
        a.emit(CMOVCC_R64_RM64, Condition.A, RAX, RDX);
        a.emit(MOV_RM64_R64, mem(RSP, OUT_END), RAX);
    }

    /** Appends r11 bytes at rax to the result, or gives it up. Uses rdx and r10. */
    private static void append(Assembler a, Label abandon) {
        a.emit(MOV_R64_RM64, R10, mem(RSP, OUT));
        a.emit(LEA_R64_M, RDX, mem(R10, R11, 1, 0));
        a.emit(CMP_R64_RM64, RDX, mem(RSP, OUT_END));
        a.jump(Condition.A, abandon);
        a.emit(MOV_RM64_R64, mem(RSP, OUT), RDX);
        TextStubs.copy(a, RAX, R10, R11);
    }

    /** Returns the result and the number of matches; the subject itself if there was none. */
    private static void finish(LibraryAssembler f, Label abandon) {
        Assembler a = f.a;
        Label done = a.newLabel();
        Label isShort = a.newLabel();
        f.load(RAX, 1);
        a.emit(CMP_RM64_IMM8, mem(RSP, COUNT), 0);
        a.jump(Condition.E, done);
        a.emit(MOV_R64_RM64, RAX, mem(RSP, REST));
        a.emit(MOV_R64_RM64, R11, R9);
        a.emit(SUB_R64_RM64, R11, RAX);
        append(a, abandon);
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(MOV_R64_RM64, R9, mem(RSP, OUT));
        a.emit(SUB_R64_RM64, R9, R8);
        a.emit(SUB_RM64_IMM8, R9, StringLayout.BYTES);
        a.emit(CMP_RM64_IMM8, R9, 1);
        a.jump(Condition.BE, isShort);
        a.emit(MOV_R64_RM64, R10, mem(RSP, OUT));
        a.emit(ADD_RM64_IMM8, R10, StringStubs.ALIGNMENT - 1);
        a.emit(AND_RM64_IMM8, R10, -StringStubs.ALIGNMENT);
        StringStubs.make(a);
        a.emit(MOV_R64_RM64, RAX, R8);
        a.bind(done);
        a.emit(MOV_R64_RM64, RCX, mem(RSP, COUNT));
        a.emit(SUB_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RCX);
        a.emit(ADD_RM64_IMM8, RSP, LOCALS);
        f.returnSome(2);
        a.bind(isShort);
        a.emit(MOVZX_R32_RM8, RAX, mem(R8, StringLayout.BYTES));
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, RAX, 8, ThreadLayout.SINGLE_STRINGS));
        a.jump(Condition.E, done);
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.EMPTY_STRING));
        a.jump(done);
    }
}
