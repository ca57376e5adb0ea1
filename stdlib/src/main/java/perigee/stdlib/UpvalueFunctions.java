package perigee.stdlib;

import perigee.bytecode.Prototype;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * {@code debug.getupvalue}, {@code setupvalue}, {@code upvalueid} and {@code upvaluejoin}. Upvalues of functions written
 * in Java can be looked at, where they are those of closures, but not changed.
 */
final class UpvalueFunctions {
    private static final String NO_NAME = "(no name)";
    /** Of the numbers of upvalues of functions in Java: bits that tell them from others. */
    private static final long NATIVES = 1L << 47;

    private final LuaState state;
    private final CapturedVariables variables;

    private UpvalueFunctions(LuaState state, CapturedVariables variables) {
        this.state = state;
        this.variables = variables;
    }

    static void addTo(LibraryTable library, LuaState state, CapturedVariables variables) {
        UpvalueFunctions functions = new UpvalueFunctions(state, variables);
        library.add("getupvalue", functions::getUpvalue)
                .add("setupvalue", functions::setUpvalue)
                .add("upvalueid", functions::upvalueId)
                .add("upvaluejoin", functions::upvalueJoin);
    }

    /** Number of upvalues that a function has for programs. */
    private int count(long function) {
        return ValueType.isClosure(function) ? Memory.getInt(function + FunctionLayout.UPVALUE_COUNT)
                : state.functions().upvaluesShown(function);
    }

    private long name(long closure, int index) {
        Prototype prototype = state.functions().ofClosure(closure).prototype();
        byte[] name = prototype.upvalues()[index].name();
        return name.length == 0 ? state.strings().of(NO_NAME) : state.strings().of(name);
    }

    private int getUpvalue(Call call) {
        long index = call.checkInteger(2) - 1;
        long function = call.checkFunction(1);
        if (index < 0 || index >= count(function)) {
            return call.none();
        }
        if (ValueType.isNative(function)) {
            long value = Memory.getLong(function + FunctionLayout.NATIVE_UPVALUES + 8 * index);
            return call.results(state.strings().empty(), LocalVariables.shown(value));
        }
        return call.results(name(function, (int) index), variables.get(function, (int) index));
    }

    private int setUpvalue(Call call) {
        call.checkAny(3);
        long index = call.checkInteger(2) - 1;
        long function = call.checkFunction(1);
        if (index < 0 || index >= count(function)) {
            return call.none();
        }
        if (ValueType.isNative(function)) {
            return call.result(state.strings().empty());
        }
        variables.set(function, (int) index, call.arg(3));
        return call.result(name(function, (int) index));
    }

    private int upvalueId(Call call) {
        long index = call.checkInteger(2) - 1;
        long function = call.checkFunction(1);
        if (index < 0 || index >= count(function)) {
            return call.result(Word.NIL);
        }
        long id = ValueType.isNative(function) ? NATIVES | state.identities().of(function) << 8 | index
                : variables.identity(function, (int) index);
        return call.result(Word.ofLight(id));
    }

    private int upvalueJoin(Call call) {
        int index = checkUpvalue(call, 1);
        int otherIndex = checkUpvalue(call, 3);
        checkLua(call, 1);
        checkLua(call, 3);
        variables.join(call.arg(1), index, call.arg(3), otherIndex);
        return call.none();
    }

    /** Index, from 0, of the upvalue that argument i + 1 is the number of, in the function that argument i is. */
    private int checkUpvalue(Call call, int i) {
        long index = call.checkInteger(i + 1) - 1;
        long function = call.checkFunction(i);
        if (index < 0 || index >= count(function)) {
            throw call.argumentError(i + 1, "invalid upvalue index");
        }
        return (int) index;
    }

    private static void checkLua(Call call, int i) {
        if (!ValueType.isClosure(call.arg(i))) {
            throw call.argumentError(i, "Lua function expected");
        }
    }
}
