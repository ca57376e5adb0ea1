package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import perigee.asm.Condition;
import perigee.bytecode.Opcode;
import perigee.deopt.DeoptState;
import perigee.deopt.Reason;
import perigee.deopt.Ref;
import perigee.deopt.Resume;
import perigee.deopt.VirtualFrame;
import perigee.deopt.VirtualObject;
import perigee.layout.FunctionLayout;
import perigee.layout.StackLayout;
import perigee.lir.Address;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.Op;
import perigee.lir.Test;
import perigee.lir.Value;
import perigee.runtime.LoadedFunction;
import perigee.runtime.LuaState;
import perigee.stub.OptimizedStubs;
import perigee.value.Word;

/** One frame of optimised code that stands for several, or that has not made the objects in its registers. */
class InlinedFramesTest {
    /** {@code outer} calls {@code middle}, which calls {@code inner}, which calls {@code k}; all but k are one frame. */
    private static final String NESTED = """
            local function inner(a, k) local r = k(a) return r + 1 end
            local function middle(a, k) local q = 5 local r = inner(a, k) return r * 2, q end
            local function f(a, k) local r, s = middle(a, k) return r - s end
            inner(1, math.abs) inner(1, math.abs) middle(1, math.abs) middle(1, math.abs)
            """;
    private static final String OBJECTS = """
            local function f(x, k)
              local t = {a = x, b = 2}
              t.me = t
              local n = x
              local function inc() n = n + 1 return n end
              local u = k(x)
              return t.a + t.b + inc() + u, t.me == t, n
            end
            """;
    private static final String VARARG = """
            local function f(a, k, ...) local x, y = ... local r = k(a) return x, y, r end
            local g = f f = function(a, k) return g(a, k, 'x', 'y', 'z') end
            """;
    private static final String INLINED_VARARG = """
            local function inner(a, k, ...) local x, y = ... local r = k(a) return x, r end
            local function f(a, k) local x, r = inner(a, k, 10, 20, 30) return x + r end
            inner(1, math.abs) inner(1, math.abs)
            """;

    // ---- f that stands for three frames --------------------------------------------------------------------------------

    private static void nested(HandLir lir, LoadedFunction middle, LoadedFunction inner) {
        lir.entry();
        int a = lir.b.argument(0);
        int k = lir.b.argument(1);
        DeoptState start = lir.at(Reason.WRONG_TARGET, 0, 0, 1);
        int middleClosure = lir.upvalue(0);
        checkCode(lir, middleClosure, middle, start, a, k);
        int innerClosure = lir.b.value(Op.LOAD, Kind.WORD, Address.of(middleClosure, FunctionLayout.UPVALUES));
        checkCode(lir, innerClosure, inner, start, a, k);
        VirtualFrame first = HandLir.outermost(lir.function, lir.pcOf(Opcode.CALL) + 1, Resume.RESULTS,
                new int[] {0, 1});
        int middlePc = HandLir.pcOf(middle, Opcode.CALL, 0);
        // the literal 5 is operand 4
        VirtualFrame second = HandLir.inlined(middle, middlePc + 1, Resume.RESULTS, new int[] {0, 1, 4}, 2, 2, 2);
        int innerPc = HandLir.pcOf(inner, Opcode.CALL, 0);
        int five = lir.b.literal(Kind.INT, 5);
        int[] state = {a, k, middleClosure, innerClosure, five};
        DeoptState missing = HandLir.of(Reason.WRONG_TARGET, first, second,
                HandLir.inlined(inner, innerPc, Resume.EXECUTE, new int[] {0, 1, 1, -1, -1, 0}, 3, 3, 1));
        DeoptState waiting = HandLir.of(Reason.RESUMED, first, second,
                HandLir.inlined(inner, innerPc + 1, Resume.RESULTS, new int[] {0, 1}, 3, 3, 1));
        int r = lir.call(k, missing, waiting, state, a);
        int[] after = {a, k, middleClosure, innerClosure, five, r};
        DeoptState notInteger = HandLir.of(Reason.NOT_INTEGER, first, second,
                HandLir.inlined(inner, innerPc + 1, Resume.EXECUTE, new int[] {0, 1, 5}, 3, 3, 1));
        int plus = lir.b.addImmediate(Kind.INT, lir.integer(r, notInteger, after), 1);
        int result = lir.b.addImmediate(Kind.INT, lir.b.immediate(Op.SHLI, Kind.INT, plus, 1), -5);
        lir.ret(lir.word(result, notInteger, after));
    }

