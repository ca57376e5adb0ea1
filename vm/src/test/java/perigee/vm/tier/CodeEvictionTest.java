package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.code.CodeStatistics;
import perigee.code.Refusal;
import perigee.regalloc.RegisterSet;

/** Programs whose code does not fit into the cache run as before, and nothing about code that is gone is kept. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CodeEvictionTest {
    private static final long SMALL = 256 << 10;
    private static final long MEBIBYTE = 1 << 20;
    /** Each call makes and runs functions that use an object of a class that lives on. */
    private static final String MAKER = """
            Class = {get = function(self) return self.value end}
            Class.__index = Class
            object = setmetatable({value = 1}, Class)
            made = 0
            function make(count)
              local sum = 0
              for i = 1, count do
                made = made + 1
                sum = sum + load('return object:get() + ' .. made)()
              end
              return sum
            end
            """;

    private static TieredProgram program(long cache) {
        return new TieredProgram(TierPolicy.BASELINE, TierOptions.DEFAULT.withCacheBytes(cache));
    }

    /** Java's memory in use, garbage aside: the serial collector leaves some in place but for each fourth time. */
    private static long javaBytes() {
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** Functions that are made, compiled, called once and dropped leave nothing that the first of them have not left. */
    private static void leaveNothing(long cache, int count) {
        try (TieredProgram program = program(cache)) {
            int first = count / 5;
            program.run(MAKER + "make(" + first + ")");
            long java = javaBytes();
            String output = program.run("print(make(" + (count - first) + "))");
            long sum = count - first + (long) (count - first) * (first + 1 + count) / 2;
            assertEquals(sum + "\n", output);
            assertTrue(program.counters().compiled() > count, () -> "compiled " + program.counters().compiled());
            CodeStatistics all = program.tiers().cache().statistics();
            assertTrue(all.committed() <= cache, () -> "committed " + all.committed());
            program.run("collectgarbage() collectgarbage()");
            assertTrue(program.codeBytes() < MEBIBYTE / 4, () -> "code " + program.codeBytes());
            long grown = javaBytes() - java;
            assertTrue(grown < 2 * MEBIBYTE, () -> "grown by " + grown);
        }
    }

    @Test
    void aHundredThousandFunctionsLeaveNothingInASmallCache() {
        leaveNothing(SMALL, 100_000);
    }

    /** Where there is room for all of them, the collector finds them as they die. */
    @Test
    void deadFunctionsAreFoundBeforeTheCacheIsFull() {
        leaveNothing(64 * MEBIBYTE, 15_000);
    }

    @Test
    void codeThatIsCalledStays() {
        try (TieredProgram program = program(SMALL)) {
            program.run(MAKER + "function hot(x) local s = 0 for i = 1, 10 do s = s + x end return s end");
            program.run("for i = 1, 1000 do make(1) hot(1) end");
            long compiled = program.counters().compiled();
            String output = program.run("local s = 0 for i = 1, 2000 do make(1) s = s + hot(i) end print(s)");
            assertEquals("20010000\n", output);
            // The chunk itself, what it makes, and hardly ever one of those that are called all the time.
            long others = program.counters().compiled() - compiled - 2001;
            assertTrue(others <= 20, () -> "compiled again: " + others);
            assertTrue(program.tiers().cache().statistics().evictions() > 1000);
        }
    }

    /** Frames of all kinds wait while the code of their functions, and of others, would have to go. */
    @Test
    void codeThatFramesStandInIsLeftAlone() {
        String text = MAKER + """
                local function deep(n, ...)
                  if n == 0 then make(100) return select('#', ...) end
                  local r = deep(n - 1, n, ...)
                  return r + 1
                end
                local add = setmetatable({}, {__add = function(a, b) make(30) return b end,
                  __index = function(t, k) make(30) return k end})
                local co = coroutine.wrap(function()
                  for i = 1, 20 do local r = deep(3) coroutine.yield(r + (add + i) + #add.key) end
                end)
                local s = 0
                for i = 1, 20 do s = s + co() end
                local ok, r = pcall(function() make(200) local t = {} t[1] = deep(20) return t[1] end)
                print(s, ok, r)
                table.sort({3, 1, 2}, function(a, b) make(100) return a < b end)
                print(select('#', string.gsub('abc', '%w', function(c) make(100) return c .. c end)))
                """;
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        try (TieredProgram program = program(TierOptions.SMALLEST_CACHE)) {
            assertEquals(expected, program.run(text));
            assertTrue(program.tiers().cache().statistics().evictions() > 1000);
        }
        try (TieredProgram program = TieredProgram.optimizing(RegisterSet.all(),
                TierOptions.DEFAULT.withCacheBytes(TierOptions.SMALLEST_CACHE))) {
            assertEquals(expected, program.run(text));
            assertTrue(program.counters().optimized() > 0);
            assertTrue(program.tiers().cache().statistics().evictions() > 1000);
        }
    }

    /** There is no room while a large function waits in its code, nor ever for one that is larger than the cache. */
    @Test
    void aFullCacheIsNoError() {
        String source = """
                local function large(count)
                  return load('local inner, n, other = ... local x, s = n, 0'
                    .. (' s = s + x * 2 - x'):rep(count) .. ' if n == 0 then return s + (other and other(nil, 0) or 0) end'
                    .. ' return s + inner(inner, n - 1, other)')
                end
                local one, other, huge = large(150), large(150), large(1000)
                print(one(one, 3), other(other, 3), one(one, 3, other), huge(huge, 3))
                print(one(one, 3, large(160)))
                """;
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, source);
        try (TieredProgram program = program(TierOptions.SMALLEST_CACHE)) {
            assertEquals(expected, program.run(source));
            CodeStatistics all = program.tiers().cache().statistics();
            assertTrue(program.counters().bailOuts() > 1, () -> "given up " + program.counters().bailOuts());
            assertEquals(program.counters().bailOuts(), all.refusals().get(Refusal.Reason.FULL));
            assertTrue(all.evictions() > 0);
        }
    }

    /** Better code for a function that has some is not tried at each report of a hot loop. */
    @Test
    void aFunctionWhoseBetterCodeHasNoRoomWaits() {
        String text = "local s = 0\n" + "s = s + #arg[1]\n".repeat(130) + "for i = 1, 400000 do s = s + i end print(s)";
        text = "arg = {'x'}\n" + text;
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE,
                TierOptions.DEFAULT.withCacheBytes(TierOptions.SMALLEST_CACHE))) {
            assertEquals(expected, program.run(text));
            assertTrue(program.counters().compiled() > 0, "not compiled");
            long tries = program.counters().bailOuts();
            assertTrue(tries > 0 && tries < 100, "tried " + tries + " times");
        }
    }
}
