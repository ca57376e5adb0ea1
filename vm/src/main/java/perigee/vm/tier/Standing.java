package perigee.vm.tier;

import java.util.Set;
import java.util.TreeSet;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.LoadedFunction;

/**
 * How far a function has come, and what it waits for.
 *
 * @param isCompiled     whether it has baseline code
 * @param isOptimized    whether it has optimised code that is called
 * @param optimizedLoops the loops, by their heads, that have optimised code of their own
 * @param callsToNext    so many more calls, outside optimised code, until the next tier is tried; 0 where there is none
 * @param loopReports    so many more times a hot loop has to be reported before code is made for it
 * @param loopRounds     a loop is reported each time it has gone so many rounds; 0: never
 */
public record Standing(boolean isCompiled, boolean isOptimized, Set<Integer> optimizedLoops, int callsToNext, int loopReports,
        int loopRounds) {
    /** @param optimization may be null */
    static Standing of(LoadedFunction function, TierPolicy policy, boolean isCompiled, Optimization optimization) {
        int calls = Memory.getInt(function.code() + FunctionLayout.CALLS);
        boolean isOptimized = optimization != null && optimization.called != null;
        boolean isLast = isOptimized || !policy.compiles() || isCompiled && !policy.optimizes();
        return new Standing(isCompiled, isOptimized, optimization == null ? Set.of() : new TreeSet<>(optimization.loops.keySet()),
                isLast ? 0 : isCompiled ? Math.max(0, -calls) : Math.max(0, policy.calls() - calls),
                optimization == null ? 0 : optimization.reportsToNext(),
                isCompiled ? policy.optimizes() ? policy.optimizedLoops() : 0 : policy.compiles() ? policy.loops() : 0);
    }
}
