package perigee.stdlib;

import java.io.IOException;
import perigee.number.ByteBuilder;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.object.TableIteration;
import perigee.object.Tables;
import perigee.runtime.Call;
import perigee.runtime.Continuation;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.stream.ByteStream;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The basic functions (manual 6.1) that work on values; {@link ProtectedCalls}, {@link ChunkLoading} and
 * {@link CollectorFunction} have the others.
 */
public final class BaseLibrary {
    private static final Continuation PAIRS_RESULTS = new PairsResults();

    private BaseLibrary() {
    }

    /** Fills the table of globals. */
    public static void open(LuaState state) {
        LibraryTable library = new LibraryTable(state, "_G");
        library.add("assert", Intrinsic.ASSERT, BaseLibrary::assertTrue)
                .add("error", BaseLibrary::error)
                .add("getmetatable", Intrinsic.GETMETATABLE, BaseLibrary::getMetatable)
                .add("print", BaseLibrary::print)
                .add("rawequal", Intrinsic.RAWEQUAL, BaseLibrary::rawEqual)
                .add("rawget", Intrinsic.RAWGET, BaseLibrary::rawGet)
                .add("rawlen", Intrinsic.RAWLEN, BaseLibrary::rawLength)
                .add("rawset", Intrinsic.RAWSET, BaseLibrary::rawSet)
                .add("select", Intrinsic.SELECT, BaseLibrary::select)
                .add("setmetatable", Intrinsic.SETMETATABLE, BaseLibrary::setMetatable)
                .add("tonumber", Intrinsic.TONUMBER, BaseLibrary::toNumber)
                .add("tostring", Intrinsic.TOSTRING, BaseLibrary::toText)
                .add("warn", BaseLibrary::warn);
        library.add("next", Intrinsic.NEXT, BaseLibrary::next);
        long element = state.functions().newNative("ipairs_iterator", BaseLibrary::nextElement);
        state.functions().markIntrinsic(element, Intrinsic.IPAIRS_ITERATOR);
        library.add("pairs", Intrinsic.PAIRS, BaseLibrary::pairs, library.get("next"))
                .add("ipairs", Intrinsic.IPAIRS, BaseLibrary::ipairs, element)
                .add("type", Intrinsic.TYPE, BaseLibrary::type, typeNames(state));
        ProtectedCalls.addTo(state, library);
        ChunkLoading.addTo(library);
        CollectorFunction.addTo(state, library);
        library.set("_VERSION", "Lua 5.4").publish();
        library.set("_G", state.globals());
    }

    // ---- types and conversions ---------------------------------------------------------------------------------------

    private static long[] typeNames(LuaState state) {
        ValueType[] types = ValueType.values();
        long[] names = new long[types.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = state.strings().internOf(types[i].luaName);
        }
        return names;
    }

    private static int type(Call call) {
        return call.result(call.upvalue(ValueType.of(call.checkAny(1)).ordinal()));
    }

    private static int toText(Call call) {
        return call.result(call.toText(call.checkAny(1)));
    }

    private static int toNumber(Call call) {
        if (call.isNoneOrNil(2)) {
            long number = call.state().conversions().toNumber(call.arg(1));
            if (number == Word.NIL) {
                call.checkAny(1);
            }
            return call.result(number);
        }
        long base = call.checkInteger(2);
        if (!ValueType.isString(call.arg(1))) {
            throw call.typeError(1, "string");
        }
        if (base < 2 || base > 36) {
            throw call.argumentError(2, "base out of range");
        }
        return call.result(integerOf(call.state(), call.checkString(1), (int) base));
    }

    /** The word of the integer that a flat string denotes in a base, wrapping around; nil when it is no numeral. */
    private static long integerOf(LuaState state, long string, int base) {
        int end = Strings.length(string);
        int i = skipSpace(string, 0);
        boolean negative = i < end && Strings.byteAt(string, i) == '-';
        if (i < end && (negative || Strings.byteAt(string, i) == '+')) {
            i++;
        }
        int first = i;
        long value = 0;
        for (; i < end; i++) {
            int digit = digit(Strings.byteAt(string, i));
            if (digit < 0) {
                break;
            }
            if (digit >= base) {
                return Word.NIL;
            }
            value = value * base + digit;
        }
        if (i == first || skipSpace(string, i) != end) {
            return Word.NIL;
        }
        return state.integer(negative ? -value : value);
    }

    private static int skipSpace(long string, int i) {
        int end = Strings.length(string);
        while (i < end && (Strings.byteAt(string, i) == ' '
                || Strings.byteAt(string, i) >= '\t' && Strings.byteAt(string, i) <= '\r')) {
            i++;
        }
        return i;
    }

    /** The value of an ASCII digit or letter, -1 for other bytes. */
    private static int digit(int b) {
        return b < 0x80 ? Character.digit(b, 36) : -1;
    }

    // ---- output ------------------------------------------------------------------------------------------------------

    private static int print(Call call) {
        ByteStream out = call.state().streams().out();
        try {
            for (int i = 1; i <= call.count(); i++) {
                long text = call.toText(call.arg(i));
                if (i > 1) {
                    out.write('\t');
                }
                out.write(Strings.bytes(text), Strings.length(text));
            }
            out.write('\n');
            out.flush();
        } catch (IOException unheard) {
            // print does not tell whether anybody reads.
            call.state().streams().failed(unheard);
        }
        return call.none();
    }

