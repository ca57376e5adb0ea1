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
import perigee.asm.MachineInstruction;
import perigee.layout.ThreadLayout;
import perigee.value.Word;

/**
 * Arithmetic on words that may be numbers of any kinds: two integers whose result fits, or else what a number stub does. As
 * all {@link RuntimeStubs}: the operands in rax and rcx, the result in rcx and 1 in rax.
 */
final class WordArithmeticStubs {
    private final Assembler a;
    private final Label refuse;

    /** @param refuse where those go that Java has to do */
    WordArithmeticStubs(Assembler assembler, Label refuse) {
        a = assembler;
        this.refuse = refuse;
    }

    /** @param numbers the stub for operands that are not both integers, or for all */
    void emit(NumberStubs.Operation operation, Label numbers) {
        Label others = a.newLabel();
        switch (operation) {
            case ADD -> sum(ADD_R64_RM64, others);
            case SUB -> sum(SUB_R64_RM64, others);
            case MUL -> product(others);
            case MODULO -> divide(true, others);
            case FLOOR_DIVIDE -> divide(false, others);
            case DIV, POWER -> { }
            case BIT_AND, BIT_OR, BIT_XOR, SHIFT_LEFT, SHIFT_RIGHT, LESS, LESS_OR_EQUAL, EQUAL ->
                    throw new IllegalArgumentException("no arithmetic: " + operation);
        }
        a.bind(others);
        a.emit(LEA_R64_M, RDI, Abi.thread(ThreadLayout.SCRATCH));
        a.call(numbers);
        a.jump(Condition.E, refuse);
        a.emit(MOV_R64_RM64, RCX, RAX);
        done();
    }

    private void done() {
        a.move(RAX, 1);
        a.emit(RET);
    }

    /** Of words: each is an integer less the offset of floats. */
    private void sum(MachineInstruction operation, Label others) {
        checkIntegers(others);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(operation, RDX, RCX);
        a.emit(operation, RDX, Abi.FLOAT_OFFSET);
        finishIfFits(others);
    }

    private void product(Label others) {
        checkIntegers(others);
        unbox(RDX, RAX);
        unbox(R8, RCX);
        a.emit(IMUL_R64_RM64, RDX, R8);
        a.jump(Condition.O, others);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        finishIfFits(others);
    }

    private void divide(boolean modulo, Label others) {
        checkIntegers(others);
        unbox(R8, RCX);
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, refuse);
        unbox(RAX, RAX);
        IntegerDivision.emit(a, modulo, R8, RCX);
        if (!modulo) {
            a.emit(MOV_R64_RM64, RDX, RAX);
        }
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        finishIfFits(refuse);
    }

    /** The integer of a word. */
    private void unbox(long to, long word) {
        a.emit(LEA_R64_M, to, mem(word, Abi.FLOAT_OFFSET, 1, 0));
    }

    private void checkIntegers(Label others) {
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(AND_R64_RM64, RDX, RCX);
        checkInteger(RDX, others);
    }

    /** The result is the word in rdx, if it is one. */
    private void finishIfFits(Label other) {
        a.emit(MOV_R64_RM64, R8, RDX);
        checkInteger(R8, other);
        a.emit(MOV_R64_RM64, RCX, RDX);
        done();
    }

    /** Destroys the register. */
    private void checkInteger(long register, Label other) {
        a.emit(SAR_RM64_IMM8, register, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, register, -1);
        a.jump(Condition.NE, other);
    }
}
