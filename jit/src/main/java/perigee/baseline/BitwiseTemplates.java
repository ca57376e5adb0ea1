package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.MOV_R64_RM64;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.asm.MachineInstruction;
import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.object.Event;
import perigee.stub.Abi;
import perigee.stub.MetamethodStubs;
import perigee.stub.NumberStubs;
import perigee.value.Word;

/** Operations on bits: integers that fit words in line, other numbers by {@link NumberStubs}, or else a metamethod. */
final class BitwiseTemplates {
    private final FrameAssembler f;
    private final Assembler a;

    BitwiseTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** {@code R[A] := R[B] op R[C]} or {@code R[B] op K[C]}, for and, or, exclusive or. */
    void bitwise(NumberStubs.Operation operation, long i, boolean constant) {
        Label other = a.newLabel();
        boolean isInteger = constant && Word.isInteger(f.constant(Instruction.c(i)));
        if (constant && !isInteger) {
            a.jump(other);
        } else {
            f.load(RAX, Instruction.b(i));
            if (isInteger) {
                f.checkInteger(RAX, other);
                a.move(RCX, Word.integer(f.constant(Instruction.c(i))));
            } else {
                f.load(RCX, Instruction.c(i));
                f.checkIntegers(RAX, RCX, other);
                a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
            }
            f.note(Feedback.INTEGERS);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.emit(instruction(operation), RAX, RCX);
            a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            f.store(Instruction.a(i), RAX);
        }
        others(operation, i, load(i, constant), other);
    }

    private static MachineInstruction instruction(NumberStubs.Operation operation) {
        return switch (operation) {
            case BIT_AND -> AND_R64_RM64;
            case BIT_OR -> OR_R64_RM64;
            case BIT_XOR -> XOR_R64_RM64;
            default -> throw new AssertionError(operation);
        };
    }

    private Runnable load(long i, boolean constant) {
        return constant ? () -> f.loadWithConstant(i) : () -> {
            f.load(RAX, Instruction.b(i));
            f.load(RCX, Instruction.c(i));
        };
    }

    /** What is not in line; the words are loaded again. */
    private void others(NumberStubs.Operation operation, long i, Runnable load, Label other) {
        int next = f.next();
        f.later(() -> {
            Label done = a.newLabel();
            a.bind(other);
            load.run();
            f.callNumberStub(operation, done, () -> callMetamethod(operation.event));
            a.bind(done);
            f.store(Instruction.a(i), RAX);
            a.jump(f.label(next));
        });
    }

    private void callMetamethod(Event event) {
        f.callMetamethod(MetamethodStubs.of(event), MetamethodStubs.DELIVER);
    }

    /** {@code R[A] := ~R[B]} */
    void complement(long i) {
        Label other = a.newLabel();
        int next = f.next();
        f.load(RAX, Instruction.b(i));
        f.checkInteger(RAX, other);
        f.note(Feedback.INTEGERS);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(NOT_RM64, RAX);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.store(Instruction.a(i), RAX);
        f.later(() -> {
            Label done = a.newLabel();
            a.bind(other);
            a.move(RCX, Word.ofInteger(-1));
            f.callNumberStub(NumberStubs.Operation.BIT_XOR, done, () -> {
                a.emit(MOV_R64_RM64, RCX, RAX);
                callMetamethod(Event.BNOT);
            });
            a.bind(done);
            f.store(Instruction.a(i), RAX);
            a.jump(f.label(next));
        });
    }

    /** Shifts: by a constant, of a constant (D = 1), or of two registers. */
    void shift(boolean left, long i, boolean constant) {
        NumberStubs.Operation operation = left ? NumberStubs.Operation.SHIFT_LEFT : NumberStubs.Operation.SHIFT_RIGHT;
        Runnable load = load(i, constant);
        Label other = a.newLabel();
        long word = constant ? f.constant(Instruction.c(i)) : Word.ofInteger(0);
        boolean byConstant = constant && Instruction.d(i) == 0;
        if (!Word.isInteger(word) || byConstant && (Word.integer(word) < 0 || Word.integer(word) > 63)) {
            a.jump(other);
            others(operation, i, load, other);
            return;
        }
        if (byConstant) {
            f.load(RAX, Instruction.b(i));
            f.checkInteger(RAX, other);
            f.note(Feedback.INTEGERS);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.emit(left ? SHL_RM64_IMM8 : SHR_RM64_IMM8, RAX, Word.integer(word));
        } else {
            load.run();
            f.checkIntegers(RAX, RCX, other);
            a.emit(ADD_R64_RM64, RCX, Abi.FLOAT_OFFSET);
            a.emit(CMP_RM64_IMM8, RCX, 63);
            a.jump(Condition.A, other);
            f.note(Feedback.INTEGERS);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            a.emit(left ? SHL_RM64_CL : SHR_RM64_CL, RAX);
        }
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.checkInteger(RAX, other);
        f.store(Instruction.a(i), RAX);
        others(operation, i, load, other);
    }
}
