package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The options of the reference's command line (manual 7), and Perigee's own. */
class CommandLineTest {
    @TempDir
    Path directory;

    private String script(String text) throws IOException {
        Path file = directory.resolve("script.lua");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        return file.toString();
    }

    private static void prints(String expected, Launched launched) {
        Launched.Outcome outcome = launched.run();
        assertEquals("", outcome.err());
        assertEquals(expected, outcome.out());
        assertEquals(0, outcome.status());
    }

    private static void fails(String error, Launched launched) {
        Launched.Outcome outcome = launched.run();
        assertEquals(error, outcome.err());
        assertEquals(1, outcome.status());
    }

    @Test
    void statementsRunInOrder() {
        prints("1\n2\n", Launched.vm("-e", "x = 1", "-eprint(x)", "-e", "print(x + 1)"));
    }

    @Test
    void scriptGetsItsArguments() throws IOException {
        String script = script("print(#arg, arg[0] == '" + directory.resolve("script.lua") + "', ...)");
        prints("3\ttrue\ta\t\t-e\n", Launched.vm(script, "a", "", "-e"));
    }

    @Test
    void argumentsBeforeTheScriptHaveNegativeIndexes() throws IOException {
        String script = script("print(arg[-1], arg[-2], arg[-3], arg[-4] == '" + Launched.VM + "', arg[-5])");
        prints("--\tx=1\t-e\ttrue\tnil\n", Launched.vm("-e", "x=1", "--", script));
    }

    @Test
    void withoutScriptTheProgramIsArgumentZero() {
        prints("true\t-e\tnil\n", Launched.vm("-e", "print(arg[0] == '" + Launched.VM + "', arg[1], arg[-1])"));
    }

    @Test
    void argumentsAreBytes() throws IOException {
        String script = script("print((...):byte(1, -1))");
        prints("120\t255\t195\t164\n",
                Launched.shell("\"$VM\" " + script + " \"$(printf 'x\\377\\303\\244')\""));
    }

    @Test
    void scriptNamesAreBytes() throws IOException {
        Path file = directory.resolve("na\u00efve.lua");
        Files.writeString(file, "print(#arg[0] > 0)");
        prints("true\n", Launched.vm("na\u00efve.lua").in(directory).with("LC_ALL", "C"));
    }

    @Test
    void standardInputIsAScript() {
        prints("1\n", Launched.vm("-").reading("print(1)"));
        prints("2\n", Launched.vm().reading("#!shebang\nprint(2)\n"));
        prints("a\tb\n", Launched.vm("-", "a", "b").reading("print(...)"));
    }

    @Test
    void doubleHyphenEndsOptions() throws IOException {
        Files.writeString(directory.resolve("-"), "print 'file'");
        prints("file\n", Launched.vm("--", "-").in(directory));
    }

    @Test
    void modulesAreRequired() throws IOException {
        Files.writeString(directory.resolve("mod-v2.lua"), "return {name = ...}");
        prints("mod-v2\tmod-v2\t3\n", Launched.vm("-l", "mod-v2", "-lm=mod-v2", "-l", "s=string", "-e",
                "print(mod.name, m.name, s.len 'abc')").in(directory));
    }

    @Test
    void missingModuleIsAnError() {
        Launched.Outcome outcome = Launched.vm("-l", "nowhere").run();
        assertEquals(1, outcome.status());
        assertTrue(outcome.err().startsWith(Launched.VM + ": module 'nowhere' not found:\n"), outcome.err());
    }

    @Test
    void versionIsTold() {
        Launched.Outcome outcome = Launched.vm("-v").run();
        assertTrue(outcome.out().startsWith("Perigee "), outcome.out());
        assertEquals(0, outcome.status());
        prints("Lua 5.4\n", Launched.vm("-e", "print(_VERSION)"));
    }

    @Test
    void warningsAreSwitchedOn() {
        assertEquals("Lua warning: careful\n", Launched.vm("-W", "-e", "warn('care', 'ful')").run().err());
        assertEquals("", Launched.vm("-e", "warn 'careful'").run().err());
    }

    @Test
    void initializationRunsFirst() throws IOException {
        prints("2\t1\n", Launched.vm("-e", "print(y, x)").with("LUA_INIT", "x, y = 1, 2"));
        prints("new\n", Launched.vm("-e", "print(x)").with("LUA_INIT", "x = 'old'").with("LUA_INIT_5_4", "x = 'new'"));
        prints("2\n", Launched.vm("-e", "print(x)").with("LUA_INIT", "@" + script("x = #arg")));
        prints("nil\n", Launched.vm("-E", "-e", "print(x)").with("LUA_INIT", "x = 1"));
    }

