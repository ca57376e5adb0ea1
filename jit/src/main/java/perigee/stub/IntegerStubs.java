package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.feedback.Feedback;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.value.Word;

/**
 * What {@link NumberStubs} do to two integers, boxed or not: they are loaded, operated on with all 64 bits, and a result that
 * does not fit a word is boxed in the nursery. Until there is a result, rax and rcx stay as they are.
 */
final class IntegerStubs {
    static final long LEFT = R9;
    static final long RIGHT = R10;
    private static final long SPARE = R11;

    private final Assembler a;
    private final Label other;
    private final Label finish;

    /** @param other where those go that Java has to do */
    IntegerStubs(Assembler assembler, Label other) {
        a = assembler;
        this.other = other;
        finish = a.newLabel();
    }

    // ---- operands --------------------------------------------------------------------------------------------------

    /** Loads the integer of a word, and notes its kind in rsi. Uses rdx. */
    void load(long word, long integer) {
        Label isBox = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SAR_RM64_IMM8, RDX, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, RDX, -1);
        a.jump(Condition.NE, isBox);
        a.emit(LEA_R64_M, integer, mem(word, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(OR_RM32_IMM8, RSI, Feedback.INTEGERS);
        a.jump(done);
        a.bind(isBox);
        WordTests.checkObject(a, word, other);
        a.emit(CMP_RM32_IMM8, mem(word, ObjectHeader.SHAPE), HeapType.BOX);
        a.jump(Condition.NE, other);
        a.emit(MOV_R64_RM64, integer, mem(word, FunctionLayout.BOX_VALUE));
        a.emit(OR_RM32_IMM8, RSI, Feedback.BOXED);
        a.bind(done);
    }

    /** The same, also of floats that have an integer. Uses rdx, xmm0 and xmm1. */
    void convert(long word, long integer) {
        Label notFloat = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RDX, Abi.LAST_FLOAT);
        a.jump(Condition.A, notFloat);
        a.emit(MOVQ_XMM_RM64, XMM0, RDX);
        a.emit(CVTTSD2SI_R64_XM64, integer, XMM0);
        // The smallest integer stands for all that have none.
        a.emit(CMP_RM64_IMM8, integer, 1);
        a.jump(Condition.O, other);
        a.emit(PXOR, XMM1, XMM1);
        a.emit(CVTSI2SD_XMM_RM64, XMM1, integer);
        a.emit(UCOMISD, XMM0, XMM1);
        a.jump(Condition.NE, other);
        a.emit(OR_RM32_IMM8, RSI, Feedback.FLOATS);
        a.jump(done);
        a.bind(notFloat);
        load(word, integer);
        a.bind(done);
    }

    // ---- operations ------------------------------------------------------------------------------------------------

    /** Operates on LEFT and RIGHT, notes the kinds in rsi, and returns from the stub. */
    void operate(NumberStubs.Operation operation) {
        switch (operation) {
            case ADD -> a.emit(ADD_R64_RM64, LEFT, RIGHT);
            case SUB -> a.emit(SUB_R64_RM64, LEFT, RIGHT);
            case MUL -> a.emit(IMUL_R64_RM64, LEFT, RIGHT);
            case FLOOR_DIVIDE -> divide(false);
            case MODULO -> divide(true);
            case BIT_AND -> a.emit(AND_R64_RM64, LEFT, RIGHT);
            case BIT_OR -> a.emit(OR_R64_RM64, LEFT, RIGHT);
            case BIT_XOR -> a.emit(XOR_R64_RM64, LEFT, RIGHT);
            case SHIFT_LEFT -> shift(true);
            case SHIFT_RIGHT -> shift(false);
            case LESS -> compare(Condition.L);
            case LESS_OR_EQUAL -> compare(Condition.LE);
            case EQUAL -> compare(Condition.E);
            case DIV, POWER -> throw new IllegalArgumentException("of floats: " + operation);
        }
        if (!operation.isComparison()) {
            a.jump(finish);
        }
    }

