package perigee.bench.collector;

import java.util.Locale;
import perigee.bench.guest.Guest;
import perigee.heap.CollectorCounters;
import perigee.vm.tier.TierPolicy;

/**
 * How long a program waits for the collector when so much is alive: builds a heap, then changes it at random for a
 * while, replacing old objects by new ones and making garbage, and prints histograms of the pauses of that time.
 *
 * <p>Arguments: live bytes in MiB (1024), seconds (30). Exit status 1 when the 99th percentile is over 20 ms.
 */
final class Pauses {
    private static final long MEGABYTE = 1 << 20;
    private static final double LIMIT_MILLIS = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    /** Of an entry: two tables, an array part of one element, and its place in the array of all. */
    private static final int BYTES_PER_ENTRY = 64 + 64 + 56 + 8;

    private static final String BUILD = """
            local n = ...
            heap = {}
            for i = 1, n do
                heap[i] = {number = i, data = {a = i, b = i, {i}}}
            end
            collectgarbage()
            """;
    private static final String CHANGE = """
            local seconds = ...
            local n, random, clock = #heap, math.random, os.clock
            local ends = clock() + seconds
            repeat
                for i = 1, 20000 do
                    local at = random(n)
                    if i % 4 == 0 then
                        heap[at] = {number = at, data = {a = i, b = i, {i}}}
                    else
                        local entry = heap[at]
                        assert(entry.number == at)
                        entry.data = {a = i, b = i, {i}}
                    end
                    local garbage = {i, {i}, tostring(i)}
                end
            until clock() > ends
            """;

    private Pauses() {
    }

    public static void main(String[] arguments) {
        long live = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 1024) * MEGABYTE;
        long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 30;
        try (Guest run = new Guest(TierPolicy.INTERPRETER, 4 * live)) {
            run.run(BUILD, live / BYTES_PER_ENTRY);
            System.out.printf(Locale.ROOT, "alive: %d MiB%n", run.state().heap().usedBytes() / MEGABYTE);
            CollectorCounters counters = run.state().heap().counters();
            PauseHistograms pauses = new PauseHistograms();
            counters.onPause(pauses);
            long cycles = counters.majors();
            run.run(CHANGE, seconds);
            pauses.print(System.out);
            System.out.printf(Locale.ROOT, "%d major cycles; at the end: %d MiB%n", counters.majors() - cycles,
                    run.state().heap().usedBytes() / MEGABYTE);
            if (pauses.waited().getValueAtPercentile(99) > LIMIT_MILLIS * NANOS_PER_MILLI) {
                System.exit(1);
            }
        }
    }
}
