package perigee.vm.tier;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.function.LongPredicate;
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
 *   hot ──► wish ──► request ──► task ──(thread)──► result ──(running thread)──► installed, or a setback
 *             │                                        │
 *             └──► not called any more: dropped        └──► outdated: once more
 * </pre>
 *
 * A wish waits until a thread is about to be free; only then what the compile needs is taken: a compile takes long as long as the
 * compiler itself runs cold, just when the program shows every moment something new. For the same reason a wish is dropped
 * whose function is hardly called by then, since code that has it inlined has come; and a result is made again, once, if
 * the feedback that it was made of has changed.
 *
 * <p>Addresses in a wish and in a task are those of old objects, which do not move; a compile reads nothing of them. If some
 * have died meanwhile, the result is thrown away.
 */
final class Compilations implements AutoCloseable {
    /** For {@link Faults}: steps of a compile that may fail, at most. */
    private static final int STEPS = 16;
    /** A function whose code is being made is reported again after so many calls. */
    private static final int CALLS_MEANWHILE = 300;
    /** One that is called less often while it waits for a thread is not worth a compile. */
    private static final int LEAST_CALLS = 10;
    /** So many tasks are made before there is a thread for them: it should not have to wait for the running one. */
    private static final int AHEAD = 1;

    /** Told of a result that is no bail-out; what is wrong with it, or null. */
    interface Installer extends BiFunction<OptimizeRequest, OptimizeResult.Code, String> {
    }

    private record Compile(long block, int loop) {
    }

    /**
     * What is to be compiled.
     *
     * @param closure that the code may be for, an old one; or 0
     * @param calls   of the function, when this was wished for
     * @param waits   whether there was no thread for it then
     */
    private record Wish(Compile compile, LoadedFunction function, long closure, long calls, boolean waits) {
    }

    private record Finished(OptimizeRequest request, OptimizingCompiler.Task task, OptimizeResult result, CompileCost cost,
            long deaths) {
    }

    private final LuaState state;
    private final OptimizingCompiler compiler;
    private final TierOptions options;
    private final TierCounters counters;
    private final Installer installer;
    /** Null: compiles are made at once. */
    private final ExecutorService threads;
    private final Queue<Finished> finished = new ConcurrentLinkedQueue<>();
    private final Queue<Wish> waiting = new ArrayDeque<>();
    /** Wished for, and not installed yet. */
    private final Set<Compile> open = new HashSet<>();
    /** Made again because they were outdated. */
    private final Set<Compile> repeated = new HashSet<>();
    /** Tasks that the threads have. */
    private int underWay;
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
        long closure = runningClosure(function);
        if (threads == null) {
            OptimizeRequest request = request(compile, function, closure, known, tier);
            finish(optimization, request, atOnce(request));
            return true;
        }
        open.add(compile);
        waiting.add(new Wish(compile, function, state.heap().isYoung(closure) ? 0 : closure, optimization.calls(),
                underWay >= mostUnderWay()));
        waitFor(optimization, loop);
        handOut(known, tier);
        return false;
    }

    private static OptimizeRequest request(Compile compile, LoadedFunction function, long closure, MetamethodMiss known,
            OptimizedTier tier) {
        return new OptimizeRequest(function, compile.loop, closure, known.metatables().list(), tier.history());
    }

    /** Gives the threads what they have room for. */
    private void handOut(MetamethodMiss known, OptimizedTier tier) {
        while (underWay < mostUnderWay() && !waiting.isEmpty()) {
            Wish wish = waiting.remove();
            Optimization optimization = tier.of(wish.compile.block);
            if (wish.waits && wish.compile.loop == OptimizeRequest.CALL
                    && optimization.calls() - wish.calls < LEAST_CALLS) {
                open.remove(wish.compile);
            } else {
                begin(wish, optimization, request(wish.compile, wish.function, wish.closure, known, tier));
            }
        }
    }

    private int mostUnderWay() {
        return options.compilerThreads() + AHEAD;
    }

    private void begin(Wish wish, Optimization optimization, OptimizeRequest request) {
        try {
            OptimizingCompiler.Task task = compiler.prepare(request);
            long now = deaths;
            underWay++;
            threads.execute(() -> {
                CompileCost.Start start = CompileCost.begin(options.measuresMemory());
                OptimizeResult result = run(task);
                finished.add(new Finished(request, task, result, start.end(), now));
            });
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            open.remove(wish.compile);
            finish(optimization, request, OptimizeResult.BailOut.of(thrown));
        }
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
            return OptimizeResult.BailOut.of(thrown);
        }
    }

    /** Installs what other threads have made, and has them go on. Not while compiled code runs. */
    void installFinished(MetamethodMiss known, OptimizedTier tier) {
        for (Finished one = finished.poll(); one != null; one = finished.poll()) {
            underWay--;
            counters.compiled(one.cost);
            OptimizeRequest request = one.request;
            Compile compile = new Compile(request.function().code(), request.loop());
            if (one.deaths != deaths) {
                open.remove(compile);
            } else if (isOutdated(one) && repeated.add(compile)) {
                counters.outdated++;
                waiting.add(new Wish(compile, request.function(), request.closure(), 0, false));
            } else {
                open.remove(compile);
                finish(tier.of(compile.block), request, installed(request, one.result));
            }
        }
        handOut(known, tier);
    }

    private static boolean isOutdated(Finished one) {
        return one.result instanceof OptimizeResult.Code code && one.task.isOutdated(code);
    }

    boolean hasFinished() {
        return threads != null && !finished.isEmpty();
    }

    /** Why a compile was in vain, or null. */
    private OptimizeResult.BailOut atOnce(OptimizeRequest request) {
        try {
            options.faults().begin(STEPS);
            CompileCost.Start start = CompileCost.begin(options.measuresMemory());
            OptimizeResult result = compiler.compile(request);
            counters.compiled(start.end());
            options.faults().step();
            return installed(request, result);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError thrown) {
            return OptimizeResult.BailOut.of(thrown);
        } finally {
            options.faults().end();
        }
    }

    private OptimizeResult.BailOut installed(OptimizeRequest request, OptimizeResult result) {
        return switch (result) {
            case OptimizeResult.Code code -> {
                String wrong = installer.apply(request, code);
                yield wrong == null ? null : new OptimizeResult.BailOut(wrong);
            }
            case OptimizeResult.BailOut bailOut -> bailOut;
        };
    }

    /** @param failure why there is no code; null: there is */
    private void finish(Optimization optimization, OptimizeRequest request, OptimizeResult.BailOut failure) {
        if (failure != null) {
            counters.gaveUp(failure.reason(), failure.isUnexpected());
            options.events().notOptimized(request, failure.reason());
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
    void dropDead(LongPredicate isDead) {
        deaths++;
        repeated.removeIf(compile -> isDead.test(compile.block));
        waiting.removeIf(wish -> {
            boolean dies = isDead.test(wish.compile.block) || wish.closure != 0 && isDead.test(wish.closure);
            if (dies) {
                open.remove(wish.compile);
            }
            return dies;
        });
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
