package perigee.runtime;

import static perigee.layout.StackLayout.*;

import perigee.frame.Link;
import perigee.layout.FunctionLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Tables;
import perigee.value.Arithmetic;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * A Java function's view of its frame: arguments, results, and calls back into Lua. Arguments are numbered from 1, as in
 * the reference's error messages. The object is reused for the next Java function as soon as this one returns.
 */
public final class Call {
    /** Returned by a Java function through {@link #callThen}: the function on its stack is to be called. */
    public static final int CALL = -1;
    /** Returned through {@link #yield}. */
    public static final int YIELD = -2;
    /** Returned through {@link #resume}. */
    public static final int RESUME = -3;
    /** Returned through {@link #raise}. */
    public static final int RAISE = -4;

    private final LuaState state;
    private final Stack stack;
    private long coroutine;
    private long base;
    private int count;

    Call(LuaState state) {
        this.state = state;
        stack = state.stack();
    }

    void enter(long coroutine, long base, int count) {
        this.coroutine = coroutine;
        this.base = base;
        this.count = count;
    }

    void moved(long coroutine, long delta) {
        if (coroutine == this.coroutine) {
            base += delta;
        }
    }

    public LuaState state() {
        return state;
    }

    /** Base of the function's frame; argument i stands at {@code base() + 8 * (i - 1)}. Moves when the stack grows. */
    public long base() {
        return base;
    }

    /** Number of arguments. */
    public int count() {
        return count;
    }

    /** The running function's i-th upvalue, from 0. */
    public long upvalue(int i) {
        return Memory.getLong(Stack.function(base) + FunctionLayout.NATIVE_UPVALUES + 8L * i);
    }

    /** How many upvalues the running function has. */
    public int upvalueCount() {
        return Memory.getInt(Stack.function(base) + FunctionLayout.NATIVE_UPVALUE_COUNT);
    }

    public void setUpvalue(int i, long word) {
        long function = Stack.function(base);
        Memory.putLong(function + FunctionLayout.NATIVE_UPVALUES + 8L * i, word);
        state.heap().writeBarrier(function, word);
    }

    /** To a continuation, which is not told of arguments: the function has left so many in their places. */
    public void keepArguments(int number) {
        count = number;
    }

    // ---- arguments ---------------------------------------------------------------------------------------------------

    /** The i-th argument; nil when there are fewer. */
    public long arg(int i) {
        return i <= count ? Memory.getLong(base + 8L * (i - 1)) : Word.NIL;
    }

    /** Overwrites an argument that is there. */
    public void setArg(int i, long word) {
        assert i <= count;
        Memory.putLong(base + 8L * (i - 1), word);
    }

    public boolean isNone(int i) {
        return i > count;
    }

    public boolean isNoneOrNil(int i) {
        return arg(i) == Word.NIL;
    }

    public boolean toBoolean(int i) {
        return Word.isTruthy(arg(i));
    }

    /** @throws LuaError "value expected" when there is no such argument */
    public long checkAny(int i) {
        if (i > count) {
            throw argumentError(i, "value expected");
        }
        return arg(i);
    }

    /** The argument as an integer: an integer, a float with an integer value, or a string that converts to one. */
    public long checkInteger(int i) {
        long word = arg(i);
        if (Word.isInteger(word)) {
            return Word.integer(word);
        }
        if (ValueType.isBox(word)) {
            return LuaState.toLong(word);
        }
        long number = state.conversions().toNumber(word);
        if (number == Word.NIL) {
            throw typeError(i, "number");
        }
        if (Word.isFloat(number)) {
            double value = Word.floating(number);
            if (!Arithmetic.hasInteger(value)) {
                throw argumentError(i, "number has no integer representation");
            }
            return (long) value;
        }
        return LuaState.toLong(number);
    }

    public long optInteger(int i, long otherwise) {
        return isNoneOrNil(i) ? otherwise : checkInteger(i);
    }

    /** The argument as a float. */
    public double checkDouble(int i) {
        return LuaState.toDouble(checkNumber(i));
    }

    /** The argument as a number word; strings are converted. */
    public long checkNumber(int i) {
        long number = state.conversions().toNumber(arg(i));
        if (number == Word.NIL) {
            throw typeError(i, "number");
        }
        return number;
    }

    /** The argument as a flat string; numbers are converted (and the argument is replaced by the string). */
    public long checkString(int i) {
        long word = arg(i);
        if (ValueType.isFlatString(word)) {
            return word;
        }
        if (ValueType.isString(word)) {
            return state.strings().flat(word);
        }
        if (!ValueType.isNumber(word)) {
            throw typeError(i, "string");
        }
        long string = state.conversions().numberToString(word);
        setArg(i, string);
        return string;
    }

    /** Like {@link #checkString}, or 0 when the argument is missing or nil. */
    public long optString(int i) {
        return isNoneOrNil(i) ? 0 : checkString(i);
    }

    /** The argument, a string, up to its first zero: a name or an option, which the reference takes as C does. */
    public byte[] checkName(int i) {
        return perigee.object.Strings.toCBytes(checkString(i));
    }

