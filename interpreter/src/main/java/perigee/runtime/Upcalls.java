package perigee.runtime;

import static perigee.layout.StackLayout.HEADER_BYTES;
import static perigee.layout.StackLayout.REGION;

import perigee.frame.Link;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Calls of Lua functions from above whatever frame runs, be it a Lua function's between two instructions: message
 * handlers, hooks, finalizers. The frame is as before afterwards, though it may have moved. All collect and recurse in
 * Java.
 */
public final class Upcalls {
    private final LuaState state;
    private final Stack stack;
    private final long protectedCall;

    Upcalls(LuaState state) {
        this.state = state;
        stack = state.stack();
        ProtectedCall function = new ProtectedCall();
        protectedCall = state.functions().newNative("pcall", function);
        state.functions().setOwnContinuation(Functions.idOf(protectedCall), function);
        state.functions().markIntrinsic(protectedCall, Intrinsic.PCALL);
    }

    /** The function {@code pcall}. */
    public long protectedCall() {
        return protectedCall;
    }

    /**
     * Calls a function.
     *
     * @return its first result
     * @throws LuaError its error
     */
    public long call(long function, long... arguments) {
        long frame = frameOffsets();
        long first = place(function, arguments);
        state.executor().call(first, arguments.length, 1);
        long result = Memory.getLong(stack.top() - 8);
        restore(frame);
        return result;
    }

    /**
     * Calls a finalizer, or what closes a variable at the end of a state: an error that it raises ends here.
     *
     * @return whether it returned; if not, {@link LuaState#errorValue} tells why
     */
    public boolean tryCall(long function, long... arguments) {
        long frame = frameOffsets();
        long[] all = new long[arguments.length + 1];
        all[0] = function;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        state.executor().call(place(protectedCall, all), all.length, 2, Link.HOOK);
        boolean returned = Memory.getLong(stack.top() - 16) == Word.TRUE;
        if (!returned) {
            state.raiseFinal(Memory.getLong(stack.top() - 8));
        }
        restore(frame);
        return returned;
    }

    /** Calls a hook function, which {@code debug.getinfo} tells to be one. */
    void callHook(long function, long event, long line) {
        long frame = frameOffsets();
        state.executor().call(place(function, event, line), 2, 0, Link.HOOK);
        restore(frame);
    }

    /** Where base and top are, counted from the region: 32 bits each. A frame of optimised code is made the interpreter's. */
    private long frameOffsets() {
        state.errors().frames().top();
        long region = Memory.getLong(stack.current() + REGION);
        return stack.base() - region << 32 | stack.top() - region;
    }

    private void restore(long offsets) {
        long region = Memory.getLong(stack.current() + REGION);
        stack.setBase(region + (offsets >>> 32));
        stack.setTop(region + (offsets & 0xFFFF_FFFFL));
    }

    /** Puts a function and its arguments above the frame; returns the function's address. */
    private long place(long function, long... arguments) {
        long place = Math.max(stack.top(), stack.frameEnd(stack.base()));
        place += stack.ensure(place + 8L * (Stack.NATIVE_WORDS + arguments.length));
        Memory.putLong(place, function);
        Memory.putLong(place + 8, Word.NIL);
        Memory.putLong(place + 16, Word.NIL);
        for (int i = 0; i < arguments.length; i++) {
            Memory.putLong(place + HEADER_BYTES + 8L * i, arguments[i]);
        }
        stack.setTop(place + HEADER_BYTES + 8L * arguments.length);
        return place;
    }
}