    @Test
    void errorInInitializationEndsTheProgram() {
        Launched.Outcome outcome = Launched.vm("-e", "print 'not reached'").with("LUA_INIT", "error 'msg'").run();
        assertEquals(1, outcome.status());
        assertEquals("", outcome.out());
        assertTrue(outcome.err().startsWith(Launched.VM + ": LUA_INIT:1: msg\nstack traceback:\n"), outcome.err());
    }

    @Test
    void environmentIsIgnoredOnRequest() {
        prints("true\n", Launched.vm("-E", "-e", "print(not package.path:find('xxx'))").with("LUA_PATH", "xxx"));
        prints("xxx\n", Launched.vm("-e", "print(package.path)").with("LUA_PATH", "xxx"));
    }

    @Test
    void localeOfTheEnvironmentIsTheUsers() {
        prints("nil\tunset\n", Launched.vm("-e", "print(os.getenv 'LC_ALL', io.popen('echo ${LC_ALL-unset}'):read())")
                .with("LC_ALL", null).with("LC_CTYPE", null).with("LANG", null));
        prints("C\tC\n", Launched.vm("-e", "print(os.getenv 'LC_ALL', io.popen('echo ${LC_ALL-unset}'):read())")
                .with("LC_ALL", "C"));
    }

    @Test
    void badOptionsAreExplained() {
        for (String option : new String[] {"-x", "-vv", "-iv", "-Ex", "-W1", "---", "--nothing", "--nothing=1", "--Tier=auto",
            "--=", "--stat"}) {
            Launched.Outcome outcome = Launched.vm(option).run();
            assertEquals(1, outcome.status());
            assertTrue(outcome.err().startsWith(Launched.VM + ": unrecognized option '" + option + "'\nusage: "
                    + Launched.VM + " [options] [script [args]]\nAvailable options are:\n"), outcome.err());
        }
        for (String option : new String[] {"-e", "-l"}) {
            Launched.Outcome outcome = Launched.vm(option).run();
            assertEquals(1, outcome.status());
            assertTrue(outcome.err().startsWith(Launched.VM + ": '" + option + "' needs argument\nusage: "),
                    outcome.err());
        }
    }

    @Test
    void badValuesOfOwnOptionsAreExplained() {
        String[] options = {"--tier=none", "--tier=", "--tier", "--dump=none", "--dump=asm,none", "--dump=", "--max-heap=much",
            "--max-heap=0", "--max-heap=99999999999g", "--nursery=1k", "--nursery=1g", "--nursery=x", "--gc-stress=0",
            "--gc-stress=x", "--code-cache=1k", "--code-cache=2g", "--stress=all", "--stress=bail-out:x", "--stress=guards:0",
            "--stress=small-caches:1", "--timeline", "--timeline=", "--explain=", "--explain=xml", "--registers=2",
            "--registers=16", "--compiler-threads=17", "--stats=1", "--perf-map=", "--verify-ir=1", "--help=x", "--report", "--record-compiles="};
        for (String option : options) {
            Launched.Outcome outcome = Launched.vm(option, "-e", "print 'not reached'").run();
            assertEquals(1, outcome.status(), option);
            assertEquals("", outcome.out(), option);
            int equals = option.indexOf('=');
            String name = equals < 0 ? option : option.substring(0, equals);
            String complaint = equals < 0 ? "option '" + name + "' needs a value: "
                    : name.matches("--(stats|perf-map|verify-ir|help)") ? "option '" + name + "' takes no value\n"
                    : "bad value '" + option.substring(equals + 1) + "' for option '" + name + "': ";
            assertTrue(outcome.err().startsWith(Launched.VM + ": " + complaint), outcome.err());
            assertEquals(1, outcome.err().lines().count(), outcome.err());
        }
        fails(Launched.VM + ": bad value 'fast' for option '--tier': auto, interp, baseline or optimized\n",
                Launched.vm("--tier=fast"));
    }

    @Test
    void helpIsGiven() {
        for (String option : new String[] {"-h", "--help"}) {
            Launched.Outcome outcome = Launched.vm(option).run();
            assertEquals(0, outcome.status());
            assertTrue(outcome.out().startsWith("usage: "), outcome.out());
            for (String own : new String[] {"--dump=", "--record-compiles=", "--replay=", "--report=", "--stats",
                "--timeline=", "--explain"}) {
                assertTrue(outcome.out().contains("\n  " + own), own);
            }
        }
    }

