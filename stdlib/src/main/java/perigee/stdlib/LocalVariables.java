package perigee.stdlib;

import static perigee.layout.FunctionLayout.CELL_VALUE;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import perigee.bytecode.FrameTypes;
import perigee.bytecode.Instruction;
import perigee.bytecode.Liveness;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.bytecode.VariableNames;
import perigee.bytecode.Verifier;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.runtime.Call;
import perigee.runtime.Frames;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * {@code debug.getlocal} and {@code debug.setlocal}. What frames hold for themselves (cells, headers of frames that are
 * gone) is not shown, and what verified code relies on (control registers of numeric loops) is not changed.
 */
final class LocalVariables {
    private static final byte[] VARARG = name("(vararg)");
    private static final byte[] TEMPORARY = name("(temporary)");
    private static final byte[] JAVA_TEMPORARY = name("(C temporary)");

    private final CapturedVariables variables;

    private LocalVariables(CapturedVariables variables) {
        this.variables = variables;
    }

    static void addTo(LibraryTable library, CapturedVariables variables) {
        library.add("getlocal", LocalVariables::getLocal).add("setlocal", new LocalVariables(variables)::setLocal);
    }

    private static byte[] name(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A variable of an active function: its name, and where it is. */
    private record Variable(byte[] name, long address) {
    }

    private static int getLocal(Call call) {
        LuaState state = call.state();
        int first = DebugLibrary.firstArgument(call);
        long coroutine = DebugLibrary.coroutine(call);
        int number = (int) call.checkInteger(first + 1);
        if (ValueType.isFunction(call.arg(first))) {
            byte[] name = ValueType.isClosure(call.arg(first))
                    ? VariableNames.localName(state.functions().ofClosure(call.arg(first)).prototype(), number, 0) : null;
            return call.result(name == null ? Word.NIL : state.strings().of(name));
        }
        Variable variable = find(state, activation(call, first, coroutine), number);
        if (variable == null) {
            return call.result(Word.NIL);
        }
        return call.results(state.strings().of(variable.name), shown(Memory.getLong(variable.address)));
    }

    private int setLocal(Call call) {
        LuaState state = call.state();
        int first = DebugLibrary.firstArgument(call);
        long coroutine = DebugLibrary.coroutine(call);
        call.checkInteger(first);
        int number = (int) call.checkInteger(first + 1);
        Activation activation = activation(call, first, coroutine);
        long value = call.checkAny(first + 2);
        Variable variable = find(state, activation, number);
        if (variable == null) {
            return call.result(Word.NIL);
        }
        set(state, activation, variable.address, value);
        return call.result(state.strings().of(variable.name));
    }

    private static Activation activation(Call call, int i, long coroutine) {
        Activation activation = Activation.atLevel(call.state(), coroutine, (int) call.checkInteger(i));
        if (activation == null) {
            throw call.argumentError(i, "level out of range");
        }
        return activation;
    }

    private static Variable find(LuaState state, Activation activation, int number) {
        long base = activation.base();
        if (activation.isLua()) {
            if (number < 0) {
                return -number > Stack.extraCount(base) ? null
                        : new Variable(VARARG, Stack.extraArguments(base) + 8L * (-number - 1));
            }
            Frames frames = state.errors().frames();
            byte[] name = VariableNames.localName(frames.function(base).prototype(), number, frames.pc(base));
            if (name != null) {
                return new Variable(name, base + 8L * (number - 1));
            }
            return temporary(state, activation, number);
        }
        boolean inside = number > 0 && number <= activation.end() - base >> 3;
        return inside ? new Variable(JAVA_TEMPORARY, base + 8L * (number - 1)) : null;
    }

    /**
     * Temporary values of an expression that waits for a call are those that it will still read; between them there is
     * room for frame headers. A function that a hook interrupts shows all its registers, as in the reference; so does
     * one without debug information, whose variables may not be needed any more.
     */
    private static Variable temporary(LuaState state, Activation activation, int number) {
        long base = activation.base();
        Frames frames = state.errors().frames();
        Prototype prototype = frames.function(base).prototype();
        int end = (int) (activation.end() - base >> 3);
        int register = number - 1;
        boolean stripped = prototype.lines().length == 0;
        if (!stripped && !activation.isInterrupted()) {
            int variables = 0;
            while (VariableNames.localName(prototype, variables + 1, frames.pc(base)) != null) {
                variables++;
            }
            BitSet live = Liveness.before(prototype, frames.pc(base));
            register = live.nextSetBit(variables);
            for (int left = number - variables - 1; left > 0 && register >= 0; left--) {
                register = live.nextSetBit(register + 1);
            }
        }
        return number > 0 && register >= 0 && register < end ? new Variable(TEMPORARY, base + 8L * register) : null;
    }

    // ---- values ----------------------------------------------------------------------------------------------------------

    private static boolean isCell(long word) {
        return Word.isObject(word) && Memory.getInt(word + ObjectHeader.SHAPE) == HeapType.CELL;
    }

    /** What a program may see of a stack word. */
    static long shown(long word) {
        if (isCell(word)) {
            return Memory.getLong(word + CELL_VALUE);
        }
        boolean isValue = Word.isObject(word) || word == Word.NIL || Word.isBoolean(word) || ValueType.isNumber(word)
                || Word.isLight(word);
        return isValue ? word : Word.NIL;
    }

    private void set(LuaState state, Activation activation, long address, long value) {
        int register = (int) (address - activation.base() >> 3);
        long old = Memory.getLong(address);
        state.heap().remember(activation.coroutine());
        if (isCell(old)) {
            Memory.putLong(old + CELL_VALUE, value);
            state.heap().writeBarrier(old, value);
        } else if (register < 0) {
            Memory.putLong(address, value);
        } else if (activation.isLua() && isFree(state, activation.base(), register, value)) {
            Memory.putLong(address, value);
            variables.assigned(activation.base(), register, old, value);
        }
    }

    /** Whether verified code allows any value in the register. */
    private static boolean isFree(LuaState state, long base, int register, long value) {
        Frames frames = state.errors().frames();
        Prototype prototype = frames.function(base).prototype();
        if (register >= prototype.maxStack()) {
            return false;
        }
        FrameTypes types = Verifier.typesBefore(prototype, frames.pc(base));
        return types != null && types.isValue(register)
                && (!types.isTable(register) || ValueType.isTable(value) || !isFilled(prototype, register));
    }

    /** Whether some table constructor works in the register: its SETLIST takes the table for granted. */
    private static boolean isFilled(Prototype prototype, int register) {
        for (long instruction : prototype.code()) {
            if (Instruction.op(instruction) == Opcode.SETLIST && Instruction.a(instruction) == register) {
                return true;
            }
        }
        return false;
    }
}
