package perigee.vm.launch;

import perigee.runtime.LuaState;
import perigee.runtime.ProgramExit;
import perigee.value.Word;

/** The end of a state: all objects that have finalizers are finalized, the youngest first (manual 2.5.3). */
final class Shutdown {
    private final LuaState state;
    private final ProtectedRun run;

    Shutdown(LuaState state, ProtectedRun run) {
        this.state = state;
        this.run = run;
    }

    /**
     * Runs the finalizers. One that ends the program has the others run, too, and says the exit status.
     *
     * @param status the exit status so far
     */
    int close(int status) {
        run.rest();
        // Finalizers are not hooked, and what remains is no program's.
        state.hooks().set(state.stack().main(), Word.NIL, 0, 0);
        state.heap().finalizers().queueAll();
        while (!state.heap().finalizers().isEmpty()) {
            try {
                state.finalization().run();
            } catch (ProgramExit again) {
                status = again.status();
                run.rest();
            }
        }
        return status;
    }
}
