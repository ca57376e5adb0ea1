package perigee.vm.timeline;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.TreeMap;
import perigee.build.CompileRequest;
import perigee.bytecode.ChunkName;
import perigee.bytecode.Prototype;
import perigee.code.CodeKind;
import perigee.code.CodeObject;
import perigee.code.CodeObserver;
import perigee.deopt.DeoptState;
import perigee.deopt.VirtualFrame;
import perigee.heap.CollectorCounters;
import perigee.heap.Heap;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.runtime.LoadedFunction;
import perigee.vm.tier.CompileListener;
import perigee.vm.tier.OptimizeRequest;
import perigee.vm.tier.SourceLoop;
import perigee.vm.tier.TierListener;

/** Makes events of what the parts of one virtual machine tell. All but compiles of the optimising tier is on one thread. */
public final class EventRecorder implements CompileListener, TierListener, CodeObserver, AutoCloseable {
    /** So often the leaving of one piece of code is an event; what is beyond is only counted. */
    private static final int MOST_EXITS = 100;
    private static final String BASELINE = "baseline";
    private static final String OPTIMISED = "optimised";

    private final EventStream stream;
    private final Map<CodeKind, Long> sizes = new EnumMap<>(CodeKind.class);
    private final Map<CodeObject, Use> uses = new IdentityHashMap<>();
    private EventStream.Span<Event.Compiled> baseline;

    /** How often optimised code was used. */
    private static final class Use {
        final Event.Subject subject;
        final Map<String, Long> exits = new TreeMap<>();
        long loopEntries;
        long left;

        Use(Event.Subject subject) {
            this.subject = subject;
        }
    }

    public EventRecorder(EventStream stream) {
        this.stream = stream;
        for (CodeKind kind : CodeKind.values()) {
            sizes.put(kind, 0L);
        }
    }

    // ---- compiles ------------------------------------------------------------------------------------------------------

    @Override
    public Stages begin(CompileRequest request, CompileSettings settings) {
        EventStream.Span<Event.Compiled> span = stream.compile();
        Prototype prototype = request.root().prototype();
        Event.Subject subject = subject(prototype, OPTIMISED, request.isForLoop(), request.loop());
        return new Stages() {
            @Override
            public void ended(CompileResult result) {
                span.end(switch (result) {
                    case CompileResult.Code code -> new Event.Compiled(subject, prototype.code().length,
                            code.code().code().codeSize(), null);
                    case CompileResult.BailOut(String reason, _) ->
                            new Event.Compiled(subject, prototype.code().length, 0, reason);
                });
            }
        };
    }

    @Override
    public void baselineBegins(LoadedFunction function) {
        baseline = stream.compile();
    }

    @Override
    public void baselineEnded(LoadedFunction function, CodeObject code, String failure) {
        Prototype prototype = function.prototype();
        baseline.end(new Event.Compiled(subject(prototype, BASELINE, false, 0), prototype.code().length,
                code == null ? 0 : code.size(), failure));
    }

    // ---- code ----------------------------------------------------------------------------------------------------------

    @Override
    public void installed(CodeObject code, byte[] linked) {
        stream.instant(new Event.Installed(code.name(), code.kind(), code.size()));
        resize(code, code.allocatedBytes());
    }

    @Override
    public void freed(CodeObject code) {
        Use use = uses.remove(code);
        if (use != null) {
            total(use);
        }
        stream.instant(new Event.Freed(code.name(), code.kind(), code.size()));
        resize(code, -code.allocatedBytes());
    }

    private void resize(CodeObject code, long bytes) {
        sizes.merge(code.kind(), bytes, Long::sum);
        stream.instant(new Event.CacheSize(new EnumMap<>(sizes)));
    }

    @Override
    public void loopEntered(OptimizeRequest request, CodeObject code) {
        Use use = use(request, code);
        if (use.loopEntries++ == 0) {
            stream.instant(new Event.LoopEntered(use.subject));
        }
    }

    @Override
    public void deoptimized(OptimizeRequest request, CodeObject code, DeoptState origin, long base) {
        Use use = use(request, code);
        String reason = origin.reason().text();
        use.exits.merge(reason, 1L, Long::sum);
        if (use.left++ < MOST_EXITS) {
            stream.instant(new Event.Deoptimized(use.subject, reason, place(origin), origin.reason().isFailure()));
        }
    }

    @Override
    public void thrownAway(OptimizeRequest request, CodeObject code, boolean isByFailures) {
        stream.instant(new Event.ThrownAway(subject(request),
                isByFailures ? "failed too often" : "broken assumption"));
    }

    private Use use(OptimizeRequest request, CodeObject code) {
        return uses.computeIfAbsent(code, _ -> new Use(subject(request)));
    }

    private void total(Use use) {
        stream.instant(new Event.Totals(use.subject, use.loopEntries, use.exits));
    }

    // ---- collections ---------------------------------------------------------------------------------------------------

    /** Has pauses of a collector recorded. */
    public void watch(Heap heap) {
        CollectorCounters counters = heap.counters();
        counters.onPause(new CollectorCounters.PauseListener() {
            private EventStream.Span<Event.Collected> span;
            private long minorNanos;
            private long majorNanos;
            private long markingSteps;
            private long majors;

            @Override
            public void begins() {
                minorNanos = counters.minorNanos();
                majorNanos = counters.majorNanos();
                markingSteps = counters.markingSteps();
                majors = counters.majors();
                span = stream.pause();
            }

            @Override
            public void ended(long nanos) {
                String kind = counters.markingSteps() > markingSteps ? "minor and marking"
                        : counters.majors() > majors ? "full" : "minor";
                span.end(new Event.Collected(kind, counters.minorNanos() - minorNanos, counters.majorNanos() - majorNanos,
                        heap.usedBytes()));
            }
        });
    }

    // ---- names ---------------------------------------------------------------------------------------------------------

    private static Event.Subject subject(OptimizeRequest request) {
        return subject(request.function().prototype(), OPTIMISED, request.isLoop(), request.loop());
    }

    private static Event.Subject subject(Prototype prototype, String tier, boolean isLoop, int pc) {
        return new Event.Subject(chunk(prototype) + ":" + prototype.lineDefined(), tier, isLoop ? SourceLoop.line(prototype, pc) : 0);
    }

    /** {@code chunk:line} of the instruction that is to blame, if that is in one of the frames; else of the innermost's. */
    private static String place(DeoptState origin) {
        for (VirtualFrame frame : origin.frames().reversed()) {
            if (frame.code() == origin.cause().code()) {
                return chunk(frame.prototype()) + ":" + line(frame.prototype(), origin.cause().pc());
            }
        }
        VirtualFrame innermost = origin.innermost();
        return chunk(innermost.prototype()) + ":" + line(innermost.prototype(), innermost.pc());
    }

    private static String chunk(Prototype prototype) {
        return new String(ChunkName.display(prototype.source()), StandardCharsets.ISO_8859_1);
    }

    /** Of a function without debug information, the line where it begins. */
    private static int line(Prototype prototype, int pc) {
        return pc < prototype.lines().length ? prototype.lines()[pc] : prototype.lineDefined();
    }

    /** Writes the totals of all code, and ends the stream. */
    @Override
    public void close() {
        uses.values().forEach(this::total);
        stream.close();
    }
}
