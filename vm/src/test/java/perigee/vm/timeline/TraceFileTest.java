package perigee.vm.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perigee.code.CodeKind;

/** The trace-event format: names, phases, threads, and times in microseconds. */
class TraceFileTest {
    private static final Event.Subject LOOP = new Event.Subject("na\u00c3\u00afve.lua:1", "optimised", 7);

    @TempDir
    private Path directory;
    private final List<String> warnings = new ArrayList<>();
    private long now = 1_000_000;

    private TraceFile open() throws IOException {
        return TraceFile.open(directory.resolve("trace.json"), warnings::add, () -> now);
    }

    private List<JsonNode> events() throws IOException {
        List<JsonNode> events = new ArrayList<>();
        new ObjectMapper().readTree(Files.readAllBytes(directory.resolve("trace.json"))).get("traceEvents")
                .forEach(events::add);
        assertTrue(events.stream().allMatch(event -> event.get("pid").isInt() && event.get("tid").isInt()));
        return events;
    }

    private JsonNode last() throws IOException {
        return events().getLast();
    }

    @Test
    void compileHasItsTimeAndOutcome() throws IOException {
        try (TraceFile file = open()) {
            now += 2_500;
            EventStream.Span<Event.Compiled> span = file.compile();
            now += 1_000_001;
            span.end(new Event.Compiled(LOOP, 12, 345, null));
        }
        JsonNode event = last();
        assertEquals("X", event.get("ph").asText());
        assertEquals("optimised compile of na\u00efve.lua:1 loop at line 7", event.get("name").asText());
        assertEquals(2.5, event.get("ts").asDouble());
        assertEquals(1000.001, event.get("dur").asDouble());
        assertEquals("{\"function\":\"na\u00efve.lua:1\",\"tier\":\"optimised\",\"loop_line\":7,\"instructions\":12,"
                + "\"bytes\":345,\"outcome\":\"code\"}", event.get("args").toString());
        assertEquals(List.of(), warnings);
    }

    @Test
    void failureIsTheOutcome() throws IOException {
        try (TraceFile file = open()) {
            file.compile().end(new Event.Compiled(LOOP, 12, 0, "too \"large\""));
        }
        assertEquals("too \"large\"", last().get("args").get("outcome").asText());
    }

    @Test
    void collectionIsFollowedByTheSizeOfTheHeap() throws IOException {
        try (TraceFile file = open()) {
            EventStream.Span<Event.Collected> span = file.pause();
            now += 4_000;
            span.end(new Event.Collected("minor and marking", 1_500, 2_000, 99));
        }
        List<JsonNode> events = events();
        JsonNode pause = events.get(events.size() - 2);
        assertEquals("minor and marking collection", pause.get("name").asText());
        assertEquals(4.0, pause.get("dur").asDouble());
        assertEquals(1.5, pause.get("args").get("minor_us").asDouble());
        assertEquals(2.0, pause.get("args").get("old_us").asDouble());
        assertEquals("C", events.getLast().get("ph").asText());
        assertEquals("{\"used\":99}", events.getLast().get("args").toString());
    }

    @Test
    void instantsAreToldApart() throws IOException {
        Map<CodeKind, Long> sizes = new EnumMap<>(Map.of(CodeKind.CACHE_STUB, 64L, CodeKind.BASELINE, 128L));
        assertEquals("C code cache {\"cache stub\":64,\"baseline\":128}", instant(new Event.CacheSize(sizes)));
        assertEquals("i installed f {\"kind\":\"optimised\",\"bytes\":5}",
                instant(new Event.Installed("f", CodeKind.OPTIMISED, 5)));
        assertEquals("i freed f {\"kind\":\"baseline\",\"bytes\":5}", instant(new Event.Freed("f", CodeKind.BASELINE, 5)));
        Event.Subject called = new Event.Subject("f:1", "optimised", 0);
        String subject = "\"function\":\"f:1\",\"tier\":\"optimised\"";
        assertEquals("i first OSR entry of f:1 {" + subject + "}", instant(new Event.LoopEntered(called)));
        assertEquals("i deopt not-integer at f:3 {" + subject + ",\"reason\":\"not-integer\",\"at\":\"f:3\",\"failure\":true}",
                instant(new Event.Deoptimized(called, "not-integer", "f:3", true)));
        assertEquals("i invalidated f:1 {" + subject + ",\"cause\":\"failed too often\"}",
                instant(new Event.ThrownAway(called, "failed too often")));
        assertEquals("i totals of f:1 {" + subject + ",\"osr_entries\":4,\"exits\":{\"hole\":2}}",
                instant(new Event.Totals(called, 4, Map.of("hole", 2L))));
    }

    private String instant(Event event) throws IOException {
        try (TraceFile file = open()) {
            file.instant(event);
        }
        JsonNode json = last();
        assertEquals(json.get("ph").asText().equals("i"), json.has("s"));
        return json.get("ph").asText() + " " + json.get("name").asText() + " " + json.get("args");
    }

    @Test
    void threadsHaveNames() throws Exception {
        try (TraceFile file = open()) {
            Thread thread = new Thread(() -> file.compile().end(new Event.Compiled(LOOP, 1, 1, null)), "compiler");
            thread.start();
            thread.join();
            file.instant(new Event.LoopEntered(LOOP));
        }
        List<String> names = events().stream().filter(event -> event.get("name").asText().equals("thread_name"))
                .map(event -> event.get("tid") + " " + event.get("args").get("name").asText()).toList();
        assertEquals(List.of("1 program", "2 compiler 1"), names);
        assertEquals(1, last().get("tid").asInt());
    }

    /** Whenever the process dies, the file is a document. */
    @Test
    void fileIsWholeAtAnyTime() throws IOException {
        TraceFile file = open();
        int before = events().size();
        for (int i = 0; i < 5; i++) {
            now += 100_000_000;
            file.instant(new Event.LoopEntered(LOOP));
            assertEquals(before + i + 1, events().size());
        }
        file.instant(new Event.LoopEntered(LOOP));
        assertEquals(before + 5, events().size(), "written later");
        file.close();
        assertEquals(before + 6, events().size());
    }
}
