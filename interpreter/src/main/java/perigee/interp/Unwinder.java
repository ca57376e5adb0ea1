package perigee.interp;

import static perigee.layout.StackLayout.*;

import perigee.frame.Link;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.Continuation;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * Takes an error from where it was raised to the Java frame that catches it. On the way it closes variables, with one
 * {@code __close} call at a time made from the catching frame, so that these may yield too: while they run, the frame's
 * pc word is a light userdata and its first argument's place holds the error.
 */
final class Unwinder {
    private final LuaState state;
    private final Stack stack;
    private final Driver driver;

    Unwinder(LuaState state, Driver driver) {
        this.state = state;
        this.stack = state.stack();
        this.driver = driver;
    }

    /**
     * Finds who catches the error among the frames above the one that called into Lua from Java, and makes it the topmost
     * frame; {@link #resume} goes on from there. When nobody does, throws the error on; the frames stay, as it may be the
     * coroutine that ends, and tracebacks show them.
     *
     * @param coroutine    the coroutine that the caller runs in
     * @param callerOffset offset of the caller's base from its region
     */
    void unwind(LuaError error, long coroutine, long callerOffset) {
        showToHandler();
        while (true) {
            long current = stack.current();
            long stop = current == coroutine ? Memory.getLong(current + REGION) + callerOffset : Stack.bottom(current);
            long catcher = findCatcher(stop, false);
            allowYields(catcher != 0 ? catcher : stop);
            if (catcher != 0) {
                stack.setBase(catcher);
                Memory.putLong(catcher, state.errorValue());
                stack.setNesting(nesting(catcher));
                Memory.putLong(catcher + PC, Word.ofLight(nesting(catcher)));
                stack.setTop(catcher + 8);
                return;
            }
            if (current == coroutine) {
                throw error;
            }
            // The coroutine dies of it; its frames stay for tracebacks. The resumer's continuation gets the error.
            Stack.setStatus(current, Stack.DEAD);
            Memory.putLong(current + ERROR, state.errorValue());
            stack.setTop(Math.max(stack.top(), stack.frameEnd(stack.base())));
            driver.switchToResumer(current);
        }
    }

    /** Whether a Java function's frame is closing variables, before it goes on with an error that it has caught. */
    static boolean isClosing(long base) {
        return Word.isLight(Memory.getLong(base + PC));
    }

    /** The nesting at the call of a Java function; its frame's pc word tells. */
    private static int nesting(long base) {
        long word = Memory.getLong(base + PC);
        return (int) (Word.isLight(word) ? Word.light(word) : Word.integer(word));
    }

    /**
     * The topmost frame with a continuation that catches, above a base; 0 if there is none.
     *
     * @param handles whether it is to have a message handler of its own, or none
     */
    private long findCatcher(long stop, boolean handles) {
        for (long base = stack.base(); base > stop; base = Stack.caller(base)) {
            if (!Stack.isLua(base)) {
                Continuation continuation = state.functions().continuationOf(base);
                if (continuation != null && continuation.catchesErrors() && !(handles && continuation.leavesHandler())) {
                    return base;
                }
            }
        }
        return 0;
    }

    /** Java functions whose frames are above a base will not go on: those that have forbidden yields do so no longer. */
    private void allowYields(long stop) {
        for (long base = stack.base(); base > stop; base = Stack.caller(base)) {
            Continuation continuation = Stack.isLua(base) ? null : state.functions().continuationOf(base);
            if (continuation != null && continuation.forbidsYields()) {
                driver.takeContinuation(base);
                stack.allowYields();
            }
        }
    }

    /**
     * Lets the message handler of the innermost catching frame see the error, while all frames still stand. An error in
     * the handler is shown to the handler again, until there is no more stack for that.
     */
    private void showToHandler() {
        if (state.isErrorFinal()) {
            return;
        }
        state.errors().frames().top();
        long catcher = findCatcher(Stack.bottom(stack.current()), true);
        if (catcher != 0) {
            Continuation continuation = state.functions().continuationOf(catcher);
            boolean before = stack.setHandlingError(true);
            while (!state.isErrorFinal()) {
                long offset = catcher - Memory.getLong(stack.current() + REGION);
                try {
                    state.raiseFinal(continuation.handle(state, catcher, state.errorValue()));
                } catch (RuntimeException | StackOverflowError | OutOfMemoryError inHandler) {
                    state.asLuaError(inHandler);
                }
                catcher = Memory.getLong(stack.current() + REGION) + offset;
            }
            stack.setHandlingError(before);
        }
        state.raiseFinal(state.errorValue());
    }

    /** Goes on from the catching frame that {@link #unwind} made the topmost. */
    boolean resume() {
        return closeNext();
    }

    /** Closes the next variable above the catching frame; when there is none left, the error is caught. */
    boolean closeNext() {
        long base = stack.base();
        long variable = stack.lastToClose(base);
        if (variable != 0) {
            stack.removeLastToClose();
            long value = Memory.getLong(variable);
            long metamethod = state.metamethod(value, Event.CLOSE);
            long offset = base - variable;
            stack.ensure(variable + 8L * Stack.NATIVE_WORDS);
            base = stack.base();
            long place = base - offset + 8;
            Memory.putLong(place, metamethod);
            Memory.putLong(place + HEADER_BYTES, value);
            Memory.putLong(place + HEADER_BYTES + 8, Memory.getLong(base));
            stack.setTop(place + HEADER_BYTES + 16);
            return driver.invoke(place, 2, 0, Link.CONTINUES);
        }
        stack.setTop(base + 8);
        stack.shrink();
        base = stack.base();
        Memory.putLong(base + PC, Word.ofInteger(nesting(base)));
        Continuation continuation = driver.takeContinuation(base);
        return driver.afterNative(continuation.caught(stack.callAt(base, 1), Memory.getLong(base)));
    }
}
