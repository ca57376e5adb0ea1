package perigee.vm.launch;

import java.nio.charset.StandardCharsets;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.stdlib.Traceback;
import perigee.value.ValueType;
import perigee.value.Word;

/** What makes the message of an error that nobody caught: its text, and a traceback. */
final class MessageHandler {
    private MessageHandler() {
    }

    static int handle(Call call) {
        LuaState state = call.state();
        long text = state.conversions().toStringOrZero(call.arg(1));
        if (text != 0) {
            return withTraceback(call, Strings.toBytes(text));
        }
        long metamethod = state.metamethod(call.arg(1), Event.TOSTRING);
        if (metamethod != Word.NIL) {
            long made = call.callFor(metamethod, call.arg(1));
            if (ValueType.isString(made)) {
                return call.result(made);
            }
        }
        String type = new String(state.errors().typeName(call.arg(1)), StandardCharsets.ISO_8859_1);
        return withTraceback(call, HostText.bytes("(error object is a " + type + " value)"));
    }

    private static int withTraceback(Call call, byte[] message) {
        LuaState state = call.state();
        byte[] text = Traceback.of(state, state.stack().current(), message, 1);
        return call.result(state.strings().of(text));
    }
}
