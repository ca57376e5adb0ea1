package perigee.optimize;

import java.util.List;
import perigee.build.Assumption;
import perigee.build.InlineTree;
import perigee.emit.OptimizedCode;

/** What came of a compile. */
public sealed interface CompileResult {
    /**
     * Code, to be installed.
     *
     * @param assumptions what it rests on
     * @param closure     that it is for, and that has to be alive; 0: it is for any of the function
     * @param references  addresses of the old objects that are in it, or in its frame states, and that nothing else may keep
     * @param inlined     what was inlined into it, what was not, and why
     */
    record Code(OptimizedCode code, List<Assumption> assumptions, long closure, long[] references, InlineTree inlined)
            implements CompileResult {
        public Code {
            assumptions = List.copyOf(assumptions);
        }
    }

    /**
     * Nothing, and why.
     *
     * @param inlined as of {@link Code}, as far as that went; null if the compiler itself has failed
     */
    record BailOut(String reason, InlineTree inlined) implements CompileResult {
    }
}
