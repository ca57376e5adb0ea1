package perigee.stdlib;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import perigee.number.ByteBuilder;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.Hooks;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The debug library (manual 6.10). Here are its small functions; {@link FunctionInfo}, {@link LocalVariables},
 * {@link UpvalueFunctions} and {@link Traceback} have the others.
 */
public final class DebugLibrary {
    private static final byte[] COMMAND = "=(debug command)".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] PROMPT = "lua_debug> ".getBytes(StandardCharsets.ISO_8859_1);
    private static final String CONTINUE = "cont";
    /** Registry field of the table of hooks by thread. */
    private static final String HOOK_TABLE = "_HOOKKEY";
    /** What the reference lets programs believe to be the limit of nested C calls. */
    private static final int C_STACK_LIMIT = 200;

    private DebugLibrary() {
    }

    public static void open(LuaState state) {
        LibraryTable library = new LibraryTable(state, "debug")
                .add("getinfo", FunctionInfo::getInfo)
                .add("traceback", DebugLibrary::traceback)
                .add("sethook", DebugLibrary::setHook)
                .add("gethook", DebugLibrary::getHook)
                .add("getregistry", call -> call.result(call.state().registry()))
                .add("getmetatable", DebugLibrary::getMetatable)
                .add("setmetatable", DebugLibrary::setMetatable)
                .add("getuservalue", DebugLibrary::getUserValue)
                .add("setuservalue", DebugLibrary::setUserValue)
                .add("setcstacklimit", DebugLibrary::setCStackLimit)
                .add("debug", DebugLibrary::debug);
        CapturedVariables variables = new CapturedVariables(state);
        UpvalueFunctions.addTo(library, state, variables);
        LocalVariables.addTo(library, variables);
        library.publish();
    }

    // ---- the optional thread argument ------------------------------------------------------------------------------------

    /** The coroutine that the first argument is, or the one that runs. */
    static long coroutine(Call call) {
        return ValueType.isCoroutine(call.arg(1)) ? call.arg(1) : call.state().stack().current();
    }

    /** Number of the first argument after that. */
    static int firstArgument(Call call) {
        return ValueType.isCoroutine(call.arg(1)) ? 2 : 1;
    }

    // ---- tracebacks ------------------------------------------------------------------------------------------------------

    private static int traceback(Call call) {
        LuaState state = call.state();
        int first = firstArgument(call);
        long coroutine = coroutine(call);
        long message = state.conversions().toStringOrZero(call.arg(first));
        if (message == 0 && !call.isNoneOrNil(first)) {
            return call.result(call.arg(first));
        }
        long level = call.optInteger(first + 1, coroutine == state.stack().current() ? 1 : 0);
        byte[] text = message == 0 ? null : Strings.toCBytes(message);
        return call.result(state.strings().of(Traceback.of(state, coroutine, text, (int) level)));
    }

    // ---- hooks -----------------------------------------------------------------------------------------------------------

    private static int setHook(Call call) {
        int first = firstArgument(call);
        long coroutine = coroutine(call);
        LuaState state = call.state();
        if (call.isNoneOrNil(first)) {
            setHook(state, coroutine, Word.NIL, 0, 0);
            return call.none();
        }
        String events = call.checkText(first + 1);
        long function = call.checkFunction(first);
        int count = (int) call.optInteger(first + 2, 0);
        int mask = (events.indexOf('c') >= 0 ? Hooks.CALL : 0) | (events.indexOf('r') >= 0 ? Hooks.RETURN : 0)
                | (events.indexOf('l') >= 0 ? Hooks.LINE : 0) | (count > 0 ? Hooks.COUNT : 0);
        setHook(state, coroutine, function, mask, count);
        return call.none();
    }

    /** Sets the hook, and notes it where programs know it to be: in a weak table of the registry. */
    private static void setHook(LuaState state, long coroutine, long function, int mask, int count) {
        long key = state.strings().internOf(HOOK_TABLE);
        long hooks = state.tables().getString(state.registry(), key);
        if (!ValueType.isTable(hooks)) {
            hooks = state.tables().create(0, 0);
            state.tables().setString(hooks, state.strings().eventName(Event.MODE.ordinal()), state.strings().of("k"), false);
            state.tables().setString(state.registry(), key, hooks, false);
            state.setMetatable(hooks, hooks);
        }
        state.tables().set(hooks, coroutine, function);
        state.hooks().set(coroutine, function, mask, count);
    }

    private static int getHook(Call call) {
        long coroutine = coroutine(call);
        long function = Hooks.function(coroutine);
        if (function == Word.NIL) {
            return call.result(Word.NIL);
        }
        int mask = Hooks.mask(coroutine);
        String events = ((mask & Hooks.CALL) != 0 ? "c" : "") + ((mask & Hooks.RETURN) != 0 ? "r" : "")
                + ((mask & Hooks.LINE) != 0 ? "l" : "");
        return call.results(function, call.state().strings().of(events), Word.ofInteger(Hooks.count(coroutine)));
    }

    // ---- metatables and user values --------------------------------------------------------------------------------------

    private static int getMetatable(Call call) {
        long metatable = call.state().metatable(call.checkAny(1));
        return call.result(metatable == 0 ? Word.NIL : metatable);
    }

    private static int setMetatable(Call call) {
        long metatable = call.arg(2);
        if (call.isNone(2) || metatable != Word.NIL && !ValueType.isTable(metatable)) {
            throw call.typeError(2, "nil or table");
        }
        call.state().setMetatable(call.arg(1), metatable);
        return call.result(call.arg(1));
    }

    /** No userdata of the libraries has user values. */
    private static int getUserValue(Call call) {
        call.optInteger(2, 1);
        return call.result(Word.NIL);
    }

    private static int setUserValue(Call call) {
        call.optInteger(3, 1);
        if (!ValueType.isUserdata(call.arg(1))) {
            throw call.typeError(1, "userdata");
        }
        call.checkAny(2);
        return call.result(Word.NIL);
    }

    private static int setCStackLimit(Call call) {
        call.checkInteger(1);
        return call.result(Word.ofInteger(C_STACK_LIMIT));
    }

    // ---- the interactive loop --------------------------------------------------------------------------------------------

    private static int debug(Call call) {
        LuaState state = call.state();
        ByteBuilder line = new ByteBuilder();
        while (true) {
            try {
                state.streams().err().write(PROMPT, 0, PROMPT.length);
                line.clear();
                boolean ended = state.streams().in().readLine(line);
                if (!ended && line.length() == 0 || ended && line.toString().equals(CONTINUE)) {
                    return call.none();
                }
            } catch (IOException e) {
                return call.none();
            }
            long command;
            try {
                command = ChunkLoading.load(state, line.array(), line.length(), COMMAND, "bt", state.globals());
            } catch (LuaError error) {
                report(call, state.errorValue());
                continue;
            }
            call.pushFunction(state.upcalls().protectedCall());
            call.push(command);
            call.call(1, 2);
            long message = call.popWord();
            if (call.popWord() != Word.TRUE) {
                report(call, message);
            }
        }
    }

    private static void report(Call call, long message) {
        byte[] text = Strings.toBytes(call.toText(message));
        try {
            call.state().streams().err().write(text, 0, text.length);
            call.state().streams().err().write('\n');
        } catch (IOException nobodyListens) {
            // As in the reference, a message that cannot be written is lost.
        }
    }
}
