package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import perigee.regalloc.RegisterSet;

/** Compiles on another thread, which stands still until it is let go on. */
final class CompilationsTest {
    private static final int CALLS = 20;
    private static final TierPolicy POLICY = new TierPolicy(true, 1, 1, 0, true, CALLS, 1 << 20, 0, 2);
    private static final long PATIENCE_MILLISECONDS = 20_000;

    private final Semaphore gate = new Semaphore(0);
    /** By the lines that they begin in: what was asked for, in order. */
    private final List<Integer> prepared = new ArrayList<>();

    private TieredProgram program() {
        TierOptions options = TierOptions.DEFAULT.withCompilerThreads(1);
        return new TieredProgram(POLICY, options, (state, driver) -> {
            GraphCompiler compiler = new GraphCompiler(state, driver, true, RegisterSet.all());
            return new OptimizingCompiler() {
                @Override
                public OptimizeResult compile(OptimizeRequest request) {
                    throw new AssertionError("not on the running thread");
                }

                @Override
                public Task prepare(OptimizeRequest request) {
                    prepared.add(request.function().prototype().lineDefined());
                    return held(compiler.prepare(request));
                }
            };
        });
    }

    private OptimizingCompiler.Task held(OptimizingCompiler.Task task) {
        return new OptimizingCompiler.Task() {
            @Override
            public OptimizeResult run() {
                try {
                    gate.acquire();
                } catch (InterruptedException ended) {
                    throw new CancellationException("the test has ended");
                }
                return task.run();
            }

            @Override
            public boolean isOutdated(OptimizeResult.Code code) {
                return task.isOutdated(code);
            }
        };
    }

    /** Runs some Lua again and again. */
    private static void until(TieredProgram program, String text, BooleanSupplier done) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLISECONDS;
        while (!done.getAsBoolean()) {
            assertTrue(System.currentTimeMillis() < end, "not done in time");
            program.run(text);
            Thread.sleep(1);
        }
    }

    private static String calls(String call, int count) {
        return (call + " ").repeat(count);
    }

    @Test
    void whatAWaitingCompileReadsIsTakenWhenThereIsAThread() throws InterruptedException {
        try (TieredProgram program = program()) {
            program.run("function a() end\nfunction b() end\nfunction c() end\nfunction d() end");
            program.run(calls("a()", 2 * CALLS) + calls("b()", 2 * CALLS) + calls("c()", 2 * CALLS));
            assertEquals(List.of(1, 2), prepared);
            gate.release();
            until(program, "c() d()", () -> prepared.size() == 3);
            assertEquals(List.of(1, 2, 3), prepared);
            gate.release(100);
            until(program, "a() b() c()", () -> program.counters().optimized() == 3);
        }
    }

    @Test
    void aFunctionThatIsNotCalledWhileItWaitsIsNotCompiled() throws InterruptedException {
        try (TieredProgram program = program()) {
            program.run("function a() end\nfunction b() end\nfunction c() end\nfunction d() end");
            program.run(calls("a()", 2 * CALLS) + calls("b()", 2 * CALLS) + calls("c()", CALLS + 2) + calls("d()", 3 * CALLS));
            gate.release(100);
            until(program, "d()", () -> program.counters().optimized() == 3);
            assertEquals(List.of(1, 2, 4), prepared);
            until(program, calls("c()", 100), () -> program.counters().optimized() == 4);
        }
    }

    @Test
    void codeThatTheProgramHasOutrunIsMadeAgainOnce() throws InterruptedException {
        try (TieredProgram program = program()) {
            program.run("function f(x) if x then return x end return 1 end");
            program.run(calls("f()", 2 * CALLS));
            assertEquals(List.of(1), prepared);
            program.run("f(2)");
            gate.release();
            until(program, "f()", () -> prepared.size() == 2);
            assertEquals(1, program.counters().outdated());
            assertEquals(0, program.counters().optimized());
            gate.release();
            until(program, "f()", () -> program.counters().optimized() == 1);
            program.run(calls("f(2)", 3 * CALLS));
            assertEquals(0, program.counters().thrownAway());
        }
    }

    @Test
    void codeThatIsUpToDateIsNotMadeAgain() throws InterruptedException {
        try (TieredProgram program = program()) {
            program.run("function f(x) if x then return x end return 1 end");
            program.run(calls("f()", 2 * CALLS));
            gate.release();
            until(program, "f()", () -> program.counters().optimized() == 1);
            assertEquals(List.of(1), prepared);
            assertEquals(0, program.counters().outdated());
        }
    }
}
