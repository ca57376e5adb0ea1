package perigee.bench.jmh;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import perigee.asm.MachineCode;
import perigee.baseline.BaselineCompiler;
import perigee.bench.guest.Guest;
import perigee.bench.guest.LuaFunction;
import perigee.runtime.LoadedFunction;
import perigee.vm.tier.OptimizeRequest;
import perigee.vm.tier.OptimizeResult;
import perigee.vm.tier.TierPolicy;

/**
 * Compiling a whole program once, with the feedback of some iterations, by a compiler that is warm: from the request to
 * machine code that has not been linked. {@code baseline} is all functions of the program's file, {@code optimized} all
 * functions and loops that optimised code was asked for and that are alive, what was inlined in each included; neither
 * checks what it makes.
 *
 * <p>Beside the time of one such round stand the size of what was compiled and of what came out: {@code functions} (and
 * loops), {@code instructions} of their bytecode without what was inlined, and bytes of machine code, {@code
 * codeBytes}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
public class Compiling {
    private static final long HEAP_BYTES = 1L << 30;
    private static final int ITERATIONS = 4;

    @Param({"queens", "raytrace", "json", "widgets", "scheduler", "bytecode"})
    public String program;

    /** Whose compiler it is. */
    @Param({"baseline", "optimized"})
    public String tier;

    private Guest guest;
    private RecordingCompiler optimizer;
    private List<LoadedFunction> functions;
    private List<OptimizeRequest> requests;

    /** What one round compiles and makes. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Size {
        public long functions;
        public long instructions;
        public long codeBytes;

        private void clear() {
            functions = 0;
            instructions = 0;
            codeBytes = 0;
        }

        private void add(LoadedFunction function, MachineCode code) {
            functions++;
            instructions += function.prototype().code().length;
            codeBytes += code.codeSize();
        }
    }

    @Setup
    public void run() {
        guest = new Guest(TierPolicy.of(tier), HEAP_BYTES, compiler -> {
            optimizer = new RecordingCompiler(compiler);
            return optimizer;
        });
        if (optimizer != null) {
            guest.state().heapConnection().addDeathListener(optimizer::dropDead);
        }
        LuaFunction iteration = ProgramFile.open(guest, program);
        for (int i = 0; i < ITERATIONS; i++) {
            iteration.call(0);
        }
        guest.checkTier();
        String source = "@" + ProgramFile.path(program);
        functions = guest.state().functions().all().stream()
                .filter(function -> source.equals(new String(function.prototype().source()))).toList();
        requests = optimizer == null ? List.of() : List.copyOf(optimizer.requests());
    }

    @TearDown
    public void close() {
        guest.close();
    }

    @Benchmark
    public void compile(Size size) {
        size.clear();
        if (optimizer == null) {
            for (LoadedFunction function : functions) {
                size.add(function, BaselineCompiler.compile(guest.tiers().request(function), () -> { }).orElseThrow().code());
            }
        } else {
            for (OptimizeRequest request : requests) {
                if (optimizer.again(request) instanceof OptimizeResult.Code result) {
                    size.add(request.function(), result.code().code());
                }
            }
        }
        if (size.functions == 0) {
            throw new IllegalStateException("nothing was compiled");
        }
    }
}