    @Test
    void bytecodeIsDumped() throws IOException {
        String script = script("local function inner() return 1 end\nprint(inner())");
        Launched.Outcome all = Launched.vm("--dump=bytecode", script).run();
        assertTrue(all.out().startsWith("main <"), all.out());
        assertTrue(all.out().endsWith("\n1\n"), all.out());
        Launched.Outcome one = Launched.vm("--dump=bytecode:inner", script).run();
        assertTrue(one.out().startsWith("function <"), one.out());
        assertEquals(-1, one.out().indexOf("main <"));
    }

    @Test
    void bytecodeOfStatementsAndOfStandardInputIsDumped() {
        Launched.Outcome statements = Launched.vm("--dump=bytecode", "-e", "x = 1", "-e", "print(x)").run();
        assertEquals(List.of("main <(command line)", "main <(command line)"), heads(statements));
        assertTrue(statements.out().endsWith("\n1\n"), statements.out());
        for (String[] arguments : new String[][] {{"--dump=bytecode"}, {"--dump=bytecode", "-"}}) {
            Launched.Outcome program = Launched.vm(arguments).reading("print(1)").run();
            assertEquals(List.of("main <stdin"), heads(program));
            assertTrue(program.out().endsWith("\n1\n"), program.out());
        }
        assertEquals(List.of("main <(command line)", "main <stdin"),
                heads(Launched.vm("--dump=bytecode", "-e", "x = 1", "-").reading("print(1)").run()));
    }

    /** Of each main function in a dump, what it is a function of. */
    private static List<String> heads(Launched.Outcome outcome) {
        return outcome.out().lines().filter(line -> line.startsWith("main <"))
                .map(line -> line.substring(0, line.indexOf(':'))).toList();
    }

    @Test
    void heapIsLimited() {
        prints("false\tnot enough memory\n", Launched.vm("--max-heap=32m", "-e",
                "print(pcall(function() local t = {} for i = 1, 1e8 do t[i] = {i} end end))"));
    }

    /** A small nursery is collected often. */
    @Test
    void nurseryHasTheSizeThatIsAskedFor() {
        String program = "for i = 1, 1e5 do local t = {i} end";
        assertTrue(minorCollections("--nursery=64k", program) > 8 * minorCollections("--nursery=4m", program));
    }

    private static int minorCollections(String nursery, String program) {
        Launched.Outcome outcome = Launched.vm(nursery, "--tier=interp", "--stats", "-e", program).run();
        Matcher count = Pattern.compile("minor collections (\\d+)").matcher(outcome.err());
        assertTrue(count.find(), outcome.err());
        return Integer.parseInt(count.group(1));
    }

    @Test
    void dumpOfTheHeap() throws Exception {
        Launched.Outcome outcome = Launched.vm("--dump=heap", "-e", "t = {{first = 1, second = 2}}").run();
        assertEquals(0, outcome.status());
        assertTrue(outcome.out().contains("record {first, second}"), outcome.out());
    }

    @Test
    void collectionsAtSafepoints() throws Exception {
        String program = "local t = {} for i = 1, 100 do t[i] = {i} end print(t[100][1])";
        prints("100\n", Launched.vm("--gc-stress", "-e", program));
        prints("100\n", Launched.vm("--gc-stress=7", "-e", program));
    }

    /** The program reads the map of its own process, as {@code perf} would. */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void namesOfCodeAreWrittenForPerf() {
        prints("true\ttrue\n", Launched.vm("--perf-map", "--tier=baseline", "-e", """
                local name = '/tmp/perf-' .. io.open('/proc/self/stat'):read('n') .. '.map'
                local map = io.open(name):read('a')
                print(map:find('^%x+ %x+ synchronise\\n%x+ %x+ stubs\\n') ~= nil,
                    map:find('\\n%x+ %x+ %(command line%):0\\n') ~= nil)
                os.remove(name)
                """));
    }

    @Test
    void statisticsAreTold() {
        Launched.Outcome outcome = Launched.vm("--stats", "--tier=interp", "-e", "print(1)").run();
        assertEquals("1\n", outcome.out());
        assertTrue(outcome.err().contains("heap in use"), outcome.err());
    }

    @Test
    void argumentTableMayBeChanged() {
        prints("100\n", Launched.vm("-e", "arg[1] = 100", "-").reading("print(...)"));
        fails(Launched.VM + ": 'arg' is not a table\n", Launched.vm("-e", "arg = 1", "-").reading("print(...)"));
    }
}
