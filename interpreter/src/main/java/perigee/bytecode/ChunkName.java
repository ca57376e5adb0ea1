package perigee.bytecode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a chunk's name is shown in messages and by {@code debug.getinfo} ({@code short_src}; manual, lua_Debug). */
public final class ChunkName {
    /** The longest display name and its terminator, as the reference is built (LUA_IDSIZE). */
    private static final int SIZE = 60;
    private static final byte[] NOTHING = {};
    private static final byte[] DOTS = ascii("...");
    private static final byte[] STRING_PREFIX = ascii("[string \"");
    private static final byte[] STRING_SUFFIX = ascii("\"]");

    private ChunkName() {
    }

    /**
     * The display name of a chunk, at most 59 bytes.
     *
     * @param source "=name" (shown as it is, its end cut off), "@file" (its beginning cut off), or the source text
     *               itself (its first line, quoted); a byte 0 ends it, as it does in the reference
     */
    public static byte[] display(byte[] source) {
        int length = indexOf(source, 0, source.length);
        return switch (length == 0 ? 0 : source[0]) {
            case '=' -> Arrays.copyOfRange(source, 1, Math.min(length, SIZE));
            case '@' -> file(source, length);
            default -> quoted(source, length);
        };
    }

    private static byte[] file(byte[] source, int length) {
        if (length <= SIZE) {
            return Arrays.copyOfRange(source, 1, length);
        }
        return join(DOTS, source, length - (SIZE - 1 - DOTS.length), length, NOTHING);
    }

    private static byte[] quoted(byte[] source, int length) {
        int room = SIZE - 1 - STRING_PREFIX.length - DOTS.length - STRING_SUFFIX.length;
        int end = indexOf(source, '\n', length);
        if (end == length && end < room) {
            return join(STRING_PREFIX, source, 0, end, STRING_SUFFIX);
        }
        byte[] shown = Arrays.copyOf(source, Math.min(end, room));
        return join(STRING_PREFIX, join(shown, DOTS, 0, DOTS.length, STRING_SUFFIX));
    }

    /** The first place of the byte, or {@code length}. */
    private static int indexOf(byte[] source, int wanted, int length) {
        int i = 0;
        while (i < length && source[i] != wanted) {
            i++;
        }
        return i;
    }

    private static byte[] join(byte[] prefix, byte[] rest) {
        return join(prefix, rest, 0, rest.length, NOTHING);
    }

    private static byte[] join(byte[] prefix, byte[] middle, int from, int to, byte[] suffix) {
        byte[] joined = Arrays.copyOf(prefix, prefix.length + (to - from) + suffix.length);
        System.arraycopy(middle, from, joined, prefix.length, to - from);
        System.arraycopy(suffix, 0, joined, prefix.length + (to - from), suffix.length);
        return joined;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
