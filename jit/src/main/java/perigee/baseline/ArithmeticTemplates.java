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
 * Arithmetic. The kinds seen so far decide whether integers or floats are in line; other numbers, and integers that do not
 * fit a word, are served by {@link NumberStubs}, metamethods by {@link MetamethodStubs}, whatever else by the driver.
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
        operate(operation, i, () -> {
            f.load(RAX, Instruction.b(i));
            f.load(RCX, Instruction.c(i));
        }, () -> callMetamethod(operation.event));
    }

    /** {@code R[A] := R[B] op K[C]}, or the other way round */
    void constant(NumberStubs.Operation operation, long i) {
        if (Word.isObject(f.constant(Instruction.c(i)))) {
            f.loadWithConstant(i);
            onlyStub(operation, i); // an integer that needs a box
        } else {
            operate(operation, i, () -> f.loadWithConstant(i), () -> callMetamethod(operation.event));
        }
    }

    /** {@code R[A] := R[B] op integer C} */
    void immediate(NumberStubs.Operation operation, long i) {
        boolean swapped = Instruction.d(i) != 0;
        operate(operation, i, () -> {
            f.load(swapped ? RCX : RAX, Instruction.b(i));
            a.move(swapped ? RAX : RCX, Word.ofInteger(Instruction.signedC(i)));
        }, () -> callMetamethod(operation.event));
    }

    /** SUBI: {@code R[A] := R[B] + -(integer C)}; a metamethod is that of the subtraction. */
    void subtractImmediate(long i) {
        int c = Instruction.signedC(i);
        operate(NumberStubs.Operation.ADD, i, () -> {
            f.load(RAX, Instruction.b(i));
            a.move(RCX, Word.ofInteger(-c));
        }, () -> {
            a.move(RCX, Word.ofInteger(c));
            callMetamethod(Event.SUB);
        });
    }

    /**
     * An operation in line.
     *
     * @param load      loads the words into rax and rcx, when it begins, and again where integers do not fit words
     * @param noNumbers does what is to be done to those
     */
    private void operate(NumberStubs.Operation operation, long i, Runnable load, Runnable noNumbers) {
        int to = Instruction.a(i);
        Label done = a.newLabel();
        load.run();
        long seen = f.feedbackSeen();
        if (operation == NumberStubs.Operation.DIV || (seen & (Feedback.INTEGERS | Feedback.FLOATS)) == Feedback.FLOATS) {
            Label other = a.newLabel();
            operateFloats(operation, other);
            a.bind(done);
            f.store(to, RAX);
            f.later(() -> {
                a.bind(other);
                f.callNumberStub(operation, done, noNumbers);
            });
            return;
        }
        Label notIntegers = a.newLabel();
        Label tooLarge = a.newLabel();
        operateIntegers(operation, notIntegers, tooLarge);
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
            f.callNumberStub(operation, done, noNumbers);
            a.bind(tooLarge);
            load.run();
            a.jump(other);
        });
    }

    /** An operation on the words in rax and rcx that is always done by the stub. */
    private void onlyStub(NumberStubs.Operation operation, long i) {
        Label done = a.newLabel();
        f.callNumberStub(operation, done, () -> callMetamethod(operation.event));
        a.bind(done);
        f.store(Instruction.a(i), RAX);
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

    /**
     * Two integers, the result in rax; with anything else it goes elsewhere, the words unchanged, and if the result does not
     * fit a word elsewhere again, with none of them kept. Uses rdx.
     */
    private void operateIntegers(NumberStubs.Operation operation, Label other, Label tooLarge) {
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
                a.jump(Condition.O, tooLarge);
                a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            }
            default -> throw new AssertionError(operation);
        }
        f.checkInteger(RAX, tooLarge);
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

    /** {@code R[A] := -R[B]} */
    void negate(long i) {
        Label tooLarge = a.newLabel();
        Label notInteger = a.newLabel();
        Label notFloat = a.newLabel();
        Label done = a.newLabel();
        f.load(RAX, Instruction.b(i));
        f.checkInteger(RAX, notInteger);
        f.note(Feedback.INTEGERS);
        a.emit(NEG_RM64, RAX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.checkInteger(RAX, tooLarge);
        a.bind(done);
        f.store(Instruction.a(i), RAX);
        f.later(() -> {
            a.bind(notInteger);
            a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.emit(CMP_R64_RM64, RAX, Abi.LAST_FLOAT);
            a.jump(Condition.A, notFloat);
            f.note(Feedback.FLOATS);
            a.emit(BTC_RM64_IMM8, RAX, 63);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.jump(done);
            a.bind(tooLarge);
            a.bind(notFloat);
            f.load(RCX, Instruction.b(i));
            a.move(RAX, Word.ofInteger(0));
            f.callNumberStub(NumberStubs.Operation.SUB, done, () -> {
                a.emit(MOV_R64_RM64, RAX, RCX);
                callMetamethod(Event.UNM);
            });
        });
    }

    /** {@code R[A] := R[B] ^ R[C]}, or {@code ^ K[C]} */
    void power(long i, boolean constant) {
        if (constant) {
            f.loadWithConstant(i);
        } else {
            f.load(RAX, Instruction.b(i));
            f.load(RCX, Instruction.c(i));
        }
        onlyStub(NumberStubs.Operation.POWER, i);
    }

    /** Modulo and floor division by a register. */
    void divide(boolean modulo, long i) {
        Runnable load = () -> {
            f.load(RAX, Instruction.b(i));
            f.load(RCX, Instruction.c(i));
        };
        Label other = a.newLabel();
        load.run();
        f.checkIntegers(RAX, RCX, other);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.jump(Condition.E, other);
        divideIntegers(modulo, i, other);
        divideOthers(modulo, i, other, load);
    }

    /** Modulo and floor division by a constant, or of one. */
    void divideByConstant(boolean modulo, long i) {
        long divisor = f.constant(Instruction.c(i));
        if (Instruction.d(i) != 0 || !Word.isInteger(divisor) || Word.integer(divisor) == 0) {
            f.loadWithConstant(i);
            onlyStub(modulo ? NumberStubs.Operation.MODULO : NumberStubs.Operation.FLOOR_DIVIDE, i);
            return;
        }
        Label other = a.newLabel();
        f.load(RAX, Instruction.b(i));
        f.checkInteger(RAX, other);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        long value = Word.integer(divisor);
        if (value > 0 && (value & value - 1) == 0) {
            divideByPowerOfTwo(modulo, i, value);
        } else {
            a.move(RCX, value);
            divideIntegers(modulo, i, other);
        }
        divideOthers(modulo, i, other, () -> f.loadWithConstant(i));
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
    private void divideIntegers(boolean modulo, long i, Label tooLarge) {
        f.note(Feedback.INTEGERS);
        IntegerDivision.emit(a, modulo, RCX, RSI);
        long result = modulo ? RDX : RAX;
        a.emit(SUB_R64_RM64, result, Abi.FLOAT_OFFSET);
        if (!modulo) {
            f.checkInteger(RAX, tooLarge); // the smallest by -1; rdx is free by now
        }
        f.store(Instruction.a(i), result);
    }

    /** What is not in line: words of whatever else, or integers; none of them is kept. */
    private void divideOthers(boolean modulo, long i, Label other, Runnable load) {
        int next = f.next();
        f.later(() -> {
            a.bind(other);
            load.run();
            onlyStub(modulo ? NumberStubs.Operation.MODULO : NumberStubs.Operation.FLOOR_DIVIDE, i);
            a.jump(f.label(next));
        });
    }
}
