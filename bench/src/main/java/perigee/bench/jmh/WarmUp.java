package perigee.bench.jmh;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
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
 * The way to the steady state: one iteration of a program after the other, each measured alone, from the first. That
 * begins with the program's source, and with a JVM that has run nothing but the benchmark's own start: so it holds
 * loading, compiles on the running thread, and the time in which HotSpot has not compiled Perigee yet. {@code
 * optimized} compiles everything at its second call, {@code auto} when it is hot, on another thread.
 *
 * <p>The score is the mean of all iterations, the curve is in the raw data: {@code bench/jmh-report} draws it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 0)
@Measurement(iterations = 40)
public class WarmUp {
    @Param({"queens", "raytrace", "json", "widgets", "scheduler", "trees"})
    public String program;

    /** As of {@code vm/bin/vm --tier}. */
    @Param({"interp", "baseline", "optimized", "auto"})
    public String tier;

    private Guest guest;
    private LuaFunction run;

    @Setup
    public void open() {
        guest = Guest.of(tier);
    }

    @TearDown
    public void close() {
        guest.checkTier();
        guest.close();
    }

    /** The first time, the program is loaded too. */
    @Benchmark
    public long iteration() {
        if (run == null) {
            run = ProgramFile.open(guest, program);
        }
        return run.call(0);
    }
}
