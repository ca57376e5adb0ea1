package perigee.record;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Reads what {@link Output} has written. A count is believed only as far as the bytes that are left can hold that many entries,
 * so memory stays in proportion to their number.
 */
final class Input {
    /** Reads a part of a record. */
    interface Part<T> {
        T read() throws MalformedRecordException;
    }

    private final byte[] bytes;
    private int at;
    private final List<String> names = new ArrayList<>();
    private final List<Shared> shared = new ArrayList<>();

    /** @param value null while it is being read */
    private record Shared(Class<?> type, Object value) {
    }

    Input(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Nothing may follow. */
    void end() throws MalformedRecordException {
        if (at != bytes.length) {
            throw new MalformedRecordException((bytes.length - at) + " bytes too many");
        }
    }

    private int get() throws MalformedRecordException {
        if (at == bytes.length) {
            throw truncated();
        }
        return bytes[at++] & 0xFF;
    }

    private static MalformedRecordException truncated() {
        return new MalformedRecordException("truncated");
    }

    boolean bit() throws MalformedRecordException {
        int value = get();
        if (value > 1) {
            throw new MalformedRecordException(value + " is neither true nor false");
        }
        return value == 1;
    }

    long word() throws MalformedRecordException {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int group = get();
            value |= (long) (group & 0x7F) << shift;
            if (group < 0x80) {
                return value;
            }
        }
        throw new MalformedRecordException("a number of more than 64 bits");
    }

    /** A number from 0 to 2^31 - 1. */
    int count() throws MalformedRecordException {
        long value = word();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedRecordException("no count: " + value);
        }
        return (int) value;
    }

    int number() throws MalformedRecordException {
        long value = word();
        if (value >>> 32 != 0) {
            throw new MalformedRecordException("a number of more than 32 bits");
        }
        return (int) (value >>> 1 ^ -(value & 1));
    }

    /** The length of a list, each of whose entries takes a byte at least. */
    private int length() throws MalformedRecordException {
        int length = count();
        if (length > bytes.length - at) {
            throw truncated();
        }
        return length;
    }

    byte[] bytes() throws MalformedRecordException {
        int length = length();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    long[] words() throws MalformedRecordException {
        long[] values = new long[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = word();
        }
        return values;
    }

    int[] numbers() throws MalformedRecordException {
        int[] values = new int[length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = number();
        }
        return values;
    }

    String text() throws MalformedRecordException {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    String name() throws MalformedRecordException {
        int number = count();
        if (number > names.size()) {
            throw new MalformedRecordException("no name has number " + number);
        }
        if (number == 0) {
            names.add(text());
        }
        return number == 0 ? names.getLast() : names.get(number - 1);
    }

    <E extends Enum<E>> E constant(Class<E> type) throws MalformedRecordException {
        String name = name();
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException unknown) {
            throw new MalformedRecordException("no " + type.getSimpleName() + " is called " + name);
        }
    }

    <E extends Enum<E>> Set<E> constants(Class<E> type) throws MalformedRecordException {
        Set<E> values = EnumSet.noneOf(type);
        values.addAll(list(() -> constant(type)));
        return values;
    }

    <T> List<T> list(Part<T> each) throws MalformedRecordException {
        int length = length();
        List<T> values = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            values.add(each.read());
        }
        return values;
    }

    /** A value or null. */
    <T> T optional(Part<T> reader) throws MalformedRecordException {
        return bit() ? reader.read() : null;
    }

    /** A list of a type that may have been read before. */
    @SuppressWarnings("unchecked")
    <T> List<T> sharedList(Class<T> type, Part<T> each) throws MalformedRecordException {
        int number = count();
        if (number == 0) {
            int place = shared.size();
            shared.add(new Shared(type, null));
            List<T> values = List.copyOf(list(each));
            shared.set(place, new Shared(type, values));
            return values;
        }
        if (number > shared.size() || shared.get(number - 1).type != type || shared.get(number - 1).value == null) {
            throw new MalformedRecordException("no list of " + type.getSimpleName() + " has number " + number);
        }
        return (List<T>) shared.get(number - 1).value;
    }
}
