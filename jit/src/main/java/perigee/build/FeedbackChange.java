package perigee.build;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.BranchFeedback;
import perigee.feedback.IndexFeedback;
import perigee.memory.Memory;
import perigee.runtime.Functions;

/**
 * Whether feedback says something else by now than when a compile took it: a branch goes a way that it had not gone, operands
 * are of another kind, an access or a call meets something new. Code made of the older feedback would be left there.
 */
public final class FeedbackChange {
    private FeedbackChange() {
    }

    /** Whether it does so anywhere in a function, which lives. On the running thread. */
    public static boolean since(FunctionFacts facts) {
        long[] code = facts.prototype().code();
        for (int pc = 0; pc < code.length; pc++) {
            long now = Memory.getLong(Functions.instruction(facts.code(), pc) + Instruction.FEEDBACK);
            if (now != facts.feedback()[pc] && isNew(Instruction.op(code[pc]).feedback, facts.feedback()[pc], now)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNew(Opcode.Feedback kind, long before, long now) {
        return switch (kind) {
            case BRANCH -> isNew(BranchFeedback.of(before), BranchFeedback.of(now));
            case ARITHMETIC -> ((int) now & ~(int) before) != 0;
            case INDEX -> (IndexFeedback.of(now).kinds() & ~IndexFeedback.of(before).kinds()) != 0;
            case FIELD, CALL -> true;
            case ALLOCATION, COUNTER, NONE -> false;
        };
    }

    /** A way is left out that was never gone, if the branch has run often enough, or not at all. */
    private static boolean isNew(BranchFeedback before, BranchFeedback now) {
        long runs = before.taken() + Integer.toUnsignedLong(before.notTaken());
        boolean isJudged = runs == 0 || runs >= GraphBuilder.MIN_RUNS;
        return (now.kinds() & ~before.kinds()) != 0
                || isJudged && (before.taken() == 0 && now.taken() != 0 || before.notTaken() == 0 && now.notTaken() != 0);
    }
}
