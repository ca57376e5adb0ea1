package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

/** How programs end: exit status, messages, what is flushed, closed and finalized. */
class ExitTest {
    private static Launched.Outcome run(String program) {
        return Launched.vm("-").reading(program).run();
    }

    @Test
    void uncaughtErrorHasATraceback() {
        Launched.Outcome outcome = run("local function f()\n  error 'oops'\nend\nf()");
        assertEquals(1, outcome.status());
        assertEquals(Launched.VM + ": stdin:2: oops\nstack traceback:\n\t[C]: in function 'error'\n"
                + "\tstdin:2: in local 'f'\n\tstdin:4: in main chunk\n\t[C]: in ?\n", outcome.err());
    }

    @Test
    void errorObjectsAreShownAsFarAsTheyCan() {
        assertTrue(run("error({})").err().startsWith(Launched.VM + ": (error object is a table value)\nstack"));
        assertEquals(Launched.VM + ": text\n",
                run("error(setmetatable({}, {__tostring = function() return 'text' end}))").err());
        assertTrue(run("error(nil)").err().startsWith(Launched.VM + ": (error object is a nil value)\nstack"));
    }

    @Test
    void syntaxErrorIsAMessage() {
        Launched.Outcome outcome = run("x = = 1");
        assertEquals(1, outcome.status());
        assertEquals(Launched.VM + ": stdin:1: unexpected symbol near '='\n", outcome.err());
    }

    /** The hook is called for the launcher's own frames, too, where nobody catches errors. */
    @Test
    void errorOfAHookIsAMessage() {
        for (String events : new String[] {"cr", "r"}) {
            Launched.Outcome outcome = run("debug.sethook(function() error 'in hook' end, '" + events + "')");
            assertEquals(1, outcome.status(), events);
            assertTrue(outcome.err().startsWith(Launched.VM + ": stdin:1: in hook\n"), outcome.err());
            assertFalse(outcome.err().contains("Exception"), outcome.err());
        }
        assertEquals(0, run("debug.sethook(function() error 'in hook' end, 'c')").status());
    }

    @Test
    void exitStatusIsTheProgramsWish() {
        assertEquals(0, run("os.exit()").status());
        assertEquals(0, run("os.exit(true)").status());
        assertEquals(1, run("os.exit(false)").status());
        assertEquals(7, run("os.exit(7)").status());
        assertEquals(3, run("pcall(os.exit, 256 + 3)").status());
        assertEquals(5, run("coroutine.wrap(function() os.exit(5) end)()").status());
        assertEquals(6, run("table.sort({3, 2, 1}, function() os.exit(6) end)").status());
    }

    @Test
    void exitWritesWhatIsBuffered() {
        assertEquals("no line end", run("io.write 'no line end' os.exit(0)").out());
        String name = "/tmp/lua_exit_test";
        assertEquals("", run("io.open('" + name + "', 'w'):write 'in a file' os.exit(0)").err());
        assertEquals("in a file", run("io.write(io.open('" + name + "'):read 'a') os.remove '" + name + "'").out());
    }

    @Test
    void closingExitRunsEverything() {
        String program = "x = setmetatable({}, {__gc = function() print 'finalized' end})\n"
                + "local v <close> = setmetatable({}, {__close = function() print 'closed' end})\n";
        assertEquals("closed\nfinalized\n", run(program + "os.exit(0, true)").out());
        assertEquals("", run(program + "os.exit(0)").out());
        assertEquals("closed\nfinalized\n", run(program).out());
    }

    @Test
    void finalizersRunAfterAnError() {
        Launched.Outcome outcome = run("x = setmetatable({}, {__gc = function() print 'finalized' end}) error 'x'");
        assertEquals("finalized\n", outcome.out());
        assertEquals(1, outcome.status());
    }

    @Test
    void finalizersRunInReverseOrder() {
        assertEquals("2\n1\n", run("x = setmetatable({}, {__gc = function() print(1) end})\n"
                + "y = setmetatable({}, {__gc = function() print(2) end})").out());
    }

    @Test
    void finalizerThatExitsLetsTheOthersRun() {
        Launched.Outcome outcome = run("x = setmetatable({}, {__gc = function() print(1) end})\n"
                + "y = setmetatable({}, {__gc = function() print(2) os.exit(9, true) end})");
        assertEquals("2\n1\n", outcome.out());
        assertEquals(9, outcome.status());
    }

    @Test
    void interruptIsAnError() {
        assumeTrue(Launched.shell("trap 'exit 3' INT; kill -INT $$").run().status() == 3, "SIGINT is ignored here");
        Launched.Outcome outcome = Launched.vm("-e", "print 'started' local ok, message ="
                + " pcall(function() while true do end end) print(message:match '%a+!$')").interruptedAfter("started\n");
        assertEquals("started\ninterrupted!\n", outcome.out());
        assertEquals(0, outcome.status());
    }
}
