package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Field accesses in baseline code over objects of so many shapes: each is cached in the state that it should be in. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class InlineCachesTest {
    private static final int ROUNDS = 1200;
    private static final int FEW = 20;
    /** Objects that differ in a field that was given first, some with a metatable, whose class has a method. */
    private static final String PROGRAM = """
            local Class = {} Class.__index = Class
            function Class:method(n) return n + 1 end
            local objects = {}
            for i = 1, %d do
              local o = {} o['first' .. i] = i o.x = i
              objects[i] = setmetatable(o, Class)
            end
            function access(o, i) %s end
            function rounds(n)
              local r = 0
              for i = 1, n do r = r + (access(objects[i %% #objects + 1], i) or 1) end
              return r
            end
            print(rounds(ROUNDS))
            """.replace("ROUNDS", Integer.toString(ROUNDS));

    /** The function {@code access} has one access with a cache. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "get      | return o.x",
        "set      | o.x = i",
        "method   | return o:method(i)",
        "absent   | if o.missing == nil then return i end"})
    void oneAccess(String name, String body) {
        expect(CacheState.MONOMORPHIC, 1, body);
        expect(CacheState.POLYMORPHIC, 2, body);
        expect(CacheState.POLYMORPHIC, 8, body);
        expect(CacheState.MEGAMORPHIC, 9, body);
        expect(CacheState.MEGAMORPHIC, 30, body);
    }

    /** A field is added to objects that are new, of so many shapes. */
    @ParameterizedTest
    @CsvSource({"MONOMORPHIC, 1", "POLYMORPHIC, 5", "MEGAMORPHIC, 20"})
    void addedFields(CacheState state, int shapes) {
        StringBuilder makers = new StringBuilder("local makers = {");
        for (int i = 0; i < shapes; i++) {
            makers.append("function() return {f").append(i).append(" = 1} end, ");
        }
        run(state, makers + """
                }
                function access(o, i) o.added = i end
                function rounds(n)
                  local r = 0
                  for i = 1, n do
                    local o = makers[i % #makers + 1]()
                    access(o, i)
                    r = r + o.added
                  end
                  return r
                end
                print(rounds(ROUNDS))
                """.replace("ROUNDS", Integer.toString(ROUNDS)), "added to " + shapes);
    }

    /** Fields of modules, which are in cells, and have been assigned before; and fields behind those in the object. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "M.counter = i r = r + M.counter |                                      M.counter = 0 M.counter = 1",
        "local o = {} for j = 1, 3 do o['k' .. j] = j end M.fill(o, i) r = r + o.f | function M.fill(o, i) o.a = i o.b = i o.c = i "
                + "o.d = i o.e = i o.f = i end"})
    void storesOfManyModules(String round, String each) {
        run(CacheState.MEGAMORPHIC, """
                local modules = {}
                for m = 1, 20 do
                  local text = {"local M = {}"}
                  for j = 1, 200 do text[j + 1] = "M.f" .. m .. "_" .. j .. " = " .. j end
                  local M = load(table.concat(text, " ") .. " return M")()
                  %s
                  modules[m] = M
                end
                function access(M, i, r) %s return r end
                function rounds(n)
                  local r = 0
                  for i = 1, n do r = access(modules[i %% #modules + 1], i, r) end
                  return r
                end
                print(rounds(ROUNDS))
                """.formatted(each, round).replace("ROUNDS", Integer.toString(ROUNDS)), round);
    }

    private static void expect(CacheState state, int shapes, String body) {
        run(state, PROGRAM.formatted(shapes, body), shapes + " shapes: " + body);
    }

    private static void run(CacheState state, String text, String what) {
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text), what);
            TierCounters counters = program.counters();
            // Shapes that come late are learnt one by one, and then code is made again.
            program.run("rounds(" + ROUNDS + ") rounds(" + ROUNDS + ")");
            long before = counters.allExits();
            program.run("rounds(" + ROUNDS + ")");
            assertTrue(counters.allExits() - before <= FEW, () -> what + ": " + (counters.allExits() - before) + " of "
                    + counters.exits());
            assertTrue(program.tiers().cacheStates().get(state) > 0, () -> what + ": " + program.tiers().cacheStates());
            if (state == CacheState.MONOMORPHIC) {
                assertEquals(0, program.tiers().cacheStates().get(CacheState.MEGAMORPHIC), what);
            }
        }
    }

    /** In tier auto, but that the first compile is waited for: the main chunk is called once, and its loop becomes hot. */
    @Test
    void aLoopGoesOnInBaselineCode() {
        TierPolicy auto = TierPolicy.DEFAULT;
        TierPolicy policy = new TierPolicy(true, auto.calls(), auto.loops(), auto.renewal(), true, auto.optimizedCalls(),
                auto.optimizedLoops(), auto.relearning(), auto.failures(), auto.harmless());
        String text = "local s, t = 0, {} for i = 1, 3000 do local j = i % 7 while j > 0 do s = s + j * i j = j - 1 end "
                + "t[i % 5] = s end print(s, t[3])";
        try (TieredProgram program = new TieredProgram(policy)) {
            assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
            assertEquals(1, program.counters().compiled());
            assertEquals(1, program.counters().baselineLoopEntries());
            program.run("local function f(i) return i end for i = 1, 50 do f(i) end");
            assertEquals(2, program.counters().compiled());
            assertEquals(1, program.counters().baselineLoopEntries());
        }
    }
}
