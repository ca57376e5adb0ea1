package perigee.syntax;

import java.nio.charset.StandardCharsets;
import perigee.number.ByteBuilder;

/**
 * Scans quoted strings with their escapes, and long brackets (manual 3.1). While a string has no escape its bytes stay
 * where they are; from the first escape on they are collected in {@link #collected}, opening quote included, because
 * that is what an error message shows.
 */
final class StringScanner {
    /** The largest code that {@code \}{@code u{}} takes. */
    private static final int MAX_CODE = 0x7FFF_FFFF;

    private final SourceText source;
    private final NameTable names;
    private final ByteBuilder collected = new ByteBuilder();
    /** The line of the opening long bracket last read. */
    private int openedAt;

    StringScanner(SourceText source, NameTable names) {
        this.source = source;
        this.names = names;
    }

    // ---- quoted strings ------------------------------------------------------------------------------------------

    /** Scans a quoted string; the next byte is its opening quote. */
    Name quoted() {
        int start = source.position;
        int delimiter = source.current();
        int i = start + 1;
        while (source.has(i)) {
            int c = source.bytes[i];
            if (c == delimiter) {
                source.position = i + 1;
                return names.intern(source.bytes, start + 1, i);
            }
            if (c == '\\' || c == '\n' || c == '\r') {
                break;
            }
            i++;
        }
        collected.clear();
        collected.append(source.bytes, start, i);
        source.position = i;
        return withEscapes(delimiter);
    }

    private Name withEscapes(int delimiter) {
        while (true) {
            int c = source.current();
            if (c == delimiter) {
                source.position++;
                return names.intern(collected.array(), 1, collected.length());
            }
            switch (c) {
                case -1 -> throw source.error("unfinished string", Token.END_OF_TEXT.display());
                case '\n', '\r' -> throw source.error("unfinished string", quoteCollected());
                case '\\' -> escape();
                default -> {
                    collected.append(c);
                    source.position++;
                }
            }
        }
    }

    /** Reads one escape; the next byte is its backslash. At the end of the text it leaves the error to the caller. */
    private void escape() {
        source.position++;
        int c = source.current();
        switch (c) {
            case 'a' -> simple(7);
            case 'b' -> simple('\b');
            case 'f' -> simple('\f');
            case 'n' -> simple('\n');
            case 'r' -> simple('\r');
            case 't' -> simple('\t');
            case 'v' -> simple(11);
            case '\\', '"', '\'' -> simple(c);
            case 'x' -> hexadecimalEscape();
            case 'u' -> codeEscape();
            case '\n', '\r' -> {
                source.skipNewline();
                collected.append('\n');
            }
            case 'z' -> {
                source.position++;
                skipSpace();
            }
            case -1 -> collected.append('\\');
            default -> decimalEscape();
        }
    }

    private void simple(int value) {
        source.position++;
        collected.append(value);
    }

    private void skipSpace() {
        while (Characters.isSpace(source.current())) {
            if (Characters.isNewline(source.current())) {
                source.skipNewline();
            } else {
                source.position++;
            }
        }
    }

    private void hexadecimalEscape() {
        int start = source.position - 1;
        int value = 0;
        for (int i = 0; i < 2; i++) {
            source.position++;
            check(Characters.isHexadecimal(source.current()), start, "hexadecimal digit expected");
            value = value << 4 | Characters.hexadecimalValue(source.current());
        }
        simple(value);
    }

    private void codeEscape() {
        int start = source.position - 1;
        source.position++;
        check(source.current() == '{', start, "missing '{'");
        source.position++;
        check(Characters.isHexadecimal(source.current()), start, "hexadecimal digit expected");
        int value = Characters.hexadecimalValue(source.current());
        source.position++;
        while (Characters.isHexadecimal(source.current())) {
            check(value <= MAX_CODE >> 4, start, "UTF-8 value too large");
            value = value << 4 | Characters.hexadecimalValue(source.current());
            source.position++;
        }
        check(source.current() == '}', start, "missing '}'");
        source.position++;
        appendCode(value);
    }

    private void decimalEscape() {
        int start = source.position - 1;
        check(Characters.isDigit(source.current()), start, "invalid escape sequence");
        int value = 0;
        for (int i = 0; i < 3 && Characters.isDigit(source.current()); i++) {
            value = 10 * value + source.current() - '0';
            source.position++;
        }
        check(value <= 255, start, "decimal escape too large");
        collected.append(value);
    }

