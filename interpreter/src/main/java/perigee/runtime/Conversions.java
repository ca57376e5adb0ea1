package perigee.runtime;

import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.number.NumberFormatter;
import perigee.number.NumberParser;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.value.Arithmetic;
import perigee.value.ValueType;
import perigee.value.Word;

/** Conversions between strings and numbers, integers and floats (manual 3.4.3). None collects or calls Lua. */
public final class Conversions {
    private final LuaState state;
    private final NumberParser parser = new NumberParser();
    private final ByteBuilder buffer = new ByteBuilder();
    /** Added to the numbers of objects, so that they look like the addresses that they stand for. */
    private static final long POINTERS = 0x5500_0000_0000L;

    Conversions(LuaState state) {
        this.state = state;
    }

    /** The word of the number that a value is or, being a string, converts to; nil when it does not. */
    public long toNumber(long word) {
        if (ValueType.isNumber(word)) {
            return word;
        }
        return ValueType.isString(word) ? parse(state.strings().flat(word)) : Word.NIL;
    }

    /** The word of the number that a flat string denotes, or nil. */
    public long parse(long string) {
        int length = Strings.length(string);
        byte[] text = parser.scratch(length);
        Memory.copy(Strings.bytes(string), text, 0, length);
        return switch (parser.parse(text, 0, length)) {
            case NumberParser.INTEGER -> state.integer(parser.integerValue());
            case NumberParser.FLOAT -> Word.ofForeignFloat(parser.floatValue());
            default -> Word.NIL;
        };
    }

    /**
     * The integer word of a number or string with an integer value; nil when it has none. (What operators do; a float
     * is converted only when it is exact.)
     */
    public long toInteger(long word) {
        long number = toNumber(word);
        if (!Word.isFloat(number)) {
            return number;
        }
        double value = Word.floating(number);
        return Arithmetic.hasInteger(value) ? state.integer((long) value) : Word.NIL;
    }

    /** The text of a number as {@code tostring} gives it. */
    public long numberToString(long word) {
        buffer.clear();
        appendNumber(buffer, word);
        return state.strings().of(buffer.array(), 0, buffer.length());
    }

    /** Appends the text of a number as {@code tostring} gives it. */
    public static void appendNumber(ByteBuilder to, long word) {
        if (Word.isFloat(word)) {
            NumberFormatter.appendFloat(to, Word.floating(word));
        } else {
            NumberFormatter.appendInteger(to, LuaState.toLong(word));
        }
    }

    /** The flat string of a string or number; 0 for other values. */
    public long toStringOrZero(long word) {
        if (ValueType.isString(word)) {
            return state.strings().flat(word);
        }
        return ValueType.isNumber(word) ? numberToString(word) : 0;
    }

    /** The flat string of any value as {@code tostring} gives it where no {@code __tostring} asks for something else. */
    public long plainText(long word) {
        if (ValueType.isString(word)) {
            return state.strings().flat(word);
        }
        buffer.clear();
        appendPlainText(buffer, word);
        return state.strings().of(buffer.array(), 0, buffer.length());
    }

    /** Appends the text of any value but a rope as {@link #plainText} gives it. */
    public void appendPlainText(ByteBuilder to, long word) {
        switch (ValueType.of(word)) {
            case NIL -> to.appendAscii("nil");
            case BOOLEAN -> to.appendAscii(word == Word.TRUE ? "true" : "false");
            case NUMBER -> appendNumber(to, word);
            case STRING -> {
                int length = Strings.length(word);
                to.ensure(length);
                Memory.copy(Strings.bytes(word), to.array(), to.length(), length);
                to.setLength(to.length() + length);
            }
            default -> {
                long name = state.metamethod(word, Event.NAME);
                if (ValueType.isString(name)) {
                    to.append(Strings.toCBytes(state.strings().flat(name)));
                } else {
                    to.appendAscii(ValueType.of(word).luaName);
                }
                to.appendAscii(": ");
                to.appendAscii(pointerText(word));
            }
        }
    }

    /** What {@code %p} and {@code tostring} print for an object: "0x" and 14 digits; unique while the object lives. */
    public String pointerText(long word) {
        StringBuilder text = new StringBuilder(16).append("0x");
        long number = Word.isObject(word) ? POINTERS + (state.identities().of(word) << 4) : Word.light(word);
        for (int shift = 4 * 13; shift >= 0; shift -= 4) {
            text.append(Character.forDigit((int) (number >>> shift) & 0xF, 16));
        }
        return text.toString();
    }
}