    private static void checkCode(HandLir lir, int closure, LoadedFunction function, DeoptState origin, int... state) {
        int code = lir.b.value(Op.LOAD, Kind.WORD, Address.of(closure, FunctionLayout.CODE));
        lir.b.guard(Comparison.of(Test.CMP, Condition.E, code, lir.b.constant(Kind.INT, function.code())), origin, state);
    }

    // ---- f that makes no objects ---------------------------------------------------------------------------------------

    private static void objects(HandLir lir, LuaState state) {
        lir.entry();
        int x = lir.b.argument(0);
        int k = lir.b.argument(1);
        int n = lir.integer(x, lir.at(Reason.NOT_INTEGER, 0, 0, 1), x, k);
        int shape = shape(state);
        // operands: x, k, literal 2, the shape, 0
        List<VirtualObject> objects = List.of(
                new VirtualObject.Table(3, new int[] {0, 2, Ref.object(0)}, new int[0], 4, Ref.DEAD),
                new VirtualObject.Cell(0),
                new VirtualObject.Closure(lir.function.children().getFirst().code(), new int[] {Ref.object(1)}));
        int two = lir.b.literal(Kind.INT, 2);
        int shapeNumber = lir.b.literal(Kind.INT, shape);
        int zero = lir.b.literal(Kind.INT, 0);
        int pc = lir.pcOf(Opcode.CALL);
        int table = Ref.object(0);
        int cell = Ref.object(1);
        int inc = Ref.object(2);
        int[] operands = {x, k, two, shapeNumber, zero};
        DeoptState missing = HandLir.of(Reason.WRONG_TARGET, objects, HandLir.outermost(lir.function, pc, Resume.EXECUTE,
                new int[] {0, 1, table, cell, inc, 1, -1, -1, 0}));
        DeoptState waiting = HandLir.of(Reason.RESUMED, objects, HandLir.outermost(lir.function, pc + 1, Resume.RESULTS,
                new int[] {0, 1, table, cell, inc}));
        int u = lir.call(k, missing, waiting, operands, x);
        int[] after = {x, k, two, shapeNumber, zero, u};
        DeoptState notInteger = HandLir.of(Reason.NOT_INTEGER, objects, HandLir.outermost(lir.function, pc + 1,
                Resume.EXECUTE, new int[] {0, 1, table, cell, inc, 5}));
        int twice = lir.b.add(Kind.INT, n, n);
        int sum = lir.b.add(Kind.INT, lir.integer(u, notInteger, after), lir.b.addImmediate(Kind.INT, twice, 3));
        int word = lir.word(sum, notInteger, after);
        int last = lir.word(lir.b.addImmediate(Kind.INT, n, 1), notInteger, after);
        lir.ret(word, lir.b.constant(Kind.WORD, Word.TRUE), last);
    }

    /** The shape of {@code {a, b, me}}. */
    private static int shape(LuaState state) {
        long table = state.tables().create(3, 0);
        for (String key : new String[] {"a", "b", "me"}) {
            state.tables().setString(table, state.strings().internOf(key), Word.TRUE, false);
        }
        return state.tables().shape(table).id;
    }

    // ---- vararg functions ----------------------------------------------------------------------------------------------

    private static void vararg(HandLir lir, OptimizeRequest request) {
        lir.entry();
        int a = lir.b.argument(0);
        int k = lir.b.argument(1);
        int count = lir.b.unboxInteger(lir.b.value(Op.LOAD, Kind.WORD, Address.of(Value.BASE, StackLayout.EXTRA_COUNT)));
        lir.b.guard(Comparison.with(Test.CMP, Condition.GE, count, 2), lir.at(Reason.NEVER_TAKEN, 1, 0, 1), a, k);
        int back = lir.b.value(Op.NEG, Kind.INT, count);
        int x = lir.b.value(Op.LOAD, Kind.WORD, Address.of(Value.BASE, back, 8, StackLayout.EXTRA_COUNT));
        int y = lir.b.value(Op.LOAD, Kind.WORD, Address.of(Value.BASE, back, 8, StackLayout.EXTRA_COUNT + 8));
        int pc = lir.pcOf(Opcode.CALL);
        int[] state = {a, k, x, y};
        int r = lir.call(k, lir.at(Reason.WRONG_TARGET, pc, 0, 1, 2, 3, 1, -1, -1, 0), lir.waiting(pc + 1, 0, 1, 2, 3),
                state, a);
        lir.b.ret(lir.b.address(OptimizedStubs.RETURN_VARARG), x, y, r);
    }

