package perigee.vm.embed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A Lua string: bytes, of any meaning. Immutable; belongs to no state. */
public final class LuaString implements Comparable<LuaString> {
    private final byte[] bytes;

    private LuaString(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The string of these bytes, which are copied. */
    public static LuaString of(byte[] bytes) {
        return new LuaString(bytes.clone());
    }

    /** The UTF-8 form of a text. */
    public static LuaString of(String text) {
        return new LuaString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes the array over. */
    static LuaString owning(byte[] bytes) {
        return new LuaString(bytes);
    }

    /** The array itself, not to be written to. */
    byte[] array() {
        return bytes;
    }

    /** Number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** @return the byte at an index from 0, as a number from 0 to 255 */
    public int byteAt(int index) {
        return bytes[index] & 0xFF;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The text that the bytes are in UTF-8; what is malformed becomes U+FFFD. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LuaString string && Arrays.equals(bytes, string.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** By unsigned bytes, as Lua code in the C locale compares. */
    @Override
    public int compareTo(LuaString other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }
}
