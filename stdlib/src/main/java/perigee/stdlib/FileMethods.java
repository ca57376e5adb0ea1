package perigee.stdlib;

import java.io.IOException;
import perigee.number.ByteBuilder;
import perigee.number.Printf;
import perigee.number.PrintfSpec;
import perigee.object.Strings;
import perigee.object.Tables;
import perigee.runtime.Call;
import perigee.runtime.Conversions;
import perigee.runtime.LuaError;
import perigee.runtime.LuaState;
import perigee.runtime.NativeFunction;
import perigee.stream.ByteStream;
import perigee.value.ValueType;
import perigee.value.Word;

/** The methods and metamethods of files (manual 6.8), and the iterators of {@code lines}. */
final class FileMethods {
    /** Name of the files' metatable, as in messages and in the registry. */
    private static final String TYPE = "FILE*";
    /** Most formats of an iterator. */
    private static final int MOST_FORMATS = 250;
    /** Upvalues of an iterator: the file, whether it is closed at the end, and the formats. */
    private static final int ITERATOR_FILE = 0;
    private static final int ITERATOR_CLOSES = 1;
    private static final int ITERATOR_FORMATS = 2;
    /** Significant digits of a float that is written, as C's {@code "%.14g"}. */
    private static final int FLOAT_DIGITS = 14;

    private final LuaState state;
    private final long typeKey;
    private final int iteratorId;
    private final PrintfSpec floatFormat = new PrintfSpec();
    private final ByteBuilder number = new ByteBuilder();

    FileMethods(LuaState state) {
        this.state = state;
        typeKey = state.strings().internOf(TYPE);
        iteratorId = state.functions().register("lines iterator", FileMethods::nextLine);
        floatFormat.set(0, 0, FLOAT_DIGITS, 'g');
        makeMetatable();
    }

    private void makeMetatable() {
        Tables tables = state.tables();
        long metatable = tables.create(0, 0);
        tables.setString(state.registry(), typeKey, metatable, false);
        long methods = tables.create(0, 0);
        tables.becomeModule(methods);
        set(methods, "read", this::read);
        set(methods, "write", this::write);
        set(methods, "lines", this::lines);
        set(methods, "flush", call -> flush(call, checkOpen(call)));
        set(methods, "seek", this::seek);
        set(methods, "close", this::close);
        set(methods, "setvbuf", this::setBuffering);
        tables.setString(metatable, state.strings().internOf("__index"), methods, false);
        set(metatable, "__gc", this::closeQuietly);
        set(metatable, "__close", this::closeQuietly);
        set(metatable, "__tostring", this::toText);
        tables.setString(metatable, state.strings().internOf("__name"), typeKey, false);
    }

    private void set(long table, String field, NativeFunction function) {
        long value = state.functions().newNative(field, function);
        state.tables().setString(table, state.strings().internOf(field), value, false);
    }

    // ---- files as values ---------------------------------------------------------------------------------------------

    /** A userdata for a file. */
    long newFile(FileHandle handle) {
        long file = state.newUserdata(handle, 0);
        state.setMetatable(file, metatable());
        return file;
    }

    private long metatable() {
        return state.tables().getString(state.registry(), typeKey);
    }

    /** The file behind a userdata that is known to be one. */
    static FileHandle handleOf(LuaState state, long file) {
        return (FileHandle) state.objectOf(file);
    }

    /** The file behind any value; null when it is none. */
    FileHandle handleOrNull(long word) {
        return ValueType.isUserdata(word) && state.metatable(word) == metatable()
                && state.objectOf(word) instanceof FileHandle handle ? handle : null;
    }

    private FileHandle check(Call call) {
        FileHandle handle = handleOrNull(call.arg(1));
        if (handle == null) {
            throw call.typeError(1, TYPE);
        }
        return handle;
    }

    /** The file that is the first argument, which has to be open. */
    FileHandle checkOpen(Call call) {
        FileHandle handle = check(call);
        if (handle.isClosed()) {
            throw closedError(call);
        }
        return handle;
    }

    static LuaError closedError(Call call) {
        return call.error("attempt to use a closed file");
    }

    private int toText(Call call) {
        FileHandle handle = check(call);
        return call.result(state.strings().of(handle.isClosed() ? "file (closed)"
                : "file (" + state.conversions().pointerText(call.arg(1)) + ")"));
    }

    // ---- methods -----------------------------------------------------------------------------------------------------

    /** Also {@code io.close} with an argument. */
    int close(Call call) {
        return checkOpen(call).close(call);
    }

