package perigee.runtime;

import java.nio.charset.StandardCharsets;
import perigee.bytecode.ChunkName;
import perigee.bytecode.VariableNames;
import perigee.number.ByteBuilder;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The messages of run-time errors, as the reference words them. Every method returns the error to be thrown:
 * {@code throw state.errors().runtime("...")}.
 */
public final class Errors {
    private final LuaState state;
    private final Frames frames;
    private boolean isUnseen;

    Errors(LuaState state) {
        this.state = state;
        frames = new Frames(state);
    }

    /**
     * From now on nobody will see the errors, or somebody will: as long as not, they have no messages, and no frame is
     * looked at.
     */
    public void setUnseen(boolean unseen) {
        isUnseen = unseen;
    }

    private LuaError unseen() {
        return state.raise(Word.NIL);
    }

    /** What is known of frames. */
    public Frames frames() {
        return frames;
    }

    /** An error with the position of the Lua code that runs; without, when a Java function runs (luaG_runerror). */
    public LuaError runtime(String message) {
        return runtime(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    public LuaError runtime(byte[] message) {
        if (isUnseen) {
            return unseen();
        }
        ByteBuilder text = new ByteBuilder();
        long base = frames.top();
        if (Stack.isLua(base)) {
            text.append(ChunkName.display(frames.function(base).prototype().source()));
            text.append(':');
            int line = frames.line(base);
            text.appendAscii(Integer.toString(line));
            text.appendAscii(": ");
        }
        text.append(message);
        return state.raise(state.strings().of(text.toByteArray()));
    }

    /** An error of the Java function that runs, with the position of the Lua code that called it (luaL_error). */
    public LuaError library(String message) {
        return library(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    public LuaError library(byte[] message) {
        if (isUnseen) {
            return unseen();
        }
        ByteBuilder text = new ByteBuilder();
        appendPosition(text, 1);
        text.append(message);
        return state.raise(state.strings().of(text.toByteArray()));
    }

    /**
     * Appends "chunk:line: " of the function at a level (0 is the running one, 1 its caller); nothing when that is not a
     * Lua function, or its lines are unknown (luaL_where).
     */
    public void appendPosition(ByteBuilder text, int level) {
        long base = frames.atLevel(frames.top(), state.stack().current(), level);
        if (base == 0 || !Stack.isLua(base)) {
            return;
        }
        int line = frames.line(base);
        if (line > 0) {
            text.append(ChunkName.display(frames.function(base).prototype().source()));
            text.append(':');
            text.appendAscii(Integer.toString(line));
            text.appendAscii(": ");
        }
    }

    // ---- operands ----------------------------------------------------------------------------------------------------

    /** "attempt to {operation} a {type} value (local 'x')". */
    public LuaError operand(String operation, long word) {
        return isUnseen ? unseen() : operand(operation, word, frames.operandName(word));
    }

    private LuaError operand(String operation, long word, VariableNames.Name name) {
        ByteBuilder text = new ByteBuilder();
        text.appendAscii("attempt to " + operation + " a ");
        text.append(typeName(word));
        text.appendAscii(" value");
        appendName(text, name);
        return runtime(text.toByteArray());
    }

    private static void appendName(ByteBuilder text, VariableNames.Name name) {
        if (name != null) {
            text.appendAscii(" (" + name.kind() + " '");
            text.append(name.name());
            text.appendAscii("')");
        }
    }

    LuaError indexing(long object, long key) {
        return operand("index", object);
    }

    LuaError arithmetic(Event op, long a, long b) {
        if (isUnseen) {
            return unseen();
        }
        if (!Operators.isBitwise(op)) {
            return operand("perform arithmetic on", ValueType.isNumber(a) ? b : a);
        }
        if (ValueType.isNumber(a) && ValueType.isNumber(b)) {
            long culprit = state.conversions().toInteger(a) == Word.NIL ? a : b;
            ByteBuilder text = new ByteBuilder();
            text.appendAscii("number");
            appendName(text, frames.operandName(culprit));
            text.appendAscii(" has no integer representation");
            return runtime(text.toByteArray());
        }
        return operand("perform bitwise operation on", ValueType.isNumber(a) ? b : a);
    }

    LuaError concatenation(long a, long b) {
        boolean textual = ValueType.isString(a) || ValueType.isNumber(a);
        return operand("concatenate", textual ? b : a);
    }

    LuaError comparison(long a, long b) {
        String left = new String(typeName(a), StandardCharsets.ISO_8859_1);
        String right = new String(typeName(b), StandardCharsets.ISO_8859_1);
        return runtime(left.equals(right) ? "attempt to compare two " + left + " values"
                : "attempt to compare " + left + " with " + right);
    }

    /** A call of something that is not a function. */
    public LuaError call(long word) {
        if (isUnseen) {
            return unseen();
        }
        long base = frames.top();
        VariableNames.Name name = Stack.isLua(base)
                ? VariableNames.calledFunction(frames.function(base).prototype(), frames.pc(base)) : null;
        return operand("call", word, name != null ? name : frames.operandName(word));
    }

    /** "bad 'for' {what} (number expected, got {type})". */
    public LuaError forLoop(String what, long word) {
        ByteBuilder text = new ByteBuilder();
        text.appendAscii("bad 'for' " + what + " (number expected, got ");
        text.append(typeName(word));
        text.append(')');
        return runtime(text.toByteArray());
    }

    /** The variable in a register of the running frame was declared {@code <close>} but its value cannot be closed. */
    public LuaError notClosable(int register) {
        long base = frames.top();
        byte[] name = VariableNames.localName(frames.function(base).prototype(), register + 1, frames.pc(base));
        ByteBuilder text = new ByteBuilder();
        text.appendAscii("variable '");
        text.append(name == null ? new byte[] {'?'} : name);
        text.appendAscii("' got a non-closable value");
        return runtime(text.toByteArray());
    }

    // ---- arguments of library functions ------------------------------------------------------------------------------

    /** "bad argument #i to 'function' (message)" for the Java function that runs. */
    public LuaError argument(int i, String message) {
        if (isUnseen) {
            return unseen();
        }
        long base = frames.top();
        VariableNames.Name name = frames.calledName(state.stack().current(), base);
        String text = name == null ? null : new String(name.name(), StandardCharsets.ISO_8859_1);
        if (name != null && name.kind().equals("method")) {
            i--;
            if (i == 0) {
                return library("calling '" + text + "' on bad self (" + message + ")");
            }
        }
        if (text == null) {
            text = frames.globalName(Stack.function(base));
        }
        return library("bad argument #" + i + " to '" + (text == null ? "?" : text) + "' (" + message + ")");
    }

    String typeNameOfArgument(Call call, int i) {
        if (call.isNone(i)) {
            return "no value";
        }
        long word = call.arg(i);
        long name = state.metamethod(word, Event.NAME);
        if (ValueType.isString(name)) {
            return new String(Strings.toCBytes(state.strings().flat(name)), StandardCharsets.ISO_8859_1);
        }
        return ValueType.of(word) == ValueType.LIGHT_USERDATA ? "light userdata" : ValueType.of(word).luaName;
    }

    /** The type's name for messages: the metatable's {@code __name} of a table or userdata, if it is a string. */
    public byte[] typeName(long word) {
        if (ValueType.isTable(word) || ValueType.isUserdata(word)) {
            long name = state.metamethod(word, Event.NAME);
            if (ValueType.isString(name)) {
                return Strings.toCBytes(state.strings().flat(name));
            }
        }
        return ValueType.of(word).luaName.getBytes(StandardCharsets.ISO_8859_1);
    }
}
