package perigee.vm.launch;

import jdk.internal.misc.Signal;
import perigee.layout.ThreadLayout;
import perigee.runtime.Stack;

/**
 * Ctrl-C while Lua code runs: the first interrupt raises the error "interrupted!" at the program's next safepoint, the
 * second one ends the process. While no Lua code runs, interrupts do what they did before: they end the process, unless
 * somebody else takes them.
 */
final class Interruption {
    private static final String INTERRUPT = "INT";

    private final Stack stack;
    private boolean available = true;
    /** What interrupts do while no Lua code runs. */
    private Signal.Handler before = Signal.Handler.SIG_DFL;

    Interruption(Stack stack) {
        this.stack = stack;
    }

    /** Lua code begins to run. */
    void arm() {
        before = handle(signal -> {
            handle(Signal.Handler.SIG_DFL);
            stack.demandAttention(ThreadLayout.INTERRUPT);
        });
    }

    /** It runs no longer. An interrupt that came too late to be seen is forgotten. */
    void disarm() {
        handle(before);
        stack.clearAttention(ThreadLayout.INTERRUPT);
    }

    /** Returns the handler up to now. */
    private Signal.Handler handle(Signal.Handler handler) {
        if (available) {
            try {
                return Signal.handle(new Signal(INTERRUPT), handler);
            } catch (IllegalArgumentException ignoredByTheProcess) {
                available = false;
            }
        }
        return Signal.Handler.SIG_DFL;
    }
}
