package perigee.vm.timeline;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import perigee.code.CodeKind;
import perigee.vm.json.JsonWriter;

/**
 * Writes events in Chrome's trace-event format (JSON object format), which Perfetto and {@code chrome://tracing} open. Times are
 * in microseconds from the beginning of the trace. The first thread is the program's; compilers come as they begin to work.
 *
 * <p>Each write to the file is one call of the system, and leaves a whole document: events that are not written yet when the
 * process is killed are missing, nothing else. They are written when the last write is {@link #INTERVAL} ago.
 */
public final class TraceFile implements EventStream {
    private static final byte[] END = "\n]}\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PROCESS = 1;
    private static final int MOST_BUFFERED = 1 << 16;
    /** Nanoseconds. */
    private static final long INTERVAL = 100_000_000;
    private static final int MICRO_DIGITS = 3;

    private final RandomAccessFile file;
    private final Consumer<String> warnings;
    private final LongSupplier clock;
    private final long began;
    private final JsonWriter json = new JsonWriter();
    private final Map<Thread, Integer> threads = new HashMap<>();
    private long written;
    private boolean isBroken;

    /**
     * Makes the file, or empties it, on the program's thread.
     *
     * @param warnings told if the file cannot be written any more; the program goes on
     */
    public static TraceFile open(Path file, Consumer<String> warnings) throws IOException {
        return open(file, warnings, System::nanoTime);
    }

    static TraceFile open(Path file, Consumer<String> warnings, LongSupplier clock) throws IOException {
        Files.write(file, new byte[0]);
        return new TraceFile(new RandomAccessFile(file.toFile(), "rw"), warnings, clock);
    }

    private TraceFile(RandomAccessFile file, Consumer<String> warnings, LongSupplier clock) {
        this.file = file;
        this.warnings = warnings;
        this.clock = clock;
        began = clock.getAsLong();
        written = began;
        json.beginObject().member("displayTimeUnit", "ms").name("otherData").beginObject().member("producer", "Perigee")
                .endObject().name("traceEvents").beginArray();
        metadata("process_name", 0, "Perigee");
        thread();
        write();
    }

    // ---- events --------------------------------------------------------------------------------------------------------

    @Override
    public Span<Event.Compiled> compile() {
        long start = clock.getAsLong();
        return event -> lasted(start, event.subject().tier() + " compile of " + event.subject(), "compile", () -> {
            arguments(event.subject());
            json.member("instructions", event.instructions()).member("bytes", event.bytes())
                    .member("outcome", JsonWriter.decode(event.outcome()));
        });
    }

    @Override
    public Span<Event.Collected> pause() {
        long start = clock.getAsLong();
        return event -> {
            lasted(start, event.kind() + " collection", "gc", () -> {
                micros("minor_us", event.minorNanos());
                micros("old_us", event.oldNanos());
                json.member("used_bytes", event.usedBytes());
            });
            counter("heap", () -> json.member("used", event.usedBytes()));
        };
    }

    @Override
    public void instant(Event event) {
        switch (event) {
            case Event.Installed(String name, CodeKind kind, int bytes) -> happened("installed " + name, "code", () ->
                    json.member("kind", text(kind)).member("bytes", bytes));
            case Event.Freed(String name, CodeKind kind, int bytes) -> happened("freed " + name, "code", () ->
                    json.member("kind", text(kind)).member("bytes", bytes));
            case Event.CacheSize(Map<CodeKind, Long> sizes) -> counter("code cache", () ->
                    sizes.forEach((kind, bytes) -> json.member(text(kind), bytes)));
            case Event.LoopEntered(Event.Subject subject) -> happened("first OSR entry of " + subject, "osr", () ->
                    arguments(subject));
            case Event.Deoptimized(Event.Subject subject, String reason, String at, boolean isFailure) ->
                happened("deopt " + reason + " at " + at, "deopt", () -> {
                    arguments(subject);
                    json.member("reason", reason).member("at", JsonWriter.decode(at)).name("failure").value(isFailure);
                });
            case Event.ThrownAway(Event.Subject subject, String cause) -> happened("invalidated " + subject, "invalidation",
                    () -> {
                        arguments(subject);
                        json.member("cause", cause);
                    });
            case Event.Totals(Event.Subject subject, long loopEntries, Map<String, Long> exits) ->
                happened("totals of " + subject, "totals", () -> {
                    arguments(subject);
                    json.member("osr_entries", loopEntries).name("exits").beginObject();
                    exits.forEach(json::member);
                    json.endObject();
                });
            case Event.Compiled _, Event.Collected _ -> throw new IllegalArgumentException("no instant: " + event);
        }
    }

    private static String text(CodeKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void arguments(Event.Subject subject) {
        json.member("function", JsonWriter.decode(subject.function())).member("tier", subject.tier());
        if (subject.loop() != 0) {
            json.member("loop_line", subject.loop());
        }
    }

    // ---- the format ----------------------------------------------------------------------------------------------------

    private synchronized void lasted(long start, String name, String category, Runnable arguments) {
        begin("X", name, category, start);
        micros("dur", clock.getAsLong() - start);
        end(arguments);
    }

    private synchronized void happened(String name, String category, Runnable arguments) {
        begin("i", name, category, clock.getAsLong());
        json.member("s", "t");
        end(arguments);
    }

    private synchronized void counter(String name, Runnable arguments) {
        begin("C", name, "size", clock.getAsLong());
        end(arguments);
    }

    private void begin(String phase, String name, String category, long at) {
        int thread = thread();
        json.newLine().beginObject().member("ph", phase).member("name", JsonWriter.decode(name)).member("cat", category)
                .member("pid", PROCESS).member("tid", thread);
        micros("ts", at - began);
    }

    private void end(Runnable arguments) {
        json.name("args").beginObject();
        arguments.run();
        json.endObject().endObject();
        if (json.length() >= MOST_BUFFERED || clock.getAsLong() - written >= INTERVAL) {
            write();
        }
    }

    /** The number of this thread; it is named when it has none yet. */
    private int thread() {
        Thread thread = Thread.currentThread();
        Integer known = threads.get(thread);
        if (known == null) {
            known = threads.size() + 1;
            threads.put(thread, known);
            metadata("thread_name", known, known == 1 ? "program" : thread.getName() + " " + (known - 1));
        }
        return known;
    }

    private void metadata(String what, int thread, String name) {
        json.newLine().beginObject().member("ph", "M").member("name", what).member("pid", PROCESS).member("tid", thread)
                .name("args").beginObject().member("name", name).endObject().endObject();
    }

    private void micros(String name, long nanos) {
        json.name(name).decimal(nanos, MICRO_DIGITS);
    }

    // ---- the file ------------------------------------------------------------------------------------------------------

    private void write() {
        written = clock.getAsLong();
        byte[] events = json.take().getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[events.length + END.length];
        System.arraycopy(events, 0, whole, 0, events.length);
        System.arraycopy(END, 0, whole, events.length, END.length);
        try {
            if (!isBroken) {
                file.seek(Math.max(0, file.length() - END.length));
                file.write(whole);
            }
        } catch (IOException failure) {
            isBroken = true;
            warnings.accept("the timeline is not written any more: " + failure);
        }
    }

    @Override
    public synchronized void close() {
        write();
        try {
            file.close();
        } catch (IOException failure) {
            warnings.accept("the timeline is not complete: " + failure);
        }
        isBroken = true;
    }
}
