package perigee.bench.collector;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import perigee.bench.guest.Guest;
import perigee.heap.CollectorCounters;
import perigee.vm.tier.TierPolicy;

/**
 * What share of the time of benchmark programs goes to the collector, in the interpreter. All is time on the clock.
 *
 * <p>Arguments: names of programs (those that allocate much).
 */
final class Share {
    private static final List<String> ALLOCATING =
            List.of("trees", "functional", "closures", "records", "builder", "graph", "words", "json");
    private static final long HEAP_BYTES = 2L << 30;
    private static final long WARM_UP_SECONDS = 3;
    private static final long SECONDS = 3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String REPEAT = """
            local seconds = ...
            local ends = os.clock() + seconds
            repeat run() count = (count or 0) + 1 until os.clock() > ends
            """;

    private Share() {
    }

    public static void main(String[] arguments) {
        Path programs = Path.of(System.getProperty("perigee.root"), "bench", "programs");
        System.out.printf("%-12s %10s %10s %8s %8s%n", "program", "seconds", "MiB/s", "minor", "major");
        for (String name : arguments.length > 0 ? List.of(arguments) : ALLOCATING) {
            measure(name, programs.resolve(name + ".lua"));
        }
    }

    private static void measure(String name, Path program) {
        try (Guest run = new Guest(TierPolicy.INTERPRETER, HEAP_BYTES)) {
            run.run("run = dofile([[" + program + "]])", 0);
            run.run(REPEAT, WARM_UP_SECONDS);
            CollectorCounters counters = run.state().heap().counters();
            long bytes = counters.nurseryBytes();
            long minor = counters.minorNanos();
            long major = counters.majorNanos();
            long began = System.nanoTime();
            run.run(REPEAT, SECONDS);
            double nanos = System.nanoTime() - began;
            System.out.printf(Locale.ROOT, "%-12s %10.1f %10.0f %6.1f %% %6.1f %%%n", name, nanos / NANOS_PER_SECOND,
                    (counters.nurseryBytes() - bytes) / (nanos / NANOS_PER_SECOND) / (1 << 20),
                    100 * (counters.minorNanos() - minor) / nanos, 100 * (counters.majorNanos() - major) / nanos);
        }
    }
}
