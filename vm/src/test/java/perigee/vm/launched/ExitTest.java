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

    /** Whoever finds that there is too little memory to begin, HotSpot or we: it is no output. */
    @Test
    void tooLittleMemoryIsAMessage() {
        Launched.Outcome small = Launched.vm("--max-heap=1", "-e", "print(1)").run();
        assertEquals(1, small.status());
        assertEquals("", small.out());
        assertEquals(Launched.VM + ": cannot create state: not enough memory\n", small.err());
        Launched.Outcome refused = Launched.shell("ulimit -v 400000 && \"$VM\" -e 'print(1)'").run();
        assertEquals(1, refused.status());
        assertEquals("", refused.out());
        assertTrue(refused.err().contains("Could not reserve enough space"), refused.err());
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

    /** The main coroutine's variables are closed whoever ends the program; a coroutine's own are not. */
    @Test
    void closingExitInACoroutineClosesTheMainOnesVariables() {
        String closing = """
                local function closing(name, action)
                    return setmetatable({}, {__close = function(_, ...)
                        print('close', name, select('#', ...), ..., coroutine.isyieldable())
                        if action then action() end
                    end})
                end
                x = setmetatable({}, {__gc = function() print 'finalized' end})
                local filler = {...}
                local a <close> = closing 'a'
                local b <close> = closing('b', function() error('in b', 0) end)
                local function nested(...)
                    local c <close> = closing('c', function() collectgarbage() local t = {} for i = 1, 1000 do t[i] = {} end end)
                    %s
                end
                nested(1, 2, 3)
                """;
        String closed = "close\tc\t1\tnil\tfalse\nclose\tb\t1\tnil\tfalse\nclose\ta\t1\tin b\tfalse\nfinalized\n";
        for (String exit : new String[] {"os.exit(3, true)", "coroutine.wrap(function() os.exit(3, true) end)()",
            "pcall(coroutine.wrap(function() local d <close> = closing 'd' table.sort({1, 2}, function()"
                    + " coroutine.wrap(function() os.exit(3, true) end)() end) end))",
            "load(function() os.exit(3, true) end)"}) {
            Launched.Outcome outcome = run(closing.formatted(exit));
            assertEquals("", outcome.err());
            assertEquals(closed, outcome.out(), exit);
            assertEquals(3, outcome.status());
        }
    }

    /** What ends the program while it is being closed says how that goes on. */
    @Test
    void closingMethodsMayExit() {
        String program = """
                x = setmetatable({}, {__gc = function() print 'finalized' end})
                y = setmetatable({}, {__gc = function() print 'too' %s end})
                local a <close> = setmetatable({}, {__close = function() print 'a' end})
                local b <close> = setmetatable({}, {__close = function() print 'b' %s end})
                os.exit(3, true)
                """;
        Launched.Outcome outcome = run(program.formatted("", "os.exit(4, true)"));
        assertEquals("b\na\ntoo\nfinalized\n", outcome.out());
        assertEquals(4, outcome.status());
        outcome = run(program.formatted("", "os.exit(5)"));
        assertEquals("b\n", outcome.out());
        assertEquals(5, outcome.status());
        outcome = run(program.formatted("os.exit(6)", ""));
        assertEquals("b\na\ntoo\n", outcome.out());
        assertEquals(6, outcome.status());
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
