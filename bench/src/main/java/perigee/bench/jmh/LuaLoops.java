package perigee.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;

/**
 * Benchmarks of something that is done once in each round of a loop in Lua. Java calls the loop's function, once for
 * {@value #ROUNDS} rounds, so that the call is less than a hundredth of a nanosecond of each.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(LuaLoops.ROUNDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public abstract class LuaLoops {
    /** Rounds of the loop in one call from Java. */
    public static final int ROUNDS = 20_000;

    /** As of {@code vm/bin/vm --tier}. */
    @Param({"interp", "baseline", "optimized"})
    public String tier;

    private Guest guest;

    @Setup
    public final void open() {
        guest = Guest.of(tier);
        prepare(guest);
    }

    /** Gets the functions that the benchmarks call. */
    abstract void prepare(Guest in);

    final Guest guest() {
        return guest;
    }

    @TearDown
    public final void close() {
        guest.checkTier();
        guest.close();
    }

    /**
     * Text of a chunk that returns a function of the number of rounds, which returns the sum {@code s}.
     *
     * @param before what is done once, and can have local variables
     * @param round  what is done in each round, whose number is {@code i}
     */
    static String loop(String before, String round) {
        return before + """

                return function(n)
                  local s = 0
                  for i = 1, n do
                """ + round + """

                  end
                  return s
                end
                """;
    }

    /** Runs the rounds; returns what JMH is to believe in. */
    static long run(LuaFunction loop) {
        return loop.call(ROUNDS);
    }
}
