package perigee.build;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.build.InlineTree.Verdict;

/** Whether a call is inlined: size, depth, frequency, budget. */
final class InlinePolicy {
    /** Instructions of a function that is inlined where it is called rarely, at times, and often. */
    private static final int SMALL = 24;
    private static final int MEDIUM = 80;
    private static final int LARGE = 160;
    /** Instructions inlined into one function altogether. */
    private static final int BUDGET = 1500;
    private static final int MAX_DEPTH = 9;
    /** So often a function may be within itself. */
    private static final int MAX_ACTIVATIONS = 2;
    /** Runs of a call for one run of the function from which on it is called often, and at times; and below which it is not. */
    private static final double OFTEN = 0.6;
    private static final double AT_TIMES = 0.1;
    private static final double RARE = 0.02;

    private int used;

    /**
     * @param frequency how often the call runs, for one run of the compiled function
     */
    Verdict consider(Frame frame, FunctionFacts callee, double frequency) {
        int size = callee.prototype().code().length;
        if (size > LARGE) {
            return Verdict.TOO_LARGE;
        }
        if (!isSuitable(callee)) {
            return Verdict.UNSUITABLE;
        }
        if (frame.depth() >= MAX_DEPTH) {
            return Verdict.TOO_DEEP;
        }
        if (frame.activations(callee.id()) >= MAX_ACTIVATIONS) {
            return Verdict.RECURSIVE;
        }
        if (frequency < RARE || size > (frequency < AT_TIMES ? SMALL : frequency < OFTEN ? MEDIUM : LARGE)) {
            return Verdict.RARE;
        }
        if (used + size > BUDGET) {
            return Verdict.BUDGET;
        }
        used += size;
        return Verdict.INLINED;
    }

    /** Variables to be closed are closed by their frame. */
    static boolean isSuitable(FunctionFacts callee) {
        for (long i : callee.prototype().code()) {
            if (Instruction.op(i) == Opcode.TBC) {
                return false;
            }
        }
        return true;
    }
}
