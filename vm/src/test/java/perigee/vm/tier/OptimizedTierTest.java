package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.bytecode.Opcode;
import perigee.deopt.DeoptState;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.layout.ThreadLayout;
import perigee.lir.Call;
import perigee.lir.Kind;
import perigee.lir.Place;
import perigee.object.Validity;
import perigee.runtime.LuaState;
import perigee.stub.RuntimeFunction;

/** The life of optimised code: what it rests on breaks, it fails too often, its function dies; what it has the runtime do. */
class OptimizedTierTest {
    private static final String H = "local function h(x, k) local u = x + 100 local r = k(x, u) return r + u end\n";

    /** Nanoseconds after which a loop is running for certain, and has not ended. */
    private static final long DELAY = 50_000_000;

    /** Defines a global function that does something in Java. */
    private static void define(LuaState state, String name, Runnable action) {
        long function = state.functions().newNative(name, call -> {
            action.run();
            return call.none();
        });
        state.tables().setString(state.globals(), state.strings().internOf(name), function, false);
    }

    // ---- broken assumptions --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "1 | local function k(x, u) if x == 5 then broken() end return x end for i = 1, 9 do print(h(i, k)) end",
        "1 | local function k(x, u) if x == 5 then broken() error('e') end return x end "
            + "for i = 1, 9 do print(pcall(h, i, k)) end",
        "1 | local function k(x, u) if x == 5 then broken() print(debug.traceback()) end return x end "
            + "for i = 1, 9 do print(h(i, k)) end",
        "8 | local function k(x, u) return h(x + 1, x < 9 and k2 or function() broken() return 1 end) end k2 = k "
            + "print(h(1, k)) print(h(1, k))",
        "9 | local function k(x, u) return coroutine.yield(u) end local c = {} for i = 1, 9 do c[i] = coroutine.wrap(h) "
            + "print(c[i](i, k)) end broken() print(h(1, math.abs)) for i = 1, 9 do print(c[i](i)) end",
        "9 | local function k(x, u) return (coroutine.yield(u)) end local c = {} for i = 1, 9 do c[i] = coroutine.wrap(h) "
            + "print(c[i](i, k)) end for i = 1, 9 do print(c[i](i)) if i == 1 then broken() end end collectgarbage()",
    })
    void framesLeaveCodeThatIsNoLongerRight(int frames, String body) {
        Validity assumption = new Validity();
        HandCompiler compiler = new HandCompiler().called(1, (lir, request) -> OptimizedCallsTest.call(lir, false))
                .assuming(assumption);
        try (TieredProgram program = OptimizedCodeTest.patient(compiler);
                TieredProgram interpreter = new TieredProgram(TierPolicy.INTERPRETER)) {
            define(program.state(), "broken", assumption::invalidate);
            define(interpreter.state(), "broken", () -> { });
            String text = H + "h(1, math.abs) h(1, math.abs)\n" + body;
            assertEquals(interpreter.run(text), program.run(text));
            assertFalse(assumption.isValid());
            assertEquals(1, program.counters().invalidated());
            assertTrue(program.counters().materialized() >= frames - 1, () -> "" + program.counters().materialized());
        }
    }

    @Test
    void codeOnABrokenAssumptionIsNotInstalled() {
        Validity assumption = new Validity();
        assumption.invalidate();
        HandCompiler compiler = new HandCompiler().called(1, OptimizedCodeTest::add).assuming(assumption);
        try (TieredProgram program = OptimizedCodeTest.patient(compiler)) {
            assertEquals("3\n3\n3\n", program.run(
                    "local function add(a, b) return a + b end for i = 1, 3 do print(add(1, 2)) end"));
            assertEquals(0, program.counters().optimized());
            assertTrue(program.counters().optimizedBailOuts() > 0);
        }
    }

    // ---- failures ------------------------------------------------------------------------------------------------------

    @Test
    void codeThatFailsIsMadeAgainWithGrowingPatience() {
        HandCompiler compiler = new HandCompiler().called(1, OptimizedCodeTest::add);
        try (TieredProgram program = new TieredProgram(TierPolicy.OPTIMIZED, compiler)) {
            program.run("local function add(a, b) return a + b end for i = 1, 20000 do add(i + 0.5, i) end");
            List<OptimizeRequest> requests = compiler.requests;
            assertTrue(requests.size() >= 5 && requests.size() <= 16, requests::toString);
            assertEquals(requests.size(), program.counters().optimized());
            assertTrue(program.counters().thrownAway() >= requests.size() - 1);
            assertTrue(program.counters().deopts(Reason.NOT_INTEGER) < 2_000, () -> program.counters().deopts().toString());
            assertTrue(requests.getFirst().history().isEmpty());
            OptimizeRequest last = requests.getLast();
            assertTrue(last.history().has(last.function().code(), 0, Reason.NOT_INTEGER));
            assertFalse(last.history().has(last.function().code(), 0, Reason.INTEGER_TOO_LARGE));
        }
    }

    @Test
    void deadFunctionsGiveTheirCodeBack() {
        HandCompiler compiler = new HandCompiler().called(1, OptimizedCodeTest::add);
        try (TieredProgram program = OptimizedCodeTest.patient(compiler)) {
            String text = """
                    for i = 1, 300 do
                        local f = load("local function add(a, b) return a + b end return add(1, 2) + add(3, 4) + add(5, 6) -- " .. i .. RUN)
                        assert(f() == 21)
                        if i % 50 == 0 then collectgarbage() end
                    end
                    collectgarbage()
                    """;
            program.run("RUN = 'first'\n" + text);
            long after = program.codeBytes();
            program.run("RUN = 'second'\n" + text);
            assertEquals(600, program.counters().optimized());
            assertTrue(program.codeBytes() <= after + 4096, () -> after + " bytes, then " + program.codeBytes());
        }
    }

    // ---- interrupts ----------------------------------------------------------------------------------------------------

    @Test
    void aLoopIsInterrupted() throws InterruptedException {
        HandCompiler compiler = new HandCompiler().called(1, OptimizedCodeTest::sum);
        try (TieredProgram program = OptimizedCodeTest.patient(compiler)) {
            List<Thread> threads = new ArrayList<>();
            define(program.state(), "interrupt", () -> threads.add(Thread.ofPlatform().start(() -> {
                LockSupport.parkNanos(DELAY);
                program.state().stack().demandAttention(ThreadLayout.INTERRUPT);
            })));
            String printed = program.run("""
                    local function sum(n) local t = 0 for i = 1, n do t = t + i end return t end
                    sum(3) sum(3)
                    interrupt()
                    print(pcall(sum, 1 << 45))
                    """);
            threads.getFirst().join();
            assertTrue(printed.startsWith("false\ttest:1: interrupted!"), printed);
        }
    }

    // ---- runtime calls -------------------------------------------------------------------------------------------------

    /** A function of two parameters that returns what the call makes of them. */
    private static void runtime(HandLir lir, RuntimeFunction function, Opcode op, int... registers) {
        lir.entry();
        int a = lir.b.argument(0);
        int b = lir.b.argument(1);
        DeoptState state = lir.at(Reason.SLOW_PATH, lir.pcOf(op), registers);
        lir.b.call(Call.leave(function.symbol(), List.of(Place.RCX, Place.outgoing(0), Place.outgoing(1))), List.of(),
                new int[] {lir.b.constant(Kind.INT, 2), a, b}, state, a, b);
        lir.ret(lir.b.result(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theRuntimeIsCalledOrRefuses(int stress) {
        HandCompiler compiler = new HandCompiler()
                .called(1, (lir, r) -> runtime(lir, RuntimeFunction.CONCAT, Opcode.CONCAT, 0, 1, 0, 1))
                .called(2, (lir, r) -> runtime(lir, RuntimeFunction.GET_INDEX, Opcode.GETINDEX, 0, 1))
                .called(3, (lir, r) -> runtime(lir, RuntimeFunction.LESS_STRINGS, Opcode.JNLT, 0, 1));
        String text = """
                local function join(a, b) return a .. b end
                local function index(t, k) return t[k] end
                local function less(a, b) return a < b end
                local m = setmetatable({}, {__concat = function(a, b) return debug.traceback('joined') end,
                    __index = function(t, k) return debug.traceback(k) end,
                    __lt = function(a, b) return 1 end})
                for i = 1, 4 do
                    print(join('a', i), join(1, 2), join('x', ('y'):rep(i)), join(m, 'x'), join('x', m))
                    print(pcall(join, nil, 'x'))
                    print(pcall(join, 'x', {}))
                    print(index({10, 20, x = 30}, 'x'), index({10, 20}, i), index(m, 'key'), index('text', 'len') == string.len)
                    print(pcall(index, nil, 1))
                    print(less(1, 2), less('a', 'b'), less(2.5, 1), less(m, m))
                    print(pcall(less, 1, 'x'))
                end
                """;
        try (TieredProgram program = OptimizedCodeTest.run(text, compiler, stress)) {
            assertEquals(3, program.counters().optimized());
            assertTrue(program.counters().materialized() > 0);
            for (RuntimeFunction function : List.of(RuntimeFunction.CONCAT, RuntimeFunction.GET_INDEX,
                    RuntimeFunction.LESS_STRINGS)) {
                assertTrue(program.counters().exits(function) > 0, function::toString);
            }
        }
    }

    // ---- metamethods ---------------------------------------------------------------------------------------------------

    /** {@code function f(a, b) local u = mm return a + b end}, where mm is the metamethod that is called. */
    private static void metamethod(HandLir lir, OptimizeRequest request) {
        lir.entry();
        int a = lir.b.argument(0);
        int b = lir.b.argument(1);
        int mm = lir.upvalue(0);
        int pc = lir.pcOf(Opcode.ADD);
        int[] state = {a, b, mm};
        DeoptState missing = lir.at(Reason.WRONG_TARGET, pc, 0, 1, 2);
        DeoptState waiting = HandLir.of(Reason.RESUMED,
                HandLir.outermost(lir.function, pc + 1, Resume.FINISH, new int[] {0, 1, 2}));
        lir.ret(lir.call(mm, missing, waiting, state, a, b));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "return a.n + b.n",
        "print(debug.traceback()) return a.n + b.n",
        "print(debug.getlocal(2, 3)) return a.n, b.n",
        "print(debug.getinfo(1, 'n').namewhat, debug.getinfo(1, 'n').name) return",
        "return coroutine.yield(a.n)",
        "print(debug.traceback()) return coroutine.yield(a.n)",
        "error('in metamethod')",
        "print(debug.traceback()) error('in metamethod', 2)",
        "if a.n == 3 then debug.sethook(function(e, l) n = n + 1 end, 'l') end return a.n",
    })
    void metamethodsFinishTheirInstructions(String body) {
        HandCompiler compiler = new HandCompiler().called(2, OptimizedTierTest::metamethod);
        String text = "n = 0 local mt = {} local function mm(a, b) " + body + """
                 end
                local function f(a, b) local u = mm return a + b end
                mt.__add = mm
                local function v(n) return setmetatable({n = n}, mt) end
                for i = 1, 5 do
                    local c = coroutine.create(f)
                    print(coroutine.resume(c, v(i), v(2)))
                    print(coroutine.resume(c, i))
                    print(coroutine.status(c))
                end
                for i = 1, 5 do print(pcall(f, v(i), v(i))) end
                debug.sethook()
                print(n > 0)
                """;
        try (TieredProgram program = OptimizedCodeTest.run(text, compiler, 0)) {
            assertEquals(1, program.counters().optimized());
        }
    }
}
