package perigee.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import perigee.syntax.TokenSpans.Kind;
import perigee.syntax.TokenSpans.Span;

/** Spans of texts, finished or not. */
class TokenSpansTest {
    private static final String[] PIECES = {"[", "[=", "]", "]=]", "--", "-", "\"", "'", "\\", "\\z", "\\u{", "\n", "\r\n",
        " ", "x", "end", "1", "0x", "1e", ".", "..", "...", "::", "~=", "$", "\u00ff", "\0"};
    private static final int TEXTS = 20_000;
    private static final int MOST_PIECES = 12;

    private static List<Span> spans(String text) {
        return TokenSpans.of(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void tokensAndComments() {
        assertEquals(List.of(new Span(Kind.KEYWORD, 0, 5), new Span(Kind.NAME, 6, 7), new Span(Kind.SYMBOL, 7, 8),
                new Span(Kind.STRING, 8, 11), new Span(Kind.COMMENT, 12, 17), new Span(Kind.NUMBER, 18, 20)),
                spans("local x='a' -- no\n12"));
    }

    @Test
    void whatIsOpenGoesToItsEnd() {
        assertEquals(List.of(new Span(Kind.UNFINISHED, 0, 3)), spans("'ab"));
        assertEquals(List.of(new Span(Kind.UNFINISHED, 0, 5)), spans("[[a\nb"));
        assertEquals(List.of(new Span(Kind.UNFINISHED, 0, 6)), spans("--[[a\n"));
        assertEquals(List.of(new Span(Kind.UNFINISHED, 0, 2), new Span(Kind.NAME, 3, 4)), spans("'a\nb"));
        assertEquals(List.of(new Span(Kind.WRONG, 0, 5), new Span(Kind.NAME, 6, 7)), spans("'\\qa' b"));
    }

    /** Of any text the spans are in order, and between them is white space only. */
    @Test
    void allOfATextIsCovered() {
        Random random = new Random(1);
        for (int i = 0; i < TEXTS; i++) {
            StringBuilder built = new StringBuilder();
            for (int count = random.nextInt(MOST_PIECES); count >= 0; count--) {
                built.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String text = built.toString();
            int end = 0;
            for (Span span : spans(text)) {
                assertTrue(span.from() >= end && span.to() > span.from(), text);
                assertTrue(text.substring(end, span.from()).isBlank(), text);
                end = span.to();
            }
            assertTrue(text.substring(end).isBlank(), text);
        }
    }
}
