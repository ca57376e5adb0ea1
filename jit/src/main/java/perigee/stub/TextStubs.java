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
import perigee.value.Word;

/**
 * Operators on strings, as {@link RuntimeStubs}: comparison of flat ones, and concatenation of a few short ones and
 * integers, whose operands stand in {@link ThreadLayout#PARTS}.
 */
final class TextStubs {
    /** Longer results are ropes: of the first part, and of the others if these are not long together; Java makes others. */
    private static final int MOST_JOINED = 127;
    /** Bytes of a result, whatever it is, with what padding writes beyond. */
    static final int MOST_ALLOCATED = (StringLayout.BYTES + MOST_JOINED + 17 & -8) + StringLayout.ROPE_SIZE;
    /** Digits of the largest integer in a word, and a sign. */
    private static final int DIGITS = 24;

    private final Assembler a;
    private final Label refuse;
    private final LibraryAssembler f;
    /** Where a result goes that is too long. */
    private final Label tooLong;

    TextStubs(Assembler assembler, Label refuse) {
        a = assembler;
        this.refuse = refuse;
        f = new LibraryAssembler(a, refuse, null);
        tooLong = a.newLabel();
    }

    // ---- comparison ------------------------------------------------------------------------------------------------

    /** The order of the flat strings in rax and rcx: ecx is 1 if the condition, of unsigned numbers, holds; else 0. */
    void order(Condition condition) {
        f.checkString(RAX);
        f.checkString(RCX);
        Label differ = a.newLabel();
        Label decided = a.newLabel();
        a.emit(MOV_R32_RM32, R8, mem(RAX, StringLayout.LENGTH));
        a.emit(MOV_R32_RM32, R9, mem(RCX, StringLayout.LENGTH));
        a.emit(MOV_R64_RM64, RSI, R8);
        a.emit(CMP_R64_RM64, R8, R9);
        a.emit(CMOVCC_R64_RM64, Condition.A, RSI, R9);
        compare(differ);
        // One is the beginning of the other.
        a.emit(CMP_R64_RM64, R8, R9);
        a.jump(decided);
        a.bind(differ);
        a.emit(MOVZX_R32_RM8, R8, mem(RAX, RDX, 1, StringLayout.BYTES));
        a.emit(CMP_R8_RM8, R8, mem(RCX, RDX, 1, StringLayout.BYTES));
        a.bind(decided);
        a.emit(SETCC_RM8, condition, RCX);
        a.emit(MOVZX_R32_RM8, RCX, RCX);
    }

    /** Goes elsewhere, with the place in rdx, unless the first rsi bytes of the strings in rax and rcx are equal. Uses r10 and r11. */
    void compare(Label differ) {
        Label bytes = a.newLabel();
        Label equal = a.newLabel();
        a.emit(XOR_R32_RM32, RDX, RDX);
        Label nextWord = a.here();
        a.emit(LEA_R64_M, R10, mem(RDX, 8));
        a.emit(CMP_R64_RM64, R10, RSI);
        a.jump(Condition.A, bytes);
        a.emit(MOV_R64_RM64, R11, mem(RAX, RDX, 1, StringLayout.BYTES));
        a.emit(CMP_R64_RM64, R11, mem(RCX, RDX, 1, StringLayout.BYTES));
        a.jump(Condition.NE, bytes);
        a.emit(MOV_R64_RM64, RDX, R10);
        a.jump(nextWord);
        a.bind(bytes);
        a.emit(CMP_R64_RM64, RDX, RSI);
        a.jump(Condition.AE, equal);
        a.emit(MOVZX_R32_RM8, R11, mem(RAX, RDX, 1, StringLayout.BYTES));
        a.emit(CMP_R8_RM8, R11, mem(RCX, RDX, 1, StringLayout.BYTES));
        a.jump(Condition.NE, differ);
        a.emit(INC_RM64, RDX);
        a.jump(bytes);
        a.bind(equal);
    }

    // ---- concatenation ---------------------------------------------------------------------------------------------