    /** The same as Java text, one char per byte. */
    public String checkText(int i) {
        return new String(checkName(i), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    public long checkTable(int i) {
        long word = arg(i);
        if (!ValueType.isTable(word)) {
            throw typeError(i, "table");
        }
        return word;
    }

    public long checkFunction(int i) {
        long word = arg(i);
        if (!ValueType.isFunction(word)) {
            throw typeError(i, "function");
        }
        return word;
    }

    /** Index of the string argument among the options; a missing argument takes the default unless that is null. */
    public int checkOption(int i, String otherwise, String... options) {
        String text = otherwise != null && isNoneOrNil(i) ? otherwise : checkText(i);
        for (int k = 0; k < options.length; k++) {
            if (options[k].equals(text)) {
                return k;
            }
        }
        throw argumentError(i, "invalid option '" + text + "'");
    }

    /** {@code throw call.argumentError(...)}: "bad argument #i to 'function' (message)". */
    public LuaError argumentError(int i, String message) {
        return state.errors().argument(i, message);
    }

    /** "bad argument #i to 'function' (expected expected, got actual)". */
    public LuaError typeError(int i, String expected) {
        return argumentError(i, expected + " expected, got " + state.errors().typeNameOfArgument(this, i));
    }

    /** To be returned: raises an error with this value, more cheaply than it is thrown. */
    public int raise(long value) {
        state.raise(value);
        return RAISE;
    }

    /** An error with the position of the Lua code that called: {@code throw call.error("...")} (luaL_error). */
    public LuaError error(String message) {
        return state.errors().library(message);
    }

    /**
     * The flat string that {@code tostring} gives for a value (luaL_tolstring): calls {@code __tostring}, so it collects
     * and raises as that does.
     */
    public long toText(long word) {
        long metamethod = state.metamethod(word, Event.TOSTRING);
        if (metamethod != Word.NIL) {
            long text = state.conversions().toStringOrZero(callFor(metamethod, word));
            if (text == 0) {
                throw error("'__tostring' must return a string");
            }
            return text;
        }
        return state.conversions().plainText(word);
    }

    // ---- results -----------------------------------------------------------------------------------------------------

    public int none() {
        return 0;
    }

    /** The only result. */
    public int result(long word) {
        Memory.putLong(base, word);
        return 1;
    }

    public int result(boolean value) {
        return result(Word.ofBoolean(value));
    }

    /** Two results. */
    public int results(long first, long second) {
        Memory.putLong(base, first);
        Memory.putLong(base + 8, second);
        return 2;
    }

    public int results(long first, long second, long third) {
        Memory.putLong(base + 16, third);
        return results(first, second) + 1;
    }

    /**
     * Result i, from 0. It takes the place of argument i + 1, which must have been read; beyond the arguments room must
     * have been made by {@link #ensure}.
     */
    public void setResult(int i, long word) {
        Memory.putLong(base + 8L * i, word);
    }

    /** A result given so far. */
    public long resultAt(int i) {
        return Memory.getLong(base + 8L * i);
    }

    /** Gives {@code n} words that stand anywhere on the stack, in order from this address, as results. */
    public int resultsFrom(long first, int n) {
        Memory.moveWords(first, base, n);
        return n;
    }

    /** Gives a word, and then {@code n} words that stand anywhere on the stack, as results. */
    public int resultsAfter(long word, long first, int n) {
        Memory.moveWords(first, base + 8, n);
        Memory.putLong(base, word);
        return n + 1;
    }

    /** Makes room for so many words above the arguments, or above what was pushed. */
    public void ensure(int words) {
        stack.ensure(stack.top() + 8L * words);
    }

    /**
     * Makes room as {@link #ensure}.
     *
     * @throws LuaError "stack overflow (message)" instead of the plain message
     */
    public void ensure(long words, String message) {
        if (!ensureIfPossible(words)) {
            throw error("stack overflow (" + message + ")");
        }
    }

    /** Makes room as {@link #ensure}, or returns false when so much is more than a stack may have. */
    public boolean ensureIfPossible(long words) {
        if (!stack.hasRoom(stack.top(), words)) {
            return false;
        }
        ensure((int) words);
        return true;
    }

    // ---- calls -------------------------------------------------------------------------------------------------------

    /** Puts a word on top of the stack. There is room for {@link Stack#NATIVE_WORDS}; more need {@link #ensure}. */
    public void push(long word) {
        long top = stack.top();
        Memory.putLong(top, word);
        stack.setTop(top + 8);
    }

    /** Puts a function to be called on top of the stack, and the room for its frame header. */
    public void pushFunction(long function) {
        long top = stack.top();
        Memory.putLong(top, function);
        Memory.putLong(top + 8, Word.NIL);
        Memory.putLong(top + 16, Word.NIL);
        stack.setTop(top + HEADER_BYTES);
    }

    /** Takes words off the top. */
    public void pop(int words) {
        stack.setTop(stack.top() - 8L * words);
    }

    /** The word i places below the top: 1 is the topmost. */
    public long fromTop(int i) {
        return Memory.getLong(stack.top() - 8L * i);
    }

    /**
     * Calls, recursively, the function pushed before the topmost {@code arguments} words. They are replaced by the
     * results. Collects; may raise; raw addresses are stale afterwards.
     *
     * @param wanted number of results, or {@link Link#MULTIPLE}
     */
    public void call(int arguments, int wanted) {
        state.executor().call(stack.top() - 8L * arguments - HEADER_BYTES, arguments, wanted);
    }

    /** Calls a function with one argument for one result. */
    public long callFor(long function, long a) {
        pushFunction(function);
        push(a);
        call(1, 1);
        return popWord();
    }

    /** Calls a function with two arguments for one result. */
    public long callFor(long function, long a, long b) {
        pushFunction(function);
        push(a);
        push(b);
        call(2, 1);
        return popWord();
    }

    /** The topmost word, which is taken off. */
    public long popWord() {
        long top = stack.top() - 8;
        stack.setTop(top);
        return Memory.getLong(top);
    }

    /** Completes an operation that may need a metamethod: calls it if the result is {@link LuaState#PENDING}. */
    public long complete(long result) {
        if (result != LuaState.PENDING) {
            return result;
        }
        int n = state.pendingCount();
        pushFunction(state.pendingFunction());
        for (int i = 0; i < n; i++) {
            push(state.pendingArgument(i));
        }
        call(n, 1);
        return popWord();
    }

    /** {@code object[key]} with metamethods. Collects and raises as they do. */
    public long index(long object, long key) {
        return complete(state.indexing().get(object, key));
    }

    /** {@code object[key] = value} with metamethods. */
    public void setIndex(long object, long key, long value) {
        complete(state.indexing().set(object, key, value));
    }

    /**
     * Makes an argument the function of a call whose arguments are those after it, by moving these: what
     * {@link #callThen} and {@link #call} take, without pushing anything.
     *
     * @return the number of arguments of that call
     */
    public int argumentsAsCall(int i) {
        assert i <= count;
        int arguments = count - i;
        long function = base + 8L * (i - 1);
        Memory.moveWords(function + 8, function + HEADER_BYTES, arguments);
        Memory.putLong(function + 8, Word.NIL);
        Memory.putLong(function + 16, Word.NIL);
        stack.setTop(function + HEADER_BYTES + 8L * arguments);
        return arguments;
    }

    /**
     * To be returned: calls, without recursion in Java, the function pushed before the topmost words, and then the
     * continuation.
     */
    public int callThen(Continuation continuation, int arguments) {
        return callThen(continuation, arguments, 0);
    }

    /**
     * The same, but if it is a Lua function that is called, it returns to machine code.
     *
     * @param returnAddress with the link before it that the frame of a function has which is called so; 0 for none
     */
    public int callThen(Continuation continuation, int arguments, long returnAddress) {
        setContinuation(continuation);
        stack.request().call(stack.top() - 8L * arguments - HEADER_BYTES, arguments, returnAddress);
        return CALL;
    }

    /** To be returned: the topmost {@code values} words go to the coroutine's resumer; the next resume's arguments are
     * the function's results. */
    public int yield(int values) {
        stack.request().yield(values);
        return YIELD;
    }

    /**
     * To be returned: resumes a suspended coroutine with the topmost words; the continuation gets what it yields or
     * returns, or its error.
     */
    public int resume(long suspended, Continuation continuation, int arguments) {
        setContinuation(continuation);
        stack.request().resume(suspended, arguments);
        return RESUME;
    }

    /**
     * To be called now and then by loops of library code that run long without calling Lua.
     *
     * @throws LuaError when somebody wants the program stopped
     */
    public void pollInterrupt() {
        int reasons = Memory.getInt(stack.threadBlock() + ThreadLayout.ATTENTION);
        if ((reasons & ThreadLayout.INTERRUPT) != 0) {
            stack.clearAttention(ThreadLayout.INTERRUPT);
            throw error("interrupted!");
        }
    }

    /**
     * Errors that leave this function, or what it calls, end in its frame: {@link Continuation#caught} gets them instead of
     * this function's caller. Until {@link #catchNothing}, which is to come before the function returns.
     */
    public void catchWith(Continuation continuation) {
        assert continuation.catchesErrors();
        setContinuation(continuation);
    }

    /** Ends what {@link #catchWith} began. */
    public void catchNothing() {
        Memory.putLong(base + LINK, Link.withContinuation(Stack.link(base), 0));
    }

    private void setContinuation(Continuation continuation) {
        long link = Stack.link(base);
        Memory.putLong(base + LINK, Link.withContinuation(link, state.functions().numberOf(continuation)));
    }

    /** {@code rawget} of a named field of a table, for options and registries. */
    public long field(long table, String name) {
        Tables tables = state.tables();
        return tables.getString(table, state.strings().internOf(name));
    }
}
