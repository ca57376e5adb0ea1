package perigee.vm.tier;

import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.ValueType;

/**
 * The compiles of the optimising tier: asked for, made, installed. They are made at once, or on threads of their own, which
 * share nothing with the running one: what a compile needs is taken before, and what comes of it is installed by the running
 * thread when it comes by the next time.
 *
 * <pre>
 *   hot ──► request ──► task ──(thread)──► result ──(running thread)──► installed, or a setback
 * </pre>
 *
 * Addresses in a task are those of old objects, which do not move; a compile reads nothing of them. If some have died
 * meanwhile, the result is thrown away.
 */
final class Compilations implements AutoCloseable {
    /** For {@link Faults}: steps of a compile that may fail, at most. */
    private static final int STEPS = 16;
    /** A function whose code is being made is reported again after so many calls. */
    private static final int CALLS_MEANWHILE = 300;

    /** Told of a result that is no bail-out; what is wrong with it, or null. */
    interface Installer extends BiFunction<OptimizeRequest, OptimizeResult.Code, String> {
    }

    private record Compile(long block, int loop) {
    }

    private record Finished(OptimizeRequest request, OptimizeResult result, long deaths) {
    }

    private final LuaState state;
    private final OptimizingCompiler compiler;
    private final TierOptions options;
    private final TierCounters counters;
    private final Installer installer;
    /** Null: compiles are made at once. */
    private final ExecutorService threads;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final Set<Compile> open = new HashSet<>();
    /** How often objects were found dead. */
    private long deaths;

    Compilations(LuaState state, OptimizingCompiler compiler, TierOptions options, TierCounters counters, Installer installer) {
        this.state = state;
        this.compiler = compiler;
        this.options = options;
        this.counters = counters;
        this.installer = installer;
        threads = options.compilerThreads() == 0 ? null
                : Executors.newFixedThreadPool(options.compilerThreads(), work -> {
                    Thread thread = new Thread(work, "perigee compiler");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Has a function compiled that runs in the topmost frame, or one of its loops; whether that is done already. */
    boolean compile(Optimization optimization, LoadedFunction function, int loop, MetamethodMiss known, OptimizedTier tier) {
        Compile compile = new Compile(function.code(), loop);
        if (open.contains(compile)) {
            waitFor(optimization, loop);
            return false;
        }
        OptimizeRequest request = new OptimizeRequest(function, loop, runningClosure(function), known.metatables().list(),
                tier.history());
        if (threads == null) {
            finish(optimization, request, atOnce(request));
            return true;
        }
        OptimizingCompiler.Task task;
        try {
            task = compiler.prepare(request);
        } catch (RuntimeException thrown) {
            finish(optimization, request, thrown.toString());
            return true;
        }
        open.add(compile);
        waitFor(optimization, loop);
        long now = deaths;
        threads.execute(() -> finished.add(new Finished(request, run(task), now)));
        return false;
    }

    private static void waitFor(Optimization optimization, int loop) {
        if (loop == OptimizeRequest.CALL) {
            optimization.waitForCalls(CALLS_MEANWHILE);
        }
    }

    private static OptimizeResult run(OptimizingCompiler.Task task) {
        try {
            return task.run();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            return new OptimizeResult.BailOut(thrown.toString());
        }
    }

    /** Installs what other threads have made. Not while compiled code runs. */
    void installFinished(OptimizedTier tier) {
        for (Finished one = finished.poll(); one != null; one = finished.poll()) {
            long block = one.request.function().code();
            open.remove(new Compile(block, one.request.loop()));
            if (one.deaths == deaths) {
                finish(tier.of(block), one.request, installed(one.request, one.result));
            }
        }
    }

    boolean hasFinished() {
        return threads != null && !finished.isEmpty();
    }

    /** Why a compile was in vain, or null. */
    private String atOnce(OptimizeRequest request) {
        try {
            options.faults().begin(STEPS);
            OptimizeResult result = compiler.compile(request);
            options.faults().step();
            return installed(request, result);
        } catch (RuntimeException thrown) {
            return thrown.toString();
        } finally {
            options.faults().end();
        }
    }

    private String installed(OptimizeRequest request, OptimizeResult result) {
        return switch (result) {
            case OptimizeResult.Code code -> installer.apply(request, code);
            case OptimizeResult.BailOut(String reason) -> reason;
        };
    }

    private void finish(Optimization optimization, OptimizeRequest request, String failure) {
        if (failure != null) {
            counters.gaveUp(failure);
            options.events().notOptimized(request, failure);
            optimization.setBack();
        }
    }

    /** The topmost frame's function, made not to move if it is the only closure of its function; 0: it is of another one. */
    private long runningClosure(LoadedFunction function) {
        long base = state.stack().base();
        long closure = Stack.function(base);
        if (!ValueType.isClosure(closure) || Memory.getLong(closure + FunctionLayout.CODE) != function.code()) {
            return 0;
        }
        boolean isAlone = Memory.getInt(function.code() + FunctionLayout.CLOSURES) == 1;
        if (isAlone && state.heap().isYoung(closure) && !function.prototype().vararg() && !state.heap().isStopped()) {
            state.heap().tenure();
        }
        return Stack.function(base);
    }

    /** Objects have died. */
    void objectsDied() {
        deaths++;
    }

    /** Waits until no compile is under way: what they read of functions is about to go. */
    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
            threads.close();
        }
    }
}