    /**
     * The concatenation of so many parts as rax says, in rcx. It grows where the next object would be, and becomes that in
     * the end. If it gets too long, that is done once more, without the first part, and a rope made of the two.
     *
     * <pre>
     *   rcx  the new string      rdi  length up to now      rsi  the next part      r8  parts that are left
     *   scratch  how many parts; 0: the second time
     * </pre>
     */
    void concatenate(Label full) {
        Label room = a.newLabel();
        Label number = a.newLabel();
        Label rope = a.newLabel();
        Label flat = a.newLabel();
        Label joined = a.newLabel();
        Label two = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.SCRATCH), RAX);
        a.emit(MOV_R64_RM64, R8, RAX);
        a.emit(LEA_R64_M, RSI, Abi.thread(ThreadLayout.PARTS));
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.emit(MOV_R64_RM64, RCX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(RCX, MOST_ALLOCATED));
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.BE, room);
        a.call(full);
        a.bind(room);
        Label next = a.here();
        a.emit(MOV_R64_RM64, RAX, mem(RSI));
        f.checkObject(RAX, number);
        a.emit(MOV_R32_RM32, RDX, mem(RAX, ObjectHeader.SHAPE));
        a.emit(CMP_RM32_IMM8, RDX, HeapType.STRING);
        a.jump(Condition.NE, rope);
        a.bind(flat);
        a.emit(MOV_R32_RM32, R9, mem(RAX, StringLayout.LENGTH));
        a.emit(LEA_R64_M, R10, mem(RAX, StringLayout.BYTES));
        append();
        a.bind(joined);
        a.emit(ADD_RM64_IMM8, RSI, 8);
        a.emit(DEC_RM64, R8);
        a.jump(Condition.NE, next);
        finish();
        a.emit(CMP_RM64_IMM8, Abi.thread(ThreadLayout.SCRATCH), 0);
        a.jump(Condition.E, two);
        a.jump(done);

        a.bind(rope);
        a.emit(CMP_RM32_IMM8, RDX, HeapType.ROPE);
        a.jump(Condition.NE, refuse);
        a.emit(CMP_RM64_IMM8, mem(RAX, StringLayout.RIGHT), 0);
        a.jump(Condition.NE, tooLong);
        a.emit(MOV_R64_RM64, RAX, mem(RAX, StringLayout.LEFT));
        a.jump(flat);
        a.bind(number);
        integer();
        a.jump(joined);
        a.bind(tooLong);
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.SCRATCH));
        a.emit(SUB_RM64_IMM8, R8, 1);
        a.jump(Condition.B, refuse);
        a.emit(MOV_RM64_IMM32, Abi.thread(ThreadLayout.SCRATCH), 0);
        a.emit(LEA_R64_M, RSI, Abi.thread(ThreadLayout.PARTS + 8));
        a.emit(XOR_R32_RM32, RDI, RDI);
        a.emit(CMP_RM64_IMM8, R8, 1);
        a.jump(Condition.NE, next);
        // A string or rope is a part of the rope as it is; a number becomes a string first.
        a.emit(MOV_R64_RM64, RAX, mem(RSI));
        f.checkObject(RAX, next);
        a.emit(MOV_R64_RM64, RCX, RAX);
        a.bind(two);
        rope();
        a.bind(done);
    }

    /** Of the first part, and the string or rope in rcx; the result is in rcx. There is room for it. */
    private void rope() {
        a.emit(MOV_R64_RM64, RAX, Abi.thread(ThreadLayout.PARTS));
        f.checkEither(RAX, HeapType.STRING, HeapType.ROPE);
        f.checkEither(RCX, HeapType.STRING, HeapType.ROPE);
        a.emit(MOV_R32_RM32, R9, mem(RAX, StringLayout.LENGTH));
        a.emit(ADD_R32_RM32, R9, mem(RCX, StringLayout.LENGTH));
        a.jump(Condition.O, refuse);
        a.emit(MOV_R64_RM64, R8, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(LEA_R64_M, RDX, mem(R8, StringLayout.ROPE_SIZE));
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.move(RDX, AllocationStubs.header(HeapType.ROPE, HeapType.ROPE, 0));
        a.emit(MOV_RM64_R64, mem(R8), RDX);
        a.emit(MOV_RM32_R32, mem(R8, StringLayout.LENGTH), R9);
        a.emit(MOV_RM32_IMM32, mem(R8, StringLayout.HASH), 0);
        a.emit(MOV_RM64_R64, mem(R8, StringLayout.LEFT), RAX);
        a.emit(MOV_RM64_R64, mem(R8, StringLayout.RIGHT), RCX);
        a.emit(MOV_R64_RM64, RCX, R8);
    }

    /** Appends r9 bytes at r10, which it moves on. Uses rdx and r11. */
    private void append() {
        a.emit(LEA_R64_M, RDX, mem(RDI, R9, 1, 0));
        a.emit(CMP_RM64_IMM8, RDX, MOST_JOINED);
        a.jump(Condition.A, tooLong);
        a.emit(LEA_R64_M, R11, mem(RCX, RDI, 1, StringLayout.BYTES));
        a.emit(MOV_R64_RM64, RDI, RDX);
        copy(a, R10, R11, R9);
    }

    /** Copies bytes, and moves both addresses behind them; the count, in a register, becomes 0. Uses rdx. */
    static void copy(Assembler a, long from, long to, long count) {
        Label tail = a.newLabel();
        Label copied = a.newLabel();
        Label words = a.here();
        a.emit(SUB_RM64_IMM8, count, 8);
        a.jump(Condition.B, tail);
        a.emit(MOV_R64_RM64, RDX, mem(from));
        a.emit(MOV_RM64_R64, mem(to), RDX);
        a.emit(ADD_RM64_IMM8, from, 8);
        a.emit(ADD_RM64_IMM8, to, 8);
        a.jump(words);
        a.bind(tail);
        a.emit(ADD_RM64_IMM8, count, 8);
        Label bytes = a.here();
        a.jump(Condition.E, copied);
        a.emit(MOVZX_R32_RM8, RDX, mem(from));
        a.emit(MOV_RM8_R8, mem(to), RDX);
        a.emit(INC_RM64, from);
        a.emit(INC_RM64, to);
        a.emit(DEC_RM64, count);
        a.jump(bytes);
        a.bind(copied);
    }

    /** Appends the digits of the integer in rax, from the last one to the first in memory of the C stack. */
    private void integer() {
        Label positive = a.newLabel();
        Label signed = a.newLabel();
        Label overflow = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(SAR_RM64_IMM8, RDX, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, RDX, -1);
        a.jump(Condition.NE, refuse);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(MOV_R64_RM64, R11, RAX);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NS, positive);
        a.emit(NEG_RM64, RAX);
        a.bind(positive);
        a.emit(LEA_R64_M, R10, mem(RSP, -DIGITS));
        a.emit(SUB_RM64_IMM8, RSP, 2 * DIGITS);
        a.emit(XOR_R32_RM32, R9, R9);
        a.emit(PUSH_R64, RCX);
        a.move(RCX, 10);
        Label digit = a.here();
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(DIV_RM64, RCX);
        a.emit(ADD_RM32_IMM8, RDX, '0');
        a.emit(DEC_RM64, R10);
        a.emit(MOV_RM8_R8, mem(R10), RDX);
        a.emit(INC_RM64, R9);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.NE, digit);
        a.emit(POP_R64, RCX);
        a.emit(TEST_RM64_R64, R11, R11);
        a.jump(Condition.NS, signed);
        a.emit(DEC_RM64, R10);
        a.emit(MOV_RM8_IMM8, mem(R10), '-');
        a.emit(INC_RM64, R9);
        a.bind(signed);
        a.emit(LEA_R64_M, RDX, mem(RDI, R9, 1, 0));
        a.emit(CMP_RM64_IMM8, RDX, MOST_JOINED);
        a.jump(Condition.A, overflow);
        append();
        a.emit(ADD_RM64_IMM8, RSP, 2 * DIGITS);
        a.jump(done);
        a.bind(overflow);
        a.emit(ADD_RM64_IMM8, RSP, 2 * DIGITS);
        a.jump(tooLong);
        a.bind(done);
    }

    /** What has grown behind the nursery's pointer is an object. The last word of it is padded with zeros. */
    private void finish() {
        a.emit(LEA_R64_M, RDX, mem(RCX, RDI, 1, StringLayout.BYTES));
        a.emit(MOV_RM64_IMM32, mem(RDX), 0);
        a.emit(ADD_RM64_IMM8, RDX, 7);
        a.emit(AND_RM64_IMM8, RDX, -8);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.move(RDX, AllocationStubs.header(HeapType.STRING, HeapType.STRING, 0));
        a.emit(MOV_RM64_R64, mem(RCX), RDX);
        a.emit(MOV_RM32_R32, mem(RCX, StringLayout.LENGTH), RDI);
        a.emit(MOV_RM32_IMM32, mem(RCX, StringLayout.HASH), 0);
    }
}
