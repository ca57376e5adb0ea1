package perigee.number;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growable run of bytes, the place where text is put together before it becomes a Lua string.
 *
 * <p>Belongs to one user at a time. Kept and {@linkplain #clear cleared}, it allocates nothing once it has grown to
 * the size of its owner's texts. Positions and counts are in bytes, and are not checked beyond what Java's arrays do.
 */
public final class ByteBuilder {

    /** The largest array that every JVM can make; some refuse the last few indexes. */
    private static final int MAX_CAPACITY = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;

    /** An empty builder with room for a number or a short name. */
    public ByteBuilder() {
        this(64);
    }

    /** An empty builder with room for {@code capacity} bytes. */
    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    /** How many bytes are in it. */
    public int length() {
        return length;
    }

    /**
     * Cuts the text to {@code newLength} bytes, or takes over bytes that the caller wrote into {@link #array} behind
     * the end after an {@link #ensure}. Must not exceed the array's length.
     */
    public void setLength(int newLength) {
        if (newLength < 0 || newLength > bytes.length) {
            throw new IndexOutOfBoundsException(newLength);
        }
        length = newLength;
    }

    /** Forgets the text and keeps the room. */
    public void clear() {
        length = 0;
    }

    /** The bytes themselves, valid up to {@link #length}; another array after anything that makes the text longer. */
    public byte[] array() {
        return bytes;
    }

    /** The byte at {@code index}, 0 to 255. */
    public int byteAt(int index) {
        return bytes[index] & 0xff;
    }

    /**
     * Makes room for {@code extra} more bytes behind the end.
     *
     * @throws OutOfMemoryError when the text would be longer than a Java array can be
     */
    public void ensure(int extra) {
        if (extra > bytes.length - length) {
            grow(extra);
        }
    }

    private void grow(int extra) {
        if (extra > MAX_CAPACITY - length) {
            throw new OutOfMemoryError("text longer than " + MAX_CAPACITY + " bytes");
        }
        long doubled = Math.min(2L * bytes.length, MAX_CAPACITY);
        bytes = Arrays.copyOf(bytes, Math.max((int) doubled, length + extra));
    }

    /** Appends the low eight bits of {@code b}. */
    public void append(int b) {
        if (length == bytes.length) {
            grow(1);
        }
        bytes[length++] = (byte) b;
    }

    /** Appends all of {@code source}. */
    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    /** Appends {@code source[from]} up to but without {@code source[to]}. */
    public void append(byte[] source, int from, int to) {
        int count = to - from;
        ensure(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    /** Appends text of code points below 256, one byte each. */
    public void appendAscii(String text) {
        int count = text.length();
        ensure(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
    }

    /** Appends {@code count} times the byte {@code b}; nothing if {@code count} is not positive. */
    public void appendFill(int b, int count) {
        insertFill(length, b, count);
    }

    /** Puts {@code count} times the byte {@code b} before position {@code at}; nothing if it is not positive. */
    public void insertFill(int at, int b, int count) {
        if (count <= 0) {
            return;
        }
        ensure(count);
        System.arraycopy(bytes, at, bytes, at + count, length - at);
        Arrays.fill(bytes, at, at + count, (byte) b);
        length += count;
    }

    /** A copy of the text as an array of its own. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** The text with each byte taken as the code point of that number. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
}
