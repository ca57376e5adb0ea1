package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.asm.MachineInstruction;
import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.object.Event;
import perigee.stub.Abi;
import perigee.stub.IntegerDivision;
import perigee.stub.MetamethodStubs;
import perigee.stub.NumberStubs;
import perigee.value.Word;

/**
 * Arithmetic. The kinds seen so far decide whether integers or floats are in line; other numbers are served by
 * {@link NumberStubs}, whatever else by the driver.
 */
final class ArithmeticTemplates {
    private final FrameAssembler f;
    private final Assembler a;

    ArithmeticTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** {@code R[A] := R[B] op R[C]} */
    void registers(NumberStubs.Operation operation, long i) {
        f.load(RAX, Instruction.b(i));
        f.load(RCX, Instruction.c(i));
        operate(operation, Instruction.a(i));
    }

    /** {@code R[A] := R[B] op K[C]}, or the other way round */
    void constant(NumberStubs.Operation operation, long i) {
        withConstant(operation, i, f.constant(Instruction.c(i)));
    }

    /** {@code R[A] := R[B] op integer C} */
    void immediate(NumberStubs.Operation operation, long i) {
        withConstant(operation, i, Word.ofInteger(Instruction.signedC(i)));
    }

    /** SUBI: {@code R[A] := R[B] + -(integer C)}; a metamethod is that of the subtraction. */
    void subtractImmediate(long i) {
        int c = Instruction.signedC(i);
        f.load(RAX, Instruction.b(i));
        a.move(RCX, Word.ofInteger(-c));
        operate(NumberStubs.Operation.ADD, Instruction.a(i), () -> {
            a.move(RCX, Word.ofInteger(c));
            callMetamethod(Event.SUB);
        });
    }

    private void withConstant(NumberStubs.Operation operation, long i, long constant) {
        if (Word.isObject(constant)) {
            f.leaveToExecute(); // an integer that needs a box
            return;
        }
        boolean swapped = Instruction.d(i) != 0;
        f.load(swapped ? RCX : RAX, Instruction.b(i));
        a.move(swapped ? RAX : RCX, constant);
        operate(operation, Instruction.a(i));
    }

    /** Words in rax and rcx. */
    private void operate(NumberStubs.Operation operation, int to) {
        operate(operation, to, () -> callMetamethod(operation.event));
    }

    private void operate(NumberStubs.Operation operation, int to, Runnable noNumbers) {
        Label done = a.newLabel();
        long seen = f.feedbackSeen();
        if (operation == NumberStubs.Operation.DIV || (seen & (Feedback.INTEGERS | Feedback.FLOATS)) == Feedback.FLOATS) {
            Label other = a.newLabel();
            operateFloats(operation, other);
            a.bind(done);
            f.store(to, RAX);
            f.later(() -> {
                a.bind(other);
                callStub(operation, done, noNumbers);
            });
            // Two integers are the stub's only for a division.
            return;
        }
        Label notIntegers = a.newLabel();
        operateIntegers(operation, notIntegers);
        a.bind(done);
        f.store(to, RAX);
        f.later(() -> {
            Label other = a.newLabel();
            a.bind(notIntegers);
            if ((seen & Feedback.FLOATS) != 0) {
                operateFloats(operation, other);
                a.jump(done);
            }
            a.bind(other);
            callStub(operation, done, noNumbers);
        });
    }

    /** Two floats, the result in rax; with anything else it goes elsewhere, the words unchanged. Uses rdx, xmm0 and xmm1. */
    private void operateFloats(NumberStubs.Operation operation, Label other) {
        floatBits(RAX, XMM0, other);
        floatBits(RCX, XMM1, other);
        f.note(Feedback.FLOATS);
        a.emit(floatInstruction(operation), XMM0, XMM1);
        a.emit(MOVQ_RM64_XMM, RAX, XMM0);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
    }

