package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A tier that is forced is the one that runs. */
class TiersTest {
    private static final String PROGRAM = "local function f(n) return n < 2 and n or f(n - 1) + f(n - 2) end print(f(20))";

    private static long counter(String tier, String name) {
        Launched.Outcome outcome = Launched.vm("--stats", "--tier=" + tier, "-e", PROGRAM).run();
        assertEquals("6765\n", outcome.out());
        Matcher matcher = Pattern.compile("^" + name + " +([0-9]+)", Pattern.MULTILINE).matcher(outcome.err());
        assertTrue(matcher.find(), outcome.err());
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void nothingIsCompiledForTheInterpreter() {
        assertEquals(0, counter("interp", "compiled"));
        assertEquals(0, counter("interp", "entered"));
    }

    @Test
    void whatCompilesTakeIsTold() {
        String err = Launched.vm("--stats", "--tier=optimized", "-e", PROGRAM).run().err();
        assertTrue(Pattern.compile("^took +[0-9]+\\.[0-9] ms, the longest compile [0-9]+\\.[0-9] ms; "
                + "[1-9][0-9]* bytes of Java memory, the largest [1-9][0-9]*$", Pattern.MULTILINE).matcher(err).find(), err);
    }

    @Test
    void everythingIsCompiledForTheBaseline() {
        // Two functions, and one of them again when it is known what it works with.
        assertEquals(3, counter("baseline", "compiled"));
        assertTrue(counter("baseline", "entered") > 0);
        assertEquals(0, counter("baseline", "given up"));
    }
}
