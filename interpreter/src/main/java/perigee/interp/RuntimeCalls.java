package perigee.interp;

import static perigee.layout.ThreadLayout.*;

import perigee.memory.Memory;
import perigee.object.Event;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** Serves optimised code that waits for a {@link RuntimeCall}. */
final class RuntimeCalls {
    private final LuaState state;

    RuntimeCalls(LuaState state) {
        this.state = state;
    }

    /** Does what the thread block says, or makes the frame the interpreter's. */
    void serve() {
        long base = state.stack().base();
        long result;
        try {
            result = result();
        } catch (LuaError refused) {
            // The instruction, executed by the interpreter, raises the same error from the right place.
            result = LuaState.PENDING;
        }
        if (result == LuaState.PENDING) {
            state.errors().frames().top();
        } else {
            Memory.putLong(state.stack().optimizedFrames().callee(base), result);
        }
    }

    private long result() {
        long t = state.stack().threadBlock();
        long a = Memory.getLong(t + RUNTIME_ARGUMENT_1);
        long b = Memory.getLong(t + RUNTIME_ARGUMENT_2);
        long c = Memory.getLong(t + RUNTIME_ARGUMENT_3);
        return switch (RuntimeCall.of(Memory.getInt(t + RUNTIME_CALL))) {
            case MAKE_ROOM -> state.heap().makeRoom(Word.integer(a)) ? Word.NIL : LuaState.PENDING;
            case GET_INDEX -> ValueType.isTable(a) ? state.indexing().get(a, b) : LuaState.PENDING;
            case SET_INDEX -> ValueType.isTable(a) ? state.indexing().set(a, b, c) : LuaState.PENDING;
            case CONCATENATE -> state.operators().concatenate(a, b);
            case EQUAL -> state.operators().equals(a, b);
            case LESS -> state.operators().compare(Event.LT, a, b);
            case LESS_OR_EQUAL -> state.operators().compare(Event.LE, a, b);
            case LENGTH -> state.operators().length(a);
        };
    }
}
