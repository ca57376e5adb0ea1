package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.bytecode.Opcode;
import perigee.regalloc.RegisterSet;
import perigee.stub.RuntimeFunction;

/** Objects that all have a metatable with functions of its own, so that shapes tell places only, stay in compiled code, too. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class FreshMetatablesTest {
    private static final int ROUNDS = 3000;
    /** So often an instruction may leave before code for it is there, or caches know the shapes. */
    private static final int FEW = 250;
    private static final String OBJECTS = """
            local function make(n)
              local inner = {a = n, get = function(self) return n end}
              return setmetatable({own = n}, {
                __index = function(_, k) return inner[k] or k end, __newindex = function(_, k, v) inner.a = v end,
                __add = function(a, b) return n + (type(b) == 'table' and b.own or b) end, __unm = function(a) return -n end,
                __lt = function(a, b) return a.own < n end, __eq = function(a, b) return n % 2 == 0 end,
                __concat = function(a, b) return n .. b end, __len = function() return n end,
                __call = function(self, x, ...) return n + x, ... end, __band = function(a, b) return n & b end})
            end
            local function holder(n) return setmetatable({own = n}, {__index = {a = n}, note = n}) end
            local function plain(n) return setmetatable({own = n}, {note = n, __newindex = nil}) end
            local objects, holders, plains = {}, {}, {}
            for n = 1, 40 do objects[n], holders[n], plains[n] = make(n), holder(n), plain(n) end
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "CALL     | local a, b = o(i, 2) return a + b",
        "TAILCALL | return o(i, 2)",
        "GETFIELD | return o.a + o.own",
        "SELF     | local n = o:get() return n",
        "SETFIELD | o.b = i o.own = n return o.a + o.own",
        "GETINDEX | return o[i] + o[i + 1]",
        "GETINDEX | local k = i % 2 == 0 and 'a' or 'own' return o[k]",
        "GETI     | return o[7]",
        "SETINDEX | local k = i % 2 == 0 and 'b' or 'own' o[k] = n return o.a + o.own",
        "SETI     | o[3] = i return o.a",
        "ADD      | return o + i + (o + o)",
        "UNM      | return -o",
        "JNLT     | if o < objects[7] then return i end return 2",
        "JNE      | if o == objects[7] then return 1 end return 2",
        "CONCAT   | local s = o .. 'x' return #s",
        "LEN      | return #o",
        "BANDK    | return o & 3",
        "GETFIELD | return holders[i % 40 + 1].a + holders[i % 40 + 1].own + (holders[i % 40 + 1].b or 0)",
        "GETFIELD | return plains[i % 40 + 1].own + (plains[i % 40 + 1].b or 0)",
        "SETFIELD | holders[i % 40 + 1].own = i plains[i % 40 + 1].own = i return plains[i % 40 + 1].own",
    })
    void stays(Opcode opcode, String body) {
        String text = OBJECTS + "local function f(i) local n = i % 40 + 1 local o = objects[n] " + body + " end\n"
                + "local sum = 0 for i = 1, " + ROUNDS + " do sum = sum + f(i) end print(sum)";
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        try (TieredProgram program = new TieredProgram(TierPolicy.BASELINE)) {
            assertEquals(expected, program.run(text));
            assertTrue(program.counters().compiled() > 0, "not compiled");
            // Baseline code has no metamethods for these.
            boolean leaves = opcode == Opcode.CONCAT || opcode == Opcode.BANDK;
            assertTrue(leaves || program.counters().exits(opcode) < FEW, () -> "left for " + program.counters().exits());
        }
        for (RegisterSet registers : List.of(RegisterSet.all(), RegisterSet.three())) {
            try (TieredProgram program = TieredProgram.optimizing(registers)) {
                assertEquals(expected, program.run(text));
                TierCounters counters = program.counters();
                assertTrue(counters.optimized() > 0, "not optimised");
                assertTrue(counters.exits(opcode) < FEW, () -> "left for " + counters.exits());
                for (RuntimeFunction function : RuntimeFunction.values()) {
                    assertTrue(counters.exits(function) < FEW, () -> function + ": " + counters.exits());
                }
                long deopts = counters.deopts().stream().mapToLong(TierCounters.Count::count).sum();
                assertTrue(deopts < FEW, () -> "deoptimised for " + counters.deopts());
            }
        }
    }

    /** Metatables that look alike are given without Java, each for the first time. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "local o = setmetatable({own = i}, {__index = function(_, k) return i end}) return o.any + o.own",
        "local C = {a = i} C.__index = C local o = setmetatable({own = i}, C) return o.a + o.own",
        "local o = setmetatable({own = i}, {__index = A}) return o:get() + o.a",
        "local o = setmetatable({own = i}, {__index = i % 2 == 0 and A or B}) return o:get() + o.a",
        "local o = setmetatable({own = i}, {__tostring = add}) return o.own + (o.b or 1)",
        "local o = setmetatable({own = i}, {__mode = 'k', __name = 'o'}) return o.own + (o.b or 1)",
        "local o = setmetatable({own = i}, {}) return o.own",
        "local o = setmetatable({own = i}, {note = i}) return o.own",
        "local o = setmetatable({own = i}, B) return o.own"})
    void areGivenNatively(String body) {
        assertGivenNatively(body, List.of(TierPolicy.BASELINE, TierPolicy.OPTIMIZED));
    }

    /** Of those with more than one metamethod, optimised code knows that they are the same as before. */
    @Test
    void severalMetamethodsAreGivenByOptimizedCode() {
        assertGivenNatively("local o = setmetatable({own = i}, {__index = A, __add = add}) return o + o + o.a",
                List.of(TierPolicy.OPTIMIZED));
    }

    private static void assertGivenNatively(String body, List<TierPolicy> policies) {
        String text = "local A = {a = 1} function A:get() return self.own end\n"
                + "local B = {a = 2} function B:get() return self.own * 2 end\n"
                + "local function add(a, b) return a.own + b.own end\n"
                + "local function f(i) " + body + " end\n"
                + "local sum = 0 for i = 1, " + ROUNDS + " do sum = sum + f(i) end print(sum)";
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        for (TierPolicy policy : policies) {
            try (TieredProgram program = policy.optimizes() ? TieredProgram.optimizing() : new TieredProgram(policy)) {
                assertEquals(expected, program.run(text));
                TierCounters counters = program.counters();
                assertTrue(policy.optimizes() ? counters.optimized() > 0 : counters.compiled() > 0, "not compiled");
                assertTrue(counters.libraryCalls(Integer::toString).stream().mapToLong(TierCounters.Count::count).sum() < FEW,
                        () -> "called " + counters.libraryCalls(Integer::toString));
            }
        }
    }

    /** What is written into a metatable holds at once, whatever else is made at the same site. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "3  | function() return 1 end",
        "3  | nil",
        "38 | function() return 1 end",
        "38 | {a = 5}",
        "38 | nil",
        "3  | setmetatable({}, {__index = function() return 9 end})"})
    void changesHoldAtOnce(int number, String index) {
        String text = OBJECTS + "local function f(o) return o.a, o[1] end local function g(o) return o.a end\n"
                + "for i = 1, 1000 do f(objects[i % 40 + 1]) g(objects[" + number + "]) end\n"
                + "getmetatable(objects[" + number + "]).__index = " + index + "\n"
                + "for i = 1, 40 do print(f(objects[i])) print(g(objects[i])) end";
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        assertEquals(expected, TieredProgram.output(TierPolicy.BASELINE, text));
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(expected, program.run(text));
            assertTrue(program.counters().optimized() > 0, "not optimised");
        }
    }

    /** Tables that lead to each other are no way to get lost in. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"t[k]", "t.x", "t:x()"})
    void endlessChainsAreErrors(String access) {
        String text = "local t, u = {}, {} t.__index, u.__index = u, t setmetatable(t, t) setmetatable(u, u)\n"
                + "local function f(k) return " + access + " end\n"
                + "for i = 1, 300 do local ok, e = pcall(f, i) if i % 100 == 0 then print(ok, e) end end";
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        assertEquals(expected, TieredProgram.output(TierPolicy.BASELINE, text));
        try (TieredProgram program = TieredProgram.optimizing()) {
            assertEquals(expected, program.run(text));
        }
    }
}
