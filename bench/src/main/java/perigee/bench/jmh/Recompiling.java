package perigee.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * Code that is wrong, until there is code that is right: a function that was compiled for integers is called with
 * floats until it has been compiled for them. That is two guards that fail, the code thrown away, some calls in
 * baseline code, and the compile with what was learnt, which takes most of it. The policy is that of {@code
 * --tier=optimized}: with the default one there are thousands of calls between.
 *
 * <p>Each is one measurement, of a function that is loaded and compiled anew for it, by a compiler that is warm.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 2000)
@Measurement(iterations = 200)
public class Recompiling {
    private static final long HEAP_BYTES = 64L << 20;
    private static final int CALLS = 20;
    private static final int MOST_CALLS = 1_000;
    private static final String TEXT = """
            return function(x)
              local sum = 0
              for i = 1, 4 do
                sum = sum + x * i - (x + i)
              end
              return sum
            end
            """;

    private Guest guest;
    private TierCounters counters;
    private LuaFunction function;

    @Setup
    public void open() {
        guest = new Guest(TierPolicy.OPTIMIZED, HEAP_BYTES);
        counters = guest.tiers().counters();
    }

    @Setup(Level.Invocation)
    public void compile() {
        guest.forget();
        function = guest.function(TEXT);
        for (int i = 0; i < CALLS; i++) {
            function.call(i);
        }
    }

    @TearDown
    public void close() {
        guest.close();
    }

    /** Until the next code of the function is installed; how many calls that took. */
    @Benchmark
    public int recompile() {
        long optimized = counters.optimized();
        long thrownAway = counters.thrownAway();
        for (int calls = 1; calls <= MOST_CALLS; calls++) {
            function.call(1.5);
            if (counters.optimized() > optimized && counters.thrownAway() > thrownAway) {
                return calls;
            }
        }
        throw new IllegalStateException("not compiled again: " + counters.deopts());
    }
}
