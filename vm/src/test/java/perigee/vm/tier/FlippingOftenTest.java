package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.deopt.Reason;

/** Whatever flips, and however often, guards fail a few times, and functions are compiled a few times: there is no storm. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FlippingOftenTest {
    /** What comes before each program: it is given how often something flips. */
    private static final String FLIPS = "local flips = 1500 ";
    /** Far fewer than flips. */
    private static final long MOST_DEOPTS = 300;
    private static final long MOST_THROWN_AWAY = 10;
    private static final long MOST_COMPILES = 30;

    @ParameterizedTest
    @ValueSource(strings = {
            // Kinds of numbers, within one loop.
            """
            local x, sum = 1, 0
            for i = 1, flips * 200 do
              if i % 200 == 0 then x = i // 200 % 2 == 0 and 1 or 1.5 end
              sum = (sum + x * 2) % 1000003
            end
            print(sum)
            """,
            // Shapes, across calls.
            """
            local names = {'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l'}
            local function bump(o) o.x = o.x + 1 return o.x end
            local sum = 0
            for i = 1, flips do
              local o = {} o[names[i % 12 + 1]] = i o.x = 1
              for k = 1, 200 do sum = sum + bump(o) end
            end
            print(sum)
            """,
            // Functions that are called, of Lua and others.
            """
            local functions = {function(x) return x + 1 end, math.abs, function(...) return (...) end, math.floor,
              setmetatable({}, {__call = function(_, x) return x - 1 end}),
              coroutine.wrap(function(x) while true do x = coroutine.yield(x) end end)}
            local f, sum = functions[1], 0
            for i = 1, flips * 200 do
              if i % 200 == 0 then f = functions[i // 200 % #functions + 1] end
              sum = sum + f(i)
            end
            print(sum)
            """,
            // Values that are there or not.
            """
            local o, sum = {}, 0
            local function add(a, b) b = b or 1 return a + b end
            for i = 1, flips do
              local x = i % 2 == 0 and i or nil
              o.v = x o[5] = x
              for k = 1, 200 do sum = add(sum, x) + (o.v or 2) + (o[5] or 3) end
            end
            print(sum)
            """,
            // Strings and numbers.
            """
            local function both(x, y) if x == y then return 1 end return #(x .. y) + x end
            local sum, values = 0, {1, "10", 2.5, "3"}
            for i = 1, flips do
              local x, y = values[i % 4 + 1], values[i // 2 % 4 + 1]
              for k = 1, 200 do sum = sum + both(x, y) end
            end
            print(sum)
            """,
            // Metatables with and without what is asked for.
            """
            local metatables = {{__index = {v = 3}}, {__index = function() return 4 end}, {}}
            local function get(o) return o.v or 1 end
            local o, sum = {}, 0
            for i = 1, flips do
              setmetatable(o, metatables[i % 3 + 1])
              for k = 1, 200 do sum = sum + get(o) end
            end
            print(sum)
            """,
            // A metatable that changes.
            """
            local metatable = {}
            local o, sum = setmetatable({}, metatable), 0
            local ways = {{v = 3}, function() return 7 end, {}}
            local function get(o) return o.v or 1 end
            for i = 1, flips do
              metatable.__index = ways[i % 3 + 1]
              for k = 1, 200 do sum = sum + get(o) end
            end
            print(sum)
            """,
            // Global functions.
            """
            local sum = 0
            local function run(n) local total = 0 for i = 1, n do total = total + step(i) end return total end
            for i = 1, flips do
              step = i % 2 == 0 and function(x) return x + i end or math.abs
              sum = sum + run(200)
            end
            print(sum)
            """,
            // Branches that were never taken.
            """
            local function f(k, x)
              if k == 1 then return x + 1 elseif k == 2 then return x * 2 elseif k == 3 then return x - 1
              elseif k == 4 then return x // 2 elseif k == 5 then return x % 7 elseif k == 6 then return -x end
              return x
            end
            local sum = 0
            for i = 1, flips do local k = i // 100 % 8 for j = 1, 200 do sum = sum + f(k, j) end end
            print(sum)
            """})
    void thereIsNoStorm(String program) {
        String expected = TieredProgram.output(TierPolicy.BASELINE, FLIPS + program);
        TierPolicy policy = new TierPolicy(true, TierPolicy.DEFAULT.calls(), TierPolicy.DEFAULT.loops(), 0, true,
                TierPolicy.DEFAULT.optimizedCalls(), TierPolicy.DEFAULT.optimizedLoops(), TierPolicy.DEFAULT.relearning(),
                TierPolicy.DEFAULT.failures());
        try (TieredProgram tiered = new TieredProgram(policy,
                (state, driver) -> new GraphCompiler(state, driver, true, TierOptions.DEFAULT.registers()))) {
            assertEquals(expected, tiered.run(FLIPS + program));
            TierCounters counters = tiered.counters();
            long compiles = counters.optimized() + counters.optimizedLoops() + counters.optimizedBailOuts();
            long deopts = counters.deopts().stream().mapToLong(TierCounters.Count::count).sum()
                    - counters.deopts(Reason.LOOP_LEFT);
            assertTrue(counters.optimized() + counters.optimizedLoops() > 0);
            assertTrue(deopts <= MOST_DEOPTS, () -> deopts + " deopts: " + counters.deopts());
            assertTrue(counters.thrownAway() <= MOST_THROWN_AWAY, () -> counters.thrownAway() + " times thrown away");
            assertTrue(compiles <= MOST_COMPILES, () -> compiles + " compiles");
        }
    }
}
