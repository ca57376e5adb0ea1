package perigee.stdlib;

import static perigee.layout.StackLayout.*;

import perigee.frame.Link;
import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;

/**
 * An active function: a frame on the stack of a coroutine, as the debug functions take it. Good until something is called
 * or the stack grows.
 *
 * @param coroutine the coroutine
 * @param base      of the frame
 * @param end       where the frame's values end: the place of the function that it called, or the stack's top
 * @param isInterrupted whether what it called is a hook
 */
record Activation(long coroutine, long base, long end, boolean isInterrupted) {
    /** The active function at a level of a coroutine, 0 being the topmost; null when there are not so many. */
    static Activation atLevel(LuaState state, long coroutine, long level) {
        if (level < 0) {
            return null;
        }
        Activation activation = top(state, coroutine);
        for (; activation != null && level > 0; level--) {
            activation = activation.caller(state);
        }
        return activation;
    }

    /** The topmost active function of a coroutine; null when there is none. */
    static Activation top(LuaState state, long coroutine) {
        if (Memory.getLong(coroutine + REGION) == 0) {
            return null;
        }
        Stack stack = state.stack();
        boolean runs = coroutine == stack.current();
        return of(state, coroutine, state.errors().frames().top(coroutine),
                runs ? stack.top() : Memory.getLong(coroutine + SAVED_TOP), false);
    }

    /** The function that called this one; null at the bottom of the stack. */
    Activation caller(LuaState state) {
        long caller = state.errors().frames().caller(coroutine, base);
        return of(state, coroutine, caller, Stack.callerEnd(base),
                Link.has(Stack.link(base), Link.HOOK));
    }

    private static Activation of(LuaState state, long coroutine, long base, long end, boolean isInterrupted) {
        if (base == Stack.bottom(coroutine)) {
            return null;
        }
        Activation activation = new Activation(coroutine, base, end, isInterrupted);
        return state.errors().frames().guardsFinalizer(base) ? activation.caller(state) : activation;
    }

    boolean isLua() {
        return Stack.isLua(base);
    }

    long function() {
        return Stack.function(base);
    }
}
