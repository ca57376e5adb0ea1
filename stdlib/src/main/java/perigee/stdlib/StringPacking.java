package perigee.stdlib;

import perigee.memory.Memory;
import perigee.number.ByteBuilder;
import perigee.object.Strings;
import perigee.runtime.Call;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** {@code string.pack}, {@code packsize} and {@code unpack} (manual 6.4.2). */
final class StringPacking {
    /** Bytes of a Lua integer. */
    private static final int LONG_BYTES = 8;
    /** The largest size is that of C's int. */
    private static final long MAX_SIZE = Integer.MAX_VALUE;

    private final LuaState state;
    private final TextBuffers buffers;
    private final PackFormat format = new PackFormat();

    private StringPacking(LuaState state, TextBuffers buffers) {
        this.state = state;
        this.buffers = buffers;
    }

    static void addTo(LuaState state, LibraryTable library, TextBuffers buffers) {
        StringPacking functions = new StringPacking(state, buffers);
        library.add("pack", functions::pack)
                .add("packsize", functions::packSize)
                .add("unpack", functions::unpack);
    }

    private int packSize(Call call) {
        format.begin(call, call.checkString(1));
        long total = 0;
        while (format.hasNext()) {
            format.next(total);
            if (format.kind() == PackFormat.Kind.COUNTED_STRING || format.kind() == PackFormat.Kind.ZERO_STRING) {
                throw call.argumentError(1, "variable-length format");
            }
            total += format.size() + format.padding();
            if (total > MAX_SIZE) {
                throw call.argumentError(1, "format result too large");
            }
        }
        return call.result(state.integer(total));
    }

    // ---- pack -------------------------------------------------------------------------------------------------------

    private int pack(Call call) {
        ByteBuilder out = buffers.take();
        try {
            format.begin(call, call.checkString(1));
            int argument = 1;
            while (format.hasNext()) {
                format.next(out.length());
                out.appendFill(0, format.padding());
                switch (format.kind()) {
                    case PADDING -> out.append(0);
                    case ALIGNMENT, NONE -> {
                    }
                    default -> packArgument(call, out, ++argument);
                }
            }
            return call.result(state.strings().of(out.array(), 0, out.length()));
        } finally {
            buffers.give(out);
        }
    }

    private void packArgument(Call call, ByteBuilder out, int argument) {
        int size = format.size();
        if (call.isNone(argument)) {
            throw call.argumentError(argument, (format.isString() ? "string" : "number") + " expected, got nil");
        }
        switch (format.kind()) {
            case SIGNED -> {
                long value = call.checkInteger(argument);
                if (size < LONG_BYTES && value >> 8 * size - 1 != value >> 63) {
                    throw call.argumentError(argument, "integer overflow");
                }
                appendInteger(out, value, size, value >> 63);
            }
            case UNSIGNED -> {
                long value = call.checkInteger(argument);
                if (size < LONG_BYTES && value >>> 8 * size != 0) {
                    throw call.argumentError(argument, "unsigned overflow");
                }
                appendInteger(out, value, size, 0);
            }
            case FLOAT -> appendInteger(out, Float.floatToRawIntBits((float) call.checkDouble(argument)), size, 0);
            case DOUBLE -> appendInteger(out, Double.doubleToRawLongBits(call.checkDouble(argument)), size, 0);
            default -> packString(call, out, argument);
        }
    }

    private void packString(Call call, ByteBuilder out, int argument) {
        int size = format.size();
        long string = call.checkString(argument);
        long bytes = Strings.bytes(string);
        int length = Strings.length(string);
        switch (format.kind()) {
            case CHARACTERS -> {
                if (length > size) {
                    throw call.argumentError(argument, "string longer than given size");
                }
                TextBuffers.append(out, bytes, length);
                out.appendFill(0, size - length);
            }
            case COUNTED_STRING -> {
                if (size < LONG_BYTES && (long) length >>> 8 * size != 0) {
                    throw call.argumentError(argument, "string length does not fit in given size");
                }
                appendInteger(out, length, size, 0);
                TextBuffers.append(out, bytes, length);
            }
            default -> {
                if (ByteSearch.indexOf(0, bytes, 0, length) >= 0) {
                    throw call.argumentError(argument, "string contains zeros");
                }
                TextBuffers.append(out, bytes, length);
                out.append(0);
            }
        }
    }

