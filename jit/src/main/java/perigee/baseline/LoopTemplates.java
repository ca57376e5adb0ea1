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

    /** FORPREP of integers; other loops are prepared by the driver. */
    void prepare(long i) {
        int at = Instruction.a(i);
        Label slow = f.slow();
        Label down = a.newLabel();
        Label run = a.newLabel();
        Label over = f.label(f.target(i));
        f.load(RAX, at);
        f.load(RCX, at + LIMIT);
        f.load(RSI, at + STEP);
        f.checkIntegers(RAX, RCX, slow);
        f.checkInteger(RSI, slow);
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
        });
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
            floats(at, again, f.label(over), slow);
        });
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
