package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.runtime.PatternProgram;

/** Which patterns need no backtracking, and what becomes of them. */
class StraightPatternTest {
    private static PatternProgram program(String text) {
        return PatternParser.parse(text.getBytes(StandardCharsets.ISO_8859_1), true).program;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "abc | ONE ONE ONE ACCEPT",
        "[^,]+ | PLUS ACCEPT",
        ".* | REST ACCEPT",
        ".+ | PLUS ACCEPT",
        "a-b | STAR ONE ACCEPT",
        "a- | ACCEPT",
        "(%w+)=(%w*) | OPEN PLUS CLOSE ONE OPEN STAR CLOSE ACCEPT",
        "%d*%.?%d* | STAR OPTIONAL STAR ACCEPT",
        "^%s*$ | STAR AT_END ACCEPT",
        "^%s*(.-)%s*$ | STAR OPEN BEFORE_TAIL CLOSE STAR AT_END ACCEPT",
        "\"(.-)\" | ONE OPEN STAR CLOSE ONE ACCEPT",
        "(.-)=(.*)$ | OPEN STAR CLOSE ONE OPEN REST CLOSE AT_END ACCEPT",
        "^(.-)([^/]*)$ | OPEN BEFORE_TAIL CLOSE OPEN STAR CLOSE AT_END ACCEPT",
        "() | POSITION ACCEPT"})
    void thoseThatDoNot(String text, String kinds) {
        assertEquals(kinds, program(text).steps().stream().map(step -> step.kind().name()).collect(Collectors.joining(" ")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a*ab", ".*b", "%w+1", "a?a", ".-ab", "%d*%.?%d*$", ".-a$", "(%a)%1", "%b()", "%f[a]a",
        "(", "(a", "a)", "%", "[a", "()()()()()()()()()"})
    void thoseThatDoOrAreMalformed(String text) {
        assertNull(program(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"%d+x? | 10", "a*b | 2", "^%d | -1", "x* | -1", "%s*$ | -1", ".b | -1"})
    void bytesThatAMatchBeginsWith(String text, int count) {
        boolean[] first = program(text).first();
        int members = 0;
        for (int b = 0; first != null && b < CharacterClass.SIZE; b++) {
            members += first[b] ? 1 : 0;
        }
        assertEquals(count, first == null ? -1 : members);
    }
}
