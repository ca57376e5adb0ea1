package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Items of patterns, and what is known of where they match. */
class PatternParserTest {
    private static Pattern parse(String text) {
        return PatternParser.parse(text.getBytes(StandardCharsets.ISO_8859_1), true);
    }

    private static void assertKinds(String text, int... kinds) {
        Pattern pattern = parse(text);
        assertEquals(kinds.length + 1, pattern.kinds.length, text);
        for (int i = 0; i < kinds.length; i++) {
            assertEquals(kinds[i], pattern.kinds[i], text + " item " + i);
        }
        assertEquals(Pattern.ACCEPT, pattern.kinds[kinds.length]);
    }

    @Test
    void items() {
        assertKinds("ab", Pattern.LITERAL, Pattern.LITERAL);
        assertKinds("a?b*c+d-.", Pattern.OPTIONAL, Pattern.STAR, Pattern.PLUS, Pattern.LAZY, Pattern.ONE);
        assertKinds("(a)()", Pattern.OPEN, Pattern.LITERAL, Pattern.CLOSE, Pattern.POSITION);
        assertKinds("%b()%f[a]%1", Pattern.BALANCED, Pattern.FRONTIER, Pattern.BACK_REFERENCE);
        assertKinds("a$", Pattern.LITERAL, Pattern.AT_END);
        assertKinds("$a", Pattern.LITERAL, Pattern.LITERAL);
        assertKinds("*", Pattern.LITERAL);
        assertKinds("%.%w", Pattern.LITERAL, Pattern.ONE);
        assertKinds("[]]", Pattern.ONE);
        assertKinds("[%]]+", Pattern.PLUS);
        assertKinds("");
    }

    @Test
    void caretAtTheStart() {
        assertTrue(parse("^a").anchored);
        assertKinds("^a", Pattern.LITERAL);
        assertFalse(parse("a^").anchored);
        Pattern character = PatternParser.parse(new byte[] {'^', '*', 'a'}, false);
        assertFalse(character.anchored);
        assertEquals(Pattern.STAR, character.kinds[0]);
        assertKinds("^*a", Pattern.LITERAL, Pattern.LITERAL);
    }

    @Test
    void mistakesAreItems() {
        for (String mistake : new String[] {"%", "[b", "[", "[^", "[]", "[%", "%b", "%bx", "%f", "%fx", "%f[x"}) {
            String text = "a" + mistake;
            assertKinds(text, Pattern.LITERAL, Pattern.MISTAKE);
        }
        assertArrayEquals(new String[] {"malformed pattern (ends with '%')"}, parse("a%").messages);
        assertArrayEquals(new String[] {"malformed pattern (missing ']')"}, parse("%f[").messages);
        assertArrayEquals(new String[] {"missing '[' after '%f' in pattern"}, parse("%f]").messages);
    }

    private static void assertMembers(String set, String members) {
        boolean[] table = parse(set).tables[0];
        StringBuilder found = new StringBuilder();
        for (int b = 0; b < CharacterClass.SIZE; b++) {
            if (table[b]) {
                found.append((char) b);
            }
        }
        assertEquals(members, found.toString(), set);
    }

    @Test
    void sets() {
        assertMembers("[abc]", "abc");
        assertMembers("[a-e]", "abcde");
        assertMembers("[e-a]", "");
        assertMembers("[a-]", "-a");
        assertMembers("[-a]", "-a");
        assertMembers("[%a-z]", "-" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "abcdefghijklmnopqrstuvwxyz");
        assertMembers("[!-%5]", "!\"#$%5");
        assertMembers("[%d_]", "0123456789_");
        assertMembers("[a^]", "^a");
        assertMembers("[^\1-\377]", "\0");
        assertMembers("%x", "0123456789ABCDEFabcdef");
        assertMembers("%z", "\0");
    }

    @Test
    void plainPatterns() {
        assertTrue(parse("abc").plain);
        assertTrue(parse("a)]").plain);
        assertTrue(parse("a\0b").plain);
        for (char special : "^$*+?.([%-".toCharArray()) {
            assertFalse(parse("a" + special + "a").plain, "" + special);
        }
    }

    @Test
    void whereMatchesBegin() {
        assertEquals('a', parse("abc").firstByte);
        assertEquals('a', parse("(()(a+))").firstByte);
        assertEquals('(', parse("%b()").firstByte);
        assertEquals(-1, parse("a*b").firstByte);
        boolean[] first = parse("a*b?[cd]").first;
        assertTrue(first['a'] && first['b'] && first['c'] && first['d']);
        assertFalse(first['e'] || first[Pattern.SUBJECT_END]);
        assertTrue(parse("a*$").first[Pattern.SUBJECT_END]);
        assertTrue(parse("%f[%z]").first[Pattern.SUBJECT_END]);
        for (String anywhere : new String[] {"", "a*", ".b", "a-", ")a", "%1", "%", "(a*)"}) {
            assertNull(parse(anywhere).first, anywhere);
        }
    }
}
