package perigee.vm.repl;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.stdlib.ChunkLoading;
import perigee.value.ValueType;
import perigee.value.Word;

/** Runs chunks and shows what came of them: values, or an error. */
final class Evaluation {
    /** Text chunks only: nobody types others. */
    private static final String TEXT = "t";
    private static final String ANY = "bt";

    private final ReplHost host;
    private final LuaState state;
    private final Printer printer;
    private final LineSource source;
    private final Palette errorPalette;
    private long textOf;
    /** Values on their way to be shown, a table; nil when there are none. */
    private long shown;

    /** @param errorPalette of messages, which may go elsewhere than the rest */
    Evaluation(ReplHost host, Printer printer, LineSource source, Palette errorPalette) {
        this.host = host;
        this.printer = printer;
        this.source = source;
        this.errorPalette = errorPalette;
        state = host.state();
        textOf = state.functions().newNative("tostring", call -> call.result(call.toText(call.arg(1))));
        state.heapConnection().addRoots(visitor -> {
            textOf = visitor.visit(textOf);
            shown = visitor.visit(shown);
        });
    }

    /** Something that makes a function. */
    private interface Loading {
        long load();
    }

    /** An expression or statements. */
    void run(String text) {
        long function = load(text);
        if (function != 0) {
            call(function);
        }
    }

    /** Whether there was no error. */
    boolean runFile(String name) {
        byte[] file = name.getBytes(StandardCharsets.UTF_8);
        long function = orMessage(() -> ChunkLoading.loadFile(state, file, ANY, state.globals()));
        return function != 0 && call(function);
    }

    /** The function that an expression says; 0, after a message, if it is none. */
    long function(String expression) {
        long function = orMessage(() -> load(ChunkText.expression(expression)));
        if (function == 0) {
            return 0;
        }
        boolean good = host.run(function);
        long value = host.count() > 0 ? host.result(0) : Word.NIL;
        if (!good) {
            error(value);
        }
        host.drop();
        if (good && !ValueType.isFunction(value)) {
            printer.print(expression + " is " + ValueType.of(value).luaName + ", no function\n");
        }
        return good && ValueType.isFunction(value) ? value : 0;
    }

    // ---- loading -------------------------------------------------------------------------------------------------------

    private long load(String text) {
        try {
            return load(ChunkText.expression(text));
        } catch (LuaError noExpression) {
            return orMessage(() -> load(ChunkText.statements(text)));
        }
    }

    private long load(byte[] text) {
        return ChunkLoading.load(state, text, text.length, ChunkText.name(), TEXT, state.globals());
    }

    /** 0 if there is no function, after the message that says why. */
    private long orMessage(Loading loading) {
        try {
            return loading.load();
        } catch (LuaError refused) {
            error(state.errorValue());
            return 0;
        }
    }

    // ---- showing -------------------------------------------------------------------------------------------------------

    private boolean call(long function) {
        boolean good = host.run(function);
        if (good) {
            showResults();
        } else {
            error(host.result(0));
        }
        host.drop();
        return good;
    }

    /** Values that have a {@code __tostring} are shown as that says, which may run Lua code; the others raw. */
    private void showResults() {
        List<byte[]> texts = new ArrayList<>();
        int count = host.count();
        for (int i = 0; i < count; i++) {
            // Results stay where they are as long as no function is called.
            if (state.metamethod(host.result(i), Event.TOSTRING) != Word.NIL) {
                showByLua();
                return;
            }
            texts.add(text(host.result(i)));
        }
        print(texts);
    }

    private void showByLua() {
        int count = host.count();
        long[] values = new long[count];
        long table = state.tables().create(0, count);
        for (int i = 0; i < count; i++) {
            state.tables().setInteger(table, i + 1, host.result(i));
        }
        host.drop();
        shown = table;
        List<byte[]> texts = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            long value = state.tables().getInteger(shown, i);
            if (state.metamethod(value, Event.TOSTRING) == Word.NIL) {
                texts.add(text(value));
                continue;
            }
            boolean good = host.run(textOf, value);
            if (!good) {
                error(host.result(0));
                return;
            }
            texts.add(Strings.toBytes(state.strings().flat(host.result(0))));
            host.drop();
        }
        print(texts);
    }

    private void print(List<byte[]> texts) {
        for (int i = 0; i < texts.size(); i++) {
            printer.print(texts.get(i));
            printer.print(i + 1 < texts.size() ? "\t" : "\n");
        }
    }

    /** A string alone is shown as it is, as {@code print} does it. */
    private byte[] text(long value) {
        if (ValueType.isString(value)) {
            return Strings.toBytes(state.strings().flat(value));
        }
        return new TableView(state, source.palette(), source.width()).of(value).getBytes(StandardCharsets.UTF_8);
    }

    private void error(long value) {
        long text = state.conversions().toStringOrZero(value);
        String message = text == 0 ? "(error message not a string)" : Strings.toJava(state.strings().flat(text));
        printer.printError(ErrorView.of(message, errorPalette).getBytes(StandardCharsets.ISO_8859_1));
    }
}
