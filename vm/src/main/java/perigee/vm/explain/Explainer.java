package perigee.vm.explain;

import perigee.asm.MachineCode;
import perigee.build.CompileRequest;
import perigee.bytecode.Prototype;
import perigee.code.CodeCache;
import perigee.code.CodeKind;
import perigee.code.CodeMap;
import perigee.code.CodeObject;
import perigee.code.CodeObserver;
import perigee.deopt.DeoptHistory;
import perigee.deopt.DeoptState;
import perigee.deopt.VirtualFrame;
import perigee.heap.CollectorCounters;
import perigee.optimize.CompileResult;
import perigee.optimize.CompileSettings;
import perigee.optimize.Stages;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.vm.tier.CompileListener;
import perigee.vm.tier.OptimizeRequest;
import perigee.vm.tier.TierListener;
import perigee.vm.tier.Tiers;

/**
 * Watches a program, to tell at the end why it was not faster. All of it is on the program's thread but the compiles that
 * other threads do, which are of no interest: only what the program waits for counts as time.
 */
public final class Explainer implements CompileListener, TierListener, CodeObserver, AutoCloseable {
    private final LuaState state;
    private final Thread program = Thread.currentThread();
    private final Profile profile;
    /** Null: there are no samples. */
    private final Sampler sampler;
    private Phase phase = Phase.PROGRAM;
    /** What the optimised code is for that is being installed. */
    private Part optimized;
    private final long[] samples = new long[Phase.values().length];

    /** What the program's thread does. */
    enum Phase { PROGRAM, COLLECTOR, COMPILER }

    /** Begins to watch the program of a state, which is to run on this thread. */
    public Explainer(LuaState state) {
        this.state = state;
        profile = new Profile(state);
        sampler = Sampler.start(state.stack().threadBlock());
        state.heap().counters().onPause(new CollectorCounters.PauseListener() {
            private Phase before;

            @Override
            public void begins() {
                before = enter(Phase.COLLECTOR);
            }

            @Override
            public void ended(long nanos) {
                enter(before);
            }
        });
    }

    // ---- samples -------------------------------------------------------------------------------------------------------

    /** Samples up to now are of the phase that ends, which is returned. */
    private Phase enter(Phase next) {
        drain();
        Phase before = phase;
        phase = next;
        return before;
    }

    private void drain() {
        if (sampler != null) {
            profile.beginSamples();
            sampler.drain(this::sample);
        }
    }

    private void sample(long at) {
        samples[phase.ordinal()]++;
        if (phase == Phase.PROGRAM) {
            profile.sample(at);
        }
    }

    @Override
    public void opened(CodeCache cache) {
        if (sampler != null) {
            sampler.watch(cache);
        }
    }

    // ---- code ----------------------------------------------------------------------------------------------------------

    @Override
    public void installed(LoadedFunction function, MachineCode code, CodeObject object, CodeMap map) {
        drain();
        FunctionParts parts = function == null ? null : profile.of(function.prototype());
        Part part = object.kind() == CodeKind.OPTIMISED ? optimized : function == null ? null : parts.body;
        profile.installed(object, new SampledCode(object, code, parts, part));
    }

    @Override
    public void installed(CodeObject code, byte[] linked) {
    }

    @Override
    public void freed(CodeObject code) {
        drain();
        profile.freed(code);
    }

    // ---- compiles ------------------------------------------------------------------------------------------------------

    @Override
    public Stages begin(CompileRequest request, CompileSettings settings) {
        if (Thread.currentThread() != program) {
            return Stages.NONE;
        }
        Phase before = enter(Phase.COMPILER);
        return new Stages() {
            @Override
            public void ended(CompileResult result) {
                enter(before);
            }
        };
    }

    @Override
    public void baselineBegins(LoadedFunction function) {
        enter(Phase.COMPILER);
    }

    @Override
    public void baselineEnded(LoadedFunction function, CodeObject code, String failure) {
        enter(Phase.PROGRAM);
        profile.of(function.prototype()).baselineFailure = failure;
    }

    @Override
    public void optimized(OptimizeRequest request, CodeObject code) {
        optimized = part(request);
    }

    @Override
    public void notOptimized(OptimizeRequest request, String reason) {
        part(request).notOptimized(reason);
    }

    @Override
    public void thrownAway(OptimizeRequest request, CodeObject code, boolean isByFailures) {
        Part part = part(request);
        if (isByFailures) {
            part.thrownAwayByFailures++;
        } else {
            part.thrownAwayByAssumptions++;
        }
    }

    private Part part(OptimizeRequest request) {
        FunctionParts parts = profile.of(request.function().prototype());
        return request.isLoop() ? parts.loop(request.loop()) : parts.body;
    }

    // ---- guards --------------------------------------------------------------------------------------------------------

    @Override
    public void deoptimized(OptimizeRequest request, CodeObject code, DeoptState origin, long base) {
        if (!origin.reason().isFailure()) {
            return;
        }
        DeoptHistory.Failure cause = origin.cause();
        VirtualFrame innermost = origin.innermost();
        boolean isThere = innermost.code() == cause.code() && innermost.pc() == cause.pc();
        Prototype prototype = innermost.prototype();
        int pc = innermost.pc();
        for (VirtualFrame frame : origin.frames()) {
            if (frame.code() == cause.code()) {
                prototype = frame.prototype();
                pc = cause.pc();
            }
        }
        part(request).failed(new Part.Guard(prototype, pc, cause.reason()),
                isThere ? OperandKinds.of(prototype.code()[pc], base) : "");
    }

    // ---- the end -------------------------------------------------------------------------------------------------------

    /** What there is to say, now that the program has ended. */
    public Explanation explain(Tiers tiers) {
        drain();
        return new ExplanationBuilder(state, tiers, profile, samples, sampler == null ? 0 : sampler.lost(), sampler != null)
                .build();
    }

    @Override
    public void close() {
        if (sampler != null) {
            sampler.close();
        }
    }
}
