package perigee.bench.jmh;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;
import perigee.heap.CollectorCounters;

/**
 * Making objects, and having them collected. Per object, over a {@link #loop} that stores a number where the others
 * store the object. Beside the time stands what the collector did in one iteration of the measurement: {@code
 * minorCollections}, {@code majorCycles}, the milliseconds that it took of the program's thread, {@code
 * collectorMillis}, and mebibytes made in the nursery, {@code allocatedMiB}.
 */
public class Allocating extends LuaLoops {
    private static final String BEFORE = "local holder, kept = {}, {} for i = 1, 65536 do kept[i] = i end";

    private LuaFunction loop;
    private LuaFunction dropped;
    private LuaFunction surviving;
    private LuaFunction closures;

    /** What the collector has done in an iteration. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Collector {
        private static final double NANOS_PER_MILLI = 1e6;
        private static final double MEBIBYTE = 1 << 20;

        public double minorCollections;
        public double majorCycles;
        public double collectorMillis;
        public double allocatedMiB;
        private boolean isMeasuring;
        private long minors;
        private long majors;
        private long nanos;
        private long bytes;

        @Setup(Level.Iteration)
        public void begin() {
            isMeasuring = false;
        }

        private void before(CollectorCounters counters) {
            if (!isMeasuring) {
                isMeasuring = true;
                minors = counters.minors();
                majors = counters.majors();
                nanos = nanos(counters);
                bytes = counters.nurseryBytes();
            }
        }

        private void after(CollectorCounters counters) {
            minorCollections = counters.minors() - minors;
            majorCycles = counters.majors() - majors;
            collectorMillis = (nanos(counters) - nanos) / NANOS_PER_MILLI;
            allocatedMiB = (counters.nurseryBytes() - bytes) / MEBIBYTE;
        }

        private static long nanos(CollectorCounters counters) {
            return counters.minorNanos() + counters.majorNanos();
        }
    }

    private long run(LuaFunction function, Collector collector) {
        CollectorCounters counters = guest().state().heap().counters();
        collector.before(counters);
        long result = run(function);
        collector.after(counters);
        return result;
    }

    @Override
    void prepare(Guest in) {
        loop = in.function(loop(BEFORE, "holder.value = i kept[(i & 65535) + 1] = i"));
        dropped = in.function(loop(BEFORE, "holder.value = {number = i} kept[(i & 65535) + 1] = i"));
        surviving = in.function(loop(BEFORE, "holder.value = i kept[(i & 65535) + 1] = {number = i}"));
        closures = in.function(loop(BEFORE, "holder.value = function() return i end kept[(i & 65535) + 1] = i"));
    }

    /** The loop around the object. */
    @Benchmark
    public long loop(Collector collector) {
        return run(loop, collector);
    }

    /** A table with a field, which is garbage in the next round. */
    @Benchmark
    public long dropped(Collector collector) {
        return run(dropped, collector);
    }

    /** A table with a field, which is alive until 65,536 others have been made, unless its place is taken earlier. */
    @Benchmark
    public long surviving(Collector collector) {
        return run(surviving, collector);
    }

    /** A closure that has a variable, garbage in the next round. */
    @Benchmark
    public long closures(Collector collector) {
        return run(closures, collector);
    }
}
