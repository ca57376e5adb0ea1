package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import perigee.deopt.Reason;
import perigee.regalloc.RegisterSet;

/** Code for the only closure of a function, when another comes. */
final class SoleClosureTest {
    private static final int CALLS = 20;
    private static final TierPolicy POLICY = new TierPolicy(true, 1, 1, 0, true, CALLS, 1 << 20, 0, 10);

    @Test
    void anotherClosureHasTheCodeMadeForAnyAtItsNextCall() {
        try (TieredProgram program = new TieredProgram(POLICY,
                (state, driver) -> new GraphCompiler(state, driver, true, RegisterSet.all()))) {
            TierCounters counters = program.counters();
            program.run("function make(x) return function() return x end end\n"
                    + "f = make(1) " + "f() ".repeat(2 * CALLS));
            assertEquals(1, counters.optimized());
            assertEquals("2\n", program.run("g = make(2) print(g())"));
            assertEquals(1, counters.deopts(Reason.WRONG_CLOSURE));
            assertEquals(1, counters.thrownAway());
            assertEquals("2\n1\n", program.run("g() print(g()) print(f())"));
            assertEquals(2, counters.optimized());
            program.run("g() f() ".repeat(2 * CALLS));
            assertEquals(1, counters.deopts(Reason.WRONG_CLOSURE));
            assertEquals(1, counters.thrownAway());
        }
    }
}
