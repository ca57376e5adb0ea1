package perigee.vm.embed;

import java.nio.charset.StandardCharsets;
import perigee.heap.RootVisitor;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;
import perigee.vm.host.MessageHandler;

/**
 * Makes exceptions of Lua errors. What they say is found out where the error is raised, by a message handler: the text,
 * and the functions that are active. What a Java function has thrown is kept until the error that became of it has come
 * to Java again.
 */
final class ErrorReport {
    private final Machine machine;
    private final LuaState state;
    /** The error that the message handler was shown last, and what it found; null: none. */
    private String text;
    private String traceback;
    private long shown;
    /** The exception that was last made an error, and that error's value; null: none. */
    private Exception thrown;
    private long raised;

    ErrorReport(Machine machine) {
        this.machine = machine;
        state = machine.state();
    }

    void visit(RootVisitor visitor) {
        shown = visitor.visit(shown);
        raised = visitor.visit(raised);
    }

    /** The message handler; the error goes on as it is. */
    int handle(Call call) {
        String found = utf8(MessageHandler.text(call));
        traceback = utf8(MessageHandler.traceback(call, null));
        text = found;
        shown = call.arg(1);
        return call.result(shown);
    }

    /** An error with this value is on its way, because of an exception. */
    void becauseOf(Exception exception, long word) {
        thrown = Word.isObject(word) ? exception : null;
        raised = word;
    }

    /** Forgets the errors so far: nothing runs. */
    void forget() {
        text = null;
        traceback = null;
        shown = Word.NIL;
        thrown = null;
        raised = Word.NIL;
    }

    /** The exception for an error that no Lua code has caught. */
    LuaException exception(long word) {
        boolean isShown = text != null && shown == word;
        Exception cause = thrown != null && raised == word ? thrown : null;
        String message = isShown ? text : textOf(word);
        return new LuaException(message, machine.conversion().value(word), isShown ? traceback : "", cause);
    }

    /** The text of an error that the message handler was not shown: memory or stack had run out, or no Lua code ran. */
    private String textOf(long word) {
        long string = state.conversions().toStringOrZero(word);
        return string != 0 ? utf8(Strings.toBytes(string))
                : "(error object is a " + ValueType.of(word).luaName + " value)";
    }

    private static String utf8(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
