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
 * all {@link RuntimeStubs}: the operands in rax and rcx, the result in rcx and 1 in rax. Use rdx and r8 as well.
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
            case MODULO -> remainder(others);
            case FLOOR_DIVIDE -> quotient(others);
            case DIV, POWER -> { }
            case LESS, LESS_OR_EQUAL, EQUAL -> throw new IllegalArgumentException("no arithmetic: " + operation);
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
        finishIfFits();
    }

    private void product(Label others) {
        checkIntegers(others);
        a.emit(LEA_R64_M, RDX, mem(RAX, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(LEA_R64_M, R8, mem(RCX, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(IMUL_R64_RM64, RDX, R8);
        a.jump(Condition.O, refuse);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        finishIfFits();
    }

    /** Rounds down, so the remainder has the divisor's sign. */
    private void remainder(Label others) {
        divide(others);
        Label done = roundsDown();
        a.emit(ADD_R64_RM64, RDX, R8);
        a.bind(done);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(MOV_R64_RM64, RCX, RDX);
        done();
    }

    private void quotient(Label others) {
        divide(others);
        Label done = roundsDown();
        a.emit(DEC_RM64, RAX);
        a.bind(done);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        finishIfFits();
    }

    /** Leaves the quotient, rounded to zero, in rax, the remainder in rdx and the divisor in r8. */
    private void divide(Label others) {
        checkIntegers(others);
        a.emit(LEA_R64_M, R8, mem(RCX, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(TEST_RM64_R64, R8, R8);
        a.jump(Condition.E, refuse);
        a.emit(LEA_R64_M, RAX, mem(RAX, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(CQO);
        a.emit(IDIV_RM64, R8);
    }

    /** Goes on where the quotient has been rounded up; returns where it goes otherwise, which is to be bound. */
    private Label roundsDown() {
        Label down = a.newLabel();
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, down);
        a.emit(MOV_R64_RM64, RCX, RDX);
        a.emit(XOR_R64_RM64, RCX, R8);
        a.jump(Condition.NS, down);
        return down;
    }

    private void checkIntegers(Label others) {
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(AND_R64_RM64, RDX, RCX);
        checkInteger(RDX, others);
    }

    /** The result is the word in rdx, if it is one. */
    private void finishIfFits() {
        a.emit(MOV_R64_RM64, R8, RDX);
        checkInteger(R8, refuse);
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
