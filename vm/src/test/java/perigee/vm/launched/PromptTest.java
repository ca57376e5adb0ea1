package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The interactive mode, on lines from a file. */
class PromptTest {
    private static Launched.Outcome session(String... lines) {
        return Launched.vm("-e", "_PROMPT, _PROMPT2 = '', ''", "-i").reading(String.join("\n", lines)).run();
    }

    private static void prints(String expected, String... lines) {
        Launched.Outcome outcome = session(lines);
        assertEquals("", outcome.err());
        assertEquals(expected + "\n", outcome.out().substring(outcome.out().indexOf('\n') + 1));
        assertEquals(0, outcome.status());
    }

    @Test
    void valuesArePrinted() {
        prints("6\n", "(6*2-6)");
        prints("1\tnil\tx\n", "1, nil, 'x'");
        prints("3\n", "= 3");
        prints("", "x = 1");
    }

    @Test
    void statementsTakeSeveralLines() {
        prints("10\n10\n", "a =", "10", "print(a)", "a");
        prints("b\nc\n", "a = [[b", "c]]", "=a");
        prints("1\n2\n", "for i = 1, 2 do", "print(i)", "end");
    }

    @Test
    void errorsDoNotEndTheSession() {
        Launched.Outcome outcome = session("error 'x'", "x = = 1", "a.", "y");
        String[] errors = outcome.err().split("\n");
        assertEquals("stdin:1: x", errors[0]);
        assertTrue(outcome.err().contains("stdin:1: unexpected symbol near '='\n"), outcome.err());
        assertEquals("", session("=1").err());
        assertEquals(0, outcome.status());
        assertTrue(session("a.").err().endsWith("near <eof>\n"));
    }

    @Test
    void printMayBeGone() {
        assertEquals("error calling 'print' (attempt to call a nil value)\n", session("print = nil", "1").err());
    }

    @Test
    void promptsAreValues() {
        String out = Launched.vm("-i").reading("a =\n1\n").run().out();
        assertEquals("> >> > \n", out.substring(out.indexOf('\n') + 1));
        out = Launched.vm("-e", "_PROMPT = setmetatable({}, {__tostring = function() return 'P' end})", "-i")
                .reading("a = 1\n").run().out();
        assertEquals("PP\n", out.substring(out.indexOf('\n') + 1));
    }

    @Test
    void sessionFollowsTheScript() {
        Launched.Outcome outcome = Launched.vm("-i", "-e", "x = 5", "-e", "_PROMPT = ''").reading("x\n").run();
        assertTrue(outcome.out().endsWith("\n5\n\n"), outcome.out());
    }
}
