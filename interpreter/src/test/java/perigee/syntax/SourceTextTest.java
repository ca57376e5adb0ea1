package perigee.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Texts in pieces; when a piece is asked for is tested by {@code library/load_readers.lua}. */
class SourceTextTest {
    private static final byte[] NAME = {'=', 'x'};
    private static final int PIECES = 10_000;
    private static final int MOST_KEPT = 100_000;

    private int given;
    private SourceText text;

    /** The array that is left after the tokens of a text that consists of many equal pieces. */
    private byte[] arrayAfter(String piece, int tokens) {
        byte[] bytes = piece.getBytes(StandardCharsets.ISO_8859_1);
        given = 1;
        text = new SourceText(bytes.clone(), 0, bytes.length,
                levels -> given++ < PIECES ? bytes.clone() : new byte[0], NAME);
        Lexer lexer = new Lexer(text, new NameTable());
        for (lexer.next(); lexer.token() != Token.END_OF_TEXT; lexer.next()) {
            tokens--;
        }
        assertEquals(0, tokens);
        assertEquals(PIECES + 1, given);
        return text.bytes;
    }

    @Test
    void whatHasBecomeTokensIsForgotten() {
        assertTrue(arrayAfter(" name = 'string' + 12.5\r\n --[[ ]]", 5 * PIECES).length < MOST_KEPT);
        assertTrue(arrayAfter("x = [==[" + "y".repeat(5000) + "]==]", 3 * PIECES).length < MOST_KEPT);
    }

    @Test
    void commentsAreForgottenAsTheyAreRead() {
        assertTrue(arrayAfter("-- and so on", 0).length < MOST_KEPT);
        assertThrows(SyntaxException.class, () -> arrayAfter("--[==[ a line\n ]=] and", 0));
        assertEquals(PIECES + 1, given);
        assertTrue(text.bytes.length < MOST_KEPT);
    }
}
