package perigee.vm.tier;

import java.util.List;
import perigee.emit.OptimizedCode;
import perigee.object.Validity;

/** What came of a compile. */
public sealed interface OptimizeResult {
    /**
     * Code, to be installed.
     *
     * @param assumptions what it rests on
     * @param closure     that it is for, and that has to be alive; 0: it is for any of the function
     * @param references  addresses of the old objects that are in it, or in its frame states, and that nothing else may keep
     */
    record Code(OptimizedCode code, List<Validity> assumptions, long closure, long[] references) implements OptimizeResult {
        public Code {
            assumptions = List.copyOf(assumptions);
        }
    }

    /** Nothing, and why. */
    record BailOut(String reason) implements OptimizeResult {
    }
}
