package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
