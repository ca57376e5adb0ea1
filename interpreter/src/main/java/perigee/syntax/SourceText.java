package perigee.syntax;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import perigee.bytecode.ChunkName;
import perigee.bytecode.ChunkReader;

/**
 * The bytes of a chunk and how far they have been read: what the scanners of tokens share. The text may come in pieces;
 * then {@link #has} reads on, and what has become tokens is forgotten.
 */
final class SourceText {
    /** So many bytes are worth being forgotten. */
    private static final int FORGETTABLE = 4096;

    /** What there is of the text; {@link #has} may make it another array. */
    byte[] bytes;
    /** Where that ends. */
    int end;
    /** The next byte. */
    int position;
    /** The line of the next byte, counted from 1. */
    int line = 1;
    /** How many levels of nesting the parser is in. */
    int levels;

    private final byte[] chunkName;
    /** What gives the rest of the text; null when there is none. */
    private ChunkReader rest;

    SourceText(byte[] bytes, int from, int to, byte[] chunkName) {
        this(bytes, from, to, null, chunkName);
    }

    /** A text that begins with some bytes, which are this object's to change if a reader gives the rest. */
    SourceText(byte[] bytes, int from, int to, ChunkReader rest, byte[] chunkName) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
        this.rest = rest;
        this.chunkName = chunkName;
    }

    /** Whether the text has a byte at this place, which is at most {@link #end}. */
    boolean has(int place) {
        return place < end || rest != null && readOn();
    }

    private boolean readOn() {
        byte[] piece = rest.next(levels);
        if (piece.length == 0) {
            rest = null;
            return false;
        }
        if (piece.length > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(end, piece.length), 2 * Math.min(end, 1 << 29)));
        }
        System.arraycopy(piece, 0, bytes, end, piece.length);
        end += piece.length;
        return true;
    }

    /** Forgets what stands before the next byte, if that is worth it: positions are others afterwards. */
    void forget() {
        if (rest != null && position >= FORGETTABLE && position >= end - position) {
            System.arraycopy(bytes, position, bytes, 0, end - position);
            end -= position;
            position = 0;
        }
    }

    /** The next byte, 0 to 255, or -1 at the end. */
    int current() {
        return has(position) ? bytes[position] & 0xFF : -1;
    }

    /** The byte after the next, which is not the end: 0 to 255, or -1. */
    int following() {
        return has(position + 1) ? bytes[position + 1] & 0xFF : -1;
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
