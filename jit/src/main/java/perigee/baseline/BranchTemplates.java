package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Constant;
import perigee.bytecode.Instruction;
import perigee.feedback.BranchFeedback;
import perigee.feedback.Feedback;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.StringLayout;
import perigee.stub.Abi;
import perigee.stub.MetamethodStubs;
import perigee.stub.NumberStubs;
import perigee.stub.RuntimeStubs;
import perigee.value.Word;

/** Branches; each counts how often it was taken and how often not, and notes the kinds of what it compares. */
final class BranchTemplates {
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
        notTaken();
    }

    private void notTaken() {
        a.emit(INC_RM32, f.feedback(BranchFeedback.NOT_TAKEN));
    }

    private void taken(long i) {
        a.emit(ADD_RM32_IMM32, f.feedback(), BranchFeedback.ONE_TAKEN);
        a.jump(f.label(f.target(i)));
    }

    // ---- order ---------------------------------------------------------------------------------------------------------

    /** A comparison of registers A and B. */
    void order(NumberStubs.Operation operation, long i, boolean expected) {
        f.load(RAX, Instruction.a(i));
        f.load(RCX, Instruction.b(i));
        f.checkIntegers(RAX, RCX, otherOrder(operation, i, expected));
        f.note(Feedback.INTEGERS);
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
        f.note(Feedback.INTEGERS);
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
        f.feedbackAddress(RDI);
        a.call(operation.symbol());
        a.jump(Condition.E, slow);
        a.emit(CMP_RM32_IMM8, RAX, 2);
        branchOutOfLine(i, expected ? Condition.E : Condition.NE, next);
        a.bind(slow);
        long seen = f.feedbackSeen();
        if ((seen & Feedback.STRINGS) != 0 || (seen & (Feedback.INTEGERS | Feedback.FLOATS | Feedback.MIXED)) == 0) {
            Label noStrings = a.newLabel();
            checkString(RAX, noStrings);
            checkString(RCX, noStrings);
            strings(switch (operation) {
                case LESS -> RuntimeStubs.Stub.LESS_STRINGS;
                case LESS_OR_EQUAL -> RuntimeStubs.Stub.LESS_OR_EQUAL_STRINGS;
                default -> RuntimeStubs.Stub.EQUAL_WORDS;
            }, i, expected, next);
            a.bind(noStrings);
        }
        f.callMetamethod(MetamethodStubs.of(operation.event), MetamethodStubs.BRANCH);
    }

    private void branchOutOfLine(long i, Condition condition, int next) {
        Label notTaken = a.newLabel();
        a.jump(condition.negate(), notTaken);
        taken(i);
        a.bind(notTaken);
        notTaken();
        a.jump(f.label(next));
    }

    /** Compares the flat strings in rax and rcx; has Java do it where the stub refuses. */
    private void strings(RuntimeStubs.Stub stub, long i, boolean expected, int next) {
        a.call(stub.symbol());
        a.emit(TEST_RM32_R32, RAX, RAX);
        a.jump(Condition.E, f.slow());
        f.note(Feedback.STRINGS);
        a.emit(TEST_RM32_R32, RCX, RCX);
        branchOutOfLine(i, expected ? Condition.NE : Condition.E, next);
    }

    /** Goes elsewhere unless a word is a flat string. Uses rdx. */
    private void checkString(long word, Label other) {
        f.checkObject(word, other);
        a.emit(CMP_RM32_IMM8, mem(word, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.NE, other);
    }

    // ---- equality ------------------------------------------------------------------------------------------------------

    /** JEQ and JNE. */
    void equality(long i, boolean expected) {
        f.load(RAX, Instruction.a(i));
        f.load(RCX, Instruction.b(i));
        Label same = a.newLabel();
        Label unequal = a.newLabel();
        Label other = a.newLabel();
        int next = f.next();
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.E, same);
        f.checkIntegers(RAX, RCX, other);
        f.note(Feedback.INTEGERS);
        a.bind(unequal);
        edge(i, !expected);
        f.later(() -> {
            a.bind(same);
            noteSame(unequal);
            edge(i, expected);
            if (!expected) {
                a.jump(f.label(next));
            }
            a.bind(other);
            // nil, booleans: equal to nothing else
            Label small = a.newLabel();
            a.emit(CMP_RM64_IMM8, RAX, 8);
            a.jump(Condition.B, small);
            a.emit(CMP_RM64_IMM8, RCX, 8);
            a.jump(Condition.B, small);
            numbers(NumberStubs.Operation.EQUAL, i, expected, next);
            a.bind(small);
            f.note(Feedback.IDENTITY);
            a.jump(unequal);
        });
    }

    /** Notes what kind the word in rax is of, which two operands have; goes elsewhere if it is a NaN. Uses rcx and rdx. */
    private void noteSame(Label notEqual) {
        Label notInteger = a.newLabel();
        Label object = a.newLabel();
        Label noted = a.newLabel();
        f.checkInteger(RAX, notInteger);
        f.note(Feedback.INTEGERS);
        a.jump(noted);
        a.bind(notInteger);
        a.emit(MOV_R64_RM64, RCX, RAX);
        a.emit(SUB_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RCX, Abi.LAST_FLOAT);
        a.jump(Condition.A, object);
        f.note(Feedback.FLOATS);
        notANumber(notEqual);
        a.jump(noted);
        a.bind(object);
        f.note(Feedback.IDENTITY);
        a.bind(noted);
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
            notTaken();
        }
    }

    /** JEQK and JNEK. */
    void equalityWithConstant(long i, boolean expected) {
        long constant = f.constant(Instruction.b(i));
        f.load(RAX, Instruction.a(i));
        int next = f.next();
        boolean isString = f.request.prototype().constants()[Instruction.b(i)] instanceof Constant.Str;
        boolean isSmall = constant < 8 && constant >= 0;
        if (isString || isSmall) {
            f.note(Feedback.IDENTITY);
        }
        if (constant == (int) constant) {
            a.emit(CMP_RM64_IMM32, RAX, constant);
        } else {
            f.loadConstant(RCX, Instruction.b(i));
            a.emit(CMP_R64_RM64, RAX, RCX);
        }
        if (isSmall) {
            branch(i, expected ? Condition.E : Condition.NE);
            return;
        }
        Label other = a.newLabel();
        Label unequal = a.newLabel();
        a.jump(Condition.NE, other);
        if (!isString) {
            f.note(Word.isFloat(constant) ? Feedback.FLOATS
                    : Word.isObject(constant) ? Feedback.BOXED : Feedback.INTEGERS);
        }
        if (Word.isFloat(constant)) {
            notANumber(unequal);
        }
        edge(i, expected);
        if (!expected) {
            a.jump(f.label(next));
        }
        f.later(() -> {
            a.bind(other);
            if (isString) {
                otherThanString(i, expected, next, unequal);
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

    /** Is what rax holds, and is not the interned string in rcx, equal to it all the same? */
    private void otherThanString(long i, boolean expected, int next, Label unequal) {
        Label slow = f.slow();
        f.checkObject(RAX, unequal);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.ROPE);
        a.jump(Condition.E, slow);
        a.emit(CMP_RM32_IMM32, mem(RAX, ObjectHeader.SHAPE), HeapType.STRING);
        a.jump(Condition.NE, unequal);
        a.emit(TEST_RM8_IMM8, mem(RAX, ObjectHeader.FLAGS), StringLayout.INTERNED);
        a.jump(Condition.NE, unequal);
        strings(RuntimeStubs.Stub.EQUAL_WORDS, i, expected, next);
    }

    private void otherNumber(long i, boolean expected, int next, Label unequal) {
        Label small = a.newLabel();
        Label integers = a.newLabel();
        a.emit(CMP_RM64_IMM8, RAX, 8);
        a.jump(Condition.B, small);
        f.checkIntegersLeaving(RAX, RCX, integers);
        numbers(NumberStubs.Operation.EQUAL, i, expected, next);
        a.bind(small);
        f.note(Feedback.IDENTITY);
        a.jump(unequal);
        a.bind(integers);
        f.note(Feedback.INTEGERS);
    }
}
