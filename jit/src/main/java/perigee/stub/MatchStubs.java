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
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.StringLayout;
import perigee.layout.ThreadLayout;
import perigee.runtime.PatternPrograms;
import perigee.value.Word;

/**
 * {@code string.match}, {@code string.find} and the iterator of {@code string.gmatch} for patterns that machine code matches,
 * {@link PatternStubs}. All captures are known before the first result is written.
 */
final class MatchStubs {
    /** In subjects of which more is left, Java searches. */
    private static final int MOST_LEFT = 1 << 20;
    // Upvalues of the iterator of gmatch: see Intrinsic.MATCHES.
    private static final int SUBJECT = FunctionLayout.NATIVE_UPVALUES;
    private static final int PATTERN = SUBJECT + 8;
    private static final int NEXT = SUBJECT + 16;
    private static final int LAST_END = SUBJECT + 24;

    private MatchStubs() {
    }

    /**
     * The first arguments of functions that search: the subject in rax, its length in r8, the pattern in rsi and the first place,
     * which is above 0, in r10.
     */
    static void loadArguments(LibraryAssembler f) {
        Assembler a = f.a;
        Label first = a.newLabel();
        f.load(RAX, 1);
        f.checkString(RAX);
        f.load(RSI, 2);
        f.checkString(RSI);
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.move(R10, 1);
        a.emit(CMP_RM32_IMM8, RCX, 3);
        a.jump(Condition.B, first);
        f.load(R10, 3);
        f.toInteger(R10);
        a.jump(Condition.LE, f.decline);
        a.bind(first);
    }

    /** {@code string.match} */
    static void match(LibraryAssembler f) {
        Assembler a = f.a;
        Label nothing = a.newLabel();
        loadArguments(f);
        findProgram(f, f.decline);
        begin(f, nothing, f.decline);
        wholeMatch(a);
        a.emit(MOV_R32_RM32, R10, mem(R11, PatternPrograms.CAPTURES));
        captures(f, 0, f.decline);
        a.emit(MOV_R64_RM64, RAX, mem(RDI));
        a.emit(MOV_R64_RM64, RCX, R11);
        a.emit(SHR_RM64_IMM8, RCX, 3);
        a.emit(RET);
        a.bind(nothing);
        f.returnWord(Word.NIL);
    }

