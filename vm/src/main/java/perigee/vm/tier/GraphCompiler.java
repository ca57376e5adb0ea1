package perigee.vm.tier;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import perigee.asm.CpuFeatures;
import perigee.asm.Site;
import perigee.build.CompileRequest;
import perigee.build.FeedbackChange;
import perigee.build.Snapshot;
import perigee.deopt.DeoptHistory;
import perigee.deopt.DeoptState;
import perigee.deopt.Reason;
import perigee.emit.StateAt;
import perigee.interp.Driver;
import perigee.optimize.Compilation;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.regalloc.RegisterSet;
import perigee.runtime.LuaState;

/**
 * The optimising compiler of one state: takes what a compile reads on the running thread, and lets
 * {@link perigee.optimize.Compilation} do the rest on any.
 */
public final class GraphCompiler implements OptimizingCompiler {
    private final LuaState state;
    private final Driver driver;
    private final CompileSettings settings;
    private final TierOptions options;

    /**
     * @param verifies  whether to check the graph after each pass, and the allocation
     * @param registers that may be allocated
     */
    public GraphCompiler(LuaState state, Driver driver, boolean verifies, RegisterSet registers) {
        this(state, driver, verifies, registers, TierOptions.DEFAULT);
    }

    /** @param options who is told of the stages, and which of them fail */
    public GraphCompiler(LuaState state, Driver driver, boolean verifies, RegisterSet registers, TierOptions options) {
        this.options = options;
        this.state = state;
        this.driver = driver;
        settings = new CompileSettings(CpuFeatures.host(), registers, verifies, options.guardLife() > 0);
    }

    @Override
    public OptimizeResult compile(OptimizeRequest request) {
        return prepare(request).run();
    }

    @Override
    public Task prepare(OptimizeRequest request) {
        Snapshot.Taken taken = Snapshot.of(state, driver.fields(), request.function(), request.loop(), request.closure(),
                request.metatables(), (code, pc) -> failures(request.history(), code, pc));
        options.faults().step();
        return new Task() {
            @Override
            public OptimizeResult run() {
                return GraphCompiler.this.compile(taken);
            }

            @Override
            public boolean isOutdated(OptimizeResult.Code code) {
                Set<Long> functions = functionsIn(code);
                return taken.request().functions().values().stream()
                        .anyMatch(facts -> functions.contains(facts.code()) && FeedbackChange.since(facts));
            }
        };
    }

    /** The CODE blocks of the functions that code was made of: those that it may be left for. */
    private static Set<Long> functionsIn(OptimizeResult.Code code) {
        Set<Long> functions = new HashSet<>();
        for (Site site : code.code().code().sites()) {
            if (site.payload() instanceof StateAt state && state.exit() != null
                    && state.exit().origin() instanceof DeoptState origin) {
                origin.frames().forEach(frame -> functions.add(frame.code()));
            }
        }
        return functions;
    }

    private static Set<Reason> failures(DeoptHistory history, long code, int pc) {
        if (history.isEmpty()) {
            return null;
        }
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        for (Reason reason : Reason.values()) {
            if (history.has(code, pc, reason)) {
                reasons.add(reason);
            }
        }
        return reasons.isEmpty() ? null : reasons;
    }

    private OptimizeResult compile(Snapshot.Taken taken) {
        return switch (run(taken.request())) {
            case CompileResult.BailOut(String reason, _) -> new OptimizeResult.BailOut(reason);
            case CompileResult.Code(var code, var assumptions, long closure, long[] references, _) ->
                    new OptimizeResult.Code(code, assumptions.stream().map(taken::validity).toList(), closure, references);
        };
    }

    private CompileResult run(CompileRequest request) {
        Stages stages = options.listener().begin(request, settings);
        try {
            CompileResult result = Compilation.run(request, settings, stages, this::step);
            stages.ended(result);
            return result;
        } catch (Faults.Injected | CancellationException givenUp) {
            throw givenUp;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            stages.ended(Compilation.failed(thrown));
            throw thrown;
        }
    }

    /** Between two stages: where a compile may be given up. */
    private void step() {
        options.faults().step();
        if (Thread.currentThread().isInterrupted()) {
            throw new CancellationException("the program has ended");
        }
    }
}
