package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.ThreadLayout;
import perigee.stub.Abi;
import perigee.value.Word;

/** Back edges, numeric loops, the end of generic ones. */
final class LoopTemplates {
    private static final int LIMIT = 1;
    private static final int STEP = 2;
    private static final int VARIABLE = 3;
    private static final int CONTROL = 2;
    private static final int CLOSING = 3;
    private static final int FIRST = 4;

    private final FrameAssembler f;
    private final Assembler a;

    LoopTemplates(FrameAssembler frame) {
        f = frame;
        a = frame.a;
    }

    /** Counts, polls, and jumps. */
    void backEdge(long i) {
        int target = f.target(i);
        a.emit(INC_RM32, f.feedback());
        if (f.request.rounds() > 0) {
            a.emit(TEST_RM32_IMM32, f.feedback(), f.request.rounds() - 1);
            a.jump(Condition.E, f.hotLoop(target));
        }
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.ATTENTION), 0);
        a.jump(Condition.NE, f.safepoint(target));
        a.jump(f.label(target));
    }

    /** FORPREP of integers that need no boxes, of floats, of integers up to a float; the driver prepares other loops. */
    void prepare(long i) {
        int at = Instruction.a(i);
        Label slow = f.slow();
        Label down = a.newLabel();
        Label run = a.newLabel();
        Label over = f.label(f.target(i));
        f.load(RAX, at);
        f.load(RCX, at + LIMIT);
        f.load(RSI, at + STEP);
        Label others = a.newLabel();
        f.checkIntegers(RAX, RCX, others);
        f.checkInteger(RSI, others);
        f.note(Feedback.INTEGERS);
        a.emit(ADD_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        a.jump(Condition.E, slow);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.S, down);
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.G, over);
        a.bind(run);
        f.store(at + VARIABLE, RAX);
        f.later(() -> {
            a.bind(down);
            a.emit(CMP_R64_RM64, RAX, RCX);
            a.jump(Condition.L, over);
            a.jump(run);
            a.bind(others);
            Label floats = a.newLabel();
            a.emit(MOV_R64_RM64, RDX, RAX);
            a.emit(AND_R64_RM64, RDX, RSI);
            f.checkIntegerIn(RDX, floats);
            prepareIntegersUpToFloat(at, over, slow);
            a.bind(floats);
            prepareFloats(at, over, slow);
        });
    }

    /** The limit is rounded to an integer; beyond those that need no boxes the loop is the driver's. */
    private void prepareIntegersUpToFloat(int at, Label over, Label slow) {
        Label down = a.newLabel();
        Label begin = a.newLabel();
        a.emit(SUB_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RCX, Abi.LAST_FLOAT);
        a.jump(Condition.A, slow);
        a.emit(MOVQ_XMM_RM64, XMM0, RCX);
        a.emit(CVTTSD2SI_R64_XM64, RCX, XMM0);
        a.emit(PXOR, XMM1, XMM1);
        a.emit(CVTSI2SD_XMM_RM64, XMM1, RCX);
        a.emit(SUB_R64_RM64, RCX, Abi.FLOAT_OFFSET);
        a.emit(ADD_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        a.jump(Condition.E, slow);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.S, down);
        Label rounded = a.newLabel();
        a.emit(UCOMISD, XMM1, XMM0);
        a.jump(Condition.BE, rounded);
        a.emit(DEC_RM64, RCX);
        a.bind(rounded);
        f.checkInteger(RCX, slow);
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.G, over);
        a.bind(begin);
        f.note(Feedback.INTEGERS);
        f.store(at + LIMIT, RCX);
        f.store(at + VARIABLE, RAX);
        a.jump(f.label(f.next()));
        a.bind(down);
        Label roundedUp = a.newLabel();
        a.emit(UCOMISD, XMM0, XMM1);
        a.jump(Condition.BE, roundedUp);
        a.emit(INC_RM64, RCX);
        a.bind(roundedUp);
        f.checkInteger(RCX, slow);
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.L, over);
        a.jump(begin);
    }

    /** All three become floats; a loop from or to NaN begins. */
    private void prepareFloats(int at, Label over, Label slow) {
        Label down = a.newLabel();
        Label begin = a.newLabel();
        toFloat(RAX, XMM0, slow);
        toFloat(RCX, XMM1, slow);
        toFloat(RSI, XMM2, slow);
        a.emit(PXOR, XMM3, XMM3);
        a.emit(UCOMISD, XMM2, XMM3);
        a.jump(Condition.E, slow); // NaN, too
        a.jump(Condition.B, down);
        a.emit(UCOMISD, XMM0, XMM1);
        a.jump(Condition.A, over);
        a.bind(begin);
        f.note(Feedback.FLOATS);
        storeFloat(at, XMM0);
        storeFloat(at + LIMIT, XMM1);
        storeFloat(at + STEP, XMM2);
        storeFloat(at + VARIABLE, XMM0);
        a.jump(f.label(f.next()));
        a.bind(down);
        a.emit(UCOMISD, XMM1, XMM0);
        a.jump(Condition.A, over);
        a.jump(begin);
    }

    private void storeFloat(int register, long xmm) {
        a.emit(MOVQ_RM64_XMM, RDX, xmm);
        a.emit(ADD_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        f.store(register, RDX);
    }

    /** Makes a float of the word of a number; boxes and other things go elsewhere. Uses rdx. */
    private void toFloat(long word, long xmm, Label other) {
        Label integer = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RDX, Abi.LAST_FLOAT);
        a.jump(Condition.A, integer);
        a.emit(MOVQ_XMM_RM64, xmm, RDX);
        a.jump(done);
        a.bind(integer);
        f.checkInteger(word, other);
        a.emit(LEA_R64_M, RDX, mem(word, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(PXOR, xmm, xmm);
        a.emit(CVTSI2SD_XMM_RM64, xmm, RDX);
        a.bind(done);
    }

    /** FORLOOP. */
    void numeric(long i) {
        int at = Instruction.a(i);
        Label slow = f.slow();
        Label down = a.newLabel();
        Label again = a.newLabel();
        Label notIntegers = a.newLabel();
        int over = f.next();
        f.load(RAX, at);
        f.load(RCX, at + LIMIT);
        f.load(RSI, at + STEP);
        a.emit(MOV_R64_RM64, RDX, RAX);
        a.emit(AND_R64_RM64, RDX, RCX);
        a.emit(AND_R64_RM64, RDX, RSI);
        f.checkIntegerIn(RDX, notIntegers);
        a.emit(ADD_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        a.jump(Condition.S, down);
        a.emit(ADD_R64_RM64, RAX, RSI);
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.G, f.label(over));
        a.bind(again);
        f.store(at, RAX);
        f.store(at + VARIABLE, RAX);
        backEdge(i);
        f.later(() -> {
            a.bind(down);
            a.emit(ADD_R64_RM64, RAX, RSI);
            a.emit(CMP_R64_RM64, RAX, RCX);
            a.jump(Condition.L, f.label(over));
            a.jump(again);
            a.bind(notIntegers);
            Label floats = a.newLabel();
            a.emit(MOV_R64_RM64, RDX, RAX);
            a.emit(AND_R64_RM64, RDX, RSI);
            f.checkIntegerIn(RDX, floats);
            upToBox(again, f.label(over), slow);
            a.bind(floats);
            floats(at, again, f.label(over), slow);
        });
    }

    /** Integers up to one that needs a box, as the limit {@code math.huge} does: until the index would need one as well. */
    private void upToBox(Label again, Label over, Label slow) {
        Label down = a.newLabel();
        Label store = a.newLabel();
        f.checkObject(RCX, slow);
        a.emit(CMP_RM32_IMM8, mem(RCX, ObjectHeader.SHAPE), HeapType.BOX);
        a.jump(Condition.NE, slow);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(ADD_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        a.jump(Condition.S, down);
        a.emit(ADD_R64_RM64, RAX, RSI);
        a.emit(CMP_R64_RM64, RAX, mem(RCX, FunctionLayout.BOX_VALUE));
        a.jump(Condition.G, over);
        a.bind(store);
        a.emit(SUB_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        f.checkInteger(RAX, slow);
        a.jump(again);
        a.bind(down);
        a.emit(ADD_R64_RM64, RAX, RSI);
        a.emit(CMP_R64_RM64, RAX, mem(RCX, FunctionLayout.BOX_VALUE));
        a.jump(Condition.L, over);
        a.jump(store);
    }

    private void floats(int at, Label again, Label over, Label slow) {
        Label down = a.newLabel();
        f.toFloatBits(RAX, RCX, slow);
        a.emit(SUB_R64_RM64, RSI, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RSI, Abi.LAST_FLOAT);
        a.jump(Condition.A, slow);
        a.emit(MOVQ_XMM_RM64, XMM0, RAX);
        a.emit(MOVQ_XMM_RM64, XMM1, RCX);
        a.emit(MOVQ_XMM_RM64, XMM2, RSI);
        a.emit(ADDSD, XMM0, XMM2);
        a.emit(MOVQ_RM64_XMM, RAX, XMM0);
        a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        a.emit(TEST_RM64_R64, RSI, RSI);
        a.jump(Condition.S, down);
        a.emit(UCOMISD, XMM1, XMM0);
        a.jump(Condition.AE, again);
        a.jump(over);
        a.bind(down);
        a.emit(UCOMISD, XMM0, XMM1);
        a.jump(Condition.AE, again);
        a.jump(over);
    }

    /** TFORPREP, mostly without a variable to be closed. */
    void prepareGeneric(long i) {
        a.emit(TEST_RM64_IMM32, Abi.register(Instruction.a(i) + CLOSING), ~1L);
        a.jump(Condition.NE, f.slow());
        a.jump(f.label(f.target(i)));
    }

    /** CLOSE, of nothing in most cases. */
    void close() {
        a.emit(CMP_RM32_IMM8, Abi.thread(ThreadLayout.TO_CLOSE_COUNT), 0);
        a.jump(Condition.NE, f.slow());
    }

    /** TFORLOOP. */
    void generic(long i) {
        int at = Instruction.a(i);
        f.load(RAX, at + FIRST);
        a.emit(TEST_RM64_R64, RAX, RAX);
        a.jump(Condition.E, f.label(f.next()));
        f.store(at + CONTROL, RAX);
        backEdge(i);
    }
}
