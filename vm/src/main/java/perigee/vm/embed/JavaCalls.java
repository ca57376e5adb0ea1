package perigee.vm.embed;

import java.nio.charset.StandardCharsets;
import perigee.heap.HeapExhaustedException;
import perigee.runtime.Call;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;

/**
 * The Lua side of {@link JavaFunction}: one function for all of them, whose upvalue is a userdata that stands for the
 * Java object. So a Java function lives as long as Lua code can reach it.
 */
final class JavaCalls {
    private final Machine machine;
    private final LuaState state;
    private final int id;

    JavaCalls(Machine machine) {
        this.machine = machine;
        state = machine.state();
        id = state.functions().register("Java function", this::call, 0);
    }

    /** A new function value. */
    long word(JavaFunction function) {
        return state.functions().nativeValue(id, state.newUserdata(function, 0));
    }

    private int call(Call call) {
        JavaFunction function = (JavaFunction) state.objectOf(call.upvalue(0));
        long[] results = results(function, machine.conversion().values(call.base(), call.count()));
        machine.checkNotEnding();
        call.ensure(results.length);
        for (int i = 0; i < results.length; i++) {
            call.setResult(i, results[i]);
        }
        return results.length;
    }

    private long[] results(JavaFunction function, LuaValues arguments) {
        try {
            Object result = function.call(arguments);
            Object[] all = result instanceof LuaValues values ? values.array() : new Object[] {result};
            return machine.conversion().words(all);
        } catch (HeapExhaustedException full) {
            throw full;
        } catch (LuaException exception) {
            machine.checkNotEnding();
            throw raise(exception, wordOf(exception));
        } catch (Exception exception) {
            machine.checkNotEnding();
            LuaError error = state.errors().library(exception.toString().getBytes(StandardCharsets.UTF_8));
            machine.errors().becauseOf(exception, state.errorValue());
            throw error;
        }
    }

    private LuaError raise(LuaException exception, long word) {
        machine.errors().becauseOf(exception, word);
        return state.raise(word);
    }

    /** The error value; the message when that is no value here. */
    private long wordOf(LuaException exception) {
        try {
            return machine.conversion().word(exception.value());
        } catch (IllegalArgumentException | IllegalStateException foreignOrClosed) {
            return machine.conversion().word(String.valueOf(exception.getMessage()));
        }
    }
}
