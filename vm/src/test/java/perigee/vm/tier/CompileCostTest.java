package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.regalloc.RegisterSet;

/** What compiles take is counted, and is bounded, however large a function is. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CompileCostTest {
    /** Functions that are compiled take a tenth of it, those that are too large a third. */
    private static final long MOST_BYTES = 64 << 20;

    /** A function of so many statements, called until it is compiled if it can be. */
    private static String program(int statements) {
        return """
                local parts = {"return function(p, b) local s = 0 "}
                for i = 1, %d do
                  parts[#parts + 1] = ("if p.x > %%d then s = s + b * %%d p.y = s end "):format(i, i)
                end
                local f = load(table.concat(parts) .. "return s end")()
                local p = {x = 0, y = 2}
                local sum = 0
                for i = 1, 200 do p.x = i * 37 %% %d sum = sum + f(p, i) end
                print(sum)
                """.formatted(statements, statements);
    }

    private static TieredProgram run(String text) {
        TieredProgram program = TieredProgram.optimizing(RegisterSet.all(), TierOptions.DEFAULT.measuringMemory());
        assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        return program;
    }

    @Test
    void whatCompilesTakeIsCounted() {
        try (TieredProgram program = run(program(20))) {
            TierCounters counters = program.counters();
            assertTrue(counters.optimized() > 0);
            assertTrue(counters.longestCompileNanos() > 0 && counters.longestCompileNanos() <= counters.compileNanos());
            assertTrue(counters.largestCompileBytes() > 0 && counters.largestCompileBytes() <= counters.compileBytes());
        }
    }

    @Test
    void largeFunctionsAreGivenUpInTime() {
        try (TieredProgram program = run(program(3000))) {
            TierCounters counters = program.counters();
            assertTrue(counters.optimizationFailures().stream().anyMatch(failure -> failure.name().startsWith("TOO_LARGE")),
                    () -> counters.optimizationFailures().toString());
            assertTrue(counters.largestCompileBytes() < MOST_BYTES, () -> counters.largestCompileBytes() + " bytes");
        }
    }
}
