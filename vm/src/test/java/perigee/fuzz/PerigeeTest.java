package perigee.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A server outlives the programs that it runs, and what they do to it is an outcome. */
class PerigeeTest {
    private static final int PATIENCE = 120_000;

    @Test
    void programsHaveNothingInCommon() throws IOException {
        try (Workplace place = new Workplace();
                Perigee engine = new Perigee(Mode.of("baseline"), place.directory(), PATIENCE)) {
            Outcome first = engine.run("x = 1 print(x, math) math = nil");
            assertEquals(Outcome.End.EXIT, first.end());
            assertEquals(0, first.status());
            assertEquals(1, first.counts().compiled());
            Outcome second = engine.run("print(x, type(math)) io.stderr:write 'words\\n' error 'wrong'");
            assertEquals("nil\ttable\n", second.out());
            assertTrue(second.err().startsWith("words\nlua: program.lua:1: wrong\nstack traceback:\n"), second.err());
            assertEquals(1, second.status());
            assertEquals("words", second.error());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void crashIsAnOutcome() throws IOException {
        try (Workplace place = new Workplace();
                Perigee engine = new Perigee(Mode.of("interp"), place.directory(), PATIENCE)) {
            Outcome crash = engine.run("print 'before' os.execute 'kill -SEGV $PPID' while true do end");
            assertEquals(Outcome.End.CRASH, crash.end());
            assertTrue(crash.err().contains("SIGSEGV"), crash.err());
            assertEquals("after\n", engine.run("print 'after'").out());
        }
    }

    @Test
    void programWithoutEndIsAnOutcome() throws IOException {
        try (Workplace place = new Workplace();
                Perigee engine = new Perigee(Mode.of("interp"), place.directory(), 1)) {
            assertEquals(Outcome.End.TIMEOUT, engine.run("while true do end").end());
        }
    }
}
