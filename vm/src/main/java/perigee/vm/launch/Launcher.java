package perigee.vm.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import perigee.interp.Driver;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.stdlib.ChunkLoading;
import perigee.stdlib.StandardLibrary;
import perigee.value.ValueType;
import perigee.value.Word;

/** The stand-alone interpreter (manual 7): executes what the command line asks for in one state. */
final class Launcher {
    private static final int SUCCESS = 0;
    private static final int FAILURE = 1;

    private final CommandLine line;
    private final LuaState state;
    private final ProtectedRun run;

    Launcher(CommandLine line, LuaState state) {
        this.line = line;
        this.state = state;
        run = new ProtectedRun(state, new Driver(state));
    }

    /** Executes all; the exit status. */
    int run() {
        StandardLibrary.open(state);
        setArgumentTable();
        boolean good = initialize() && runOptions();
        if (good && line.hasScript()) {
            good = runScript();
        }
        if (good && !line.hasScript() && !line.statements() && !line.version()) {
            good = runChunk(() -> ChunkLoading.loadFile(state, null, "bt", state.globals()));
        }
        return good ? SUCCESS : FAILURE;
    }

    /** The global {@code arg}: the script's name at index 0, what precedes it at negative ones. */
    private void setArgumentTable() {
        String[] arguments = line.arguments;
        int script = line.hasScript() ? line.script() + 1 : 0;
        long table = state.tables().create(0, Math.max(0, arguments.length - script));
        setGlobal("arg", table);
        state.tables().setInteger(table, -script, state.strings().of(bytes(line.program)));
        for (int i = 0; i < arguments.length; i++) {
            state.tables().setInteger(table, i + 1 - script, state.strings().of(bytes(arguments[i])));
        }
    }

    private boolean initialize() {
        if (line.ignoreEnvironment()) {
            return true;
        }
        String name = "LUA_INIT_5_4";
        String text = System.getenv(name);
        if (text == null) {
            name = "LUA_INIT";
            text = System.getenv(name);
        }
        if (text == null) {
            return true;
        }
        if (text.startsWith("@")) {
            byte[] file = bytes(text.substring(1));
            return runChunk(() -> ChunkLoading.loadFile(state, file, "bt", state.globals()));
        }
        return runText(text, "=" + name);
    }

    /** {@code -e}, {@code -l} and {@code -W}, in their order. */
    private boolean runOptions() {
        for (int i = 0; i < line.script(); i++) {
            String argument = line.arguments[i];
            char option = argument.length() > 1 ? argument.charAt(1) : '-';
            if (option == 'W') {
                state.warnings().setOn(true);
            } else if (option == 'e' || option == 'l') {
                String value = argument.length() > 2 ? argument.substring(2) : line.arguments[++i];
                if (!(option == 'e' ? runText(value, "=(command line)") : require(value))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** {@code -l name}, {@code -l global=name}; without a global's name, it is the module's up to a hyphen. */
    private boolean require(String value) {
        int equals = value.indexOf('=');
        String module = value.substring(equals + 1);
        String global = value.substring(0, Math.max(0, equals));
        if (equals < 0) {
            int hyphen = value.indexOf('-');
            global = hyphen < 0 ? value : value.substring(0, hyphen);
        }
        boolean good = run.run(global("require"), state.strings().of(bytes(module)));
        if (good) {
            setGlobal(global, run.count() == 0 ? Word.NIL : run.result(0));
        }
        return finish(good);
    }

    private boolean runScript() {
        byte[] file = line.isScriptStandardInput() ? null : bytes(line.arguments[line.script()]);
        return runChunk(() -> ChunkLoading.loadFile(state, file, "bt", state.globals()));
    }

    private boolean runText(String text, String name) {
        byte[] bytes = bytes(text);
        return runChunk(() -> ChunkLoading.load(state, bytes, bytes.length, bytes(name), "bt", state.globals()));
    }

    private interface Loading {
        long load();
    }

    private boolean runChunk(Loading loading) {
        long function;
        try {
            function = loading.load();
        } catch (LuaError error) {
            report(state.errorValue());
            return false;
        }
        return finish(run.run(function));
    }

    private boolean finish(boolean good) {
        if (!good) {
            report(run.result(0));
        }
        run.drop();
        return good;
    }

    /** Prints an error as the reference does: the program's name and the message. */
    private void report(long message) {
        ByteBuilder text = new ByteBuilder();
        text.append(bytes(line.program));
        text.appendAscii(": ");
        if (ValueType.isString(message)) {
            text.append(Strings.toBytes(state.strings().flat(message)));
        } else {
            text.appendAscii("(error message not a string)");
        }
        text.append('\n');
        try {
            state.streams().err().write(text.array(), 0, text.length());
        } catch (IOException nobodyListens) {
            // There is no other place to say so.
        }
    }

    // ---- access to the state -----------------------------------------------------------------------------------------

    private long global(String name) {
        return state.tables().getString(state.globals(), state.strings().internOf(bytes(name)));
    }

    private void setGlobal(String name, long word) {
        state.tables().setString(state.globals(), state.strings().internOf(bytes(name)), word, false);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
