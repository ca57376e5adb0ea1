package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.deopt.Reason;

/** What is known of a program is kept as long as it is true, and what code was left for is known to the next code. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LearningTest {
    private static final int FEW = 60;

    private static final String CLASSES = """
            local A, B = {get = function(self) return self.n end}, {get = function() return 2 end}
            A.__index = A
            B.__index = B
            local a, b = setmetatable({n = 1}, A), setmetatable({n = 1}, B)
            local function use(o, n) local s = 0 for _ = 1, n do s = s + o:get() end return s end
            local function useOther(o) return o:get() end
            print(use(a, 500), useOther(b))
            """;

    private static TieredProgram run(TierPolicy policy, String text) {
        TieredProgram program = policy.optimizes() ? TieredProgram.optimizing() : new TieredProgram(policy);
        assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        return program;
    }

    /** A metamethod is written into the metatable of some objects: caches that are about others do not miss. */
    @Test
    void aChangeOfOneClassIsNoChangeOfOthers() {
        try (TieredProgram without = run(TierPolicy.BASELINE, CLASSES + "print(use(a, 500))");
                TieredProgram with = run(TierPolicy.BASELINE, CLASSES + "B.__index = A print(use(a, 500))")) {
            assertEquals(1, with.counters().invalidations() - without.counters().invalidations());
            // The write itself is one.
            assertTrue(with.counters().misses() <= without.counters().misses() + 1,
                    with.counters().misses() + " and " + without.counters().misses());
        }
    }

    /** Nor do the caches of these objects stay as they are. */
    @Test
    void whatIsNoLongerTrueIsForgotten() {
        try (TieredProgram program = run(TierPolicy.BASELINE, CLASSES
                + "A.__index = B for i = 1, 20 do A.__index = i % 2 == 0 and A or B io.write(use(a, 50), ' ') end")) {
            assertTrue(program.counters().invalidations() >= 10);
        }
    }

    /** Fields that a function computes are known as such before code is made. */
    @Test
    void functionsThatServeFieldsAreKnownAtOnce() {
        try (TieredProgram program = run(TierPolicy.OPTIMIZED, """
                local boxes = {
                  __index = function(self, k) return rawget(self, 'w') + #k end,
                  __newindex = function(self, k, v) rawset(self, 'w', v) end,
                }
                for _ = 1, 4 do collectgarbage() end
                local function use(box, n)
                  local s = 0
                  for i = 1, n do box.width = i % 7 s = s + box.area + box.length end
                  return s
                end
                local box = setmetatable({w = 1, h = 2}, boxes)
                for _ = 1, 4 do print(use(box, 2000)) end
                """)) {
            assertTrue(program.counters().optimized() > 0);
            assertEquals(0, program.counters().deopts(Reason.NEVER_TAKEN), () -> program.counters().deopts().toString());
            assertTrue(program.counters().deopts(Reason.WRONG_SHAPE) <= FEW, () -> program.counters().deopts().toString());
        }
    }

    /** A store that has to call a function, in code that did not know: that code is replaced. */
    @Test
    void whatARuntimeCallRefusesIsCounted() {
        try (TieredProgram program = run(TierPolicy.OPTIMIZED, """
                local function use(objects, rounds)
                  for i = 1, rounds do objects[i % #objects + 1].last = i end
                end
                local many, counting, n = {}, {}, 0
                for k = 1, 12 do
                  many[k] = {last = 0}
                  for j = 1, k do many[k]['f' .. j] = j end
                  counting[k] = setmetatable({}, {__newindex = function() n = n + 1 end})
                end
                for _ = 1, 20 do use(many, 200) end
                for _ = 1, 40 do use(counting, 500) end
                print(n)
                """)) {
            assertTrue(program.counters().deopts(Reason.SLOW_PATH) > 0, () -> program.counters().deopts().toString());
            assertTrue(program.counters().deopts(Reason.SLOW_PATH) <= FEW, () -> program.counters().deopts().toString());
        }
    }

    /** An error that a runtime call meets is the interpreter's to raise, which knows what is called what. */
    @Test
    void errorsOfRuntimeCallsAreNoneOfTheCode() {
        try (TieredProgram program = run(TierPolicy.OPTIMIZED, """
                local function grow(s) for _ = 1, 100 do s = s .. s end return s end
                for _ = 1, 5 do print(pcall(grow, 'x')) end
                local function set(o, v) o.value = v end
                for i = 1, 20 do
                  local meta = {__newindex = i % 2 == 0 and {} or i > 10 and 7 or nil}
                  print(pcall(set, setmetatable({['k' .. i] = 1}, meta), i))
                end
                """)) {
            assertTrue(program.counters().deopts(Reason.SLOW_PATH) > 0, () -> program.counters().deopts().toString());
        }
    }
}
