package perigee.interp;

import static perigee.layout.StackLayout.*;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.BranchFeedback;
import perigee.feedback.Feedback;
import perigee.frame.Link;
import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** Finishes an instruction whose metamethod has returned. */
final class InstructionCompletion {
    private final LuaState state;
    private final Driver driver;

    InstructionCompletion(LuaState state, Driver driver) {
        this.state = state;
        this.driver = driver;
    }

    /**
     * @param base  the frame of the instruction; its saved pc is the next instruction
     * @param place first result of the metamethod
     * @param count number of results
     * @return as of {@link Driver#complete}
     */
    boolean finish(long base, long place, int count) {
        long pc = Link.pc(Memory.getLong(base + PC));
        long i = Memory.getLong(pc - Instruction.BYTES);
        long result = count > 0 ? Memory.getLong(place) : Word.NIL;
        Opcode op = Instruction.op(i);
        switch (op) {
            case SETGLOBAL, SETFIELD, SETINDEX, SETI -> {
            }
            case JEQ, JLT, JLE, JLTI, JLEI, JGTI, JGEI -> branch(base, pc, i, Word.isTruthy(result));
            case JNE, JNLT, JNLE, JNLTI, JNLEI, JNGTI, JNGEI -> branch(base, pc, i, !Word.isTruthy(result));
            case CONCAT -> {
                // The metamethod joined operand number k with what is to its right; k is how far its frame was above ours.
                int k = (int) (place - state.stack().frameEnd(base) >>> 3);
                Memory.putLong(base + 8L * (Instruction.a(i) + k), result);
                return concatenate(Instruction.a(i), k);
            }
            case CLOSE -> Memory.putLong(base + PC, Link.ofPc(pc - Instruction.BYTES));
            case RETURN -> {
                Memory.putLong(base + PC, Link.ofPc(pc - Instruction.BYTES));
                // The values to be returned end where the frame of the metamethod began.
                state.stack().setTop(place);
            }
            default -> Memory.putLong(base + 8L * Instruction.a(i), result);
        }
        return true;
    }

    private static void branch(long base, long pc, long i, boolean taken) {
        if (!taken) {
            BranchFeedback.notTaken(pc, Feedback.OTHER);
        } else {
            BranchFeedback.taken(pc, Feedback.OTHER);
            Memory.putLong(base + PC, Link.ofPc(pc + (long) Instruction.j(i) * Instruction.BYTES));
        }
    }

    /** Joins the operands of a CONCAT from number k (whose register holds all that is to its right) down to the first. */
    boolean concatenate(int a, int k) {
        long first = state.stack().base() + 8L * a;
        for (; k > 0; k--) {
            long left = Memory.getLong(first + 8L * (k - 1));
            long result = state.operators().concatenate(left, Memory.getLong(first + 8L * k));
            if (result == LuaState.PENDING) {
                return driver.invokePending(k - 1);
            }
            Memory.putLong(first + 8L * (k - 1), result);
        }
        return true;
    }
}
