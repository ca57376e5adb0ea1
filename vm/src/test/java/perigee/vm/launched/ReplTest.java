package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt at a terminal: what is on the screen after what keys. */
class ReplTest {
    private static final String UP = "\033OA";
    private static final String ENTER = "\r";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String ESCAPE = "\033";
    private static final String HINT = ":help lists what the prompt itself can do";

    @TempDir
    private Path directory;

    @BeforeAll
    static void hasTerminals() {
        assumeTrue(PseudoTerminal.isAvailable(), "no pseudo-terminals: \"script\" of util-linux is not here");
    }

    private PseudoTerminal start(String arguments, String... variables) throws IOException {
        Map<String, String> environment = new HashMap<>(Map.of("XDG_STATE_HOME", directory.toString()));
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return new PseudoTerminal("\"$VM\" " + arguments, environment);
    }

    @Test
    void chunksAreReadAndValuesShown() throws Exception {
        try (PseudoTerminal terminal = start("")) {
            terminal.shows(HINT, ">");
            terminal.type("6 * 7" + ENTER);
            terminal.shows("> 6 * 7", "42", ">");
            terminal.type("for i = 1, 2 do" + ENTER);
            terminal.shows("> for i = 1, 2 do", ">>");
            terminal.type("print(i)" + ENTER + "end" + ENTER);
            terminal.shows(">> print(i)", ">> end", "1", "2", ">");
            terminal.type("{1, 'a', x = {}}, nil" + ENTER);
            terminal.shows("{1, \"a\", x = {}} nil", ">");
            terminal.type("local l = 1" + ENTER + "l" + ENTER);
            terminal.shows("> l", "nil", ">");
            terminal.type("error 'no'" + ENTER);
            terminal.shows("stdin:1: no", "stack traceback:", "[C]: in function 'error'",
                    "stdin:1: in main chunk", "[C]: in ?", ">");
            assertTrue(terminal.written().contains("\033[1;33mstdin:1:\033[0m\033[1;31m no"), terminal::written);
            terminal.type(")" + ENTER);
            terminal.shows("stdin:1: unexpected symbol near ')'", ">");
            terminal.type("print('ü')" + ENTER);
            terminal.shows("> print('ü')", "ü", ">");
            terminal.type("do io.write 'no end' end" + ENTER);
            terminal.shows("> do io.write 'no end' end", "no end~", ">");
            terminal.type("1 + 1" + ENTER);
            terminal.shows("no end~", "> 1 + 1", "2", ">");
            terminal.type(CTRL_D);
            assertEquals(0, terminal.status());
        }
    }

    @Test
    void namesAreCompleted() throws Exception {
        try (PseudoTerminal terminal = start("-e \"obj = setmetatable({size = 1}, {__index = {scale = print, seal = 2}})"
                + " trap = setmetatable({}, {__index = function() print 'called' end})\" -i")) {
            terminal.shows(HINT, ">");
            terminal.type("string.rev\t");
            terminal.shows("> string.reverse");
            terminal.type(CTRL_C);
            terminal.shows("> string.reverse", ">");
            terminal.type("string.re\t");
            terminal.shows("> string.re", "rep reverse");
            terminal.type("p\t" + "('x', 3)" + ENTER);
            terminal.shows("> string.rep('x', 3)", "xxx", ">");
            terminal.type("obj:s\t" + "(1)" + ENTER);
            terminal.has("> obj:scale(1)");
            terminal.type("trap.\t" + "x = 3 prin\t" + "(rawget(trap, 'x'))" + ENTER);
            terminal.shows("> trap.x = 3 print(rawget(trap, 'x'))", "3", ">");
            assertFalse(terminal.text().contains("called"), terminal::text);
        }
    }

    @Test
    void interruptsComeBackToThePrompt() throws Exception {
        try (PseudoTerminal terminal = start("")) {
            terminal.shows(HINT, ">");
            terminal.type("print 'go' while true do end" + ENTER);
            terminal.shows("> print 'go' while true do end", "go");
            terminal.type(CTRL_C);
            terminal.shows("[C]: in ?", ">");
            assertTrue(terminal.text().contains("stdin:1: interrupted!"), terminal::text);
            terminal.type("while tru");
            terminal.shows("> while tru");
            terminal.type(CTRL_C);
            terminal.shows("> while tru", ">");
            terminal.type("1 + 1" + ENTER);
            terminal.shows("> 1 + 1", "2", ">");
        }
    }

