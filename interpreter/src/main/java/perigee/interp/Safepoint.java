package perigee.interp;

import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.runtime.LuaState;

/** Serves the reasons for attention when the interpreter stands between two instructions. */
final class Safepoint {
    private final LuaState state;

    Safepoint(LuaState state) {
        this.state = state;
    }

    /**
     * @param stepping whether the caller executes one instruction at a time
     * @return false when it has to leave its loop to a driver that does, or that does not
     */
    boolean serve(boolean stepping) {
        int reasons = Memory.getInt(state.stack().threadBlock() + ThreadLayout.ATTENTION);
        if ((reasons & ThreadLayout.INTERRUPT) != 0) {
            state.stack().clearAttention(ThreadLayout.INTERRUPT);
            throw state.errors().runtime("interrupted!");
        }
        if ((reasons & ThreadLayout.COLLECT) != 0) {
            if (!state.collectIfDue()) {
                throw state.memoryError();
            }
            if (!state.heap().finalizers().isEmpty()) {
                // They may change anything, which optimised code takes safepoints not to do.
                state.errors().frames().top();
                state.finalization().run();
            }
        }
        return stepping ? state.hooks().beforeInstruction() : !state.stack().isHooked();
    }
}
