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
import perigee.feedback.CallFeedback;
import perigee.feedback.CallTarget;

/** Notes of {@link CallFeedback} that are more than a comparison. */
public final class FeedbackStubs {
    /** Notes at the word whose address is in rdi that the function with the bits in ecx was called. Uses rcx, rsi and r8. */
    public static final String NOTE_CALL = "note_call";
    /** The same of a metamethod, in a word of kind ARITHMETIC or INDEX. */
    public static final String NOTE_METAMETHOD = "note_metamethod";

    private static final int LAST = 2;

    private FeedbackStubs() {
    }

    /** Returns where {@link #NOTE_METAMETHOD} begins. */
    static Label emit(Assembler a) {
        emit(a, NOTE_CALL, 0);
        return emit(a, NOTE_METAMETHOD, LAST);
    }

    private static Label emit(Assembler a, String name, int first) {
        Label start = a.newLabel(name);
        Label more = a.newLabel();
        Label done = a.newLabel();
        a.align(16);
        a.bind(start);
        a.emit(MOV_R32_RM32, RCX, RCX);
        a.emit(MOV_R64_RM64, RSI, mem(RDI));
        a.emit(TEST_RM32_IMM32, RCX, CallTarget.LIMIT - 1 | CallTarget.IN_JAVA);
        a.jump(Condition.E, more);
        for (int place = first; place <= LAST; place++) {
            Label taken = a.newLabel();
            a.emit(MOV_R64_RM64, R8, RSI);
            if (place > 0) {
                a.emit(SHR_RM64_IMM8, R8, place * CallTarget.BITS);
            }
            a.emit(AND_RM32_IMM32, R8, CallTarget.MASK);
            a.jump(Condition.NE, taken);
            if (place > 0) {
                a.emit(SHL_RM64_IMM8, RCX, place * CallTarget.BITS);
            }
            a.emit(OR_RM64_R64, mem(RDI), RCX);
            a.emit(RET);
            a.bind(taken);
            a.emit(CMP_R32_RM32, R8, RCX);
            a.jump(Condition.E, done);
        }
        a.bind(more);
        a.emit(BTS_RM64_IMM8, mem(RDI), CallFeedback.MORE_BIT);
        a.bind(done);
        a.emit(RET);
        return start;
    }
}
