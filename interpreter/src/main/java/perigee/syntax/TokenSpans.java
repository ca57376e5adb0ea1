package perigee.syntax;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the tokens and comments of a text are, for those who show it: any text, finished or not. It is taken apart by the
 * {@link Lexer} itself; where that refuses, what it has read of the token is a span of its own, and it goes on behind that.
 */
public final class TokenSpans {
    /** What a span is. */
    public enum Kind {
        KEYWORD, NAME, STRING, NUMBER, SYMBOL, COMMENT,
        /** A string or comment that the text's end, or that of its line, leaves open. */
        UNFINISHED,
        /** Bytes that are no token. */
        WRONG
    }

    /** {@code text[from]} up to but without {@code text[to]}. */
    public record Span(Kind kind, int from, int to) {
    }

    private static final byte[] NAME = "=text".getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] text;
    private final List<Span> spans = new ArrayList<>();
    /** Where the last span ends. */
    private int end;

    private TokenSpans(byte[] text) {
        this.text = text;
    }

    /** The spans in their order; between them is white space. */
    public static List<Span> of(byte[] text) {
        TokenSpans tokens = new TokenSpans(text);
        tokens.collect();
        return tokens.spans;
    }

    private void collect() {
        SourceText source = new SourceText(text, 0, text.length, NAME);
        Lexer lexer = new Lexer(source, new NameTable());
        while (true) {
            try {
                lexer.next();
            } catch (SyntaxException refused) {
                int from = lexer.scannedFrom();
                comments(from);
                boolean isQuoted = text[from] == '"' || text[from] == '\'';
                if (isQuoted) {
                    source.position = Math.max(source.position, endOfQuoted(from));
                }
                boolean isOpen = isQuoted ? text[source.position - 1] != text[from] || source.position == from + 1
                        : text[from] == '[' || text[from] == '-';
                add(isOpen ? Kind.UNFINISHED : Kind.WRONG, from, source.position);
                continue;
            }
            comments(lexer.scannedFrom());
            if (lexer.token() == Token.END_OF_TEXT) {
                return;
            }
            add(kind(lexer.token()), lexer.scannedFrom(), source.position);
        }
    }

    private static Kind kind(Token token) {
        return switch (token) {
            case NAME -> Kind.NAME;
            case STRING -> Kind.STRING;
            case INTEGER, FLOAT -> Kind.NUMBER;
            case OTHER -> Kind.WRONG;
            default -> Token.reservedWords().contains(token) ? Kind.KEYWORD : Kind.SYMBOL;
        };
    }

    private void add(Kind kind, int from, int to) {
        spans.add(new Span(kind, from, to));
        end = to;
    }

    /** Of a string with a bad escape, or without a closing quote: where it, or its line, ends. */
    private int endOfQuoted(int from) {
        int i = from + 1;
        while (i < text.length && !Characters.isNewline(text[i])) {
            if (text[i] == text[from]) {
                return i + 1;
            }
            i += text[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, text.length);
    }

    /** What the lexer has skipped up to here and is no white space: one comment after the other. */
    private void comments(int to) {
        while (true) {
            while (end < to && Characters.isSpace(text[end] & 0xFF)) {
                end++;
            }
            if (end == to) {
                return;
            }
            add(Kind.COMMENT, end, endOfComment(end, to));
        }
    }

    private int endOfComment(int from, int to) {
        SourceText source = new SourceText(text, from + 2, to, NAME);
        StringScanner strings = new StringScanner(source, null);
        if (source.current() == '[') {
            int level = strings.longBracketLevel();
            if (level >= 0) {
                strings.skipLongComment(level);
                return source.position;
            }
        }
        int i = from;
        while (i < to && !Characters.isNewline(text[i])) {
            i++;
        }
        return i;
    }
}
