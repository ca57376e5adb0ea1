package perigee.runtime;

import static perigee.layout.StackLayout.*;

import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.value.Word;

/** The life of coroutines but for resuming and yielding, which the driver does, and compiled code. */
public final class Coroutines {
    private final LuaState state;
    private final Stack stack;
    /** How many coroutines are made at a time. */
    private int batch = 1;

    Coroutines(LuaState state) {
        this.state = state;
        stack = state.stack();
    }

    /** A suspended coroutine that will call a function. */
    public long create(long function) {
        if (madeCount() == 0) {
            makeSome();
        }
        long count = madeCount() - 1;
        Memory.putLong(stack.threadBlock() + ThreadLayout.MADE_COUNT, count);
        long coroutine = Memory.getLong(made(count));
        long bottom = Stack.bottom(coroutine);
        Memory.putLong(bottom, function);
        Memory.putLong(coroutine + SAVED_TOP, bottom + HEADER_BYTES);
        return coroutine;
    }

    private long madeCount() {
        return Memory.getLong(stack.threadBlock() + ThreadLayout.MADE_COUNT);
    }

    /** Where the coroutine of this number stands. */
    private long made(long number) {
        return stack.threadBlock() + ThreadLayout.MADE_COROUTINES + 8 * number;
    }

    /** Makes one coroutine; the more there were since the last collection, the more for others to take. */
    private void makeSome() {
        for (int i = 0; i < batch; i++) {
            Memory.putLong(made(i), stack.newCoroutine());
            Memory.putLong(stack.threadBlock() + ThreadLayout.MADE_COUNT, i + 1);
        }
        batch = Math.min(2 * batch, ThreadLayout.MADE_MOST);
    }

    /** Before a collection: coroutines that nobody has taken are garbage. */
    void dropMade() {
        for (long number = madeCount() - 1; number >= 0; number--) {
            stack.releaseRegion(Memory.getLong(made(number)));
        }
        Memory.putLong(stack.threadBlock() + ThreadLayout.MADE_COUNT, 0);
        batch = 1;
    }

    /** Whether so many values could be passed to a suspended coroutine. */
    public static boolean hasRoom(long coroutine, int count) {
        long used = Memory.getLong(coroutine + SAVED_TOP) - Memory.getLong(coroutine + REGION) >>> 3;
        return used + count + Stack.NATIVE_WORDS + SLACK_WORDS <= Stack.MAX_WORDS;
    }

    /**
     * Ends a coroutine that is suspended or dead: closes its pending variables, by calls that recurse in Java and cannot
     * yield, and gives its stack back (lua_closethread). Collects.
     *
     * @return false when an error had ended it, or one was raised in closing: it is the {@link LuaState#errorValue} then
     */
    public boolean close(long coroutine) {
        boolean failed = Stack.hasFailed(coroutine);
        if (Memory.getInt(coroutine + TO_CLOSE_COUNT) != 0) {
            failed = closeVariables(coroutine, failed);
        }
        Stack.setStatus(coroutine, Stack.DEAD);
        stack.releaseRegion(coroutine);
        if (failed) {
            state.raise(Memory.getLong(coroutine + ERROR));
            Memory.putLong(coroutine + ERROR, Word.NIL);
        }
        return !failed;
    }

    private boolean closeVariables(long coroutine, boolean failed) {
        long closer = stack.current();
        Stack.setStatus(closer, Stack.NORMAL);
        Memory.putLong(coroutine + RESUMER, closer);
        state.heap().writeBarrier(coroutine, closer);
        stack.switchTo(coroutine);
        Stack.setStatus(coroutine, Stack.RUNNING);
        for (long variable = stack.lastToClose(0); variable != 0; variable = stack.lastToClose(0)) {
            stack.removeLastToClose();
            stack.setBase(Stack.bottom(coroutine));
            stack.setTop(variable + 8);
            try {
                closeVariable(Memory.getLong(variable), Memory.getLong(coroutine + ERROR));
            } catch (LuaError error) {
                failed = true;
                Memory.putLong(coroutine + ERROR, state.errorValue());
                state.heap().writeBarrier(coroutine, state.errorValue());
            }
        }
        Memory.putLong(coroutine + RESUMER, 0);
        stack.switchTo(closer);
        Stack.setStatus(closer, Stack.RUNNING);
        return failed;
    }

    private void closeVariable(long value, long error) {
        long place = stack.top();
        place += stack.ensure(place + 8L * Stack.NATIVE_WORDS);
        Memory.putLong(place, state.metamethod(value, Event.CLOSE));
        Memory.putLong(place + HEADER_BYTES, value);
        Memory.putLong(place + HEADER_BYTES + 8, error);
        stack.setTop(place + HEADER_BYTES + 16);
        state.executor().call(place, 2, 0);
    }
}
