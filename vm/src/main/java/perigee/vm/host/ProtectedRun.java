package perigee.vm.host;

import static perigee.layout.StackLayout.HEADER_BYTES;
import static perigee.layout.StackLayout.REGION;

import perigee.frame.Link;
import perigee.interp.Driver;
import perigee.memory.Memory;
import perigee.runtime.Continuation;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.NativeFunction;
import perigee.runtime.ProtectedOutcome;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * Calls from the host into a state, at rest or in a Java function that it has called: everything a host runs goes
 * through here. Errors end here; a Java function is the bottommost frame, as in the reference, whose tracebacks end
 * with "[C]: in ?".
 */
public final class ProtectedRun {
    private final LuaState state;
    private final Driver driver;
    private final RunWatch watch;
    private final long runner;
    private final long messageHandler;
    /** Where the outcome of the last run stands, counted from the region of the coroutine that it ran in. */
    private long outcome;

    /**
     * @param handler is shown each error that ends in a run, where it was raised; what it returns is the run's result
     * @param watch   is told when Lua code runs
     */
    public ProtectedRun(LuaState state, Driver driver, NativeFunction handler, RunWatch watch) {
        this.state = state;
        this.driver = driver;
        this.watch = watch;
        messageHandler = state.functions().newNative("message handler", handler);
        Continuation end = new End();
        runner = state.functions().newNative("host", call -> call.callThen(end, call.argumentsAsCall(2)));
        state.heapConnection().addRoots(visitor -> {
            visitor.visit(messageHandler);
            visitor.visit(runner);
        });
    }

    /**
     * Calls a function. Its results, or what the message handler made of the error, are on top of the stack afterwards:
     * {@link #count} words from {@link #first}, valid until the next run; {@link #drop} takes them off.
     *
     * @return whether there was no error
     */
    public boolean run(long function, long... arguments) {
        Stack stack = state.stack();
        boolean isOutermost = stack.depth() == 0;
        long place = stack.top();
        place += stack.ensure(place + 8L * (arguments.length + Stack.NATIVE_WORDS));
        Memory.putLong(place, runner);
        long first = place + HEADER_BYTES;
        Memory.putLong(first, messageHandler);
        Memory.putLong(first + 8, function);
        for (int i = 0; i < arguments.length; i++) {
            Memory.putLong(first + 16 + 8L * i, arguments[i]);
        }
        stack.setTop(first + 16 + 8L * arguments.length);
        long base = stack.base() - region();
        long offset = place - region();
        if (isOutermost) {
            watch.begins();
        }
        try {
            driver.call(place, arguments.length + 2, Link.MULTIPLE);
        } catch (LuaError uncaught) {
            // There was no room for the call, or a hook has raised it where nobody catches errors any more.
            stack.setBase(region() + base);
            place = region() + offset;
            Memory.putLong(place, Word.FALSE);
            Memory.putLong(place + 8, state.errorValue());
            stack.setTop(place + 16);
        } finally {
            if (isOutermost) {
                watch.ended();
            }
        }
        outcome = offset;
        return Memory.getLong(region() + outcome) == Word.TRUE;
    }

    private long region() {
        return Memory.getLong(state.stack().current() + REGION);
    }

    /** Number of results of the last run. */
    public int count() {
        return (int) (state.stack().top() - first() >>> 3);
    }

    /** Address of the first result, valid until the next call. */
    public long first() {
        return region() + outcome + 8;
    }

    /** Result i from 0; what the message handler made of the error is the first. */
    public long result(int i) {
        return Memory.getLong(first() + 8L * i);
    }

    /** Forgets the results. */
    public void drop() {
        state.stack().setTop(region() + outcome);
    }

    /** Puts the state to rest after something was thrown that has left it with frames on its stack. */
    public void rest() {
        Stack stack = state.stack();
        stack.switchTo(stack.main());
        long bottom = Stack.bottom(stack.main());
        stack.setBase(bottom);
        stack.setTop(bottom);
        stack.setHandlingError(false);
    }

    /** Of an error, what the handler makes of it is what counts. */
    private static final class End extends ProtectedOutcome {
        @Override
        public long handle(LuaState state, long frame, long error) {
            return state.upcalls().call(Memory.getLong(frame), error);
        }
    }
}
