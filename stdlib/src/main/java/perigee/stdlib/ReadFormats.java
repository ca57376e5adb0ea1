package perigee.stdlib;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import perigee.number.ByteBuilder;
import perigee.number.NumberParser;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.stream.ByteStream;
import perigee.value.ValueType;
import perigee.value.Word;

/** {@code read} with its formats (manual, {@code file:read}). */
final class ReadFormats {
    /** A numeral may be so many characters long. */
    private static final int LONGEST_NUMERAL = 200;

    private ReadFormats() {
    }

    /**
     * Reads what the topmost words of the stack ask for: formats, or numbers of bytes.
     *
     * @param formats       how many there are; without any, a line is read
     * @param firstArgument argument number of the first format, for messages
     * @return number of results, which have been given to the call: one for each format up to the first that fails,
     *         which gives nil; or nil, a message and an error number
     */
    static int read(Call call, FileHandle file, int formats, int firstArgument) {
        ByteStream stream = file.stream();
        stream.forgetEnd();
        try {
            if (formats == 0) {
                return call.result(line(call.state(), file, false));
            }
            call.ensure(formats, "too many arguments");
            for (int i = 0; i < formats; i++) {
                // The formats are below the results that have been pushed.
                long result = one(call, file, call.fromTop(formats), firstArgument + i);
                call.push(result);
                if (result == Word.NIL) {
                    return call.resultsFrom(call.state().stack().top() - 8L * (i + 1), i + 1);
                }
            }
            return call.resultsFrom(call.state().stack().top() - 8L * formats, formats);
        } catch (IOException e) {
            return SystemErrors.failure(call, e);
        }
    }

    /** Reads for one format; nil when it fails. */
    private static long one(Call call, FileHandle file, long format, int argument) throws IOException {
        LuaState state = call.state();
        if (ValueType.isNumber(format)) {
            long integer = state.conversions().toInteger(format);
            if (integer == Word.NIL) {
                throw call.argumentError(argument, "number has no integer representation");
            }
            return bytes(state, file, LuaState.toLong(integer));
        }
        if (!ValueType.isString(format)) {
            String type = new String(state.errors().typeName(format), StandardCharsets.ISO_8859_1);
            throw call.argumentError(argument, "string expected, got " + type);
        }
        long text = state.strings().flat(format);
        int start = Strings.length(text) > 0 && Strings.byteAt(text, 0) == '*' ? 1 : 0;
        return switch (Strings.length(text) > start ? Strings.byteAt(text, start) : 0) {
            case 'n' -> number(state, file.stream());
            case 'l' -> line(state, file, false);
            case 'L' -> line(state, file, true);
            case 'a' -> all(state, file.stream());
            default -> throw call.argumentError(argument, "invalid format");
        };
    }

    private static long line(LuaState state, FileHandle file, boolean keepEnd) throws IOException {
        ByteBuilder text = file.scratch();
        boolean ended = file.stream().readLine(text);
        if (!ended && text.length() == 0) {
            return Word.NIL;
        }
        if (ended && keepEnd) {
            text.append('\n');
        }
        return string(state, text);
    }

    private static long bytes(LuaState state, FileHandle file, long count) throws IOException {
        if (count == 0) {
            return file.stream().peek() < 0 ? Word.NIL : state.strings().empty();
        }
        if (count < 0) {
            // C takes it for a size that no memory has.
            throw state.memoryError();
        }
        ByteBuilder text = file.scratch();
        file.stream().read(text, count);
        return text.length() == 0 ? Word.NIL : string(state, text);
    }

    private static long all(LuaState state, ByteStream stream) throws IOException {
        ByteBuilder text = new ByteBuilder();
        stream.readAll(text);
        return string(state, text);
    }

    private static long string(LuaState state, ByteBuilder text) {
        if (text.length() > Strings.MAX_LENGTH) {
            throw state.memoryError();
        }
        return state.strings().of(text.array(), 0, text.length());
    }

    // ---- numbers -----------------------------------------------------------------------------------------------------

    /** Reads the longest prefix that could be a numeral; nil when it is none. */
    private static long number(LuaState state, ByteStream stream) throws IOException {
        int c = stream.peek();
        while (c == ' ' || c >= '\t' && c <= '\r') {
            stream.read();
            c = stream.peek();
        }
        Numeral numeral = new Numeral(stream);
        numeral.take('-', '+');
        boolean hexadecimal = false;
        int digits = 0;
        if (numeral.take('0', '0')) {
            hexadecimal = numeral.take('x', 'X');
            digits = hexadecimal ? 0 : 1;
        }
        digits += numeral.takeDigits(hexadecimal);
        if (numeral.take('.', '.')) {
            digits += numeral.takeDigits(hexadecimal);
        }
        if (digits > 0 && (hexadecimal ? numeral.take('p', 'P') : numeral.take('e', 'E'))) {
            numeral.take('-', '+');
            numeral.takeDigits(false);
        }
        NumberParser parser = new NumberParser();
        return switch (numeral.tooLong ? NumberParser.NONE : parser.parse(numeral.text, 0, numeral.length)) {
            case NumberParser.INTEGER -> state.integer(parser.integerValue());
            case NumberParser.FLOAT -> Word.ofForeignFloat(parser.floatValue());
            default -> Word.NIL;
        };
    }

    /** Bytes taken from a stream as long as they can belong to a numeral. */
    private static final class Numeral {
        private final ByteStream stream;
        private final byte[] text = new byte[LONGEST_NUMERAL];
        private int length;
        private boolean tooLong;

        Numeral(ByteStream stream) {
            this.stream = stream;
        }

        /** Takes the next byte if it is one of these. */
        boolean take(int one, int other) throws IOException {
            int c = stream.peek();
            return (c == one || c == other) && takeNext();
        }

        /** Takes digits; how many. */
        int takeDigits(boolean hexadecimal) throws IOException {
            int count = 0;
            while (isDigit(stream.peek(), hexadecimal) && takeNext()) {
                count++;
            }
            return count;
        }

        private static boolean isDigit(int c, boolean hexadecimal) {
            return c >= '0' && c <= '9' || hexadecimal && (c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F');
        }

        private boolean takeNext() throws IOException {
            if (length == LONGEST_NUMERAL) {
                tooLong = true;
                return false;
            }
            text[length++] = (byte) stream.read();
            return true;
        }
    }
}
