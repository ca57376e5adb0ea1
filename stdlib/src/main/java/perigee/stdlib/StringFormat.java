package perigee.stdlib;

import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.number.NumberFormatter;
import perigee.number.Printf;
import perigee.number.PrintfSpec;
import perigee.object.Event;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.Conversions;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/** {@code string.format} (manual 6.4). What numbers look like is {@link Printf}'s business. */
final class StringFormat {
    /** {@code %s} with modifiers but no precision leaves strings of this length and more as they are. */
    private static final int LONG_STRING = 100;
    /** Strings up to this length have one address for each text, as the reference's short strings. */
    private static final int SHORT_STRING = 40;

    private final LuaState state;
    private final TextBuffers buffers;
    private final PrintfSpec spec = new PrintfSpec();

    private StringFormat(LuaState state, TextBuffers buffers) {
        this.state = state;
        this.buffers = buffers;
    }

    static void addTo(LuaState state, LibraryTable library, TextBuffers buffers) {
        library.add("format", new StringFormat(state, buffers)::format);
    }

    private int format(Call call) {
        ByteBuilder out = buffers.take();
        ByteBuilder format = buffers.take();
        try {
            long string = call.checkString(1);
            TextBuffers.append(format, Strings.bytes(string), Strings.length(string));
            format(call, out, format.array(), format.length());
            return call.result(state.strings().of(out.array(), 0, out.length()));
        } finally {
            buffers.give(format);
            buffers.give(out);
        }
    }

    private void format(Call call, ByteBuilder out, byte[] format, int length) {
        int argument = 1;
        int i = 0;
        while (i < length) {
            int percent = i;
            while (percent < length && format[percent] != '%') {
                percent++;
            }
            out.append(format, i, percent);
            if (percent == length) {
                return;
            }
            i = percent + 1;
            if (i < length && format[i] == '%') {
                out.append('%');
                i++;
                continue;
            }
            argument++;
            if (call.isNone(argument)) {
                throw call.argumentError(argument, "no value");
            }
            int from = i;
            i = spec.parse(format, from, length);
            if (spec.validity() == PrintfSpec.Validity.TOO_LONG) {
                throw call.error("invalid format (too long)");
            }
            item(call, out, argument, format, from, i);
        }
    }

    /** One conversion. Whether argument or specification is looked at first differs, as in the reference. */
    private void item(Call call, ByteBuilder out, int argument, byte[] format, int from, int to) {
        switch (spec.conversion()) {
            case 'd', 'i', 'u', 'o', 'x', 'X' -> {
                long value = call.checkInteger(argument);
                if (spec.isPlain() && spec.conversion() == 'd') {
                    NumberFormatter.appendInteger(out, value);
                } else {
                    checkSpec(call, format, from, to);
                    Printf.appendInteger(out, spec, value);
                }
            }
            case 'e', 'E', 'f', 'g', 'G' -> {
                double value = call.checkDouble(argument);
                checkSpec(call, format, from, to);
                Printf.appendFloat(out, spec, value);
            }
            case 'a', 'A' -> {
                checkSpec(call, format, from, to);
                Printf.appendFloat(out, spec, call.checkDouble(argument));
            }
            case 'c' -> {
                checkSpec(call, format, from, to);
                Printf.appendCharacter(out, spec, call.checkInteger(argument));
            }
            case 's' -> string(call, out, argument, format, from, to);
            case 'p' -> {
                checkSpec(call, format, from, to);
                appendPadded(out, pointerText(call.arg(argument)));
            }
            case 'q' -> {
                if (!spec.isPlain()) {
                    throw call.error("specifier '%q' cannot have modifiers");
                }
                literal(call, out, argument);
            }
            default -> throw call.error("invalid conversion '" + text(format, from, to) + "' to 'format'");
        }
    }

    private void checkSpec(Call call, byte[] format, int from, int to) {
        if (spec.validity() != PrintfSpec.Validity.VALID) {
            throw call.error("invalid conversion specification: '" + text(format, from, to) + "'");
        }
    }

