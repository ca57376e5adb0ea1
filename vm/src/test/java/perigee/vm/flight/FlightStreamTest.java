package perigee.vm.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import perigee.code.CodeKind;
import perigee.vm.timeline.Event;
import perigee.vm.timeline.EventStream;

/** A recording has each event with what it says. */
class FlightStreamTest {
    private static final Event.Subject LOOP = new Event.Subject("f:1", "optimised", 7);

    @TempDir
    private Path directory;

    private List<RecordedEvent> recorded(Event event) throws IOException {
        Path file = directory.resolve("recording.jfr");
        try (Recording recording = new Recording(); FlightStream stream = new FlightStream()) {
            recording.enable("perigee.*").withThreshold(Duration.ZERO);
            recording.start();
            switch (event) {
                case Event.Compiled compiled -> {
                    EventStream.Span<Event.Compiled> span = stream.compile();
                    span.end(compiled);
                }
                case Event.Collected collected -> stream.pause().end(collected);
                default -> stream.instant(event);
            }
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(one -> one.getEventType().getName().startsWith("perigee.")).toList();
    }

    private void has(Event event, String name, Object... fields) throws IOException {
        List<RecordedEvent> events = recorded(event);
        assertEquals(1, events.size());
        RecordedEvent one = events.getFirst();
        assertEquals("perigee." + name, one.getEventType().getName());
        assertEquals(List.of("Perigee"), one.getEventType().getCategoryNames());
        for (int i = 0; i < fields.length; i += 2) {
            assertEquals(fields[i + 1], one.getValue((String) fields[i]), (String) fields[i]);
        }
    }

    @Test
    void lastingEvents() throws IOException {
        has(new Event.Compiled(LOOP, 12, 345, null), "Compilation", "function", "f:1", "tier", "optimised", "loopLine", 7,
                "instructions", 12, "bytes", 345L, "outcome", "code");
        has(new Event.Collected("full", 5, 6, 7), "Collection", "kind", "full", "minor", 5L, "old", 6L, "used", 7L);
    }

    @Test
    void instants() throws IOException {
        has(new Event.Installed("f", CodeKind.BASELINE, 5), "CodeInstalled", "code", "f", "kind", "baseline", "bytes", 5L);
        has(new Event.Freed("f", CodeKind.CACHE_STUB, 5), "CodeFreed", "code", "f", "kind", "cache stub", "bytes", 5L);
        has(new Event.CacheSize(new EnumMap<>(Map.of(CodeKind.STUB, 1L, CodeKind.CACHE_STUB, 2L, CodeKind.BASELINE, 3L,
                CodeKind.OPTIMISED, 4L))), "CodeCacheSize", "stubs", 1L, "cacheStubs", 2L, "baseline", 3L, "optimised", 4L);
        has(new Event.LoopEntered(LOOP), "LoopEntry", "function", "f:1", "loopLine", 7);
        has(new Event.Deoptimized(LOOP, "hole", "f:3", true), "Deoptimization", "reason", "hole", "place", "f:3",
                "failure", true);
        has(new Event.ThrownAway(LOOP, "broken assumption"), "Invalidation", "cause", "broken assumption");
        has(new Event.Totals(LOOP, 3, Map.of("hole", 2L)), "CodeTotals", "loopEntries", 3L, "exits", "{hole=2}");
    }

    @Test
    void nothingIsKeptWithoutRecording() throws IOException {
        new FlightStream().instant(new Event.LoopEntered(LOOP));
        assertTrue(recorded(new Event.LoopEntered(LOOP)).size() == 1);
    }
}
