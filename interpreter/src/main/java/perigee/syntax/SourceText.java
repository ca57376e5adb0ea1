package perigee.syntax;

import java.nio.charset.StandardCharsets;
import perigee.bytecode.ChunkName;

/** The bytes of a chunk and how far they have been read: what the scanners of tokens share. */
final class SourceText {
    final byte[] bytes;
    /** Where the text ends. */
    final int end;
    /** The next byte. */
    int position;
    /** The line of the next byte, counted from 1. */
    int line = 1;

    private final byte[] chunkName;

    SourceText(byte[] bytes, int from, int to, byte[] chunkName) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
        this.chunkName = chunkName;
    }

    /** The next byte, 0 to 255, or -1 at the end. */
    int current() {
        return position < end ? bytes[position] & 0xFF : -1;
    }

    /** The byte after the next, 0 to 255, or -1. */
    int following() {
        return position + 1 < end ? bytes[position + 1] & 0xFF : -1;
    }

    /** Reads one line break: any of \n, \r, \r\n, \n\r. The next byte is the first of it. */
    void skipNewline() {
        int first = current();
        position++;
        int second = current();
        if (Characters.isNewline(second) && second != first) {
            position++;
        }
        line++;
    }

    /**
     * An error at the current line.
     *
     * @param near what the error is near, already quoted, or null; a byte 0 in it hides the rest
     */
    SyntaxException error(String message, String near) {
        StringBuilder text = new StringBuilder();
        text.append(new String(ChunkName.display(chunkName), StandardCharsets.ISO_8859_1));
        text.append(':').append(line).append(": ").append(message);
        if (near != null) {
            text.append(" near ").append(near);
        }
        return new SyntaxException(text.toString());
    }

    /** Bytes {@code from} to {@code to} of the text in quotes, for {@link #error}. */
    String quote(int from, int to) {
        return quote(bytes, from, to);
    }

    /** The bytes in quotes, up to the first byte 0 only, for {@link #error}. */
    static String quote(byte[] bytes, int from, int to) {
        int stop = from;
        while (stop < to && bytes[stop] != 0) {
            stop++;
        }
        return "'" + new String(bytes, from, stop - from, StandardCharsets.ISO_8859_1) + "'";
    }
}
