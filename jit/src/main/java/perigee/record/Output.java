package perigee.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Bytes that grow. Numbers are in groups of seven bits, low ones first, and the high bit of a byte says that another follows;
 * numbers that may be negative have their sign in the lowest bit.
 */
final class Output {
    private static final int FIRST_CAPACITY = 4096;

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int size;
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<List<?>, Integer> shared = new IdentityHashMap<>();

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void put(int value) {
        if (size == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * size);
        }
        bytes[size++] = (byte) value;
    }

    void bit(boolean value) {
        put(value ? 1 : 0);
    }

    /** Any 64 bits; short if they are a small number. */
    void word(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            put((int) rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        put((int) rest);
    }

    /** A number that is not negative. */
    void count(int value) {
        assert value >= 0;
        word(value);
    }

    /** Any int. */
    void number(int value) {
        word((value << 1 ^ value >> 31) & 0xFFFF_FFFFL);
    }

    void bytes(byte[] value) {
        count(value.length);
        for (byte each : value) {
            put(each);
        }
    }

    void words(long[] values) {
        count(values.length);
        for (long value : values) {
            word(value);
        }
    }

    void numbers(int[] values) {
        count(values.length);
        for (int value : values) {
            number(value);
        }
    }

    void text(String value) {
        bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text that occurs often: the first time it is written out, then it has a number. */
    void name(String value) {
        Integer known = names.putIfAbsent(value, names.size());
        count(known == null ? 0 : known + 1);
        if (known == null) {
            text(value);
        }
    }

    void constant(Enum<?> value) {
        name(value.name());
    }

    <E extends Enum<E>> void constants(Set<E> values) {
        list(values.stream().sorted().toList(), this::constant);
    }

    <T> void list(Collection<T> values, Consumer<T> each) {
        count(values.size());
        values.forEach(each);
    }

    /** A value or null. */
    <T> void optional(T value, Consumer<T> writer) {
        bit(value != null);
        if (value != null) {
            writer.accept(value);
        }
    }

    /** A list that occurs in several places: the first time it is written out, then it has a number. */
    <T> void sharedList(List<T> values, Consumer<T> each) {
        Integer known = shared.putIfAbsent(values, shared.size());
        count(known == null ? 0 : known + 1);
        if (known == null) {
            list(values, each);
        }
    }
}