    private void floatBits(long word, long xmm, Label other) {
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RDX, Abi.LAST_FLOAT);
        a.jump(Condition.A, other);
        a.emit(MOVQ_XMM_RM64, xmm, RDX);
    }

    /** Two integers, the result in rax; with anything else it goes elsewhere, the words unchanged. Uses rdx. */
    private void operateIntegers(NumberStubs.Operation operation, Label other) {
        Label slow = f.slow();
        f.checkIntegers(RAX, RCX, other);
        f.note(Feedback.INTEGERS);
        switch (operation) {
            case ADD -> {
                a.emit(ADD_R64_RM64, RAX, RCX);
                a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            }
            case SUB -> {
                a.emit(SUB_R64_RM64, RAX, RCX);
                a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            }
            case MUL -> {
                a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
                a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
                a.emit(IMUL_R64_RM64, RAX, RCX);
                a.jump(Condition.O, slow);
                a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            }
            default -> throw new AssertionError(operation);
        }
        f.checkInteger(RAX, slow);
    }

    private static MachineInstruction floatInstruction(NumberStubs.Operation operation) {
        return switch (operation) {
            case ADD -> ADDSD;
            case SUB -> SUBSD;
            case MUL -> MULSD;
            case DIV -> DIVSD;
            default -> throw new AssertionError(operation);
        };
    }

    private void callMetamethod(Event event) {
        f.callMetamethod(MetamethodStubs.of(event), MetamethodStubs.DELIVER);
    }

    private void callStub(NumberStubs.Operation operation, Label done) {
        callStub(operation, done, () -> callMetamethod(operation.event));
    }

    private void callStub(NumberStubs.Operation operation, Label done, Runnable noNumbers) {
        f.feedbackAddress(RDI);
        a.call(operation.symbol());
        a.jump(Condition.NE, done);
        noNumbers.run();
    }

    /** {@code R[A] := -R[B]} */
    void negate(long i) {
        Label slow = f.slow();
        Label notInteger = a.newLabel();
        Label notNumber = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, Instruction.b(i));
        f.checkInteger(RAX, notInteger);
        f.note(Feedback.INTEGERS);
        a.emit(NEG_RM64, RAX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.checkInteger(RAX, slow);
        a.bind(done);
        f.store(Instruction.a(i), RAX);
        f.later(() -> {
            a.bind(notInteger);
            a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.emit(CMP_R64_RM64, RAX, Abi.LAST_FLOAT);
            a.jump(Condition.A, notNumber);
            f.note(Feedback.FLOATS);
            a.emit(BTC_RM64_IMM8, RAX, 63);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.jump(done);
            a.bind(notNumber);
            f.load(RAX, Instruction.b(i));
            a.emit(MOV_R64_RM64, RCX, RAX);
            callMetamethod(Event.UNM);
        });
    }

    /** {@code R[A] := R[B] ^ R[C]}, or {@code ^ K[C]} */
    void power(long i, boolean constant) {
        Label done = a.newLabel();
        f.load(RAX, Instruction.b(i));
        if (constant && Word.isObject(f.constant(Instruction.c(i)))) {
            f.leaveToExecute();
            return;
        }
        if (constant) {
            a.move(RCX, f.constant(Instruction.c(i)));
        } else {
            f.load(RCX, Instruction.c(i));
        }
        callStub(NumberStubs.Operation.POWER, done);
        a.bind(done);
        f.store(Instruction.a(i), RAX);
    }

    /** Modulo and floor division by a register. */
    void divide(boolean modulo, long i) {
        Label other = a.newLabel();
        Label slow = f.slow();
        f.load(RAX, Instruction.b(i));
        f.load(RCX, Instruction.c(i));
        f.checkIntegers(RAX, RCX, other);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.jump(Condition.E, slow);
        divideIntegers(modulo, i, slow);
        divideOthers(modulo, i, other, () -> { });
    }

    /** Modulo and floor division by a constant. */
    void divideByConstant(boolean modulo, long i) {
        long divisor = f.constant(Instruction.c(i));
        if (Word.isObject(divisor)) {
            f.leaveToExecute();
            return;
        }
        Label other = a.newLabel();
        f.load(RAX, Instruction.b(i));
        if (!Word.isInteger(divisor) || Word.integer(divisor) == 0) {
            a.jump(other);
        } else {
            Label slow = f.slow();
            f.checkInteger(RAX, other);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            long value = Word.integer(divisor);
            if (value > 0 && (value & value - 1) == 0) {
                divideByPowerOfTwo(modulo, i, value);
            } else {
                a.move(RCX, value);
                divideIntegers(modulo, i, slow);
            }
        }
        divideOthers(modulo, i, other, () -> a.move(RCX, divisor));
    }

    private void divideByPowerOfTwo(boolean modulo, long i, long value) {
        f.note(Feedback.INTEGERS);
        if (modulo && value - 1 == (int) (value - 1)) {
            a.emit(AND_RM64_IMM32, RAX, value - 1);
        } else if (modulo) {
            a.move(RCX, value - 1);
            a.emit(AND_R64_RM64, RAX, RCX);
        } else if (value > 1) {
            a.emit(SAR_RM64_IMM8, RAX, Long.numberOfTrailingZeros(value));
        }
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.store(Instruction.a(i), RAX);
    }

    /** Integers in rax and rcx, which is not 0. */
    private void divideIntegers(boolean modulo, long i, Label slow) {
        f.note(Feedback.INTEGERS);
        IntegerDivision.emit(a, modulo, RCX, RSI);
        long result = modulo ? RDX : RAX;
        a.emit(SUB_R64_RM64, result, Abi.FLOAT_OFFSET);
        if (!modulo) {
            f.checkInteger(RAX, slow); // the smallest by -1; rdx is free by now
        }
        f.store(Instruction.a(i), result);
    }

    /** Words of whatever else, the dividend's in rax. */
    private void divideOthers(boolean modulo, long i, Label other, Runnable loadDivisor) {
        int next = f.next();
        f.later(() -> {
            Label done = a.newLabel();
            a.bind(other);
            loadDivisor.run();
            callStub(modulo ? NumberStubs.Operation.MODULO : NumberStubs.Operation.FLOOR_DIVIDE, done);
            a.bind(done);
            f.store(Instruction.a(i), RAX);
            a.jump(f.label(next));
        });
    }

    // ---- bitwise -------------------------------------------------------------------------------------------------------

    void bitwise(MachineInstruction instruction, long i, boolean constant) {
        Label slow = f.slow();
        f.load(RAX, Instruction.b(i));
        if (constant) {
            long word = f.constant(Instruction.c(i));
            if (!Word.isInteger(word)) {
                f.leaveToExecute();
                return;
            }
            f.checkInteger(RAX, slow);
            a.move(RCX, Word.integer(word));
        } else {
            f.load(RCX, Instruction.c(i));
            f.checkIntegers(RAX, RCX, slow);
            a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        }
        f.note(Feedback.INTEGERS);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(instruction, RAX, RCX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.store(Instruction.a(i), RAX);
    }

    /** {@code R[A] := ~R[B]} */
    void complement(long i) {
        Label slow = f.slow();
        f.load(RAX, Instruction.b(i));
        f.checkInteger(RAX, slow);
        f.note(Feedback.INTEGERS);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(NOT_RM64, RAX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.store(Instruction.a(i), RAX);
    }

    /** Shifts: by a constant, of a constant (D = 1), or of two registers. */
    void shift(boolean left, long i, boolean constant) {
        Label slow = f.slow();
        long count = RCX;
        if (!constant) {
            f.load(RAX, Instruction.b(i));
            f.load(RCX, Instruction.c(i));
            f.checkIntegers(RAX, RCX, slow);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        } else {
            long word = f.constant(Instruction.c(i));
            boolean swapped = Instruction.d(i) != 0;
            if (!Word.isInteger(word) || !swapped && (Word.integer(word) < 0 || Word.integer(word) > 63)) {
                f.leaveToExecute();
                return;
            }
            f.load(swapped ? RCX : RAX, Instruction.b(i));
            f.checkInteger(swapped ? RCX : RAX, slow);
            a.emit(ADD_R64_RM64, swapped ? RCX : RAX, Abi.FLOAT_OFFSET);
            if (swapped) {
                a.move(RAX, Word.integer(word));
            } else {
                count = Word.integer(word);
            }
        }
        f.note(Feedback.INTEGERS);
        if (count == RCX) {
            a.emit(CMP_RM64_IMM8, RCX, 63);
            a.jump(Condition.A, slow);
            a.emit(left ? SHL_RM64_CL : SHR_RM64_CL, RAX);
        } else {
            a.emit(left ? SHL_RM64_IMM8 : SHR_RM64_IMM8, RAX, count);
        }
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.checkInteger(RAX, slow);
        f.store(Instruction.a(i), RAX);
    }
}