    /** UTF-8 as it was first defined, with up to six bytes. */
    private void appendCode(int code) {
        if (code < 0x80) {
            collected.append(code);
            return;
        }
        int following = 1;
        while (following < 5 && code >>> 5 * following + 6 != 0) {
            following++;
        }
        collected.append(0xFE << 6 - following | code >>> 6 * following);
        for (int i = following - 1; i >= 0; i--) {
            collected.append(0x80 | code >>> 6 * i & 0x3F);
        }
    }

    /** Raises an error that shows the string so far and its bad escape, up to the byte that makes it bad. */
    private void check(boolean condition, int escapeStart, String message) {
        if (!condition) {
            int shown = source.current() == -1 ? source.position : source.position + 1;
            // As in the reference, before the error.
            source.has(shown);
            collected.append(source.bytes, escapeStart, shown);
            throw source.error(message, quoteCollected());
        }
    }

    private String quoteCollected() {
        return SourceText.quote(collected.array(), 0, collected.length());
    }

    // ---- long brackets -------------------------------------------------------------------------------------------

    /**
     * The level of the long bracket that opens at the next byte, a '['. The position does not change.
     *
     * @return the number of '='; -1 for a '[' that opens none; -2 for one that looks as if it should ("[=")
     */
    int longBracketLevel() {
        int i = source.position + 1;
        while (source.has(i) && source.bytes[i] == '=') {
            i++;
        }
        int level = i - source.position - 1;
        if (source.has(i) && source.bytes[i] == '[') {
            return level;
        }
        return level == 0 ? -1 : -2;
    }

    /** Scans a long string of this level; the next byte is the first of its opening bracket. */
    Name longString(int level) {
        collected.clear();
        int start = openLongBracket(level);
        int end = skipToClosing(level, "string", true, start);
        if (collected.length() == 0) {
            return names.intern(source.bytes, start, end);
        }
        return names.intern(collected.array(), 0, collected.length());
    }

    /** Skips a long comment of this level; the next byte is the first of its opening bracket. */
    void skipLongComment(int level) {
        int start = openLongBracket(level);
        skipToClosing(level, "comment", false, start);
    }

    /** Skips the bracket and a line break right after it. */
    private int openLongBracket(int level) {
        openedAt = source.line;
        source.position += level + 2;
        if (Characters.isNewline(source.current())) {
            source.skipNewline();
        }
        return source.position;
    }

    /**
     * Reads up to the closing bracket and over it. Line breaks other than \n become \n, and then the contents are
     * collected instead of being left in place.
     *
     * @return where the contents end
     */
    private int skipToClosing(int level, String what, boolean keep, int start) {
        boolean collecting = false;
        int run = start; // first byte not yet collected
        int i = start;
        while (source.has(i)) {
            int c = source.bytes[i];
            if (c == ']' && closes(i, level)) {
                if (collecting) {
                    collected.append(source.bytes, run, i);
                }
                source.position = i + level + 2;
                return i;
            }
            if (c == '\n' || c == '\r') {
                source.position = i;
                source.skipNewline();
                if (keep && (c == '\r' || source.position != i + 1)) {
                    collected.append(source.bytes, run, i);
                    collected.append('\n');
                    collecting = true;
                    run = source.position;
                }
                i = source.position;
            } else {
                i++;
            }
            if (!keep) {
                source.position = i;
                source.forget();
                i = source.position;
            }
        }
        source.position = source.end;
        throw source.error("unfinished long " + what + " (starting at line " + openedAt + ")",
                Token.END_OF_TEXT.display());
    }

    private boolean closes(int at, int level) {
        int last = at + level + 1;
        for (int i = at + 1; i < last; i++) {
            if (!source.has(i) || source.bytes[i] != '=') {
                return false;
            }
        }
        return source.has(last) && source.bytes[last] == ']';
    }

    /** How a string token that was written {@code from} this place of the text shows in messages. */
    String quote(int from, Name value) {
        byte[] bytes = source.bytes;
        String opening;
        String closing;
        if (bytes[from] == '[') {
            int end = from + 1;
            while (bytes[end] == '=') {
                end++;
            }
            opening = new String(bytes, from, end + 1 - from, StandardCharsets.ISO_8859_1);
            closing = opening.replace('[', ']');
        } else {
            opening = String.valueOf((char) bytes[from]);
            closing = opening;
        }
        byte[] shown = (opening + value + closing).getBytes(StandardCharsets.ISO_8859_1);
        return SourceText.quote(shown, 0, shown.length);
    }
}
