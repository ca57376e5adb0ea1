package perigee.vm.embed;

import java.util.concurrent.atomic.AtomicReference;
import perigee.layout.ThreadLayout;
import perigee.runtime.Stack;
import perigee.vm.host.RunWatch;

/** Which thread may use a state, and what others may do: interrupt it, and nothing else. */
final class Ownership implements RunWatch {
    private final Stack stack;
    private final AtomicReference<Thread> owner = new AtomicReference<>(Thread.currentThread());
    /**
     * Both are written by the owner, holding the monitor: interrupts come to code that runs, and to memory that is
     * there.
     */
    private volatile boolean isRunning;
    private volatile boolean isClosed;

    Ownership(Stack stack) {
        this.stack = stack;
    }

    /** @throws IllegalStateException unless the state is open and this thread's, which it becomes if it is nobody's */
    void check() {
        if (isClosed) {
            throw new IllegalStateException("this Lua has been closed");
        }
        Thread current = Thread.currentThread();
        Thread found = owner.get();
        if (found != current && (found != null || !owner.compareAndSet(null, current))) {
            throw new IllegalStateException("this Lua belongs to " + owner.get()
                    + ", which has not released it; this is " + current);
        }
    }

    void release() {
        checkAtRest();
        owner.set(null);
    }

    /** @throws IllegalStateException as of {@link #check}, or when Lua code runs that has called this */
    void checkAtRest() {
        check();
        if (isRunning) {
            throw new IllegalStateException("not while its Lua code runs");
        }
    }

    @Override
    public synchronized void begins() {
        isRunning = true;
    }

    synchronized boolean isRunning() {
        return isRunning;
    }

    /** An interrupt that came too late to be seen is forgotten. */
    @Override
    public synchronized void ended() {
        isRunning = false;
        stack.clearAttention(ThreadLayout.INTERRUPT);
    }

    synchronized void interrupt() {
        if (isRunning) {
            stack.demandAttention(ThreadLayout.INTERRUPT);
        }
    }

    synchronized void close() {
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }
}
