package perigee.stdlib;

import perigee.memory.Memory;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.LuaState;
import perigee.runtime.ProtectedOutcome;
import perigee.value.ValueType;
import perigee.value.Word;

/** {@code pcall} and {@code xpcall}: neither recurses in Java, and coroutines yield across them. */
final class ProtectedCalls {
    private static final Continuation HANDLED = new Handled();
    /** Offset of {@code xpcall}'s second argument from its base. */
    private static final int HANDLER = 8;

    private ProtectedCalls() {
    }

    static void addTo(LuaState state, LibraryTable library) {
        library.set("pcall", state.upcalls().protectedCall()).add("xpcall", ProtectedCalls::xpcall);
    }

    private static int xpcall(Call call) {
        if (!ValueType.isFunction(call.arg(2))) {
            throw call.typeError(2, "function");
        }
        // f, handler, arguments: the handler stays where it is, and f is called from behind it.
        int arguments = call.count() - 2;
        call.pushFunction(Word.NIL);
        long place = call.base() + 16;
        Memory.copy(place, place + 24, 8L * arguments);
        Memory.putLong(place, call.arg(1));
        Memory.putLong(place + 8, Word.NIL);
        Memory.putLong(place + 16, Word.NIL);
        return call.callThen(HANDLED, arguments);
    }

    /** What the message handler made of an error is what is returned. */
    private static final class Handled extends ProtectedOutcome {
        @Override
        public long handle(LuaState state, long frame, long error) {
            return state.upcalls().call(Memory.getLong(frame + HANDLER), error);
        }
    }
}
