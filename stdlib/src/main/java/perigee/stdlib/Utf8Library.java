package perigee.stdlib;

import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** The library of UTF-8 strings (manual 6.5), with the old codes of up to six bytes where the program is lax. */
public final class Utf8Library {
    /** Matches one character of a valid string: no continuation byte, then all continuation bytes. */
    private static final byte[] CHARACTER_PATTERN = {'[', 0, '-', 0x7F, (byte) 0xC2, '-', (byte) 0xFD, ']', '[',
        (byte) 0x80, '-', (byte) 0xBF, ']', '*'};
    private static final String INVALID = "invalid UTF-8 code";
    /** Bytes looked at between two looks at whether the program shall stop; a power of two. */
    private static final int POLL_INTERVAL = 1 << 16;

    private final LuaState state;
    private final TextBuffers buffers = new TextBuffers();
    private final int strictIterator;
    private final int laxIterator;

    private Utf8Library(LuaState state) {
        this.state = state;
        strictIterator = state.functions().register("utf8.codes_iterator", call -> nextCode(call, true));
        laxIterator = state.functions().register("utf8.codes_iterator", call -> nextCode(call, false));
    }

    public static void open(LuaState state) {
        Utf8Library functions = new Utf8Library(state);
        LibraryTable library = new LibraryTable(state, "utf8");
        long strict = state.functions().nativeValue(functions.strictIterator);
        long lax = state.functions().nativeValue(functions.laxIterator);
        library.add("char", functions::characters)
                .add("codepoint", functions::codePoints)
                .add("len", functions::length)
                .add("offset", functions::offset)
                .set("codes", state.functions().newNative("utf8.codes", functions::codes, strict, lax))
                .set("charpattern", state.strings().of(CHARACTER_PATTERN))
                .publish();
    }

    /** An offset from 1 for a position as programs give it; before the string means 0. */
    private static long position(long position, int length) {
        if (position >= 0) {
            return position;
        }
        return position < -length ? 0 : length + position + 1;
    }

    private static boolean isContinuation(long string, long offset) {
        return offset < Strings.length(string) && Utf8.isContinuation(Strings.byteAt(string, (int) offset));
    }

    private static void poll(Call call, long i) {
        if ((i & POLL_INTERVAL - 1) == 0) {
            call.pollInterrupt();
        }
    }

    // ---- characters and codes ---------------------------------------------------------------------------------------

    private int characters(Call call) {
        ByteBuilder out = buffers.take();
        try {
            for (int i = 1; i <= call.count(); i++) {
                long code = call.checkInteger(i);
                if (code < 0 || code > Utf8.MAX_CODE) {
                    throw call.argumentError(i, "value out of range");
                }
                Utf8.append(out, (int) code);
            }
            return call.result(state.strings().of(out.array(), 0, out.length()));
        } finally {
            buffers.give(out);
        }
    }

    private int codePoints(Call call) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        long first = position(call.optInteger(2, 1), length);
        long last = position(call.optInteger(3, first), length);
        boolean strict = !call.toBoolean(4);
        if (first < 1) {
            throw call.argumentError(2, "out of bounds");
        }
        if (last > length) {
            throw call.argumentError(3, "out of bounds");
        }
        if (first > last) {
            return call.none();
        }
        call.ensure(last - first + 1, "string slice too long");
        int count = 0;
        long end = Strings.bytes(string) + length;
        long address = Strings.bytes(string) + first - 1;
        while (address < Strings.bytes(string) + last) {
            long decoded = Utf8.decode(address, end, strict);
            if (decoded == Utf8.MALFORMED) {
                throw call.error(INVALID);
            }
            call.setResult(count++, Word.ofInteger(Utf8.code(decoded)));
            address += Utf8.size(decoded);
        }
        return count;
    }

    private int length(Call call) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        long first = position(call.optInteger(2, 1), length);
        long last = position(call.optInteger(3, -1), length);
        boolean strict = !call.toBoolean(4);
        if (first < 1 || first - 1 > length) {
            throw call.argumentError(2, "initial position out of bounds");
        }
        if (last > length) {
            throw call.argumentError(3, "final position out of bounds");
        }
        long bytes = Strings.bytes(string);
        long offset = first - 1;
        long count = 0;
        while (offset < last) {
            long decoded = Utf8.decode(bytes + offset, bytes + length, strict);
            if (decoded == Utf8.MALFORMED) {
                return call.results(Word.NIL, Word.ofInteger(offset + 1));
            }
            offset += Utf8.size(decoded);
            count++;
            poll(call, count);
        }
        return call.result(Word.ofInteger(count));
    }

    // ---- positions --------------------------------------------------------------------------------------------------

    private int offset(Call call) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        long n = call.checkInteger(2);
        long position = position(call.optInteger(3, n >= 0 ? 1 : length + 1L), length);
        if (position < 1 || position - 1 > length) {
            throw call.argumentError(3, "position out of bounds");
        }
        long at = position - 1;
        if (n == 0) {
            while (at > 0 && isContinuation(string, at)) {
                at--;
                poll(call, at);
            }
            return call.result(Word.ofInteger(at + 1));
        }
        if (isContinuation(string, at)) {
            throw call.error("initial position is a continuation byte");
        }
        while (n < 0 && at > 0) {
            do {
                at--;
                poll(call, at);
            } while (at > 0 && isContinuation(string, at));
            n++;
        }
        // The first character forwards is the one at the position.
        while (n > 1 && at < length) {
            do {
                at++;
                poll(call, at);
            } while (isContinuation(string, at));
            n--;
        }
        return call.result(n == 0 || n == 1 ? Word.ofInteger(at + 1) : Word.NIL);
    }

    // ---- iteration --------------------------------------------------------------------------------------------------

    private int codes(Call call) {
        long string = call.checkString(1);
        if (isContinuation(string, 0)) {
            throw call.argumentError(1, INVALID);
        }
        return call.results(call.upvalue(call.toBoolean(2) ? 1 : 0), string, Word.ofInteger(0));
    }

    /** The character behind the one at a position, which may be 0. */
    private int nextCode(Call call, boolean strict) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        long control = call.state().conversions().toInteger(call.arg(2));
        long offset = control == Word.NIL ? 0 : LuaState.toLong(control);
        if (Long.compareUnsigned(offset, length) < 0) {
            while (isContinuation(string, offset)) {
                offset++;
            }
        }
        if (Long.compareUnsigned(offset, length) >= 0) {
            return call.none();
        }
        long bytes = Strings.bytes(string);
        long decoded = Utf8.decode(bytes + offset, bytes + length, strict);
        if (decoded == Utf8.MALFORMED || isContinuation(string, offset + Utf8.size(decoded))) {
            throw call.error(INVALID);
        }
        return call.results(Word.ofInteger(offset + 1), Word.ofInteger(Utf8.code(decoded)));
    }
}
