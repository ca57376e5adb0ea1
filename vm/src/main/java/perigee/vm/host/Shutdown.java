package perigee.vm.host;

import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.LuaState;
import perigee.runtime.ProgramExit;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * The end of a state (lua_close): the pending variables of the main coroutine are closed, whoever runs, and then all
 * objects that have finalizers are finalized, the youngest first (manual 2.5.3).
 */
public final class Shutdown {
    private final LuaState state;
    private final ProtectedRun run;
    /** That of the last variable that was closed, or nil; a root. */
    private long error;

    public Shutdown(LuaState state, ProtectedRun run) {
        this.state = state;
        this.run = run;
        state.heapConnection().addRoots(visitor -> error = visitor.visit(error));
    }

    /**
     * Closes and finalizes. What ends the program meanwhile says the exit status; unless it does so without closing the
     * state, the rest is closed and finalized, too.
     *
     * @param status the exit status so far
     */
    public int close(int status) {
        boolean isQueued = false;
        while (true) {
            run.rest();
            try {
                closeVariables();
                if (!isQueued) {
                    // Finalizers are not hooked, and what remains is no program's.
                    state.hooks().set(state.stack().main(), Word.NIL, 0, 0);
                    state.heap().finalizers().queueAll();
                    isQueued = true;
                }
                while (!state.heap().finalizers().isEmpty()) {
                    state.finalization().run();
                }
                return status;
            } catch (ProgramExit again) {
                status = again.status();
                if (!again.isClosing()) {
                    return status;
                }
            }
        }
    }

    /** Closes variables of frames that are no longer there. Each gets the error, if any, of the one before. */
    public void closeVariables() {
        Stack stack = state.stack();
        error = Word.NIL;
        for (long place = stack.lastToClose(0); place != 0; place = stack.lastToClose(0)) {
            stack.removeLastToClose();
            stack.setTop(place + 8);
            long value = Memory.getLong(place);
            if (!state.upcalls().tryCall(state.metamethod(value, Event.CLOSE), value, error)) {
                error = state.errorValue();
            }
        }
    }
}
