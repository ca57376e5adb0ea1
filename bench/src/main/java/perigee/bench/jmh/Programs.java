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
 * The steady state of a program: the mean time of one iteration, collections and all, once three seconds have gone by.
 * In contrast to {@code bench/compare}, which takes a median of what the program measures itself, this is time on the
 * clock.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Programs {
    @Param({"bank", "bigmodule", "builder", "bytecode", "closures", "dictionaries", "digest", "fft", "functional",
        "generators", "graph", "gravity", "json", "life", "lists", "lz", "makers", "mandelbrot", "matmul",
        "particles", "properties", "prototypes", "queens", "raytrace", "records", "recursion", "reports", "roots", "scheduler",
        "shapes", "sieve", "sort", "spectral", "tasks", "tokens", "trees", "varargs", "widgets", "words"})
    public String program;

    /** As of {@code vm/bin/vm --tier}. */
    @Param({"interp", "baseline", "auto"})
    public String tier;

    private Guest guest;
    private LuaFunction run;

    @Setup
    public void open() {
        guest = Guest.of(tier);
        run = ProgramFile.open(guest, program);
    }

    @TearDown
    public void close() {
        guest.checkTier();
        guest.close();
    }

    @Benchmark
    public long iteration() {
        return run.call(0);
    }
}