    private static void inlinedVararg(HandLir lir, LoadedFunction inner) {
        lir.entry();
        int a = lir.b.argument(0);
        int k = lir.b.argument(1);
        int closure = lir.upvalue(0);
        checkCode(lir, closure, inner, lir.at(Reason.WRONG_TARGET, 0, 0, 1), a, k);
        int[] state = {a, k, closure, lir.b.literal(Kind.INT, 10), lir.b.literal(Kind.INT, 20), lir.b.literal(Kind.INT, 30)};
        VirtualFrame first = HandLir.outermost(lir.function, lir.pcOf(Opcode.CALL) + 1, Resume.RESULTS,
                new int[] {0, 1});
        int pc = HandLir.pcOf(inner, Opcode.CALL, 0);
        DeoptState missing = HandLir.of(Reason.WRONG_TARGET, first,
                inlined(inner, pc, Resume.EXECUTE, 0, 1, 3, 4, 1, -1, -1, 0));
        int r = lir.call(k, missing, HandLir.of(Reason.RESUMED, first, inlined(inner, pc + 1, Resume.RESULTS, 0, 1, 3, 4)),
                state, a);
        int[] after = {a, k, closure, state[3], state[4], state[5], r};
        DeoptState notInteger = HandLir.of(Reason.NOT_INTEGER, first,
                inlined(inner, pc + 1, Resume.EXECUTE, 0, 1, 3, 4, 6));
        int sum = lir.b.addImmediate(Kind.INT, lir.integer(r, notInteger, after), 10);
        lir.ret(lir.word(sum, notInteger, after));
    }

    private static VirtualFrame inlined(LoadedFunction inner, int pc, Resume resume, int... registers) {
        return new VirtualFrame(inner.code(), inner.prototype(), pc, resume, registers, 2, 2, 2, 0, 5, new int[] {3, 4, 5});
    }

