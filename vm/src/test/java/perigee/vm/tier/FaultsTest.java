package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.regalloc.RegisterSet;

/** Compiles that fail at any step, and caches that hold next to nothing, change nothing but speed. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FaultsTest {
    private static final int SEEDS = 12;
    private static final String PROGRAM = """
            local Point = {}
            Point.__index = Point
            Point.__add = function(a, b) return setmetatable({x = a.x + b.x, y = a.y + b.y}, Point) end
            function Point:norm(...) return self.x * self.x + self.y * self.y + select('#', ...) end
            local function sum(t, f)
              local s = 0
              for i, v in ipairs(t) do s = s + f(v) end
              for k, v in pairs(t) do if k % 2 == 0 then s = s + v end end
              return s
            end
            local function fib(n) if n < 2 then return n end return fib(n - 1) + fib(n - 2) end
            local p = setmetatable({y = 1, x = 0}, Point)
            local q = setmetatable({x = 2, y = 1}, Point)
            local log = {}
            for i = 1, 60 do
              p = p + q
              log[#log + 1] = p:norm(i, i) + q:norm() + sum({i, i + 1, 4}, function(v) return v * i end)
              local ok, message = pcall(function() return p.z.w + i end)
              log[#log] = log[#log] .. tostring(ok) .. message .. fib(i % 10)
            end
            print(table.concat(log, ' '))
            """;
    private static final String MODERATE = """
            local Point = {}
            Point.__index = Point
            function Point:add(n, ...) self.x = self.x + n + select('#', ...) return self end
            local p, q = setmetatable({x = 1}, Point), setmetatable({y = 2, x = 1}, Point)
            local t = {}
            for i = 1, 30 do
              t[#t + 1] = (i % 2 == 0 and p or q):add(i, i).x // 3
              if i > 25 then t[#t] = t[#t] .. "," .. tostring(p.z) end
            end
            print(table.concat(t, ' '))
            """;
    private static final String EXPECTED_OF_MODERATE = TieredProgram.output(TierPolicy.INTERPRETER, MODERATE);
    private static final String EXPECTED = TieredProgram.output(TierPolicy.INTERPRETER, PROGRAM);

    @Test
    void failuresOfBaselineCompilesAreNotSeen() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Faults faults = Faults.of(seed);
            try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE, TierOptions.DEFAULT.withFaults(faults))) {
                assertEquals(EXPECTED, program.run(PROGRAM), "seed " + seed);
                assertTrue(program.counters().compiled() > 0, "seed " + seed);
                assertTrue(program.counters().bailOuts() > 0 && faults.injected() >= program.counters().bailOuts(),
                        "seed " + seed);
            }
        }
    }

    /** A step fails in one run after the other, until there are no more steps: of what assembles, links and installs, too. */
    @Test
    void aFailureAtAnyStepIsNotSeen() {
        Faults faults = Faults.chosen();
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE, TierOptions.DEFAULT.withFaults(faults))) {
            long step = failAtEveryStep(program, faults, 1);
            assertTrue(step > 150, "steps " + step);
            List<String> reasons = program.counters().bailOutReasons().stream().map(TierCounters.Count::name).toList();
            for (String reason : List.of("UNKNOWN_SYMBOL", "FULL", "SYSTEM", "OUT_OF_RANGE", "inline cache", Faults.INJECTED)) {
                assertTrue(reasons.stream().anyMatch(one -> one.contains(reason)), reasons::toString);
            }
            // Some of the steps are those of stubs, without which code only misses.
            assertTrue(program.counters().bailOuts() > step / 2, () -> program.counters().bailOuts() + " of " + step);
        }
    }

    @Test
    void errorsOfTheJavaMachineInACompileAreBailOuts() {
        List<Runnable> failures = List.of(() -> {
            throw new StackOverflowError(Faults.INJECTED);
        }, () -> {
            throw new OutOfMemoryError(Faults.INJECTED);
        });
        for (Runnable failure : failures) {
            Faults faults = Faults.chosen(failure);
            try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE, TierOptions.DEFAULT.withFaults(faults))) {
                failAtEveryStep(program, faults, 11);
                assertTrue(program.counters().bailOutReasons().stream().anyMatch(
                        reason -> reason.name().contains("Error: " + Faults.INJECTED)));
            }
            faults = Faults.chosen(failure);
            try (TieredProgram program =
                    TieredProgram.optimizing(RegisterSet.all(), TierOptions.DEFAULT.withFaults(faults))) {
                program.run("return");
                for (int step = 1; step < 500; step += 23) {
                    faults.failAt(step);
                    assertEquals(EXPECTED_OF_MODERATE, program.run(MODERATE + "-- " + step), "step " + step);
                }
                assertTrue(program.counters().optimizationFailures().stream().anyMatch(
                        reason -> reason.name().contains("Error: " + Faults.INJECTED)),
                        () -> program.counters().optimizationFailures().toString());
            }
        }
    }

    /** What a check of the compiler finds does not stop the program, so it must not get lost either. */
    @Test
    void whatShouldNotHappenIsCounted() {
        Faults faults = Faults.chosen(() -> {
            throw new IllegalStateException("a graph is wrong");
        });
        TieredProgram program = TieredProgram.optimizing(RegisterSet.all(), TierOptions.DEFAULT.withFaults(faults));
        TierCounters counters = program.counters();
        program.run("return");
        long before = 0;
        for (int step = 1; step < 500 && counters.optimizationFailures().isEmpty(); step += 7) {
            before = unexpected(counters);
            faults.failAt(step);
            assertEquals(EXPECTED_OF_MODERATE, program.run(MODERATE + "-- " + step));
        }
        assertEquals(List.of(new TierCounters.Count("java.lang.IllegalStateException: a graph is wrong", 1)),
                counters.optimizationFailures());
        assertEquals(before + 1, unexpected(counters));
        assertThrows(AssertionError.class, program::close);
    }

    private static long unexpected(TierCounters counters) {
        return counters.unexpectedFailures().stream().mapToLong(TierCounters.Count::count).sum();
    }

    /** A chunk is loaded again and again, never with the same text; the number of the first step that does not exist. */
    private static long failAtEveryStep(TieredProgram program, Faults faults, int stride) {
        program.run("return");
        for (long step = 1; ; step += stride) {
            long before = faults.injected();
            faults.failAt(step);
            assertEquals(EXPECTED_OF_MODERATE, program.run(MODERATE + "-- " + step), "step " + step);
            if (faults.injected() == before) {
                return step;
            }
        }
    }

    @Test
    void failuresOfTheOptimisingCompilerAreNotSeen() {
        long optimized = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Faults faults = Faults.of(seed);
            try (TieredProgram program =
                    TieredProgram.optimizing(RegisterSet.all(), TierOptions.DEFAULT.withFaults(faults))) {
                assertEquals(EXPECTED, program.run(PROGRAM), "seed " + seed);
                assertTrue(program.counters().optimizationFailures().stream().anyMatch(
                        failure -> failure.name().contains("injected")), "seed " + seed);
                optimized += program.counters().optimized() + program.counters().optimizedLoops();
            }
        }
        assertTrue(optimized > SEEDS, "optimised " + optimized);
    }

    /** A site that sees two shapes is megamorphic at once, and asks a cache that has forgotten everything else. */
    @Test
    void smallCachesAreNotSeen() {
        try (TieredProgram usual = new TieredProgram(TierPolicy.BASELINE);
                TieredProgram small = new TieredProgram(TierPolicy.BASELINE, TierOptions.DEFAULT.withSmallCaches())) {
            assertEquals(EXPECTED, usual.run(PROGRAM));
            assertEquals(EXPECTED, small.run(PROGRAM));
            assertTrue(small.counters().misses() > 2 * usual.counters().misses(),
                    () -> small.counters().misses() + " misses, usually " + usual.counters().misses());
        }
    }
}
