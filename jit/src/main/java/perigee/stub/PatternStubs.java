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
import perigee.layout.ThreadLayout;
import perigee.runtime.PatternProgram;
import perigee.runtime.PatternPrograms;

/**
 * Matches the programs of {@link PatternPrograms}. A step goes on to the next one; none comes back to another.
 *
 * <pre>
 *   r8   where the match begins           rsi  the step
 *   r9   the subject's end                r10  its set, or 8 * capture
 *   rcx  what is to be matched next       r11  the program
 *   [rsp]  how much more may be tried
 * </pre>
 */
final class PatternStubs {
    /** Bytes taken and places tried until Java goes on, which looks whether it is interrupted. */
    private static final int PATIENCE = 1 << 16;

    private final Assembler a;
    private final Label next;
    private final Label mismatch;
    private final Label giveUp;
    private final Label found;

    private PatternStubs(Assembler assembler) {
        a = assembler;
        next = a.newLabel();
        mismatch = a.newLabel();
        giveUp = a.newLabel();
        found = a.newLabel();
    }

    /**
     * Matches the program in rsi from the address in r8 on, which is not beyond the subject's end in r9. Returns where the first
     * match begins in r8, its end in rcx, and the program in r11; rcx is 0 if there is none, and -1 if that took too long.
     * Captures are in the thread block. Uses rax, rcx, rdx, rsi, r8, r10 and r11.
     *
     * @return where it begins
     */
    static Label emit(Assembler a) {
        return new PatternStubs(a).emit();
    }

    private Label emit() {
        Label start = a.newLabel("match_pattern");
        a.align(16);
        a.bind(start);
        search();
        a.bind(giveUp);
        a.emit(ADD_RM64_IMM8, RSP, 8);
        a.move(RCX, -1);
        a.emit(RET);
        Label[] targets = new Label[PatternProgram.Kind.values().length];
        for (PatternProgram.Kind kind : PatternProgram.Kind.values()) {
            Label here = a.newLabel("match_" + kind.name().toLowerCase(java.util.Locale.ROOT));
            a.bind(here);
            targets[kind.ordinal()] = here;
            step(kind);
        }
        a.align(16);
        a.bind(next);
        a.emit(MOV_R64_RM64, RAX, mem(RSI));
        a.emit(MOV_R64_RM64, R10, mem(RSI, PatternPrograms.STEP_OPERAND));
        a.emit(ADD_RM64_IMM8, RSI, PatternPrograms.STEP_BYTES);
        a.jump(a.jumpTable(targets), RAX, RDX);
        return start;
    }

    /** Tries one place after the other. */
    private void search() {
        Label attempt = a.newLabel();
        Label skip = a.newLabel();
        Label here = a.newLabel();
        Label none = a.newLabel();
        a.emit(MOV_R64_RM64, R11, RSI);
        a.emit(PUSH_IMM32, PATIENCE);
        a.bind(attempt);
        a.emit(MOV_R64_RM64, R10, mem(R11, PatternPrograms.FIRST));
        a.emit(TEST_RM64_R64, R10, R10);
        a.jump(Condition.E, here);
        a.bind(skip);
        a.emit(CMP_R64_RM64, R8, R9);
        a.jump(Condition.AE, none);
        a.emit(MOVZX_R32_RM8, RDX, mem(R8));
        a.emit(CMP_RM8_IMM8, mem(R10, RDX, 1, 0), 0);
        a.jump(Condition.NE, here);
        a.emit(INC_RM64, R8);
        a.emit(DEC_RM64, mem(RSP));
        a.jump(Condition.S, giveUp);
        a.jump(skip);
        a.bind(here);
        a.emit(MOV_R64_RM64, RCX, R8);
        a.emit(LEA_R64_M, RSI, mem(R11, PatternPrograms.STEPS));
        a.jump(next);
        a.bind(mismatch);
        a.emit(CMP_RM32_IMM8, mem(R11, PatternPrograms.ANCHORED), 0);
        a.jump(Condition.NE, none);
        a.emit(DEC_RM64, mem(RSP));
        a.jump(Condition.S, giveUp);
        a.emit(INC_RM64, R8);
        a.emit(CMP_R64_RM64, R8, R9);
        a.jump(Condition.BE, attempt);
        a.bind(none);
        a.emit(XOR_R32_RM32, RCX, RCX);
        a.bind(found);
        a.emit(LEA_R64_M, RSP, mem(RSP, 8));
        a.emit(RET);
    }

    private void step(PatternProgram.Kind kind) {
        switch (kind) {
            case ACCEPT -> a.jump(found);
            case ONE -> {
                unlessMember(RCX, mismatch);
                a.emit(INC_RM64, RCX);
                a.jump(next);
            }
            case OPTIONAL -> {
                unlessMember(RCX, next);
                a.emit(INC_RM64, RCX);
                a.jump(next);
            }
            case PLUS -> {
                unlessMember(RCX, mismatch);
                repeat();
            }
            case STAR -> repeat();
            case BEFORE_TAIL -> beforeTail();
            case REST -> {
                a.emit(MOV_R64_RM64, RCX, R9);
                a.jump(next);
            }
            case OPEN -> {
                a.emit(MOV_RM64_R64, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_STARTS), RCX);
                a.jump(next);
            }
            case POSITION -> {
                a.emit(MOV_RM64_R64, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_STARTS), RCX);
                a.emit(MOV_RM64_IMM32, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_ENDS), 0);
                a.jump(next);
            }
            case CLOSE -> {
                a.emit(MOV_RM64_R64, mem(Abi.THREAD, R10, 1, ThreadLayout.CAPTURE_ENDS), RCX);
                a.jump(next);
            }
            case AT_END -> {
                a.emit(CMP_R64_RM64, RCX, R9);
                a.jump(Condition.NE, mismatch);
                a.jump(next);
            }
        }
    }

    /** Goes elsewhere unless there is a byte of the set at an address. */
    private void unlessMember(long address, Label other) {
        a.emit(CMP_R64_RM64, address, R9);
        a.jump(Condition.AE, other);
        a.emit(MOVZX_R32_RM8, RDX, mem(address));
        a.emit(CMP_RM8_IMM8, mem(R10, RDX, 1, 0), 0);
        a.jump(Condition.E, other);
    }

    private void repeat() {
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RAX, RCX);
        Label more = a.here();
        unlessMember(RCX, done);
        a.emit(INC_RM64, RCX);
        a.jump(more);
        a.bind(done);
        a.emit(SUB_R64_RM64, RAX, RCX);
        a.emit(ADD_RM64_R64, mem(RSP), RAX);
        a.jump(Condition.S, giveUp);
        a.jump(next);
    }

    private void beforeTail() {
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RAX, R9);
        Label less = a.here();
        a.emit(CMP_R64_RM64, RAX, RCX);
        a.jump(Condition.E, done);
        a.emit(MOVZX_R32_RM8, RDX, mem(RAX, -1));
        a.emit(CMP_RM8_IMM8, mem(R10, RDX, 1, 0), 0);
        a.jump(Condition.E, done);
        a.emit(DEC_RM64, RAX);
        a.jump(less);
        a.bind(done);
        a.emit(MOV_R64_RM64, RCX, RAX);
        a.jump(next);
    }
}
