package perigee.vm.tier;

import java.util.List;
import java.util.concurrent.CancellationException;
import perigee.emit.OptimizedCode;
import perigee.object.Validity;
import perigee.runtime.LuaError;

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

    /**
     * Nothing, and why.
     *
     * @param isUnexpected whether the compiler did something that it should not: a check found something wrong, or it threw
     */
    record BailOut(String reason, boolean isUnexpected) implements OptimizeResult {
        public BailOut(String reason) {
            this(reason, false);
        }

        static BailOut of(Throwable thrown) {
            return new BailOut(thrown.toString(), thrown instanceof RuntimeException && !(thrown instanceof Faults.Injected
                    || thrown instanceof CancellationException || thrown instanceof LuaError));
        }
    }
}
