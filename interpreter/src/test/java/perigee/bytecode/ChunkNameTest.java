package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChunkNameTest {
    private static final String DIGITS = "0123456789".repeat(7);

    private static String display(String source) {
        return new String(ChunkName.display(source.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void literalNamesLoseTheirEnd() {
        assertEquals("stdin", display("=stdin"));
        assertEquals("", display("="));
        assertEquals(DIGITS.substring(0, 59), display("=" + DIGITS.substring(0, 59)));
        assertEquals(DIGITS.substring(0, 59), display("=" + DIGITS));
    }

    @Test
    void fileNamesLoseTheirBeginning() {
        assertEquals("dir/x.lua", display("@dir/x.lua"));
        assertEquals(DIGITS.substring(0, 59), display("@" + DIGITS.substring(0, 59)));
        assertEquals("..." + DIGITS.substring(4, 60), display("@" + DIGITS.substring(0, 60)));
    }

    @Test
    void textsShowTheirFirstLine() {
        assertEquals("[string \"x = 1\"]", display("x = 1"));
        assertEquals("[string \"\"]", display(""));
        assertEquals("[string \"x = 1...\"]", display("x = 1\ny = 2"));
        assertEquals("[string \"...\"]", display("\n"));
        assertEquals("[string \"" + DIGITS.substring(0, 44) + "\"]", display(DIGITS.substring(0, 44)));
        assertEquals("[string \"" + DIGITS.substring(0, 45) + "...\"]", display(DIGITS.substring(0, 45)));
        assertEquals("[string \"" + DIGITS.substring(0, 45) + "...\"]", display(DIGITS + "\n"));
    }

    @Test
    void aByteZeroEndsTheName() {
        assertEquals("a", display("=a\0b"));
        assertEquals("[string \"a\"]", display("a\0b\n"));
    }
}
