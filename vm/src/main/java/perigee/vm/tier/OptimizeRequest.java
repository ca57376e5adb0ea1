package perigee.vm.tier;

import java.util.List;
import perigee.build.KnownMetatables;
import perigee.deopt.DeoptHistory;
import perigee.runtime.LoadedFunction;

/**
 * What is to be compiled; nothing of it changes.
 *
 * @param loop    number of the instruction where the loop begins that is to be entered in the middle; {@link #CALL} for code
 *                that is called
 * @param closure of the function that runs now; 0: it may be any
 * @param metatables which tables have become metatables of which, as far as that is known
 * @param history what earlier code of any function had to be thrown away for
 */
public record OptimizeRequest(LoadedFunction function, int loop, long closure, List<KnownMetatables.Known> metatables, DeoptHistory history) {
    public static final int CALL = -1;

    public boolean isLoop() {
        return loop != CALL;
    }
}
