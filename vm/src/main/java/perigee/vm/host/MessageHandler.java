package perigee.vm.host;

import java.nio.charset.StandardCharsets;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.stdlib.Traceback;
import perigee.value.ValueType;
import perigee.value.Word;

/** What an error that nobody caught has to say: its text, and a traceback. A message handler's functions. */
public final class MessageHandler {
    private MessageHandler() {
    }

    /** The message handler of a launcher: the text and the traceback in one string. */
    public static int handle(Call call) {
        long own = ownText(call);
        if (own != 0) {
            return call.result(own);
        }
        byte[] text = traceback(call, Strings.toBytes(call.state().strings().flat(plainText(call))));
        return call.result(call.state().strings().of(text));
    }

    /** The text of the error that a message handler is shown. Calls {@code __tostring}. */
    public static byte[] text(Call call) {
        long own = ownText(call);
        return Strings.toBytes(call.state().strings().flat(own != 0 ? own : plainText(call)));
    }

    /** Which functions are active, the message handler left out, after a first line unless that is null. */
    public static byte[] traceback(Call call, byte[] message) {
        return Traceback.of(call.state(), call.state().stack().current(), message, 1);
    }

    /** What an object's {@code __tostring} makes of it; 0 if it makes nothing. */
    private static long ownText(Call call) {
        LuaState state = call.state();
        if (state.conversions().toStringOrZero(call.arg(1)) != 0) {
            return 0;
        }
        long metamethod = state.metamethod(call.arg(1), Event.TOSTRING);
        long made = metamethod == Word.NIL ? Word.NIL : call.callFor(metamethod, call.arg(1));
        return ValueType.isString(made) ? made : 0;
    }

    private static long plainText(Call call) {
        LuaState state = call.state();
        long text = state.conversions().toStringOrZero(call.arg(1));
        if (text != 0) {
            return text;
        }
        String type = new String(state.errors().typeName(call.arg(1)), StandardCharsets.ISO_8859_1);
        return state.strings().of("(error object is a " + type + " value)");
    }
}