    /** The specification for a message, which it ends when it contains a zero. */
    private static String text(byte[] format, int from, int to) {
        StringBuilder text = new StringBuilder("%");
        for (int i = from; i < to && format[i] != 0; i++) {
            text.append((char) (format[i] & 0xFF));
        }
        return text.toString();
    }

    // ---- strings and pointers ---------------------------------------------------------------------------------------

    private void string(Call call, ByteBuilder out, int argument, byte[] format, int from, int to) {
        long string = call.arg(argument);
        boolean asks = state.metamethod(string, Event.TOSTRING) != Word.NIL;
        if (!asks && ValueType.isString(string)) {
            string = state.strings().flat(string);
        } else if (!asks && spec.isPlain() && ValueType.isNumber(string)) {
            Conversions.appendNumber(out, string);
            return;
        } else {
            string = textOf(call, string, format, from, to);
        }
        long bytes = Strings.bytes(string);
        int length = Strings.length(string);
        if (spec.isPlain()) {
            TextBuffers.append(out, bytes, length);
            return;
        }
        if (ByteSearch.indexOf(0, bytes, 0, length) >= 0) {
            throw call.argumentError(argument, "string contains zeros");
        }
        checkSpec(call, format, from, to);
        if (spec.precision() == PrintfSpec.NO_PRECISION) {
            if (length >= LONG_STRING) {
                TextBuffers.append(out, bytes, length);
                return;
            }
        } else {
            length = Math.min(length, spec.precision());
        }
        int start = out.length();
        TextBuffers.append(out, bytes, length);
        pad(out, start);
    }

    /** The text of a value, whose metamethod may well use this function: then the specification is read again. */
    private long textOf(Call call, long value, byte[] format, int from, int to) {
        long text = call.toText(value);
        spec.parse(format, from, to);
        return text;
    }

    private void appendPadded(ByteBuilder out, String text) {
        int start = out.length();
        out.appendAscii(text);
        pad(out, start);
    }

    /** Fills what was appended from a position on with blanks up to the width. */
    private void pad(ByteBuilder out, int start) {
        int missing = spec.width() - (out.length() - start);
        out.insertFill(spec.has(PrintfSpec.LEFT) ? out.length() : start, ' ', missing);
    }

    private String pointerText(long word) {
        if (!Word.isLight(word) && (!Word.isObject(word) || ValueType.isBox(word))) {
            return "(null)";
        }
        if (ValueType.isString(word) && Strings.length(word) <= SHORT_STRING) {
            word = state.strings().intern(state.strings().flat(word));
        }
        return state.conversions().pointerText(word);
    }

    // ---- literals ---------------------------------------------------------------------------------------------------

    /** {@code %q}: text that the reader of Lua takes for the same value. */
    private void literal(Call call, ByteBuilder out, int argument) {
        long word = call.arg(argument);
        switch (ValueType.of(word)) {
            case STRING -> appendQuoted(out, state.strings().flat(word));
            case NUMBER -> {
                if (Word.isFloat(word)) {
                    NumberFormatter.appendQuotedFloat(out, Word.floating(word));
                } else {
                    NumberFormatter.appendQuotedInteger(out, LuaState.toLong(word));
                }
            }
            case NIL, BOOLEAN -> {
                long text = call.toText(word);
                TextBuffers.append(out, Strings.bytes(text), Strings.length(text));
            }
            default -> throw call.argumentError(argument, "value has no literal form");
        }
    }

    private static void appendQuoted(ByteBuilder out, long string) {
        long bytes = Strings.bytes(string);
        int length = Strings.length(string);
        out.append('"');
        for (int i = 0; i < length; i++) {
            int b = Memory.getUnsignedByte(bytes + i);
            if (b == '"' || b == '\\' || b == '\n') {
                out.append('\\');
                out.append(b);
            } else if (CharacterClass.isControl(b)) {
                out.append('\\');
                int digits = out.length();
                NumberFormatter.appendInteger(out, b);
                if (i + 1 < length && CharacterClass.isDigit(Memory.getUnsignedByte(bytes + i + 1))) {
                    out.insertFill(digits, '0', 3 - (out.length() - digits));
                }
            } else {
                out.append(b);
            }
        }
        out.append('"');
    }
}
