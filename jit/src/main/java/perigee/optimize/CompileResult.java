package perigee.optimize;

import java.util.List;
import perigee.build.Assumption;
import perigee.emit.OptimizedCode;

/** What came of a compile. */
public sealed interface CompileResult {
    /**
     * Code, to be installed.
     *
     * @param assumptions what it rests on
     * @param closure     that it is for, and that has to be alive; 0: it is for any of the function
     * @param references  addresses of the old objects that are in it, or in its frame states, and that nothing else may keep
     */
    record Code(OptimizedCode code, List<Assumption> assumptions, long closure, long[] references) implements CompileResult {
        public Code {
            assumptions = List.copyOf(assumptions);
        }
    }

    /** Nothing, and why. */
    record BailOut(String reason) implements CompileResult {
    }
}
