package perigee.vm.tier;

import perigee.deopt.DeoptHistory;
import perigee.runtime.LoadedFunction;

/**
 * What is to be compiled; nothing of it changes.
 *
 * @param loop    number of the instruction where the loop begins that is to be entered in the middle; {@link #CALL} for code
 *                that is called
 * @param history what earlier code of any function had to be thrown away for
 */
public record OptimizeRequest(LoadedFunction function, int loop, DeoptHistory history) {
    public static final int CALL = -1;

    public boolean isLoop() {
        return loop != CALL;
    }
}
