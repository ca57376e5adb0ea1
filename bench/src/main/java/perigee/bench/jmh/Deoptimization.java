package perigee.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;
import perigee.vm.tier.TierCounters;
import perigee.vm.tier.TierPolicy;

/**
 * A guard of optimised code that fails: Java calls a function that has been compiled for integers, with an integer and
 * with a float. Per call; {@link #fails} minus {@link #holds} is the way out of optimised code into the interpreter's
 * frame, and the rest of the function in baseline code instead of optimised code. In this program no code is ever
 * thrown away for failing.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Deoptimization {
    /** Small enough to be multiplied. */
    private static final int NEVER = 1 << 27;
    private static final TierPolicy PATIENT = new TierPolicy(true, 1, 1, 0, true, 1, 16, 0, NEVER);
    private static final long HEAP_BYTES = 64L << 20;
    private static final int CALLS = 100;
    private static final String TEXT = """
            return function(x)
              local y = x + 1
              return y * 2
            end
            """;

    private Guest guest;
    private LuaFunction function;
    private LuaFunction inlining;
    private long before;
    private long failing;

    @Setup
    public void open() {
        guest = new Guest(PATIENT, HEAP_BYTES);
        function = guest.function(TEXT);
        inlining = guest.function("""
                local function inner(x) return x + 1 end
                local function middle(x) return inner(x) + 1 end
                return function(x) return middle(x) + 1 end
                """);
        for (int i = 0; i < CALLS; i++) {
            function.call(i);
            inlining.call(i);
        }
        before = deopts();
    }

    private long deopts() {
        return guest.tiers().counters().deopts().stream().mapToLong(TierCounters.Count::count).sum();
    }

    @TearDown
    public void close() {
        if (deopts() - before != failing) {
            throw new IllegalStateException(deopts() - before + " guards have failed in " + failing + " calls");
        }
        guest.close();
    }

    /** The guard holds. */
    @Benchmark
    public long holds() {
        return function.call(1);
    }

    /** The guard fails, in a frame of its own. */
    @Benchmark
    public long fails() {
        failing++;
        return function.call(1.5);
    }

    /** The guard holds, in a function that is inlined in one that is inlined in the one called. */
    @Benchmark
    public long inlinedHolds() {
        return inlining.call(1);
    }

    /** It fails there: three frames are made. */
    @Benchmark
    public long inlinedFails() {
        failing++;
        return inlining.call(1.5);
    }
}
