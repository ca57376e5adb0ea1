package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.code.CodeKind;

/** Baseline code that was made before there was feedback is made again, once, and the first goes when nobody returns into it. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class RenewalTest {
    private static final TierPolicy ONCE = new TierPolicy(true, 1, 1, 0, true, 0, 0, 0, 0);

    private static long pieces(TieredProgram program) {
        return program.tiers().cache().usage(CodeKind.BASELINE).objects();
    }

    @Test
    void aLoopGoesOnInTheRenewedCode() {
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            assertEquals("500500.0\n", program.run("local s = 0.0 for i = 1, 1000 do s = s + i end print(s)"));
            assertEquals(2, program.counters().compiled());
            assertEquals(1, program.counters().renewed());
            assertEquals(1, pieces(program));
        }
    }

    @Test
    void aFunctionIsRenewedAfterSomeCallsAndNotAgain() {
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            program.run("function half(x) return x / 2 end for i = 1, 127 do half(i) end");
            assertEquals(0, program.counters().renewed());
            assertEquals("2.5\n", program.run("for i = 1, 5 do half(i) end print(half(5))"));
            assertEquals(1, program.counters().renewed());
            program.run("for i = 1, 100 do half(i) end for i = 1, 100 do half(i) end");
            assertEquals(1, program.counters().renewed());
        }
    }

    /** Frames of a recursion that was renewed on the way return into the code that called, and that is freed afterwards. */
    @Test
    void framesReturnIntoTheFirstCode() {
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            // What the caches of both rely on changes while they wait.
            assertEquals("40200.0\n", program.run("""
                    Class = {value = 1.0}
                    Class.__index = Class
                    function sum(n, object)
                      if n == 0 then
                        Class.value = nil
                        Class.__index = function(self, key) return 2.0 end
                        return object.value - 2
                      end
                      local before = object.value
                      local rest = sum(n - 1, object)
                      return rest + object.value * n * before
                    end
                    print(sum(200, setmetatable({}, Class)))
                    """));
            // The function, and that behind __index.
            assertEquals(2, program.counters().renewed());
            long pieces = pieces(program);
            program.run("function other(x) return x end for i = 1, 200 do other(i) end collectgarbage()");
            assertTrue(pieces(program) <= pieces + 2, () -> pieces + " pieces, then " + pieces(program));
        }
    }

    @Test
    void withoutRenewalNothingIsMadeTwice() {
        try (TieredProgram program = new TieredProgram(ONCE)) {
            program.run("function half(x) return x / 2 end for i = 1, 1000 do half(i) end");
            assertEquals(0, program.counters().renewed());
            assertEquals(2, program.counters().compiled());
        }
    }
}
