package perigee.vm.launched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --explain} says of programs that are slow for a known reason. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ExplainTest {
    @TempDir
    private Path directory;

    private Launched.Outcome run(String program, String... options) throws IOException {
        Files.writeString(directory.resolve("script.lua"), program);
        String[] arguments = new String[options.length + 1];
        System.arraycopy(options, 0, arguments, 0, options.length);
        arguments[options.length] = "script.lua";
        return Launched.vm(arguments).in(directory).run();
    }

    private JsonNode explain(String program, String... options) throws IOException {
        String[] all = new String[options.length + 1];
        System.arraycopy(options, 0, all, 1, options.length);
        all[0] = "--explain=json";
        return json(run(program, all));
    }

    /** The last line of standard error. */
    private static JsonNode json(Launched.Outcome outcome) throws IOException {
        String[] lines = outcome.err().split("\n");
        return new ObjectMapper().readTree(lines[lines.length - 1]);
    }

    /** @param loop source line of a loop; 0: the function itself */
    private static JsonNode part(JsonNode explanation, String function, int loop) {
        return StreamSupport.stream(explanation.get("parts").spliterator(), false)
                .filter(part -> part.get("function").asText().equals(function) && part.get("loop_line").asInt() == loop)
                .findFirst().orElseThrow(() -> new AssertionError(function + " is not in " + explanation));
    }

    @Test
    void megamorphicSiteIsNamedWithItsLine() throws IOException {
        String program = """
                local shapes = {}
                for i = 1, 12 do shapes[i] = {["k" .. i] = i, width = i} end
                local function width(o)
                  return 1 +
                    o.width
                end
                local sum = 0
                for i = 1, 2000 do
                  for k = 1, 12 do sum = sum + width(shapes[k]) end
                end
                print(sum)
                """;
        for (String tier : new String[] {"interp", "optimized"}) {
            JsonNode part = part(explain(program, "--tier=" + tier), "script.lua:3", 0);
            assertEquals(1, part.get("megamorphic").size(), tier);
            JsonNode site = part.get("megamorphic").get(0);
            assertEquals(5, site.get("line").asInt());
            assertEquals("field 'width' of tables of more than 8 shapes", site.get("what").asText());
            assertEquals("o.width", site.get("source").asText());
            assertTrue(part.get("advice").toString().contains("same fields"), part::toString);
        }
    }

    @Test
    void megamorphicCallIsNamed() throws IOException {
        JsonNode part = part(explain("""
                local fs = {}
                for i = 1, 5 do fs[i] = load("return " .. i) end
                for i = 1, 2000 do
                  fs[i % 5 + 1]()
                end
                """, "--tier=baseline"), "script.lua:0", 3);
        assertEquals("[{\"line\":4,\"what\":\"call of more than 3 functions\",\"source\":\"fs[i % 5 + 1]()\"}]",
                part.get("megamorphic").toString());
    }

    @Test
    void failingGuardIsNamedWithKinds() throws IOException {
        JsonNode part = part(explain("""
                local function add(a, b)
                  return a + b
                end
                local x = 0
                for i = 1, 50 do x = add(x, 1) end
                for i = 1, 50 do x = add(1, 0.5) end
                """, "--tier=optimized"), "script.lua:1", 0);
        JsonNode guard = part.get("guards").get(0);
        assertEquals("script.lua:2", guard.get("place").asText());
        assertEquals("not-integer", guard.get("reason").asText());
        assertTrue(guard.get("count").asInt() >= 2, guard::toString);
        assertTrue(guard.get("kinds").get("integer, float").asInt() >= 2, guard::toString);
        assertEquals("return a + b", guard.get("source").asText());
        assertTrue(part.get("advice").toString().contains("integer or a float"), part::toString);
    }

    @Test
    void brokenAssumptionIsTold() throws IOException {
        JsonNode explanation = explain("""
                function step() return 1 end
                local function steps()
                  local s = 0
                  for i = 1, 100 do s = s + step() end
                  return s
                end
                for i = 1, 20 do steps() end
                step = function() return 2 end
                """, "--tier=optimized");
        assertTrue(part(explanation, "script.lua:2", 0).get("obstacle").asText()
                .startsWith("optimised code was thrown away once (0 by failing guards, 1 by broken assumptions); "),
                explanation::toString);
    }

    @Test
    void whatIsNotHotSaysWhenItWouldBe() throws IOException {
        JsonNode part = part(explain("""
                local function f(t) return t.x end
                for i = 1, 9 do f {x = 1, ["k" .. i] = 2} end
                """), "script.lua:1", 0);
        assertEquals("interpreter", part.get("tier").asText());
        assertEquals("not hot yet: 31 more calls to baseline code", part.get("obstacle").asText());
    }

    /** The time is where it is spent, and in the right tier. */
    @Test
    void timeIsMeasuredByTier() throws IOException {
        String program = """
                local t = os.clock()
                local x = 0
                while os.clock() - t < 0.5 do
                  for i = 1, 1e6 do x = (x + i) %% 7 end
                end
                """.replace("%%", "%");
        JsonNode compiled = part(explain(program, "--tier=optimized"), "script.lua:0", 4);
        assertEquals("optimised", compiled.get("tier").asText());
        assertTrue(compiled.get("obstacle").isNull());
        assertTrue(compiled.get("time_us").get("optimised").asInt() > 50_000, compiled::toString);
        JsonNode baseline = part(explain(program, "--tier=baseline"), "script.lua:0", 4);
        assertTrue(baseline.get("time_us").get("baseline").asInt() > 50_000, baseline::toString);
        JsonNode explanation = explain(program, "--tier=interp");
        long interpreted = StreamSupport.stream(explanation.get("parts").spliterator(), false)
                .mapToLong(part -> part.get("time_us").path("interpreter").asLong()).sum();
        assertTrue(interpreted > 50_000, explanation::toString);
        assertEquals("no compiler is to be used", explanation.get("parts").get(0).get("obstacle").asText());
    }

    @Test
    void timeInTheCollectorAndInTheLibraryIsTold() throws IOException {
        JsonNode explanation = explain("""
                local t = os.clock()
                local keep = {}
                while os.clock() - t < 0.2 do
                  for i = 1, 1000 do keep[#keep % 50000 + 1] = {i} end
                  collectgarbage()
                end
                local numbers = {}
                for i = 1, 3e5 do numbers[i] = i * 7919 % 100003 end
                table.sort(numbers)
                """);
        assertTrue(explanation.get("collector_us").asInt() > 10_000, explanation::toString);
        assertTrue(part(explanation, "script.lua:0", 0).get("time_us").get("library").asInt() > 10_000, explanation::toString);
    }

    @Test
    void textIsForPeople() throws IOException {
        Launched.Outcome outcome = run("local x = 0 for i = 1, 3e6 do x = x + i end print(x)", "--explain");
        assertEquals("4500001500000\n", outcome.out());
        assertTrue(outcome.err().startsWith("\n---- why is it not faster? ----\n"), outcome.err());
        assertTrue(outcome.err().contains("loop at line 1 of script.lua:0   | local x = 0 for"), outcome.err());
    }

    /** The explanation comes last, however the program ends, and its exit status is its own. */
    @Test
    void endsOfProgramsAreExplained() throws IOException {
        String loop = "local x = 0 for i = 1, 1e7 do x = x + i end ";
        Launched.Outcome error = run(loop + "io.stderr:write 'no line end' error 'oops'", "--explain=json");
        assertEquals(1, error.status());
        assertTrue(error.err().contains("script.lua:1: oops"), error.err());
        assertEquals(1, json(error).get("version").asInt());
        Launched.Outcome exit = run(loop + "io.stderr:write 'no line end' os.exit(5)", "--explain=json", "--timeline=t.json");
        assertEquals(5, exit.status());
        assertEquals(1, json(exit).get("version").asInt());
        assertTrue(Files.size(directory.resolve("t.json")) > 1000, "both at once");
    }

    /** Signals come in the middle of everything; children do not get them. */
    @Test
    void samplesDisturbNothing() throws IOException {
        Launched.Outcome outcome = run("""
                local f = io.popen("sleep 0.2; echo done")
                print(f:read("l"), f:close())
                print(os.execute("sleep 0.1"))
                local co = coroutine.wrap(function() for i = 1, 1e5 do coroutine.yield(i) end end)
                local s = 0
                for i = 1, 1e5 do s = s + co() end
                print(s, select("#", table.unpack({}, 1, 200)))
                print(pcall(error))
                """, "--explain=json");
        assertEquals("done\ttrue\texit\t0\ntrue\texit\t0\n5000050000\t200\nfalse\tnil\n", outcome.out());
        assertEquals(0, json(outcome).get("lost_samples").asInt());
        assertFalse(outcome.err().contains("SIG"), outcome.err());
    }
}
