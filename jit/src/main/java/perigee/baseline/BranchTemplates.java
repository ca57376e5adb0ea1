package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.stub.Abi;
import perigee.stub.NumberStubs;
import perigee.value.Word;

/** Branches; each counts how often it was taken and how often not. */
final class BranchTemplates {
    private static final int NOT_TAKEN = 4;

    private final FrameAssembler f;
    private final Assembler a;

    BranchTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** JT and JF. */
    void truth(long i, boolean expected) {
        a.emit(TEST_RM64_IMM32, Abi.register(Instruction.a(i)), ~1L);
        branch(i, expected ? Condition.NE : Condition.E);
    }

    /** Jumps on a condition of the flags, and counts. */
    private void branch(long i, Condition condition) {
        Label notTaken = a.newLabel();
        a.jump(condition.negate(), notTaken);
        taken(i);
        a.bind(notTaken);
        a.emit(INC_RM32, f.feedback(NOT_TAKEN));
    }

    private void taken(long i) {
        a.emit(INC_RM32, f.feedback());
        a.jump(f.label(f.target(i)));
    }

    // ---- order ---------------------------------------------------------------------------------------------------------

    /** A comparison of registers A and B. */
    void order(NumberStubs.Operation operation, long i, boolean expected) {
        f.load(RAX, Instruction.a(i));
        f.load(RCX, Instruction.b(i));
        f.checkIntegers(RAX, RCX, otherOrder(operation, i, expected));
        a.emit(CMP_R64_RM64, RAX, RCX);
        Condition holds = operation == NumberStubs.Operation.LESS ? Condition.L : Condition.LE;
        branch(i, expected ? holds : holds.negate());
    }

    /** A comparison of register A with the immediate B; swapped: of the immediate with the register. */
    void orderImmediate(NumberStubs.Operation operation, long i, boolean expected, boolean swapped) {
        long word = Word.ofInteger(Instruction.signedB(i));
        long register = swapped ? RCX : RAX;
        f.load(register, Instruction.a(i));
        a.move(swapped ? RAX : RCX, word);
        f.checkInteger(register, otherOrder(operation, i, expected));
        a.emit(CMP_R64_RM64, RAX, RCX);
        Condition holds = operation == NumberStubs.Operation.LESS ? Condition.L : Condition.LE;
        branch(i, expected ? holds : holds.negate());
    }

    /** Compares what is not two integers. */
    private Label otherOrder(NumberStubs.Operation operation, long i, boolean expected) {
        Label other = a.newLabel();
        int next = f.next();
        f.later(() -> {
            a.bind(other);
            numbers(operation, i, expected, next);
        });
        return other;
    }

    private void numbers(NumberStubs.Operation operation, long i, boolean expected, int next) {
        Label slow = a.newLabel();
        // Branches count edges; the stub's note of kinds goes where it does no harm.
        a.emit(LEA_R64_M, RDI, Abi.thread(perigee.layout.ThreadLayout.SCRATCH));
        a.call(operation.symbol());
        a.jump(Condition.E, slow);
        a.emit(CMP_RM32_IMM8, RAX, 2);
        Label notTaken = a.newLabel();
        a.jump(expected ? Condition.NE : Condition.E, notTaken);
        taken(i);
        a.bind(notTaken);
        a.emit(INC_RM32, f.feedback(NOT_TAKEN));
        a.jump(f.label(next));
        a.bind(slow);
        f.leaveToExecute();
    }

    // ---- equality ------------------------------------------------------------------------------------------------------

    /** JEQ and JNE. */
    void equality(long i, boolean expected) {
        f.load(RAX, Instruction.a(i));
        f.load(RCX, Instruction.b(i));
        Label same = a.newLabel();
        Label equal = a.newLabel();
        Label unequal = a.newLabel();
        Label other = a.newLabel();
        int next = f.next();
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.E, same);
        f.checkIntegers(RAX, RCX, other);
        a.bind(unequal);
        edge(i, !expected);
        f.later(() -> {
            a.bind(same);
            notANumber(unequal);
            a.bind(equal);
            edge(i, expected);
            if (!expected) {
                a.jump(f.label(next));
            }
            a.bind(other);
            // nil, booleans: equal to nothing else
            a.emit(CMP_RM64_IMM8, RAX, 8);
            a.jump(Condition.B, unequal);
            a.emit(CMP_RM64_IMM8, RCX, 8);
            a.jump(Condition.B, unequal);
            numbers(NumberStubs.Operation.EQUAL, i, expected, next);
        });
    }

    /** Goes elsewhere if the word in rax is a NaN, of which there are two. */
    private void notANumber(Label elsewhere) {
        a.emit(LEA_R64_M, RDX, mem(RAX, RAX, 1, 0));
        a.emit(perigee.asm.Bits.SHR_RM64_IMM8, RDX, 48);
        a.emit(CMP_RM32_IMM32, RDX, 0xFFF4);
        a.jump(Condition.E, elsewhere);
    }

    /** Takes the branch, or counts that it is not taken and goes on. */
    private void edge(long i, boolean isTaken) {
        if (isTaken) {
            taken(i);
        } else {
            a.emit(INC_RM32, f.feedback(NOT_TAKEN));
        }
    }

    /** JEQK and JNEK. */
    void equalityWithConstant(long i, boolean expected) {
        long constant = f.constant(Instruction.b(i));
        f.load(RAX, Instruction.a(i));
        int next = f.next();
        if (constant == (int) constant) {
            a.emit(CMP_RM64_IMM32, RAX, constant);
        } else {
            f.loadConstant(RCX, Instruction.b(i));
            a.emit(CMP_R64_RM64, RAX, RCX);
        }
        if (constant < 8 && constant >= 0) {
            branch(i, expected ? Condition.E : Condition.NE);
            return;
        }
        Label other = a.newLabel();
        Label unequal = a.newLabel();
        a.jump(Condition.NE, other);
        if (Word.isFloat(constant)) {
            notANumber(unequal);
        }
        edge(i, expected);
        if (!expected) {
            a.jump(f.label(next));
        }
        f.later(() -> {
            a.bind(other);
            if (Word.isObject(constant)) {
                otherObject(unequal);
            } else {
                otherNumber(i, expected, next, unequal);
            }
            a.bind(unequal);
            edge(i, !expected);
            if (expected) {
                a.jump(f.label(next));
            }
        });
    }

    /** Is what rax holds, and is not the interned string in question, equal to it all the same? */
    private void otherObject(Label unequal) {
        Label slow = f.slow();
        f.checkObject(RAX, unequal);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.ROPE);
        a.jump(Condition.E, slow);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.BOX);
        a.jump(Condition.E, slow);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.NE, unequal);
        a.emit(TEST_RM8_IMM8, mem(RAX, ObjectHeader.FLAGS), StringLayout.INTERNED);
        a.jump(Condition.E, slow);
    }

    private void otherNumber(long i, boolean expected, int next, Label unequal) {
        a.emit(CMP_RM64_IMM8, RAX, 8);
        a.jump(Condition.B, unequal);
        f.checkIntegersLeaving(RAX, RCX, unequal);
        numbers(NumberStubs.Operation.EQUAL, i, expected, next);
    }
}
