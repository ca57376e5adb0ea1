package perigee.stdlib;

import perigee.bytecode.BinaryWriter;
import perigee.memory.Memory;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.Intrinsic;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * The string library (manual 6.4). Here are the functions that take strings as rows of bytes;
 * {@link PatternFunctions}, {@link StringFormat} and {@link StringPacking} have the others.
 */
public final class StringLibrary {
    /** Longest string that {@code rep} makes, as in the reference. */
    private static final long MAX_REPETITION = Integer.MAX_VALUE;
    /** Bytes copied between two looks at whether the program shall stop. */
    private static final long POLL_BYTES = 1L << 24;
    private static final long ONES = 0x0101_0101_0101_0101L;

    private StringLibrary() {
    }

    /** Makes the library, and the metatable of strings. */
    public static void open(LuaState state) {
        LibraryTable library = new LibraryTable(state, "string");
        library.add("byte", Intrinsic.BYTE, StringLibrary::bytes)
                .add("char", Intrinsic.CHAR, StringLibrary::characters)
                .add("dump", StringLibrary::dump)
                .add("len", Intrinsic.LEN, StringLibrary::length)
                .add("lower", Intrinsic.LOWER, StringLibrary::lower)
                .add("rep", Intrinsic.REP, StringLibrary::repeat)
                .add("reverse", Intrinsic.REVERSE, StringLibrary::reverse)
                .add("sub", Intrinsic.SUB, StringLibrary::substring)
                .add("upper", Intrinsic.UPPER, StringLibrary::upper);
        TextBuffers buffers = new TextBuffers();
        PatternFunctions.addTo(state, library, buffers);
        StringFormat.addTo(state, library, buffers);
        StringPacking.addTo(state, library, buffers);
        library.publish();
        StringArithmetic.open(state, library.table());
    }

    private static int length(Call call) {
        long string = call.arg(1);
        return call.result(Word.ofInteger(Strings.length(ValueType.isString(string) ? string : call.checkString(1))));
    }

    private static int substring(Call call) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        long from = StringPositions.start(call.checkInteger(2), length);
        long to = StringPositions.end(call.optInteger(3, -1), length);
        Strings strings = call.state().strings();
        if (from >= to) {
            return call.result(strings.empty());
        }
        boolean whole = to - from == length;
        return call.result(whole ? string : strings.copyOf(Strings.bytes(string) + from, (int) (to - from)));
    }

    private static int bytes(Call call) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        long first = call.optInteger(2, 1);
        long from = StringPositions.start(first, length);
        long to = StringPositions.end(call.optInteger(3, first), length);
        if (from >= to) {
            return call.none();
        }
        long count = to - from;
        if (count > 1) {
            if (count >= Integer.MAX_VALUE) {
                throw call.error("string slice too long");
            }
            call.ensure(count, "string slice too long");
        }
        for (int i = 0; i < count; i++) {
            call.setResult(i, Word.ofInteger(Strings.byteAt(string, (int) from + i)));
        }
        return (int) count;
    }

    private static int characters(Call call) {
        Strings strings = call.state().strings();
        int count = call.count();
        if (count == 1) {
            return call.result(strings.single(byteArgument(call, 1)));
        }
        if (count == 0) {
            return call.result(strings.empty());
        }
        long string = strings.allocate(count);
        for (int i = 0; i < count; i++) {
            Memory.putByte(Strings.bytes(string) + i, (byte) byteArgument(call, i + 1));
        }
        return call.result(string);
    }

    private static int byteArgument(Call call, int i) {
        long value = call.checkInteger(i);
        if (value < 0 || value > 0xFF) {
            throw call.argumentError(i, "value out of range");
        }
        return (int) value;
    }

    private static int repeat(Call call) {
        long string = call.checkString(1);
        long count = call.checkInteger(2);
        long separator = call.optString(3);
        Strings strings = call.state().strings();
        if (separator == 0) {
            separator = strings.empty();
        }
        int length = Strings.length(string);
        int separatorLength = Strings.length(separator);
        long step = (long) length + separatorLength;
        if (count <= 0) {
            return call.result(strings.empty());
        }
        if (step > MAX_REPETITION / count) {
            throw call.error("resulting string too large");
        }
        if (count == 1 || step == 0) {
            return call.result(string);
        }
        long total = step * count - separatorLength;
        if (total > Strings.MAX_LENGTH) {
            throw call.state().memoryError();
        }
        long result = strings.allocate((int) total);
        long bytes = Strings.bytes(result);
        Memory.copy(Strings.bytes(string), bytes, length);
        if (separatorLength > 0) {
            Memory.copy(Strings.bytes(separator), bytes + length, separatorLength);
        }
        // What is there is doubled, until the rest is less.
        long done = step;
        while (done < total) {
            long more = Math.min(Math.min(done, total - done), Math.max(POLL_BYTES / step, 1) * step);
            Memory.copy(bytes, bytes + done, more);
            done += more;
            if (done > POLL_BYTES) {
                call.pollInterrupt();
            }
        }
        return call.result(result);
    }

    private static int reverse(Call call) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        if (length <= 1) {
            return call.result(string);
        }
        long result = call.state().strings().allocate(length);
        long from = Strings.bytes(string);
        long to = Strings.bytes(result) + length;
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            Memory.putLong(to - i - 8, Long.reverseBytes(Memory.getLong(from + i)));
        }
        for (; i < length; i++) {
            Memory.putByte(to - i - 1, Memory.getByte(from + i));
        }
        return call.result(result);
    }

    private static int lower(Call call) {
        return call.result(changeCase(call, 'A'));
    }

    private static int upper(Call call) {
        return call.result(changeCase(call, 'a'));
    }

    /** The string with the other case of the 26 letters that begin with this one. */
    private static long changeCase(Call call, char first) {
        long string = call.checkString(1);
        int length = Strings.length(string);
        if (length <= 1) {
            return length == 0 ? string
                    : call.state().strings().single(otherCase(Strings.byteAt(string, 0), first));
        }
        long result = call.state().strings().allocate(length);
        long from = Strings.bytes(string);
        long to = Strings.bytes(result);
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            long word = Memory.getLong(from + i);
            // In each byte below 128, the high bit of a sum tells whether the byte reaches a bound.
            long low = word & 0x7F * ONES;
            long letters = (low + (0x80 - first) * ONES & ~(low + (0x80 - first - 26) * ONES) & ~word) & 0x80 * ONES;
            Memory.putLong(to + i, word ^ letters >>> 2);
        }
        for (; i < length; i++) {
            Memory.putByte(to + i, (byte) otherCase(Memory.getUnsignedByte(from + i), first));
        }
        return result;
    }

    private static int otherCase(int b, char first) {
        return b >= first && b < first + 26 ? b ^ 0x20 : b;
    }

    private static int dump(Call call) {
        long function = call.checkFunction(1);
        if (!ValueType.isClosure(function)) {
            throw call.error("unable to dump given function");
        }
        byte[] chunk = BinaryWriter.write(call.state().functions().ofClosure(function).prototype(), call.toBoolean(2));
        return call.result(call.state().strings().of(chunk));
    }
}
