package perigee.vm.launch;

import jdk.internal.misc.Signal;
import perigee.layout.ThreadLayout;
import perigee.runtime.Stack;
import perigee.vm.host.RunWatch;

/**
 * Ctrl-C while Lua code runs: the first interrupt raises the error "interrupted!" at the program's next safepoint, the
 * second one ends the process. So does one while no Lua code runs, unless somebody else takes these.
 */
final class Interruption implements RunWatch {
    private static final String INTERRUPT = "INT";

    private final Stack stack;
    private boolean available = true;
    private boolean isShared;
    /** What interrupts do while no Lua code runs. */
    private Signal.Handler between = Signal.Handler.SIG_DFL;

    Interruption(Stack stack) {
        this.stack = stack;
    }

    /** From now on somebody else takes the interrupts that come while no Lua code runs. */
    void share() {
        isShared = true;
    }

    @Override
    public void begins() {
        Signal.Handler found = handle(signal -> {
            handle(Signal.Handler.SIG_DFL);
            stack.demandAttention(ThreadLayout.INTERRUPT);
        });
        between = isShared ? found : Signal.Handler.SIG_DFL;
    }

    /** An interrupt that came too late to be seen is forgotten. */
    @Override
    public void ended() {
        handle(between);
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
