package perigee.vm.launch;

import perigee.object.Tables;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.stdlib.ChunkLoading;
import perigee.stdlib.Environment;
import perigee.stdlib.StandardLibrary;
import perigee.value.ValueType;
import perigee.value.Word;
import perigee.vm.dump.BytecodeDump;
import perigee.vm.dump.Dump;
import perigee.vm.host.ProtectedRun;

/** The stand-alone interpreter (manual 7): executes what the command line asks for, in one state. */
final class Launcher {
    private static final String INIT = "LUA_INIT";
    private static final String INIT_OF_VERSION = "LUA_INIT_5_4";
    private static final String HINT = ":help lists what the prompt itself can do\n";
    /** Modes of loading: text and binary chunks. */
    private static final String ANY = "bt";

    private final CommandLine line;
    private final LuaState state;
    private final Messages messages;
    private final ProtectedRun run;
    private final Terminals terminals;
    private final Runnable prompt;

    /** @param prompt the interactive mode */
    Launcher(CommandLine line, LuaState state, Messages messages, ProtectedRun run, Terminals terminals, Runnable prompt) {
        this.line = line;
        this.state = state;
        this.messages = messages;
        this.run = run;
        this.terminals = terminals;
        this.prompt = prompt;
    }

    /** Executes everything; whether there was no error. */
    boolean execute() {
        if (line.version()) {
            messages.version();
        }
        if (line.ignoreEnvironment()) {
            state.tables().setString(state.registry(), state.strings().internOf("LUA_NOENV"), Word.TRUE, false);
        }
        StandardLibrary.open(state);
        setArgumentTable();
        boolean good = (line.ignoreEnvironment() || initialize()) && runOptions() && (!line.hasScript() || runScript());
        if (!good) {
            return false;
        }
        if (line.isInteractive()) {
            if (!line.interactive()) {
                if (!terminals.in()) {
                    return runChunk(() -> ChunkLoading.loadFile(state, null, ANY, state.globals()));
                }
                messages.version();
            }
            if (terminals.isForTyping()) {
                messages.toOutput(HINT);
            }
            prompt.run();
        }
        return true;
    }

    // ---- before the script -------------------------------------------------------------------------------------------

    /** The global {@code arg}: the script's name at index 0, what precedes it at negative ones. */
    private void setArgumentTable() {
        String[] arguments = line.arguments;
        int script = line.hasScript() ? line.script() + 1 : 0;
        long table = state.tables().create(0, Math.max(0, arguments.length - script));
        setGlobal("arg", table);
        state.tables().setInteger(table, -script, string(line.program));
        for (int i = 0; i < arguments.length; i++) {
            state.tables().setInteger(table, i + 1 - script, string(arguments[i]));
        }
    }

    private boolean initialize() {
        String name = INIT_OF_VERSION;
        byte[] text = Environment.get(HostText.bytes(name));
        if (text == null) {
            name = INIT;
            text = Environment.get(HostText.bytes(name));
        }
        if (text == null) {
            return true;
        }
        String init = HostText.ofBytes(text);
        return init.startsWith("@") ? runFile(init.substring(1)) : runText(init, "=" + name);
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

    /** {@code -l name} or {@code -l global=name}; without a global's name, it is the module's up to a hyphen. */
    private boolean require(String value) {
        int equals = value.indexOf('=');
        String module = value.substring(equals + 1);
        String global = value.substring(0, Math.max(0, equals));
        if (equals < 0) {
            int hyphen = value.indexOf('-');
            global = hyphen < 0 ? value : value.substring(0, hyphen);
        }
        boolean good = run.run(global("require"), string(module));
        if (good) {
            setGlobal(global, run.result(0));
        }
        return finish(good);
    }

    // ---- chunks ------------------------------------------------------------------------------------------------------

    private boolean runScript() {
        byte[] file = line.isScriptStandardInput() ? null : HostText.bytes(line.arguments[line.script()]);
        long function;
        try {
            function = ChunkLoading.loadFile(state, file, ANY, state.globals());
        } catch (LuaError error) {
            messages.error(state, state.errorValue(), true);
            return false;
        }
        dumpBytecode(function);
        long table = global("arg");
        if (!ValueType.isTable(table)) {
            messages.error(state, string("'arg' is not a table"), true);
            return false;
        }
        long[] arguments = new long[(int) Tables.length(table)];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = state.tables().getInteger(table, i + 1);
        }
        return finish(run.run(function, arguments));
    }

    private boolean runFile(String name) {
        return runChunk(() -> ChunkLoading.loadFile(state, HostText.bytes(name), ANY, state.globals()));
    }

    private boolean runText(String text, String name) {
        byte[] bytes = HostText.bytes(text);
        return runChunk(() -> ChunkLoading.load(state, bytes, bytes.length, HostText.bytes(name), ANY,
                state.globals()));
    }

    private interface Loading {
        long load();
    }

    private boolean runChunk(Loading loading) {
        long function;
        try {
            function = loading.load();
        } catch (LuaError error) {
            messages.error(state, state.errorValue(), true);
            return false;
        }
        dumpBytecode(function);
        return finish(run.run(function));
    }

    private void dumpBytecode(long function) {
        Dump dump = line.options().dump();
        if (dump != null && dump.has(Dump.Stage.BYTECODE)) {
            messages.toOutput(BytecodeDump.of(state.functions().ofClosure(function).prototype(), dump.function()));
        }
    }

    private boolean finish(boolean good) {
        if (!good) {
            messages.error(state, run.result(0), true);
        }
        run.drop();
        return good;
    }

    // ---- access to the state -----------------------------------------------------------------------------------------

    private long string(String text) {
        return state.strings().of(text);
    }

    private long global(String name) {
        return state.tables().getString(state.globals(), state.strings().internOf(name));
    }

    private void setGlobal(String name, long word) {
        state.tables().setString(state.globals(), state.strings().internOf(name), word, false);
    }
}
