package perigee.bytecode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** How a chunk's name is shown in messages and by {@code debug.getinfo} ({@code short_src}; manual, lua_Debug). */
public final class ChunkName {
    /** The longest display name and its terminator, as the reference is built (LUA_IDSIZE). */
    private static final int SIZE = 60;
    private static final byte[] DOTS = ascii("...");
    private static final byte[] STRING_PREFIX = ascii("[string \"");
    private static final byte[] STRING_SUFFIX = ascii("\"]");

    private ChunkName() {
    }

    /**
     * The display name of a chunk, at most 59 bytes.
     *
     * @param source "=name" (shown as it is, its end cut off), "@file" (its beginning cut off), or the source text
     *               itself (its first line, quoted); a byte 0 ends what is shown
     */
    public static byte[] display(byte[] source) {
        int first = source.length == 0 ? 0 : source[0];
        return switch (first) {
            case '=' -> cut(Arrays.copyOfRange(source, 1, Math.min(source.length, SIZE)));
            case '@' -> cut(file(source));
            default -> cut(quoted(source));
        };
    }

    private static byte[] file(byte[] source) {
        if (source.length <= SIZE) {
            return Arrays.copyOfRange(source, 1, source.length);
        }
        int kept = SIZE - 1 - DOTS.length;
        return join(DOTS, source, source.length - kept, source.length, new byte[0]);
    }

    private static byte[] quoted(byte[] source) {
        int room = SIZE - 1 - STRING_PREFIX.length - DOTS.length - STRING_SUFFIX.length;
        int end = lineEnd(source);
        if (end == source.length && end < room) {
            return join(STRING_PREFIX, source, 0, end, STRING_SUFFIX);
        }
        byte[] shown = Arrays.copyOf(source, Math.min(end, room));
        return join(STRING_PREFIX, join(shown, DOTS, 0, DOTS.length, STRING_SUFFIX));
    }

    private static int lineEnd(byte[] source) {
        for (int i = 0; i < source.length && source[i] != 0; i++) {
            if (source[i] == '\n') {
                return i;
            }
        }
        return source.length;
    }

    private static byte[] cut(byte[] shown) {
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] == 0) {
                return Arrays.copyOf(shown, i);
            }
        }
        return shown;
    }

    private static byte[] join(byte[] prefix, byte[] rest) {
        return join(prefix, rest, 0, rest.length, new byte[0]);
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
