package perigee.vm.launch;

import static perigee.layout.StackLayout.HEADER_BYTES;

import perigee.frame.Link;
import perigee.interp.Driver;
import perigee.memory.Memory;
import perigee.runtime.Continuation;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.ProtectedOutcome;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * Calls from the host into a state at rest: everything the launcher runs goes through here. Errors end here, with a
 * traceback; a Java function is the bottommost frame, as in the reference, whose tracebacks end with "[C]: in ?".
 */
final class ProtectedRun {
    private final LuaState state;
    private final Driver driver;
    private final long runner;
    private final long messageHandler;
    private final Interruption interruption;

    ProtectedRun(LuaState state, Driver driver) {
        this.state = state;
        this.driver = driver;
        interruption = new Interruption(state.stack());
        messageHandler = state.functions().newNative("message handler", MessageHandler::handle);
        Continuation outcome = new Outcome();
        runner = state.functions().newNative("launcher",
                call -> call.callThen(outcome, call.argumentsAsCall(2)));
        state.heapConnection().addRoots(visitor -> {
            visitor.visit(messageHandler);
            visitor.visit(runner);
        });
    }

    /**
     * Calls a function. Its results, or the error's message, are on top of the stack afterwards: {@link #count} words
     * from {@link #first}; {@link #drop} takes them off.
     *
     * @return whether there was no error
     */
    boolean run(long function, long... arguments) {
        Stack stack = state.stack();
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
        interruption.arm();
        try {
            driver.call(place, arguments.length + 2, Link.MULTIPLE);
        } catch (LuaError uncaught) {
            // A hook has raised it where nobody catches errors any more.
            rest();
            Memory.putLong(bottom(), Word.FALSE);
            Memory.putLong(bottom() + 8, state.errorValue());
            stack.setTop(bottom() + 16);
        } finally {
            interruption.disarm();
        }
        return Memory.getLong(bottom()) == Word.TRUE;
    }

    /** While nothing runs, interrupts are somebody else's. */
    void shareInterrupts() {
        interruption.share();
    }

    private long bottom() {
        return Stack.bottom(state.stack().current());
    }

    /** Number of results of the last run. */
    int count() {
        return (int) (state.stack().top() - bottom() >>> 3) - 1;
    }

    /** Address of the first result, valid until the next call. */
    long first() {
        return bottom() + 8;
    }

    /** Result i from 0; the message is the first. */
    long result(int i) {
        return Memory.getLong(first() + 8L * i);
    }

    /** Forgets the results. */
    void drop() {
        state.stack().setTop(bottom());
    }

    /** Puts the state to rest after something was thrown that has left it with frames on its stack. */
    void rest() {
        Stack stack = state.stack();
        stack.switchTo(stack.main());
        stack.setBase(bottom());
        drop();
    }

    /** Of an error, the message with a traceback is what counts. */
    private static final class Outcome extends ProtectedOutcome {
        @Override
        public long handle(LuaState state, long frame, long error) {
            return state.upcalls().call(Memory.getLong(frame), error);
        }
    }
}
