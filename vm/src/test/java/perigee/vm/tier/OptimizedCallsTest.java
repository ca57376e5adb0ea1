package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.bytecode.Opcode;
import perigee.deopt.Reason;
import perigee.lir.Kind;
import perigee.regalloc.RegisterSet;

/**
 * Frames of optimised code below others: whatever the function does that they call, in whichever tier it runs, is what it
 * would be if the interpreter ran all of them.
 */
class OptimizedCallsTest {
    /** {@code function h(x, k) local u = x + 100 local r = k(x, u) return r + u end}, k with compiled code; integers. */
    private static void call(HandLir lir, OptimizeRequest request) {
        call(lir, false);
    }

    /** The same, k anything. */
    private static void callOut(HandLir lir, OptimizeRequest request) {
        call(lir, true);
    }

    static void call(HandLir lir, boolean out) {
        lir.entry();
        int x = lir.b.argument(0);
        int k = lir.b.argument(1);
        int u = lir.b.addImmediate(Kind.INT, lir.integer(x, lir.at(Reason.NOT_INTEGER, 0, 0, 1), x, k), 100);
        int pc = lir.pcOf(Opcode.CALL);
        int word = lir.word(u, lir.at(Reason.INTEGER_TOO_LARGE, 0, 0, 1), x, k);
        int[] state = {x, k, u, word};
        int result;
        if (out) {
            result = lir.callOut(k, lir.waiting(pc + 1, 0, 1, 2), state, x, word);
        } else {
            // registers: x, k, u, function, -, -, arguments
            result = lir.call(k, lir.at(Reason.WRONG_TARGET, pc, 0, 1, 2, 1, -1, -1, 0, 3), lir.waiting(pc + 1, 0, 1, 2),
                    state, x, word);
        }
        int[] after = {x, k, u, result};
        int sum = lir.b.add(Kind.INT, u, lir.integer(result, lir.at(Reason.NOT_INTEGER, pc + 1, 0, 1, 2, 3), after));
        lir.ret(lir.word(sum, lir.at(Reason.INTEGER_TOO_LARGE, pc + 1, 0, 1, 2, 3), after));
    }

    private static final String H = "local function h(x, k) local u = x + 100 local r = k(x, u) return r + u end\n";