    private int closeQuietly(Call call) {
        FileHandle handle = check(call);
        if (!handle.isClosed()) {
            handle.close(call);
        }
        return call.none();
    }

    static int flush(Call call, FileHandle file) {
        try {
            file.stream().flush();
            return call.result(true);
        } catch (IOException e) {
            return SystemErrors.failure(call, e);
        }
    }

    private int read(Call call) {
        return ReadFormats.read(call, checkOpen(call), call.count() - 1, 2);
    }

    private int write(Call call) {
        FileHandle file = checkOpen(call);
        return write(call, file, 2, call.arg(1));
    }

    /**
     * Writes the arguments.
     *
     * @param first number of the first argument to be written
     * @param self  the result, when all goes well
     */
    int write(Call call, FileHandle file, int first, long self) {
        ByteStream stream = file.stream();
        IOException failure = null;
        for (int i = first; i <= call.count(); i++) {
            try {
                long word = call.arg(i);
                if (ValueType.isNumber(word)) {
                    writeNumber(stream, word);
                } else {
                    long text = call.checkString(i);
                    stream.write(Strings.bytes(text), Strings.length(text));
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        return failure == null ? call.result(self) : SystemErrors.failure(call, failure);
    }

    /** A float is written without the ".0" that marks it elsewhere. */
    private void writeNumber(ByteStream stream, long word) throws IOException {
        number.clear();
        if (Word.isFloat(word)) {
            Printf.appendFloat(number, floatFormat, Word.floating(word));
        } else {
            Conversions.appendNumber(number, word);
        }
        stream.write(number.array(), 0, number.length());
    }

    private int seek(Call call) {
        FileHandle file = checkOpen(call);
        ByteStream.Origin origin = switch (call.checkOption(2, "cur", "set", "cur", "end")) {
            case 0 -> ByteStream.Origin.START;
            case 1 -> ByteStream.Origin.CURRENT;
            default -> ByteStream.Origin.END;
        };
        long offset = call.optInteger(3, 0);
        try {
            return call.result(state.integer(file.stream().seek(origin, offset)));
        } catch (IOException e) {
            return SystemErrors.failure(call, e);
        }
    }

    private int setBuffering(Call call) {
        FileHandle file = checkOpen(call);
        ByteStream.Buffering buffering = switch (call.checkOption(2, null, "no", "full", "line")) {
            case 0 -> ByteStream.Buffering.NONE;
            case 1 -> ByteStream.Buffering.FULL;
            default -> ByteStream.Buffering.LINE;
        };
        call.optInteger(3, 0);
        try {
            file.stream().setBuffering(buffering);
            return call.result(true);
        } catch (IOException e) {
            return SystemErrors.failure(call, e);
        }
    }

    // ---- lines -------------------------------------------------------------------------------------------------------

    private int lines(Call call) {
        checkOpen(call);
        return call.result(newIterator(call, call.arg(1), false));
    }

    /**
     * A function that reads a file by the formats that are the arguments from the second on.
     *
     * @param closes whether the file is closed at its end
     */
    long newIterator(Call call, long file, boolean closes) {
        int formats = Math.max(0, call.count() - 1);
        if (formats > MOST_FORMATS) {
            throw call.argumentError(MOST_FORMATS + 2, "too many arguments");
        }
        long[] upvalues = new long[ITERATOR_FORMATS + formats];
        upvalues[ITERATOR_FILE] = file;
        upvalues[ITERATOR_CLOSES] = Word.ofBoolean(closes);
        for (int i = 0; i < formats; i++) {
            upvalues[ITERATOR_FORMATS + i] = call.arg(i + 2);
        }
        return state.functions().nativeValue(iteratorId, upvalues);
    }

    private static int nextLine(Call call) {
        FileHandle file = handleOf(call.state(), call.upvalue(ITERATOR_FILE));
        if (file.isClosed()) {
            throw call.error("file is already closed");
        }
        boolean closes = call.upvalue(ITERATOR_CLOSES) == Word.TRUE;
        int formats = call.upvalueCount() - ITERATOR_FORMATS;
        call.ensure(formats, "too many arguments");
        for (int i = 0; i < formats; i++) {
            call.push(call.upvalue(ITERATOR_FORMATS + i));
        }
        int results = ReadFormats.read(call, file, formats, 2);
        if (Word.isTruthy(call.resultAt(0))) {
            return results;
        }
        if (results > 1) {
            throw call.state().errors().library(Strings.toBytes(call.resultAt(1)));
        }
        if (closes) {
            file.close(call);
        }
        return call.none();
    }
}
