package perigee.vm.repl;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether the prompt goes on on the next line. */
class ChunkTextTest {
    @ParameterizedTest
    @ValueSource(strings = {"1 +", "f(", "x =", "for i = 1, 2 do", "function f()", "if x then", "a.", "[[text", "--[[ text",
        "x = {1,\n2,", "repeat", "= 1 +", "local function f() return function()", "\"text", "{1,", "f(1) ..", "not"})
    void isOpen(String text) {
        assertTrue(ChunkText.isIncomplete(text), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "x = 1", "f()", "= 1", "x = = 1", ")", "for i = 1, 2 do end", "end", "-- text",
        "'text\n", "goto nowhere", "1 -- one", "return", "a b", "f) +"})
    void isClosed(String text) {
        assertFalse(ChunkText.isIncomplete(text), text);
    }
}