    /** @param extension what bytes beyond the eighth are made of: 0 or -1 */
    private void appendInteger(ByteBuilder out, long value, int size, long extension) {
        out.ensure(size);
        for (int i = 0; i < size; i++) {
            int place = format.isLittleEndian() ? i : size - 1 - i;
            out.append((int) (place < LONG_BYTES ? value >>> 8 * place : extension));
        }
    }

    // ---- unpack -----------------------------------------------------------------------------------------------------

    private int unpack(Call call) {
        long text = call.checkString(1);
        long string = call.checkString(2);
        int length = Strings.length(string);
        long start = StringPositions.start(call.optInteger(3, 1), length);
        if (start > length) {
            throw call.argumentError(3, "initial position out of string");
        }
        long bytes = Strings.bytes(string);
        format.begin(call, text);
        int offset = (int) start;
        int results = 0;
        while (format.hasNext()) {
            format.next(offset);
            if ((long) format.padding() + format.size() > length - offset) {
                throw call.argumentError(2, "data string too short");
            }
            offset += format.padding();
            switch (format.kind()) {
                case PADDING, ALIGNMENT, NONE -> offset += format.size();
                default -> {
                    call.ensure(results + 2L, "too many results");
                    offset = unpackValue(call, results, bytes, offset, length);
                    results++;
                }
            }
        }
        call.setResult(results, Word.ofInteger(offset + 1L));
        return results + 1;
    }

    /** Gives the value of the option at an offset of the string's bytes as a result; returns the offset behind it. */
    private int unpackValue(Call call, int result, long bytes, int offset, int length) {
        int size = format.size();
        long at = bytes + offset;
        int end = offset + size;
        long word = switch (format.kind()) {
            case SIGNED -> state.integer(integerAt(call, at, size, true));
            case UNSIGNED -> state.integer(integerAt(call, at, size, false));
            case FLOAT -> Word.ofForeignFloat(Float.intBitsToFloat((int) integerAt(call, at, size, false)));
            case DOUBLE -> Word.ofForeignFloat(Double.longBitsToDouble(integerAt(call, at, size, false)));
            case CHARACTERS -> state.strings().copyOf(at, size);
            case COUNTED_STRING -> {
                long count = integerAt(call, at, size, false);
                if (Long.compareUnsigned(count, length - end) > 0) {
                    throw call.argumentError(2, "data string too short");
                }
                end += (int) count;
                yield state.strings().copyOf(at + size, (int) count);
            }
            default -> {
                int zero = ByteSearch.indexOf(0, bytes, offset, length);
                if (zero < 0) {
                    throw call.argumentError(2, "unfinished string for format 'z'");
                }
                end = zero + 1;
                yield state.strings().copyOf(at, zero - offset);
            }
        };
        call.setResult(result, word);
        return end;
    }

    private long integerAt(Call call, long address, int size, boolean signed) {
        long value = 0;
        for (int place = Math.min(size, LONG_BYTES) - 1; place >= 0; place--) {
            value = value << 8 | byteAt(address, size, place);
        }
        if (size < LONG_BYTES) {
            int unused = 64 - 8 * size;
            return signed ? value << unused >> unused : value;
        }
        int extension = signed && value < 0 ? 0xFF : 0;
        for (int place = LONG_BYTES; place < size; place++) {
            if (byteAt(address, size, place) != extension) {
                throw call.error(size + "-byte integer does not fit into Lua Integer");
            }
        }
        return value;
    }

    private int byteAt(long address, int size, int place) {
        return Memory.getUnsignedByte(address + (format.isLittleEndian() ? place : size - 1 - place));
    }
}
