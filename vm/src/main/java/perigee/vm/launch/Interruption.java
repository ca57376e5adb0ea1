package perigee.vm.launch;

import jdk.internal.misc.Signal;
import perigee.layout.ThreadLayout;
import perigee.runtime.Stack;

/**
 * Ctrl-C while Lua code runs: the first interrupt raises the error "interrupted!" at the program's next safepoint, the
 * second one ends the process, as does one while no Lua code runs.
 */
final class Interruption {
    private static final String INTERRUPT = "INT";

    private final Stack stack;
    private boolean available = true;

    Interruption(Stack stack) {
        this.stack = stack;
    }

    /** Lua code begins to run. */
    void arm() {
        handle(signal -> {
            handle(Signal.Handler.SIG_DFL);
            stack.demandAttention(ThreadLayout.INTERRUPT);
        });
    }

    /** It runs no longer. An interrupt that came too late to be seen is forgotten. */
    void disarm() {
        handle(Signal.Handler.SIG_DFL);
        stack.clearAttention(ThreadLayout.INTERRUPT);
    }

    private void handle(Signal.Handler handler) {
        if (available) {
            try {
                Signal.handle(new Signal(INTERRUPT), handler);
            } catch (IllegalArgumentException ignoredByTheProcess) {
                available = false;
            }
        }
    }
}
