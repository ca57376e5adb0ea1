package perigee.vm.tier;

import java.util.HashMap;
import java.util.Map;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;

/** How far the optimisation of one function has come: the code that there is, and how long the next compile has to wait. */
final class Optimization {
    /** Each setback makes the next try wait twice as long, but no longer than after so many. */
    private static final int MOST_DOUBLINGS = 12;
    /** Code may fail twice as often at one place after each setback, but no more often than after so many. */
    private static final int MOST_LENIENCE = 3;
    /** So many rounds of a loop are worth a call. */
    private static final int ROUNDS_OF_CALL = 16;

    private final long block;
    private final TierPolicy policy;
    /** Code that is called, or null. */
    OptimizedFunction called;
    /** By instruction: code that is entered in the middle of the loop that begins there. */
    final Map<Integer, OptimizedFunction> loops = new HashMap<>();
    private int setbacks;
    private long callsBefore;
    /** So many calls were to come before the next report, when it was last said. */
    private int waiting;
    /** So many more times a hot loop has to be reported before code is made for it. */
    private int loopPatience;

    Optimization(long block, TierPolicy policy) {
        this.block = block;
        this.policy = policy;
    }

    /** Code was thrown away, or could not be made: the next is made after more calls than before. */
    void setBack() {
        setbacks++;
        int factor = 1 << Math.min(setbacks, MOST_DOUBLINGS);
        loopPatience = factor - 1;
        waitForCalls(policy.optimizedCalls() * factor);
    }

    /** Code was thrown away that knew shapes of the past: that is no setback, but the accesses need some time to learn others. */
    void learnAnew() {
        loopPatience = 1;
        waitForCalls(policy.optimizedCalls());
    }

    /** How often code may fail at one place before it is thrown away. */
    int toleratedFailures() {
        return policy.failures() << Math.min(setbacks, MOST_LENIENCE);
    }

    /** The function is reported as hot after so many calls. */
    void waitForCalls(int calls) {
        callsBefore = calls();
        waiting = calls;
        Memory.putInt(block + FunctionLayout.CALLS, -calls);
    }

    /** How often it has been called since it has baseline code, outside optimised code. */
    long calls() {
        return callsBefore + waiting + Memory.getInt(block + FunctionLayout.CALLS);
    }

    /**
     * The function is worth compiling: it is reported as hot at its next call, unless there is code already.
     *
     * @param isProven whether what is known now has been good enough for code of one of its loops; else it waits after a setback
     */
    void compileAtNextCall(boolean isProven) {
        if (called == null && (setbacks == 0 || isProven)) {
            waitForCalls(1);
        }
    }

    /** A loop was reported as hot; whether code is to be made for it. After a setback, its rounds count for the function. */
    boolean isTimeForLoop() {
        int before = Memory.getInt(block + FunctionLayout.CALLS);
        if (setbacks > 0 && called == null && before < -1) {
            int after = Math.min(-1, before + policy.optimizedLoops() / ROUNDS_OF_CALL);
            Memory.putInt(block + FunctionLayout.CALLS, after);
            waiting -= after - before;
        }
        return loopPatience-- <= 0;
    }

    /** So many more reports of hot loops are to pass before code is made for one. */
    int reportsToNext() {
        return Math.max(0, loopPatience);
    }

    /** All code that there is. */
    Iterable<OptimizedFunction> all() {
        java.util.List<OptimizedFunction> all = new java.util.ArrayList<>(loops.values());
        if (called != null) {
            all.add(called);
        }
        return all;
    }
}
