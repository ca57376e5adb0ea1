package perigee.vm.launch;

import java.io.IOException;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.stdlib.ChunkLoading;
import perigee.stream.ByteStream;
import perigee.value.ValueType;
import perigee.value.Word;
import perigee.vm.host.ProtectedRun;

/**
 * The interactive mode on plain lines (manual 7): reads a statement or expression, which may take several lines, executes
 * it and prints its values.
 */
final class Prompt {
    private static final byte[] CHUNK = HostText.bytes("=stdin");
    /** How messages about incomplete statements end. */
    private static final String END_MARK = "<eof>";

    private final LuaState state;
    private final ProtectedRun run;
    private final Messages messages;
    private final PromptText prompt;
    private String lastMessage;

    Prompt(LuaState state, ProtectedRun run, Messages messages) {
        this.state = state;
        this.run = run;
        this.messages = messages;
        prompt = new PromptText(state, run);
    }

    /** Until the input ends. */
    void run() {
        for (ByteBuilder first = readLine(true); first != null; first = readLine(true)) {
            long function = load(first);
            boolean good = function != 0 && run.run(function);
            if (good) {
                print();
            } else if (function != 0) {
                messages.error(state, run.result(0), false);
            } else {
                messages.toError(lastMessage + "\n");
            }
            run.drop();
        }
        messages.toOutput("\n");
    }

    /** A function for what begins with this line; 0 when it is wrong, and {@link #lastMessage} says why. */
    private long load(ByteBuilder line) {
        ByteBuilder expression = new ByteBuilder();
        expression.appendAscii("return ");
        expression.append(line.array(), 0, line.length());
        expression.append(';');
        long function = tryLoad(expression);
        if (function != 0) {
            return function;
        }
        for (function = tryLoad(line); function == 0 && lastMessage.endsWith(END_MARK); function = tryLoad(line)) {
            ByteBuilder more = readLine(false);
            if (more == null) {
                break;
            }
            line.append('\n');
            line.append(more.array(), 0, more.length());
        }
        return function;
    }

    private long tryLoad(ByteBuilder text) {
        try {
            return ChunkLoading.load(state, text.array(), text.length(), CHUNK, "bt", state.globals());
        } catch (LuaError error) {
            long message = state.errorValue();
            lastMessage = ValueType.isString(message) ? Strings.toJava(state.strings().flat(message)) : "";
            return 0;
        }
    }

    /** Prompts for a line; null at the end of the input. */
    private ByteBuilder readLine(boolean isFirst) {
        messages.toOutput(prompt.of(isFirst));
        ByteBuilder line = new ByteBuilder();
        try {
            ByteStream in = state.streams().in();
            in.forgetEnd();
            if (!in.readLine(line) && line.length() == 0) {
                return null;
            }
        } catch (IOException e) {
            return null;
        }
        if (!isFirst || line.length() == 0 || line.byteAt(0) != '=') {
            return line;
        }
        // An old way to ask for a value.
        ByteBuilder expression = new ByteBuilder();
        expression.appendAscii("return ");
        expression.append(line.array(), 1, line.length());
        return expression;
    }

    /** Calls {@code print} with the results of the last run. */
    private void print() {
        if (run.count() == 0) {
            return;
        }
        long[] values = new long[run.count() + 1];
        values[0] = global("print");
        for (int i = 1; i < values.length; i++) {
            values[i] = run.result(i - 1);
        }
        run.drop();
        // Without a traceback.
        run.run(state.upcalls().protectedCall(), values);
        if (run.result(0) != Word.TRUE) {
            long message = state.conversions().toStringOrZero(run.result(1));
            messages.toError("error calling 'print' (" + (message == 0 ? "?" : Strings.toJava(message)) + ")\n");
        }
    }

    private long global(String name) {
        return state.tables().getString(state.globals(), state.strings().internOf(name));
    }
}
