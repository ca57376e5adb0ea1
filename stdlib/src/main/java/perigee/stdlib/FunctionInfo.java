package perigee.stdlib;

import perigee.bytecode.ChunkName;
import perigee.bytecode.Prototype;
import perigee.bytecode.VariableNames;
import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.Call;
import perigee.runtime.Frames;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.ValueType;
import perigee.value.Word;

/** {@code debug.getinfo}: what is known of a function, active or not. */
final class FunctionInfo {
    private static final String ALL_OPTIONS = "flnSrtu";
    private static final String KNOWN_OPTIONS = "SlnrutLf";
    private static final byte[] JAVA_SOURCE = {'=', '[', 'C', ']'};

    private final LuaState state;
    private final long function;
    /** The activation that is asked about; null for a function that is not active. */
    private final Activation activation;
    /** Null for a function written in Java. */
    private final Prototype prototype;
    private final long result;

    private FunctionInfo(LuaState state, long function, Activation activation) {
        this.state = state;
        this.function = function;
        this.activation = activation;
        prototype = ValueType.isClosure(function) ? state.functions().ofClosure(function).prototype() : null;
        result = state.tables().create(0, 0);
    }

    static int getInfo(Call call) {
        LuaState state = call.state();
        int first = DebugLibrary.firstArgument(call);
        long coroutine = DebugLibrary.coroutine(call);
        String options = call.isNoneOrNil(first + 1) ? ALL_OPTIONS : call.checkText(first + 1);
        if (options.startsWith(">")) {
            throw call.argumentError(first + 1, "invalid option '>'");
        }
        Activation activation = null;
        long function = call.arg(first);
        if (!ValueType.isFunction(function)) {
            activation = Activation.atLevel(state, coroutine, (int) call.checkInteger(first));
            if (activation == null) {
                return call.result(Word.NIL);
            }
            function = activation.function();
        }
        for (int i = 0; i < options.length(); i++) {
            if (KNOWN_OPTIONS.indexOf(options.charAt(i)) < 0) {
                throw call.argumentError(first + 1, "invalid option");
            }
        }
        return call.result(new FunctionInfo(state, function, activation).fill(options));
    }

    private long fill(String options) {
        for (int i = 0; i < options.length(); i++) {
            switch (options.charAt(i)) {
                case 'S' -> source();
                case 'l' -> set("currentline", isActiveLua() ? frames().line(activation.base()) : -1);
                case 'u' -> parameters();
                case 'n' -> name();
                case 'r' -> transfer();
                case 't' -> set("istailcall", Word.ofBoolean(activation != null
                        && Link.has(Stack.link(activation.base()), Link.TAIL_CALLED)));
                case 'L' -> set("activelines", activeLines());
                default -> set("func", function);
            }
        }
        return result;
    }

    private Frames frames() {
        return state.errors().frames();
    }

    private boolean isActiveLua() {
        return activation != null && prototype != null;
    }

    private void set(String field, long word) {
        state.tables().setString(result, state.strings().internOf(field), word, false);
    }

    private void set(String field, int number) {
        set(field, Word.ofInteger(number));
    }

    private void set(String field, byte[] text) {
        set(field, state.strings().of(text));
    }

    private void set(String field, String text) {
        set(field, state.strings().of(text));
    }

    private void source() {
        byte[] source = prototype == null ? JAVA_SOURCE : prototype.source();
        set("source", source);
        set("short_src", ChunkName.display(source));
        set("linedefined", prototype == null ? -1 : prototype.lineDefined());
        set("lastlinedefined", prototype == null ? -1 : prototype.lastLineDefined());
        set("what", prototype == null ? "C" : prototype.lineDefined() == 0 ? "main" : "Lua");
    }

    private void parameters() {
        set("nups", prototype != null ? Memory.getInt(function + FunctionLayout.UPVALUE_COUNT)
                : state.functions().upvaluesShown(function));
        set("nparams", prototype == null ? 0 : prototype.parameters());
        set("isvararg", Word.ofBoolean(prototype == null || prototype.vararg()));
    }

    private void name() {
        VariableNames.Name name = activation == null ? null
                : frames().calledName(activation.coroutine(), activation.base());
        set("namewhat", name == null ? "" : name.kind());
        if (name != null) {
            set("name", name.name());
        }
    }

    private void transfer() {
        long coroutine = activation == null ? 0 : activation.coroutine();
        set("ftransfer", activation == null ? 0 : state.hooks().transferFirst(coroutine, activation.base()));
        set("ntransfer", activation == null ? 0 : state.hooks().transferCount(coroutine, activation.base()));
    }

    /** A table with a true for each line that has code, the first instruction of a vararg function aside. */
    private long activeLines() {
        if (prototype == null) {
            return Word.NIL;
        }
        long lines = state.tables().create(0, 0);
        for (int pc = prototype.vararg() ? 1 : 0; pc < prototype.lines().length; pc++) {
            state.tables().setInteger(lines, prototype.lines()[pc], Word.TRUE);
        }
        return lines;
    }
}
