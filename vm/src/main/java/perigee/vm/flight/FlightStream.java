package perigee.vm.flight;

import java.util.Locale;
import java.util.Map;
import perigee.code.CodeKind;
import perigee.vm.json.JsonWriter;
import perigee.vm.timeline.Event;
import perigee.vm.timeline.EventStream;

/** Gives events to Flight Recorder, which takes those that a recording wants. */
public final class FlightStream implements EventStream {
    /** System property: there is a recording, or may be one. */
    public static final String PROPERTY = "perigee.flight";

    @Override
    public Span<Event.Compiled> compile() {
        CompilationEvent flight = new CompilationEvent();
        flight.begin();
        return event -> {
            flight.function = JsonWriter.decode(event.subject().function());
            flight.tier = event.subject().tier();
            flight.loopLine = event.subject().loop();
            flight.instructions = event.instructions();
            flight.bytes = event.bytes();
            flight.outcome = JsonWriter.decode(event.outcome());
            flight.commit();
        };
    }

    @Override
    public Span<Event.Collected> pause() {
        CollectionEvent flight = new CollectionEvent();
        flight.begin();
        return event -> {
            flight.kind = event.kind();
            flight.minor = event.minorNanos();
            flight.old = event.oldNanos();
            flight.used = event.usedBytes();
            flight.commit();
        };
    }

    @Override
    public void instant(Event event) {
        PerigeeEvent flight = switch (event) {
            case Event.Installed(String name, CodeKind kind, int bytes) -> {
                CodeInstalledEvent installed = new CodeInstalledEvent();
                installed.code = JsonWriter.decode(name);
                installed.kind = text(kind);
                installed.bytes = bytes;
                yield installed;
            }
            case Event.Freed(String name, CodeKind kind, int bytes) -> {
                CodeFreedEvent freed = new CodeFreedEvent();
                freed.code = JsonWriter.decode(name);
                freed.kind = text(kind);
                freed.bytes = bytes;
                yield freed;
            }
            case Event.CacheSize(Map<CodeKind, Long> bytes) -> {
                CodeCacheSizeEvent size = new CodeCacheSizeEvent();
                size.stubs = bytes.get(CodeKind.STUB);
                size.cacheStubs = bytes.get(CodeKind.CACHE_STUB);
                size.baseline = bytes.get(CodeKind.BASELINE);
                size.optimised = bytes.get(CodeKind.OPTIMISED);
                yield size;
            }
            case Event.LoopEntered(Event.Subject subject) -> {
                LoopEntryEvent entry = new LoopEntryEvent();
                entry.function = JsonWriter.decode(subject.function());
                entry.loopLine = subject.loop();
                yield entry;
            }
            case Event.Deoptimized(Event.Subject subject, String reason, String at, boolean isFailure) -> {
                DeoptimizationEvent deopt = new DeoptimizationEvent();
                deopt.function = JsonWriter.decode(subject.function());
                deopt.loopLine = subject.loop();
                deopt.reason = reason;
                deopt.place = JsonWriter.decode(at);
                deopt.failure = isFailure;
                yield deopt;
            }
            case Event.ThrownAway(Event.Subject subject, String cause) -> {
                InvalidationEvent invalidation = new InvalidationEvent();
                invalidation.function = JsonWriter.decode(subject.function());
                invalidation.loopLine = subject.loop();
                invalidation.cause = cause;
                yield invalidation;
            }
            case Event.Totals(Event.Subject subject, long loopEntries, Map<String, Long> exits) -> {
                CodeTotalsEvent totals = new CodeTotalsEvent();
                totals.function = JsonWriter.decode(subject.function());
                totals.loopLine = subject.loop();
                totals.loopEntries = loopEntries;
                totals.exits = exits.toString();
                yield totals;
            }
            case Event.Compiled _, Event.Collected _ -> throw new IllegalArgumentException("no instant: " + event);
        };
        flight.commit();
    }

    private static String text(CodeKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A recording is ended by whoever has begun it, the JVM at last. */
    @Override
    public void close() {
    }
}
