package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code --timeline}, and the same events in Flight Recorder. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class TimelineTest {
    /** Has each kind of event: line 1 fails by its floats, line 4 rests on a global function. */
    private static final String PROGRAM = """
            local function add(a, b) return a + b end
            function step() return 1 end
            local function steps(n)
              local s = 0 for i = 1, n do s = s + step() end
              return s
            end
            local x = 0
            for i = 1, 200 do x = add(x, 1) end
            for i = 1, 200 do x = add(x, 0.5) end
            for i = 1, 50 do x = x + steps(100) end
            step = function() return 2 end
            for i = 1, 50 do x = x + steps(100) end
            local kept = {}
            for i = 1, 20000 do kept[i] = {i} end
            collectgarbage "step"
            collectgarbage()
            print(x)
            """;

    @TempDir
    private Path directory;

    private Launched program(String program, String... options) throws IOException {
        Files.writeString(directory.resolve("script.lua"), program);
        String[] arguments = new String[options.length + 1];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = "script.lua";
        return Launched.vm(arguments).in(directory);
    }

    private List<JsonNode> trace() throws IOException {
        JsonNode document = new ObjectMapper().readTree(Files.readAllBytes(directory.resolve("t.json")));
        return StreamSupport.stream(document.get("traceEvents").spliterator(), false).toList();
    }

    private static void has(List<JsonNode> trace, Predicate<JsonNode> what) {
        assertTrue(trace.stream().anyMatch(what), trace::toString);
    }

    private static boolean isNamed(JsonNode event, String name) {
        return event.get("name").asText().equals(name);
    }

    @Test
    void eachKindOfEventIsThere() throws IOException {
        Launched.Outcome outcome = program(PROGRAM, "--tier=optimized", "--nursery=64k", "--timeline=t.json").run();
        assertEquals("", outcome.err());
        List<JsonNode> trace = trace();
        for (String name : List.of("baseline compile of script.lua:1", "optimised compile of script.lua:1",
                "optimised compile of script.lua:3 loop at line 4", "installed script.lua:1 optimised",
                "first OSR entry of script.lua:3 loop at line 4", "deopt not-integer at script.lua:1",
                "invalidated script.lua:1", "minor collection", "full collection", "minor and marking collection", "heap",
                "code cache")) {
            has(trace, event -> isNamed(event, name));
        }
        for (String cause : List.of("failed too often", "broken assumption")) {
            has(trace, event -> event.get("args").path("cause").asText().equals(cause));
        }
        has(trace, event -> event.get("name").asText().startsWith("totals of ")
                && event.get("args").get("osr_entries").asInt() > 1);
        has(trace, event -> event.get("name").asText().startsWith("freed "));
        has(trace, event -> isNamed(event, "code cache") && event.get("args").get("optimised").asInt() > 0);
        long last = 0;
        for (JsonNode event : trace) {
            assertTrue(event.get("ph").asText().equals("M") || event.get("ts").asDouble() >= 0, event::toString);
            last = Math.max(last, event.path("ts").asLong());
        }
        assertTrue(last > 1000, "a program takes more than a millisecond");
    }

    @Test
    void compilesHaveTheirThread() throws IOException {
        assertEquals("", program("local x = 0 for i = 1, 3e7 do x = x + i % 7 end", "--compiler-threads=1",
                "--timeline=t.json").run().err());
        List<JsonNode> trace = trace();
        has(trace, event -> isNamed(event, "thread_name")
                && event.get("args").get("name").asText().equals("perigee compiler 1") && event.get("tid").asInt() == 2);
        has(trace, event -> isNamed(event, "optimised compile of script.lua:0 loop at line 1")
                && event.get("tid").asInt() == 2);
        has(trace, event -> event.get("name").asText().startsWith("installed ") && event.get("tid").asInt() == 1);
    }

    @Test
    void fileIsWholeHoweverTheProgramEnds() throws IOException {
        String warm = "local x = 0 for i = 1, 100 do x = x + i end ";
        for (String end : List.of("os.exit(3)", "error 'oops'", "os.execute 'kill -9 $PPID'",
                "setmetatable({}, {__gc = error})")) {
            program(warm + end, "--tier=baseline", "--timeline=t.json").run();
            has(trace(), event -> event.get("ph").asText().equals(end.contains("kill") ? "M" : "X"));
        }
    }

    @Test
    void interruptLeavesTheFileWhole() throws IOException {
        assumeTrue(Launched.shell("trap 'exit 3' INT; kill -INT $$").run().status() == 3, "SIGINT is ignored here");
        Launched.Outcome outcome = program("print 'started' while true do end", "--tier=baseline", "--timeline=t.json")
                .interruptedAfter("started\n");
        assertEquals(1, outcome.status());
        has(trace(), event -> event.get("ph").asText().equals("X"));
    }

    @Test
    void fileThatCannotBeWrittenIsAWarning() throws IOException {
        Launched.Outcome outcome = program("print(1)", "--timeline=none/t.json").run();
        assertEquals("1\n", outcome.out());
        assertEquals(0, outcome.status());
        assertTrue(outcome.err().contains(": no timeline: "), outcome.err());
    }

    @Test
    void flightRecorderHasTheEvents() throws IOException {
        Launched.Outcome outcome = program(PROGRAM, "--tier=optimized", "--nursery=64k")
                .with("PERIGEE_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -Xlog:disable -XX:StartFlightRecording=filename=x.jfr")
                .run();
        assertEquals(0, outcome.status());
        Set<String> types = new TreeSet<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(directory.resolve("x.jfr"))) {
            types.add(event.getEventType().getName());
        }
        for (String name : List.of("Compilation", "Collection", "CodeInstalled", "CodeFreed", "CodeCacheSize", "LoopEntry",
                "Deoptimization", "Invalidation", "CodeTotals")) {
            assertTrue(types.contains("perigee." + name), name);
        }
    }

    /** Flight Recorder's classes take their time: nobody else is to pay for them. */
    @Test
    void flightRecorderIsNotLoaded() throws IOException {
        assertEquals(0, program(PROGRAM, "--tier=optimized", "--timeline=t.json").with("PERIGEE_JAVA_OPTIONS",
                "-XX:TieredStopAtLevel=1 -Xlog:class+load:file=classes").run().status());
        String classes = Files.readString(directory.resolve("classes"));
        assertTrue(classes.contains("perigee.vm.timeline.TraceFile"));
        assertFalse(classes.contains("jdk.jfr.") || classes.contains("perigee.vm.flight"));
    }
}
