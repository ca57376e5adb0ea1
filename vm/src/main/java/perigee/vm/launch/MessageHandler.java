package perigee.vm.launch;

import java.nio.charset.StandardCharsets;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.stdlib.Traceback;
import perigee.value.ValueType;
import perigee.value.Word;

/** What makes the message of an error that nobody caught: its text, and a traceback. */
final class MessageHandler {
    private MessageHandler() {
    }

    static int handle(Call call) {
        long error = call.arg(1);
        long text = call.state().conversions().toStringOrZero(error);
        if (text == 0) {
            long metamethod = call.state().metamethod(error, Event.TOSTRING);
            if (metamethod != Word.NIL) {
                long made = call.callFor(metamethod, error);
                if (ValueType.isString(made)) {
                    return call.result(made);
                }
            }
            String type = new String(call.state().errors().typeName(call.arg(1)), StandardCharsets.ISO_8859_1);
            text = call.state().strings().of("(error object is a " + type + " value)");
        }
        long coroutine = call.state().stack().current();
        return call.result(call.state().strings().of(
                Traceback.of(call.state(), coroutine, Strings.toBytes(text), 1)));
    }
}
