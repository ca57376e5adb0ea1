package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A program whose types flip every thousand iterations: guards fail, code is thrown away and made again. That costs
 * little more than never to have optimised it.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FlippingTypesTest {
    /**
     * Two by two, kinds of numbers, shapes, methods, elements and functions alternate, for long enough to be believed;
     * then come the next two.
     */
    private static final String PROGRAM = """
            local A, B = {}, {}
            A.__index = A B.__index = B
            function A:get() return self.v end
            function B:get() return self.w + 1 end
            local function object(class, first, v)
              local o = setmetatable({}, class) o[first] = 1 o.v = v o.w = v
              return o
            end
            local function add(a, b) return a + b end
            local function largest(t) local m = t[1] for k = 2, #t do if t[k] > m then m = t[k] end end return m end
            local kinds = {
              {1, object(A, 'a', 1), {1, 2, 3}, math.floor, false}, {2, object(A, 'b', 2), {3, 2, 1}, math.floor, false},
              {3, object(B, 'c', 1), {1, 2, 3}, math.floor, false}, {4, object(A, 'd', 1.5), {3}, math.ceil, 1},
              {1.5, object(A, 'e', 2), {0.5, 1}, math.ceil, 2}, {5, object(B, 'f', 2.5), {1, 0.5}, math.abs, 0.5},
              {2^53, object(B, 'g', 0.5), {2, 1}, math.sqrt, 1}, {-7, object(B, 'h', 1), {-1.5}, math.floor, false},
              {0.25, object(A, 'i', 3), {1, 2}, add, 1}, {6, object(A, 'j', 1), {7, 8, 9.5}, math.max, 0.5},
            }
            local function run(n, pair)
              local total, t, kind = 0, {}, kinds[pair]
              for i = 1, n do
                if i % 1000 == 0 then kind = kinds[pair + i // 1000 % 2] end
                total = add(total, kind[1]) / 2 + kind[2]:get()
                t[i & 255] = add(kind[1], i)
                local y = t[(i + 1) & 255]
                if y then total = total - y % 5 end
                if kind[5] then total = total + kind[5] end
                total = total + largest(kind[3]) + kind[4](i & 15, 1)
              end
              return total
            end
            for pair = 1, #kinds - 1, 2 do print(string.format('%.10g', run(300000, pair))) end
            """;
    /** The usual one, but no moment is lost by waiting in the interpreter. */
    private static final TierPolicy OPTIMIZING = new TierPolicy(true, TierPolicy.DEFAULT.calls(),
            TierPolicy.DEFAULT.loops(), 0, true, TierPolicy.DEFAULT.optimizedCalls(), TierPolicy.DEFAULT.optimizedLoops(),
            TierPolicy.DEFAULT.relearning(), TierPolicy.DEFAULT.failures());
    private static final int ROUNDS = 3;
    private static final int FEWEST = 30;
    /** It is to be 1.5; what is measured is not exact. */
    private static final double MOST = 2;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private String output;
    private long deopts;
    private long thrownAway;

    /** Nanoseconds of this thread, which compiles as well. */
    private long nanos(TierPolicy policy) {
        try (TieredProgram program = new TieredProgram(policy,
                (state, driver) -> new GraphCompiler(state, driver, false, TierOptions.DEFAULT.registers()))) {
            long before = THREADS.getCurrentThreadCpuTime();
            output = program.run(PROGRAM);
            long after = THREADS.getCurrentThreadCpuTime();
            deopts = program.counters().deopts().stream().mapToLong(TierCounters.Count::count).sum();
            thrownAway = program.counters().thrownAway();
            return after - before;
        }
    }

    @Test
    void costsLittleMoreThanTheBaseline() {
        long baseline = Long.MAX_VALUE;
        long optimized = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            baseline = Math.min(baseline, nanos(TierPolicy.BASELINE));
            String expected = output;
            optimized = Math.min(optimized, nanos(OPTIMIZING));
            assertEquals(expected, output);
            assertTrue(deopts >= FEWEST, () -> deopts + " guards have failed");
            assertTrue(thrownAway > 0);
        }
        double ratio = (double) optimized / baseline;
        assertTrue(ratio < MOST, () -> "the ratio is " + ratio);
    }
}