    @Test
    void interruptsEndCompiledCode() throws Exception {
        // In this tier a loop does not go round often before optimised code is made for it.
        try (PseudoTerminal terminal = start("--tier=optimized")) {
            terminal.shows(HINT, ">");
            terminal.type("function spin() print 'go' while true do end end" + ENTER + "spin()" + ENTER);
            terminal.shows("> spin()", "go");
            terminal.type(CTRL_C);
            terminal.shows("[C]: in ?", ">");
            assertTrue(terminal.text().contains("stdin:1: interrupted!"), terminal::text);
            terminal.type(":tier spin" + ENTER);
            terminal.has("code stdin:1 loop");
            terminal.type("1 + 1" + ENTER);
            terminal.shows("> 1 + 1", "2", ">");
        }
    }

    @Test
    void linesAreRemembered() throws Exception {
        try (PseudoTerminal terminal = start("")) {
            terminal.shows(HINT, ">");
            terminal.type("a = 'first'" + ENTER + "do" + ENTER + "a = 2 end" + ENTER);
            terminal.shows(">> a = 2 end", ">");
            terminal.type(CTRL_D);
            assertEquals(0, terminal.status());
        }
        assertTrue(Files.readString(directory.resolve("perigee/history")).contains("a = 'first'"));
        try (PseudoTerminal terminal = start("")) {
            terminal.shows(HINT, ">");
            terminal.type(UP);
            terminal.shows("> do", ">> a = 2 end");
            terminal.type(UP + UP);
            terminal.shows("> a = 'first'");
            terminal.type(ENTER + "a" + ENTER);
            terminal.shows("> a = 'first'", "> a", "first", ">");
        }
    }

    @Test
    void commandsAreCarriedOut() throws Exception {
        Path file = Files.writeString(directory.resolve("f.lua"), "function f(x) return x + 1 end n = (n or 0) + 1\n");
        try (PseudoTerminal terminal = start("")) {
            terminal.shows(HINT, ">");
            terminal.type(":load " + file + ENTER + ":reload" + ENTER + "n, f(n)" + ENTER);
            terminal.shows("> :reload", "> n, f(n)", "2 3", ">");
            terminal.type(":tier f" + ENTER);
            terminal.has("next call interpreted, after 1 calls");
            terminal.has("| integers");
            terminal.type(":dump lir f" + ENTER);
            terminal.has("; ---- low-level code of " + file + ":1");
            terminal.type(":dump asm f" + ENTER);
            terminal.has("; rests on []");
            terminal.type(":time f(1)" + ENTER);
            terminal.has(" ms; compiled meanwhile: 0 baseline, 0 optimised");
            terminal.type(":reset" + ENTER);
            terminal.shows(HINT, ">");
            terminal.type("n" + ENTER);
            terminal.shows("> n", "nil", ">");
            terminal.type(":reload" + ENTER + ":x" + ENTER);
            terminal.shows("> :reload", "nothing has been loaded yet", "> :x", "no such command: :help lists them", ">");
            terminal.type(":q" + ENTER);
            assertEquals(0, terminal.status());
        }
    }

    @Test
    void terminalsNeedNotSayTheirSize() throws Exception {
        Map<String, String> variables = Map.of("XDG_STATE_HOME", directory.toString());
        try (PseudoTerminal terminal = new PseudoTerminal(0, 0, "\"$VM\"", variables)) {
            terminal.shows(HINT, ">");
            terminal.type("print('some text that is typed')" + ENTER);
            terminal.shows("> print('some text that is typed')", "some text that is typed", ">");
        }
    }

    /** Nothing of the line editor is loaded unless somebody types. */
    @Test
    void programsDoNotWaitForIt() throws Exception {
        Path classes = directory.resolve("classes");
        Launched.vm("-i").with("PERIGEE_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes).reading("1\n").run();
        assertTrue(Files.readString(classes).contains("perigee.vm.launch.Prompt "));
        try (PseudoTerminal terminal = start("-e \"print 'done'\"",
                "PERIGEE_JAVA_OPTIONS", "-Xlog:class+load:file=" + classes + "2")) {
            terminal.shows("done");
            assertEquals(0, terminal.status());
        }
        for (String name : new String[] {"classes", "classes2"}) {
            String loaded = Files.readString(directory.resolve(name));
            assertTrue(loaded.contains("perigee.vm.launch.Launcher "));
            assertFalse(loaded.contains("org.jline."));
        }
    }

    @Test
    void dumbTerminalsSeeNoEscapeCodes() throws Exception {
        try (PseudoTerminal terminal = start("", "TERM", "dumb")) {
            terminal.shows(HINT, ">");
            terminal.type("do local t = {x = 1} return t" + ENTER);
            terminal.shows("> do local t = {x = 1} return t", ">>");
            terminal.type("end" + ENTER);
            terminal.shows(">> end", "{x = 1}", ">");
            terminal.type("error 'no'" + ENTER);
            terminal.shows("[C]: in ?", ">");
            terminal.type(CTRL_D);
            assertEquals(0, terminal.status());
            assertFalse(terminal.written().contains(ESCAPE), terminal::written);
        }
    }
}