    private static int warn(Call call) {
        call.checkString(1);
        for (int i = 2; i <= call.count(); i++) {
            call.checkString(i);
        }
        for (int i = 1; i <= call.count(); i++) {
            call.state().warnings().warn(call.checkName(i), i < call.count());
        }
        return call.none();
    }

    // ---- raw access and metatables -----------------------------------------------------------------------------------

    private static int rawEqual(Call call) {
        call.checkAny(1);
        call.checkAny(2);
        return call.result(call.state().operators().rawEquals(call.arg(1), call.arg(2)));
    }

    private static int rawGet(Call call) {
        call.checkTable(1);
        call.checkAny(2);
        return call.result(call.state().tables().get(call.arg(1), call.arg(2)));
    }

    private static int rawSet(Call call) {
        call.checkTable(1);
        call.checkAny(2);
        call.checkAny(3);
        call.state().indexing().rawSet(call.arg(1), call.arg(2), call.arg(3));
        return call.result(call.arg(1));
    }

    private static int rawLength(Call call) {
        long object = call.arg(1);
        if (ValueType.isTable(object)) {
            return call.result(Word.ofInteger(Tables.length(object)));
        }
        if (!ValueType.isString(object)) {
            throw call.typeError(1, "table or string");
        }
        return call.result(Word.ofInteger(Strings.length(object)));
    }

    private static int getMetatable(Call call) {
        long object = call.checkAny(1);
        long metatable = call.state().metatable(object);
        if (metatable == 0) {
            return call.result(Word.NIL);
        }
        long shown = call.state().metamethod(object, Event.METATABLE);
        return call.result(shown == Word.NIL ? metatable : shown);
    }

    private static int setMetatable(Call call) {
        long table = call.checkTable(1);
        long metatable = call.arg(2);
        if (call.isNone(2) || metatable != Word.NIL && !ValueType.isTable(metatable)) {
            throw call.typeError(2, "nil or table");
        }
        if (call.state().metamethod(table, Event.METATABLE) != Word.NIL) {
            throw call.error("cannot change a protected metatable");
        }
        call.state().setMetatable(table, metatable);
        return call.result(table);
    }

    // ---- traversal ---------------------------------------------------------------------------------------------------

    private static int next(Call call) {
        long table = call.checkTable(1);
        Tables tables = call.state().tables();
        call.state().shapeKeys().expose(tables.shape(table));
        long position = TableIteration.after(tables, table, call.arg(2));
        if (position == TableIteration.NOT_A_KEY) {
            throw call.state().errors().runtime("invalid key to 'next'");
        }
        return position == TableIteration.END ? call.result(Word.NIL) : call.results(
                TableIteration.keyAt(tables, table, position), TableIteration.valueAt(tables, table, position));
    }

    private static int pairs(Call call) {
        long object = call.checkAny(1);
        long metamethod = call.state().metamethod(object, Event.PAIRS);
        if (metamethod == Word.NIL) {
            return call.results(call.upvalue(0), object, Word.NIL);
        }
        call.pushFunction(metamethod);
        call.push(object);
        return call.callThen(PAIRS_RESULTS, 1);
    }

    /** {@code pairs} gives three results whatever the metamethod gave. */
    private static final class PairsResults implements Continuation {
        @Override
        public int resume(Call call, long first, int count) {
            for (; count < 3; count++) {
                call.push(Word.NIL);
            }
            return call.resultsFrom(first, 3);
        }
    }

    private static int ipairs(Call call) {
        call.checkAny(1);
        return call.results(call.upvalue(0), call.arg(1), Word.ofInteger(0));
    }

    /** The iterator of {@code ipairs}. */
    private static int nextElement(Call call) {
        long i = call.checkInteger(2) + 1;
        long object = call.arg(1);
        long value;
        if (ValueType.isTable(object) && Tables.metatable(object) == 0) {
            value = call.state().tables().getInteger(object, i);
        } else {
            value = call.index(object, call.state().integer(i));
        }
        return value == Word.NIL ? call.result(Word.NIL) : call.results(call.state().integer(i), value);
    }

    private static int select(Call call) {
        int count = call.count();
        long selector = call.arg(1);
        if (ValueType.isString(selector)) {
            long text = call.state().strings().flat(selector);
            if (Strings.length(text) > 0 && Strings.byteAt(text, 0) == '#') {
                return call.result(Word.ofInteger(count - 1));
            }
        }
        long i = call.checkInteger(1);
        if (i < 0) {
            i += count;
        } else if (i > count) {
            i = count;
        }
        if (i < 1) {
            throw call.argumentError(1, "index out of range");
        }
        return call.resultsFrom(call.base() + 8 * i, (int) (count - i));
    }

    // ---- errors ------------------------------------------------------------------------------------------------------

    private static int assertTrue(Call call) {
        if (call.toBoolean(1)) {
            return call.resultsFrom(call.base(), call.count());
        }
        call.checkAny(1);
        long message = call.count() > 1 ? call.arg(2) : call.state().strings().of("assertion failed!");
        return raise(call, message, 1);
    }

    private static int error(Call call) {
        long level = call.optInteger(2, 1);
        return raise(call, call.arg(1), (int) level);
    }

    /** Raises the error, to which the position at a level is added if it is a string, and the level greater than 0. */
    private static int raise(Call call, long value, int level) {
        LuaState state = call.state();
        if (ValueType.isString(value) && level > 0) {
            ByteBuilder text = new ByteBuilder();
            state.errors().appendPosition(text, level);
            state.conversions().appendPlainText(text, state.strings().flat(value));
            value = state.strings().of(text.toByteArray());
        }
        return call.raise(value);
    }
}
