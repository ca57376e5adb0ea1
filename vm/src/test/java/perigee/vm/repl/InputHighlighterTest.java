package perigee.vm.repl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;
import org.junit.jupiter.api.Test;

/** Colours of what is typed: for each character the letter of its style. */
class InputHighlighterTest {
    /** Where no bracket is. */
    private static final int NOWHERE = -5;

    private static void looks(String text, String letters, int cursor) {
        AttributedString shown = InputHighlighter.highlight(text, cursor);
        assertEquals(text, shown.toString());
        StringBuilder styles = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            styles.append(letter(shown.styleAt(i)));
        }
        assertEquals(letters, styles.toString(), text);
    }

    private static char letter(AttributedStyle style) {
        for (Style known : Style.values()) {
            if (known.attributes.equals(style)) {
                return known.name().charAt(0);
            }
        }
        return '.';
    }

    @Test
    void kindsOfText() {
        looks("local x = 12", "KKKKK.....NN", NOWHERE);
        looks("f('a', [[b]])", "..SSS..SSSSS.", NOWHERE);
        looks("x -- y", "..CCCC", NOWHERE);
        looks("--[[x]] y --[==[", "CCCCCCC...SSSSSS", NOWHERE);
        looks("--[[x\n]]--y\nz", "CCCCCCCCCCC..", NOWHERE);
    }

    @Test
    void unfinishedText() {
        looks("print('abc", "......SSSS", NOWHERE);
        looks("x = 'abc\nend", "....SSSS.KKK", NOWHERE);
        looks("x = 'a\\qc' end", "....WWWWWW.KKK", NOWHERE);
        looks("x = 1z $ end", "....WW.W.KKK", NOWHERE);
        looks("[=x", "SS.", NOWHERE);
        looks("'ü' ü end", "SSS.W.KKK", NOWHERE);
        looks("'\\", "SS", NOWHERE);
        looks("\"", "S", NOWHERE);
    }

    @Test
    void commands() {
        looks(":dump asm f", "CCCCC......", NOWHERE);
        looks("::l::", ".....", NOWHERE);
    }

    @Test
    void brackets() {
        looks("f(a[1])", ".B..N.B", 7);
        looks("f(a[1])", "...BNB.", 5);
        looks("f(a[1])", "...BNB.", 3);
        looks("f(')')", ".BSSSB", 6);
        assertNull(TypedText.of("f(a]").brackets(4));
        assertNull(TypedText.of("(((").brackets(1));
        assertArrayEquals(new int[] {0, 1}, TypedText.of("{}").brackets(2));
    }
}