    // ---- what k does ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "0 | local function k(a) return a * 3 end for i = 1, 9 do print(f(i, k)) end",
        "0 | local function k(a) return a == 4 and 1 << 62 or a end for i = 1, 9 do print(f(i, k)) end",
        "0 | local function k(a) return a == 4 and 1.5 or a end for i = 1, 9 do print(f(i, k)) end",
        "0 | local function k(a) return a == 4 and {} or a end for i = 1, 9 do print(select('#', pcall(f, i, k))) end",
        "0 | local function k(a) if a % 3 == 0 then error('oh', a % 5) end return a end "
            + "for i = 1, 9 do print(pcall(f, i, k)) end",
        "1 | local function k(a) print(debug.traceback('tb', a % 4)) return a end for i = 1, 9 do print(f(i, k)) end",
        "1 | local function k(a) for l = 1, 6 do print(pcall(debug.getlocal, l, -1)) for i = 1, 6 do "
            + "local ok, n, v = pcall(debug.getlocal, l, i) if n == 't' then print(n, v.me == v, v.a, v.b, next(v)) "
            + "elseif type(v) == 'function' or type(v) == 'table' then print(n, type(v)) else print(n, v) end end end "
            + "return a end "
            + "for i = 1, 5 do print(f(i, k)) end",
        "1 | local function k(a) for l = 2, 4 do local t = debug.getinfo(l, 'nSlut') if t then print(l, t.name, t.namewhat, "
            + "t.currentline, t.nparams, t.isvararg, t.istailcall) end end return a end for i = 1, 5 do print(f(i, k)) end",
        "1 | local function k(a) if a == 4 then debug.setlocal(2, 1, 'changed') end return a end "
            + "for i = 1, 9 do print(pcall(f, i, k)) end",
        "0 | local function k(a) return coroutine.yield(a) end "
            + "for i = 1, 5 do local c = coroutine.wrap(f) print(c(i, k)) print(c(i + 1)) end",
        "1 | local c local function k(a) return coroutine.yield(a) end "
            + "for i = 1, 5 do c = coroutine.create(f) print(coroutine.resume(c, i, k)) print(debug.traceback(c)) "
            + "print(debug.traceback(c, nil, 2)) collectgarbage() print(coroutine.resume(c, i + 1)) end",
        "0 | local function k(a) collectgarbage() collectgarbage() return a end for i = 1, 5 do print(f(i, k)) end",
        "1 | local function k(a) print(debug.traceback()) collectgarbage() return a end for i = 1, 5 do print(f(i, k)) end",
        "1 | local n = 0 local function k(a) if a == 5 then debug.sethook(function() n = n + 1 end, '', 1) end return a end "
            + "for i = 1, 9 do print(f(i, k)) end debug.sethook() print(n)",
        "1 | local lines = {} local function k(a) if a == 5 then debug.sethook(function(e, l) lines[#lines + 1] = e .. "
            + "(l or debug.getinfo(2, 'l').currentline) end, 'lcr') end return a end "
            + "for i = 1, 6 do print(f(i, k)) end debug.sethook() print(table.concat(lines, ' '))",
        "0 | for i = 1, 9 do print(pcall(f, i, i % 2 == 0 and math.abs or nil)) end",
        "0 | local function m(a) return a + 1 end local function k(a) return m(a) end for i = 1, 9 do print(f(i, k)) end",
        "1 | local function m(a) print(debug.traceback()) return a + 1 end local function k(a) return m(a) end "
            + "for i = 1, 9 do print(f(i, k)) end",
        "1 | local function k(a) print(xpcall(error, debug.traceback, a)) return a end for i = 1, 5 do print(f(i, k)) end",
        "0 | local function deep(a) return f(a + 1, a < 300 and deep or math.abs) end print(f(1, deep)) print(f(1, deep))",
        "1 | local function deep(a) if a == 150 then print(#debug.traceback()) end "
            + "return (f(a + 1, a < 150 and deep or math.abs)) end print(pcall(f, 1, deep)) print(pcall(f, 1, deep))",
    })
    void framesAreLikeTheInterpreters(int materializes, String body) {
        for (int stress : new int[] {0, 5}) {
            check(NESTED, body, stress, materializes, 3, (compiler, lir) -> nested(lir, compiler.seen(2), compiler.seen(1)));
            check(OBJECTS, body, stress, materializes, 1, (compiler, lir) -> objects(lir, compiler.state()));
            check(VARARG, body, stress, materializes, 1, (compiler, lir) -> vararg(lir, null));
            check(INLINED_VARARG, body, stress, materializes, 2, (compiler, lir) -> inlinedVararg(lir, compiler.seen(1)));
        }
    }

    /** Three objects are made when the guard fails. */
    @org.junit.jupiter.api.Test
    void memoryRunsOutWhileFramesAreMade() {
        HandCompiler compiler = new HandCompiler();
        compiler.called(1, (lir, request) -> objects(lir, compiler.state()));
        try (TieredProgram program = OptimizedCodeTest.patient(compiler)) {
            LuaState state = program.state();
            long fail = state.functions().newNative("fail", call -> {
                state.heap().failAllocation(call.checkInteger(1));
                return call.none();
            });
            state.tables().setString(state.globals(), state.strings().internOf("fail"), fail, false);
            String printed = program.run(OBJECTS + """
                    f(1, math.abs) f(1, math.abs)
                    local function k(n) fail(n) end
                    for n = 1, 3 do
                        local ok, message = pcall(f, n, k)
                        fail(0)
                        print(ok, message)
                    end
                    local ok, message = pcall(f, 1000, k)
                    fail(0)
                    print(ok, message)
                    print(f(3, math.abs))
                    """);
            assertEquals("false\tnot enough memory\n".repeat(3)
                    + "false\ttest:7: attempt to perform arithmetic on a nil value (local 'u')\n12\ttrue\t4\n", printed);
            assertEquals(1, program.counters().deopts(Reason.NOT_INTEGER));
        }
    }

    private static void check(String text, String body, int stress, int materializes, int line,
            BiConsumer<HandCompiler, HandLir> recipe) {
        HandCompiler compiler = new HandCompiler();
        compiler.called(line, (lir, request) -> recipe.accept(compiler, lir));
        try (TieredProgram program = OptimizedCodeTest.run(text + body, compiler, stress)) {
            assertEquals(1, program.counters().optimized());
            assertTrue(materializes == 0 || program.counters().materialized() > 0, "nothing was materialised");
        }
    }
}