    private void compare(Condition condition) {
        a.emit(OR_RM32_R32, mem(RDI), RSI);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(CMP_R64_RM64, LEFT, RIGHT);
        a.emit(SETCC_RM8, condition, RAX);
        a.emit(INC_RM32, RAX);
        a.emit(RET);
    }

    private void divide(boolean modulo) {
        Label divide = a.newLabel();
        Label done = a.newLabel();
        a.emit(TEST_RM64_R64, RIGHT, RIGHT);
        a.jump(Condition.E, other);
        a.emit(CMP_RM64_IMM8, RIGHT, -1);
        a.jump(Condition.NE, divide);
        // The processor traps where the smallest is divided by -1.
        if (modulo) {
            a.emit(XOR_R32_RM32, LEFT, LEFT);
        } else {
            a.emit(NEG_RM64, LEFT);
        }
        a.jump(done);
        a.bind(divide);
        a.emit(MOV_R64_RM64, SPARE, RAX);
        a.emit(MOV_R64_RM64, RAX, LEFT);
        IntegerDivision.emit(a, modulo, RIGHT, LEFT);
        a.emit(MOV_R64_RM64, LEFT, modulo ? RDX : RAX);
        a.emit(MOV_R64_RM64, RAX, SPARE);
        a.bind(done);
    }

    /** By a negative distance it is a shift the other way, by 64 and more the result is 0. */
    private void shift(boolean left) {
        Label backwards = a.newLabel();
        Label none = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, SPARE, RCX);
        a.emit(MOV_R64_RM64, RCX, RIGHT);
        a.emit(TEST_RM64_R64, RCX, RCX);
        a.jump(Condition.S, backwards);
        a.emit(CMP_RM64_IMM8, RCX, 63);
        a.jump(Condition.A, none);
        a.emit(left ? SHL_RM64_CL : SHR_RM64_CL, LEFT);
        a.jump(done);
        a.bind(backwards);
        a.emit(NEG_RM64, RCX);
        a.emit(CMP_RM64_IMM8, RCX, 63);
        a.jump(Condition.A, none);
        a.emit(left ? SHR_RM64_CL : SHL_RM64_CL, LEFT);
        a.jump(done);
        a.bind(none);
        a.emit(XOR_R32_RM32, LEFT, LEFT);
        a.bind(done);
        a.emit(MOV_R64_RM64, RCX, SPARE);
    }

    // ---- the result ------------------------------------------------------------------------------------------------

    /** Emits what all end with: the word of the integer LEFT, or its box. */
    void finish() {
        Label box = a.newLabel();
        a.align(16);
        a.bind(finish);
        a.emit(MOV_R64_RM64, RDX, LEFT);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(MOV_R64_RM64, RIGHT, RDX);
        a.emit(SAR_RM64_IMM8, RIGHT, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, RIGHT, -1);
        a.jump(Condition.NE, box);
        a.emit(OR_RM32_R32, mem(RDI), RSI);
        a.emit(MOV_R64_RM64, RAX, RDX);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.emit(RET);
        a.bind(box);
        a.emit(MOV_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_POINTER));
        a.emit(ADD_RM64_IMM8, RDX, FunctionLayout.BOX_SIZE);
        a.emit(CMP_R64_RM64, RDX, Abi.thread(ThreadLayout.NURSERY_LIMIT));
        a.jump(Condition.A, other);
        a.emit(MOV_RM64_R64, Abi.thread(ThreadLayout.NURSERY_POINTER), RDX);
        a.emit(MOV_RM64_R64, mem(RDX, FunctionLayout.BOX_VALUE - FunctionLayout.BOX_SIZE), LEFT);
        a.move(RAX, AllocationStubs.header(HeapType.BOX, HeapType.BOX, 0));
        a.emit(MOV_RM64_R64, mem(RDX, -FunctionLayout.BOX_SIZE), RAX);
        a.emit(OR_RM32_IMM8, mem(RDI), Feedback.BOXED);
        a.emit(LEA_R64_M, RAX, mem(RDX, -FunctionLayout.BOX_SIZE));
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.emit(RET);
    }
}
