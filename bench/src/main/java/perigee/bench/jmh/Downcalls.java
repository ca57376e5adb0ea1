package perigee.bench.jmh;

import java.lang.foreign.Linker;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import perigee.code.NativeEntry;

/**
 * The downcall by which Java enters machine code, here of C's {@code labs}: the floor of what {@link Entering}
 * measures.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Downcalls {
    private final long labs = Linker.nativeLinker().defaultLookup().findOrThrow("labs").address();
    private long argument = -1;

    /** An ordinary one, during which the JVM can come to a safepoint: guest code is entered so. */
    @Benchmark
    public long ordinary() {
        return NativeEntry.call(labs, argument);
    }

    /** A critical one, which holds off safepoints. */
    @Benchmark
    public long critical() {
        return NativeEntry.callBriefly(labs, argument, 0, 0, 0);
    }
}
