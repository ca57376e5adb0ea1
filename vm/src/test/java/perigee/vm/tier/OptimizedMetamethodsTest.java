package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.bytecode.Opcode;
import perigee.regalloc.RegisterSet;

/** Metamethods in optimised code: they are called or inlined, and whatever happens in them is as in the interpreter. */
class OptimizedMetamethodsTest {
    private static final int ROUNDS = 3000;
    /** So often an instruction may leave before code for it is there. */
    private static final int FEW = 100;

    /** Code refers to old objects only. */
    private static final String TENURE = " for _ = 1, 4 do collectgarbage() end\n";
    private static final String VECTORS = """
            local V = {} V.__index = V
            local function vec(x, y) return setmetatable({x = x, y = y}, V) end
            V.__add = function(a, b) return vec(a.x + b.x, a.y + b.y) end
            V.__mul = function(a, b)
              if type(a) == 'number' then return vec(a * b.x, a * b.y) end
              if type(b) == 'number' then return vec(a.x * b, a.y * b) end
              return a.x * b.x + a.y * b.y
            end
            V.__sub = function(a, b) return b end
            V.__unm = function(a) return vec(-a.x, -a.y) end
            V.__eq = function(a, b) return a.x == b.x and a.y == b.y end
            V.__lt = function(a, b) return a.x < b.x end
            V.__le = function(a, b) return a.x <= b.x end
            V.__concat = function(a, b) return (type(a) == 'table' and a.x or a) .. (type(b) == 'table' and b.x or b) end
            V.__len = function(a) return a.x + 1 end
            V.__band = function(a, b) return a.x & b end
            V.__shl = function(a, b) return a.x << b end
            V.__bnot = function(a) return ~a.x end
            local p, q = vec(1, 2), vec(3, 4)
            """;
    private static final String OBJECTS = """
            local C = {} C.__index = C
            C.__call = function(self, k, l) self.n = self.n + k return self.n, l end
            local c = setmetatable({n = 0}, C)
            local D = {__index = function(t, k) return k * 2 end, __newindex = function(t, k, v) rawset(t, k, v + 1) end}
            local target = {a = 1, get = function(self) return self.a end}
            local P = {__index = function(_, k) return target[k] end, __newindex = function(_, k, v) target[k] = v end}
            local proxy = setmetatable({}, P)
            """;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "ADD    | local v = p + q return v.x + v.y + i",
        "MUL    | return p * q + i",
        "MUL    | local s = i % 5 local v = s * p return v.y",
        "MULK   | local v = p * 2 return v.y",
        "SUBI   | return p - 3",
        "UNM    | return (-q).x",
        "JNE    | if p == q then return 1 end return 2",
        "JEQ    | local a = p ~= p return a and 1 or 2",
        "JNLT   | if p < q then return i end return 2",
        "JNLE   | if q <= p then return i end return 2",
        "LEN    | return #p",
        "BANDK  | return p & 1",
        "SHLK   | return p << 3",
        "BNOT   | return ~q",
        "CONCAT | local s = p .. 'x' return #s",
    })
    void operatorsStay(Opcode opcode, String body) {
        stays(opcode, VECTORS, body);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "CALL     | local a, b = c(i, 2) return a + b",
        "GETINDEX | local t = setmetatable({}, D) return t[i] + t[i + 1]",
        "GETINDEX | local k = i % 2 == 0 and 'a' or 'get' return proxy[k] == 1 and 5 or 6",
        "GETI     | local t = setmetatable({}, D) return t[7]",
        "SETINDEX | local k = 'a' proxy[k] = i return target.a",
        "GETFIELD | return proxy.a",
        "SELF     | local n = proxy:get() return n",
        "SETFIELD | proxy.a = i return target.a",
    })
    void accessesStay(Opcode opcode, String body) {
        stays(opcode, OBJECTS, body);
    }

    /** All results of a call, of which it is known how many there are. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "CALL | local function g(n) if n > 0 then return (g(n - 1)) end return n + 1 end | return math.max(2, g(i % 4))",
        "CALL | local function g(n) if n > 0 then local a, b = g(n - 1) return b, a end return n, 5 end "
            + "| return (select(2, 'x', g(i % 4)))",
        "CALL | local s = 'abcd' | local t = {} t[1] = #tostring(i) return math.max(1, tonumber(tostring(i)))",
    })
    void knownNumbersOfResultsStay(Opcode opcode, String setup, String body) {
        stays(opcode, setup.replace("local function g", "local g g = function") + "\n", body);
    }

    private static void stays(Opcode opcode, String setup, String body) {
        String text = setup + "local function f(i) " + body + " end\n" + TENURE + "local sum = 0 for i = 1, " + ROUNDS
                + " do sum = sum + f(i) end print(sum)";
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        for (RegisterSet registers : List.of(RegisterSet.all(), RegisterSet.three())) {
            try (TieredProgram program = TieredProgram.optimizing(registers)) {
                assertEquals(expected, program.run(text));
                TierCounters counters = program.counters();
                assertTrue(counters.optimized() > 0, "not optimised");
                assertEquals(List.of(), counters.optimizationFailures());
                assertTrue(counters.exits(opcode) < FEW, () -> "left for " + counters.exits());
                long deopts = counters.deopts().stream().mapToLong(TierCounters.Count::count).sum();
                assertTrue(deopts < FEW, () -> "deoptimised for " + counters.deopts());
            }
        }
    }

    /** The hook is what a metamethod does in the end. */
    @ParameterizedTest
    @ValueSource(strings = {
        "hook = function() print(debug.traceback()) end",
        "hook = collectgarbage",
        "hook = function() error('oh') end",
        "hook = function() local t = debug.getinfo(2, 'nSlt') print(t.name, t.namewhat, t.istailcall, t.currentline) end",
        "M.__add, M.__eq, M.__lt, M.__concat, M.__call, M.__index = nil",
        "M.__add = function(a, b) return a end M.__eq = function() return false end M.__call = function() return 77 end",
        "a.x = 1.5",
        "a.x = '7'",
        "a = setmetatable({y = 1}, M)",
        "a = 5",
        "e = {}",
        "rawset(e, 1, 44) rawset(e, 'k', 45)",
        "debug.sethook(function(event, line) print(event, line) end, 'lc')",
    })
    void framesAreLikeTheInterpreters(String change) {
        String text = """
                local hook
                local function make() return {__add = function(a, b) local s = a.x + b.x if hook then hook() end return s end,
                  __eq = function(a, b) if hook then hook() end return a.x == b.x end,
                  __lt = function(a, b) if hook then hook() end return a.x < b.x end,
                  __concat = function(a, b) if hook then hook() end return a.x end,
                  __call = function(self, n) if hook then hook() end return n + 1 end,
                  __index = function(t, k) if hook then hook() end return 5 end,
                  __newindex = function(t, k, v) if hook then hook() end end} end
                local M = make()
                local a, b, e = setmetatable({x = 1}, M), setmetatable({x = 2}, M), setmetatable({}, M)
                local function add(p, q) local c = 5 local d = p + q return d + c end
                local function equal(p, q) local c = 5 if p == q then return c end return -c end
                local function less(p, q) local c = 5 if not (p < q) then return c end return -c end
                local function join(p, q) local c = 5 local s = p .. q return s + c end
                local function call(p) local c = 5 local s = p(c) return s + c end
                local function read(p, k) local c = 5 local s = p[k] return s + c end
                local function write(p, k) local c = 5 p[k] = c return c end
                local function inner(p, q) return p + q end
                local function outer(p, q) local c = 7 local d = inner(p, q) return c + d end
                """ + TENURE + """
                for i = 1, 1000 do
                  add(a, b) equal(a, b) less(a, b) join(a, b) call(a) read(e, 1) write(e, 1) outer(a, b)
                end
                """ + change + """

                local function try(f, ...) print(pcall(f, ...)) end
                for i = 1, 2 do
                  try(add, a, b) try(equal, a, b) try(less, a, b) try(join, a, b) try(call, a) try(read, e, 1) try(write, e, 1)
                  try(outer, a, b) try(less, b, a) try(equal, a, a) try(read, e, 'k') try(write, e, 'k') try(read, e)
                end
                debug.sethook()
                hook = function() coroutine.yield('in') end
                for _, f in ipairs {add, equal, less, join, call, outer} do
                  local co = coroutine.create(f)
                  print(coroutine.resume(co, a, b))
                  print(debug.traceback(co))
                  print(coroutine.resume(co))
                end
                """;
        likeTheInterpreter(text);
        // There are so many metatables like this one that shapes tell nothing.
        likeTheInterpreter(text.replace("local M = make()", "for _ = 1, 40 do setmetatable({}, make()) end local M = make()"));
    }

    private static void likeTheInterpreter(String text) {
        String expected = TieredProgram.output(TierPolicy.INTERPRETER, text);
        for (RegisterSet registers : List.of(RegisterSet.all(), RegisterSet.three())) {
            try (TieredProgram program = TieredProgram.optimizing(registers)) {
                assertEquals(expected, program.run(text));
                assertTrue(program.counters().optimized() >= 8, "not optimised");
            }
        }
    }
}
