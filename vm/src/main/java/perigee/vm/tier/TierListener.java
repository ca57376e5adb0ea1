package perigee.vm.tier;

import java.util.List;
import perigee.code.CodeCache;
import perigee.code.CodeObject;
import perigee.deopt.DeoptState;
import perigee.runtime.LoadedFunction;

/**
 * Told of what becomes of functions as the program runs, by the thread that runs it: for timelines and explanations. What
 * the compilers make is {@link CompileListener}'s.
 */
public interface TierListener {
    TierListener NONE = new TierListener() {
    };

    /** There is a code cache now; nothing has run in it. */
    default void opened(CodeCache cache) {
    }

    /** A compile of the baseline tier begins; it is over at the next call of {@link #baselineEnded}. */
    default void baselineBegins(LoadedFunction function) {
    }

    /**
     * The compile of the baseline tier that has begun is over.
     *
     * @param code    what was installed, or null
     * @param failure why there is no code, or null
     */
    default void baselineEnded(LoadedFunction function, CodeObject code, String failure) {
    }

    /** Optimised code was installed, as {@link CompileListener#installed} is told next. */
    default void optimized(OptimizeRequest request, CodeObject code) {
    }

    /** There is no optimised code that was asked for, for a reason. */
    default void notOptimized(OptimizeRequest request, String reason) {
    }

    /** Optimised code is about to be entered in the middle of a loop. */
    default void loopEntered(OptimizeRequest request, CodeObject code) {
    }

    /**
     * Optimised code was left for good where a guard has failed; its frame is the interpreter's by now, or several are.
     *
     * @param base of the innermost of these frames: its instruction is about to be executed
     */
    default void deoptimized(OptimizeRequest request, CodeObject code, DeoptState origin, long base) {
    }

    /**
     * Optimised code was thrown away.
     *
     * @param isByFailures whether it failed too often; else something that it rests on is no longer true
     */
    default void thrownAway(OptimizeRequest request, CodeObject code, boolean isByFailures) {
    }

    /** One that tells several, in their order. */
    static TierListener all(List<TierListener> listeners) {
        return listeners.isEmpty() ? NONE : listeners.size() == 1 ? listeners.getFirst() : new TierListeners(listeners);
    }
}