    /** Runs callees under both ways of calling; the results of three calls of each are printed. */
    private static TieredProgram run(boolean out, String body, int stress) {
        HandCompiler compiler = new HandCompiler().called(1, out ? OptimizedCallsTest::callOut : OptimizedCallsTest::call)
                .with(stress == 0 ? RegisterSet.all() : RegisterSet.three());
        return OptimizedCodeTest.run(H + body, compiler, stress);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "0 | local function k(x, u) return x * u end for i = 1, 9 do print(h(i, k)) end",
        "0 | local function k(x, u) return x / u end for i = 1, 9 do print(h(i, k)) end",
        "0 | local function k(x, u) return u, x, 1 end for i = 1, 9 do print(h(i, k)) end",
        "0 | local function k(...) return select('#', ...) end for i = 1, 9 do print(h(i, k)) end",
        "0 | local function g(x) return x + 1 end local function k(x, u) return g(u) end for i = 1, 9 do print(h(i, k)) end",
        "0 | local function k(x, u) if x == 0 then return u end return h(x - 1, function(y) return y + x end) end "
            + "for i = 1, 9 do print(h(i, k)) end",
        "0 | local function k(x, u) if x % 3 == 0 then error('oh', x % 4) end return x end "
            + "for i = 1, 9 do print(pcall(h, i, k)) end",
        "0 | local function k(x, u) if x % 3 == 0 then error({}) end return x end "
            + "for i = 1, 9 do print((pcall(h, i, k))) end",
        "1 | local function k(x, u) print(debug.traceback('tb', x % 3)) return x end for i = 1, 9 do print(h(i, k)) end",
        "1 | local function k(x, u) for l = 1, 2 do for i = 1, 5 do print(debug.getlocal(l, i)) end end return x end "
            + "for i = 1, 5 do print(h(i, k)) end",
        "1 | local function k(x, u) debug.setlocal(2, 3, u + 1000) return x end for i = 1, 9 do print(h(i, k)) end",
        "1 | local function k(x, u) debug.setlocal(2, 3, 'text') return x end for i = 1, 9 do print(pcall(h, i, k)) end",
        "1 | local function k(x, u) local t = debug.getinfo(2, 'nSlutf') print(t.name, t.currentline, t.func == h) "
            + "return x end for i = 1, 9 do print(h(i, k)) end",
        "1 | local function k(...) print(debug.traceback()) return (...) end for i = 1, 9 do print(h(i, k)) end",
        "1 | local function k(x, ...) print(debug.traceback()) return x end for i = 1, 9 do print(h(i, k)) end",
        "1 | local function g(x) print(debug.traceback()) return x end local function k(x, u) return g(u) end "
            + "for i = 1, 9 do print(h(i, k)) end",
        "1 | local function k(x) print(debug.getlocal(2, 1)) return k2(x) end function k2(x) return x + 1 end "
            + "for i = 1, 9 do print(h(i, k)) end",
        "0 | local function k(x, u) coroutine.yield(x, u) return x end "
            + "for i = 1, 5 do local c = coroutine.wrap(h) print(c(i, k)) print(c()) end",
        "0 | local function k(x, u) return coroutine.yield(x, u) end "
            + "for i = 1, 5 do local c = coroutine.wrap(h) print(c(i, k)) print(c(i, 2)) end",
        "1 | local c local function k(x, u) coroutine.yield(x) return u end for i = 1, 5 do c = coroutine.create(h) "
            + "print(coroutine.resume(c, i, k)) print(debug.traceback(c)) print(debug.getlocal(c, 2, 3)) "
            + "print(debug.setlocal(c, 2, 3, i)) print(coroutine.resume(c)) end",
        "0 | local function k(x, u) local t = {} for i = 1, 1000 do t[i] = {i} end collectgarbage() return #t end "
            + "for i = 1, 5 do print(h(i, k)) end",
        "1 | local n = 0 local function k(x, u) if x == 5 then debug.sethook(function() n = n + 1 end, 'l') end return x end "
            + "for i = 1, 9 do print(h(i, k)) end debug.sethook() print(n)",
        "1 | local function k(x, u) if x == 5 then debug.sethook(function(e) print(e, debug.getinfo(2, 'l').currentline) "
            + "end, 'cr') end return x end for i = 1, 6 do print(h(i, k)) end debug.sethook()",
        "0 | local t = setmetatable({}, {__call = function(self, x, u) return x + u end}) "
            + "for i = 1, 9 do print(pcall(h, i, i % 2 == 0 and t or function(x) return x end)) end",
        "0 | for i = 1, 9 do print(pcall(h, i, i % 2 == 0 and math.max or nil)) end",
        "0 | local function k(x, u) return x end for i = 1, 9 do print(pcall(h, i, k)) end",
        "1 | local function k(x, u) error(setmetatable({}, {__tostring = function() return 'e' .. x end})) end "
            + "for i = 1, 4 do print(xpcall(h, debug.traceback, i, k)) "
            + "print(xpcall(h, function(e) return debug.traceback(tostring(e)) end, i, k)) end",
        "1 | local function k(x, u) local y <close> = setmetatable({}, {__close = function() print(debug.traceback()) end}) "
            + "return x + u end for i = 1, 4 do print(h(i, k)) end",
    })
    void callsAreLikeTheInterpreters(int materializes, String body) {
        interpreted(body);
        for (boolean out : new boolean[] {false, true}) {
            for (int stress : new int[] {0, 3}) {
                try (TieredProgram program = run(out, body, stress)) {
                    assertEquals(1, program.counters().optimized());
                    assertTrue(materializes == 0 || program.counters().materialized() > 0, "nothing was materialised");
                }
            }
        }
    }

    /** Only the function under test is compiled: its callers and callees are interpreted. */
    private static void interpreted(String body) {
        TierPolicy never = new TierPolicy(true, 1 << 30, 1 << 30, 0, true, 1 << 30, 1 << 30, 0, 1 << 20);
        HandCompiler compiler = new HandCompiler().called(1, OptimizedCallsTest::callOut);
        try (TieredProgram program = new TieredProgram(never, compiler);
                TieredProgram interpreter = new TieredProgram(TierPolicy.INTERPRETER)) {
            compiler.setState(program.state());
            String h = H.replace("local function h", "function h");
            interpreter.run(h);
            program.run(h);
            compiler.install(program.tiers(), 1);
            assertEquals(interpreter.run(body), program.run(body));
            assertEquals(1, program.counters().compiled());
            assertTrue(program.counters().optimizedEntries() > 0, "nothing was entered");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stackOverflowIsCaught(boolean out) {
        String body = """
                local function deep(x, u) return 1 + h(x, deep2) end
                function deep2(x, u) return 1 + h(x, deep) end
                for i = 1, 3 do
                    local ok, message = pcall(h, 1, deep)
                    print(ok, (tostring(message):gsub("^.-:%d+: ", "")))
                end
                print(h(1, function(x) return x end))
                """.replace("local function deep(", "function deep(");
        try (TieredProgram program = run(out, body, 0)) {
            assertEquals(1, program.counters().optimized());
        }
    }
}