    /** {@code string.find}, with the subject in rax, its length in r8, the pattern in rsi and the first place in r10. */
    static void find(LibraryAssembler f) {
        Assembler a = f.a;
        Label nothing = a.newLabel();
        findProgram(f, f.decline);
        begin(f, nothing, f.decline);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.SCRATCH), RCX);
        a.emit(MOV_R64_RM64, RSI, R8);
        a.emit(MOV_R32_RM32, R10, mem(R11, PatternPrograms.CAPTURES));
        Label plain = a.newLabel();
        Label done = a.newLabel();
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.E, plain);
        a.emit(PUSH_R64, RSI);
        Label pop = a.newLabel();
        captures(f, 2, pop);
        a.emit(POP_R64, RSI);
        a.emit(SHR_RM64_IMM8, R11, 3);
        a.emit(LEA_R64_M, RCX, mem(R11, 2));
        a.bind(done);
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.MATCHED));
        // The place after the last byte, less 1.
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.SCRATCH));
        a.emit(SUB_R64_RM64, RAX, RDX);
        a.emit(DEC_RM64, RAX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, LibraryAssembler.result(2), RAX);
        a.emit(MOV_R64_RM64, RAX, RSI);
        a.emit(SUB_R64_RM64, RAX, RDX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(RET);
        a.bind(plain);
        a.move(RCX, 2);
        a.jump(done);
        a.bind(pop);
        a.emit(POP_R64, RSI);
        a.jump(f.decline);
        a.bind(nothing);
        f.returnWord(Word.NIL);
    }

    /** The iterator of {@code string.gmatch}: an empty match does not follow the last one at once. */
    static void next(LibraryAssembler f) {
        Assembler a = f.a;
        Label nothing = a.newLabel();
        Label pop = a.newLabel();
        Label again = a.newLabel();
        Label isNew = a.newLabel();
        a.emit(PUSH_R64, RAX);
        a.emit(MOV_R64_RM64, R10, mem(RAX, NEXT));
        a.emit(ADD_R64_RM64, R10, Abi.FLOAT_OFFSET);
        a.bind(again);
        a.emit(MOV_R64_RM64, RAX, mem(RSP));
        a.emit(MOV_R64_RM64, RSI, mem(RAX, PATTERN));
        a.emit(MOV_R64_RM64, RAX, mem(RAX, SUBJECT));
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.emit(INC_RM64, R10);
        findProgram(f, pop);
        // To gmatch, a caret is a character.
        a.emit(CMP_RM32_IMM8, mem(RSI, PatternPrograms.ANCHORED), 0);
        a.jump(Condition.NE, pop);
        begin(f, nothing, pop);
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.MATCHED));
        a.emit(MOV_R64_RM64, RAX, mem(RSP));
        a.emit(MOV_R64_RM64, RSI, RCX);
        a.emit(SUB_R64_RM64, RSI, RDX);
        a.emit(DEC_RM64, RSI);
        a.emit(SUB_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RSI, mem(RAX, LAST_END));
        a.jump(Condition.NE, isNew);
        a.emit(MOV_R64_RM64, R10, R8);
        a.emit(SUB_R64_RM64, R10, RDX);
        a.jump(again);
        a.bind(isNew);
        wholeMatch(a);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.SCRATCH), RSI);
        a.emit(MOV_R32_RM32, R10, mem(R11, PatternPrograms.CAPTURES));
        captures(f, 0, pop);
        a.emit(POP_R64, RAX);
        a.emit(MOV_R64_RM64, RSI, Abi.thread(ThreadLayout.SCRATCH));
        a.emit(MOV_RM64_R64, mem(RAX, NEXT), RSI);
        a.emit(MOV_RM64_R64, mem(RAX, LAST_END), RSI);
        a.emit(MOV_R64_RM64, RAX, mem(RDI));
        a.emit(MOV_R64_RM64, RCX, R11);
        a.emit(SHR_RM64_IMM8, RCX, 3);
        a.emit(RET);
        a.bind(pop);
        a.emit(POP_R64, RAX);
        a.jump(f.decline);
        a.bind(nothing);
        a.emit(POP_R64, RAX);
        a.emit(XOR_R32_RM32, RAX, RAX);
        f.returnSome(0);
    }

    /** The program of the pattern in rsi takes its place. Uses rdx and r11. */
    static void findProgram(LibraryAssembler f, Label none) {
        Assembler a = f.a;
        a.emit(MOV_R64_RM64, R11, RSI);
        a.emit(SHR_RM64_IMM8, R11, PatternPrograms.SHIFT);
        a.emit(AND_RM32_IMM32, R11, PatternPrograms.COUNT - 1);
        a.emit(SHL_RM64_IMM8, R11, PatternPrograms.ENTRY_SHIFT);
        a.emit(ADD_R64_RM64, R11, Abi.thread(ThreadLayout.PATTERNS));
        a.emit(CMP_R64_RM64, RSI, mem(R11));
        a.jump(Condition.NE, none);
        a.emit(MOV_R64_RM64, RSI, mem(R11, PatternPrograms.PROGRAM));
    }

    /** Matches, as {@link PatternStubs}, the string in rax, whose length is in r8, from the position in r10 on, above 0. */
    static void begin(LibraryAssembler f, Label nothing, Label decline) {
        Assembler a = f.a;
        a.emit(LEA_R64_M, RDX, mem(RAX, StringLayout.BYTES - 1));
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.MATCHED), RDX);
        a.emit(LEA_R64_M, R9, mem(RDX, R8, 1, 1));
        a.emit(INC_RM64, R8);
        a.emit(SUB_R64_RM64, R8, R10);
        a.jump(Condition.L, nothing);
        a.emit(CMP_RM64_IMM32, R8, MOST_LEFT);
        a.jump(Condition.A, decline);
        a.emit(LEA_R64_M, R8, mem(RDX, R10, 1, 0));
        a.call(f.helpers.match());
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.jump(Condition.E, nothing);
        a.jump(Condition.S, decline);
    }

    /** A match without captures is its own first one. */
    private static void wholeMatch(Assembler a) {
        Label some = a.newLabel();
        a.emit(CMP_RM32_IMM8, mem(R11, PatternPrograms.CAPTURES), 0);
        a.jump(Condition.NE, some);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.CAPTURE_STARTS), R8);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.CAPTURE_ENDS), RCX);
        a.bind(some);
    }

    /**
     * Writes r10 captures, or one if it is 0, as results behind so many others; 8 times their number is in r11 then. Goes
     * elsewhere if there is no room, or one is too long. Uses all registers but rdi.
     */
    private static void captures(LibraryAssembler f, int before, Label decline) {
        Assembler a = f.a;
        Label some = a.newLabel();
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.NE, some);
        a.move(R10, 1);
        a.bind(some);
        a.emit(LEA_R64_M, RDX, mem(RDI, R10, 8, 8 * before));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.LIMIT));
        a.jump(Condition.A, decline);
        a.emit(MOV_R64_RM64, R11, R10);
        a.emit(SHL_RM64_IMM8, R11, 3);
        checkRoom(a, decline);
        a.emit(XOR_R32_RM32, R10, R10);
        Label next = a.here();
        capture(a);
        a.emit(MOV_RM64_R64, mem(RDI, R10, 1, 8 * before), R8);
        a.emit(ADD_RM64_IMM8, R10, 8);
        a.emit(CMP_R64_RM64, R10, R11);
        a.jump(Condition.NE, next);
    }

    /** Goes elsewhere unless there is room for all captures, 8 times whose number is in r11. */
    private static void checkRoom(Assembler a, Label decline) {
        Label position = a.newLabel();
        a.emit(MOV_R64_RM64, R10, R11);
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        Label next = a.here();
        a.emit(SUB_RM64_IMM8, R10, 8);
        a.emit(MOV_R64_RM64, RAX, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_ENDS));
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, position);
        a.emit(SUB_R64_RM64, RAX, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_STARTS));
        a.emit(CMP_RM64_IMM32, RAX, StringStubs.MAX_MADE);
        a.jump(Condition.A, decline);
        a.emit(LEA_R64_M, RDX, mem(RDX, RAX, 1, StringLayout.BYTES + StringStubs.ALIGNMENT));
        a.bind(position);
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.NE, next);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, decline);
    }

    /** The word of the capture that r10 stands for, in r8; there is room. Uses rax, rcx, rdx, rsi and r9. */
    private static void capture(Assembler a) {
        Label position = a.newLabel();
        Label single = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RSI, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_STARTS));
        a.emit(MOV_R64_RM64, R9, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_ENDS));
        a.emit(TEST_RM64_R64, R9, R9);
        a.jump(Condition.E, position);
        a.emit(SUB_R64_RM64, R9, RSI);
        a.emit(CMP_RM64_IMM8, R9, 1);
        a.jump(Condition.E, single);
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.EMPTY_STRING));
        a.jump(Condition.B, done);
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(R8, R9, 1, StringLayout.BYTES + StringStubs.ALIGNMENT - 1));
        a.emit(AND_RM64_IMM8, RDX, -StringStubs.ALIGNMENT);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.move(RDX, AllocationStubs.header(HeapType.STRING, HeapType.STRING, 0));
        a.emit(MOV_RM64_R64, mem(R8), RDX);
        a.emit(MOV_RM64_R64, mem(R8, StringLayout.LENGTH), R9);
        a.emit(LEA_R64_M, RAX, mem(R8, StringLayout.BYTES));
        TextStubs.copy(a, RSI, RAX, R9);
        a.jump(done);
        a.bind(single);
        a.emit(MOVZX_R32_RM8, R8, mem(RSI));
        a.emit(MOV_R64_RM64, R8, mem(Abi.THREAD, R8, 8, ThreadLayout.SINGLE_STRINGS));
        a.jump(done);
        a.bind(position);
        a.emit(MOV_R64_RM64, R8, RSI);
        a.emit(SUB_R64_RM64, R8, Abi.thread(ThreadLayout.MATCHED));
        a.emit(SUB_R64_RM64, R8, Abi.FLOAT_OFFSET);
        a.bind(done);
    }
}
