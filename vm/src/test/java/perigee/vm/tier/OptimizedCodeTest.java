package perigee.vm.tier;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.asm.Condition;
import perigee.bytecode.Opcode;
import perigee.deopt.DeoptState;
import perigee.deopt.Reason;
import perigee.lir.Block;
import perigee.lir.Comparison;
import perigee.lir.Kind;
import perigee.lir.Test;

/**
 * Optimised code of small functions, written by hand and installed in a state: it is entered, its guards fail, it is resumed,
 * and programs see no difference to the interpreter.
 */
class OptimizedCodeTest {
    /** Failures are not what this is about. */
    private static final TierPolicy PATIENT = new TierPolicy(true, 1, 1, 0, true, 1, 16, 0, 1 << 20);

    /** {@code function add(a, b) return a + b end}, of integers. */
    static void add(HandLir lir, OptimizeRequest request) {
        lir.entry();
        int a = lir.b.argument(0);
        int b = lir.b.argument(1);
        int pc = lir.pcOf(Opcode.ADD);
        DeoptState notIntegers = lir.at(Reason.NOT_INTEGER, pc, 0, 1);
        int sum = lir.b.add(Kind.INT, lir.integer(a, notIntegers, a, b), lir.integer(b, notIntegers, a, b));
        int word = lir.word(sum, lir.at(Reason.INTEGER_TOO_LARGE, pc, 0, 1), a, b);
        lir.ret(word);
    }

    /** {@code function sum(n) local t = 0 for i = 1, n do t = t + i end return t end}, of integers; t of any size. */
    static void sum(HandLir lir, OptimizeRequest request) {
        Block entry = lir.entry();
        Block loop = lir.b.block(100);
        Block again = lir.b.block(99);
        Block done = lir.b.block(1);
        lir.b.begin(entry);
        int n = lir.b.argument(0);
        int limit = lir.integer(n, lir.at(Reason.NOT_INTEGER, 0, 0), n);
        lir.b.guard(Comparison.with(Test.CMP, Condition.GE, limit, 1), lir.at(Reason.NEVER_TAKEN, 0, 0), n);
        lir.b.jump(loop, lir.b.literal(Kind.INT, 0), lir.b.literal(Kind.INT, 1));
        loop(lir, loop, again, done, n, limit);
    }

    private static void loop(HandLir lir, Block loop, Block again, Block done, int n, int limit) {
        int t = lir.b.parameter(loop, Kind.INT);
        int i = lir.b.parameter(loop, Kind.INT);
        int first = lir.pcOf(Opcode.FORLOOP) - 1;
        lir.b.begin(loop);
        int next = lir.b.add(Kind.INT, t, i);
        lir.b.branch(Comparison.of(Test.CMP, Condition.L, i, limit), again, done);
        lir.b.begin(again);
        int index = lir.b.addImmediate(Kind.INT, i, 1);
        // registers: n, t, index, limit, step, i
        lir.b.safepoint(lir.at(Reason.RESUMED, first, 0, 1, 2, 3, 4, 2), n, next, index, limit,
                lir.b.literal(Kind.INT, 1));
        lir.b.jump(loop, next, index);
        lir.b.begin(done);
        int after = lir.pcOf(Opcode.RETURN1);
        lir.ret(lir.word(next, lir.at(Reason.INTEGER_TOO_LARGE, after, 0, 1), n, next));
    }

    /** The loop of that function, entered in the middle. */
    static void sumLoop(HandLir lir, OptimizeRequest request) {
        Block entry = lir.entry();
        Block loop = lir.b.block(100);
        Block again = lir.b.block(99);
        Block done = lir.b.block(1);
        lir.b.begin(entry);
        int[] r = new int[6];
        for (int i = 0; i < r.length; i++) {
            r[i] = lir.b.argument(i);
        }
        DeoptState start = lir.at(Reason.NOT_INTEGER, request.loop(), HandLir.numbers(6));
        int limit = lir.integer(r[3], start, r);
        int step = lir.integer(r[4], start, r);
        lir.b.guard(Comparison.with(Test.CMP, Condition.E, step, 1), start, r);
        lir.b.jump(loop, lir.integer(r[1], start, r), lir.integer(r[5], start, r));
        int t = lir.b.parameter(loop, Kind.INT);
        int i = lir.b.parameter(loop, Kind.INT);
        lir.b.begin(loop);
        int next = lir.b.add(Kind.INT, t, i);
        lir.b.branch(Comparison.of(Test.CMP, Condition.L, i, limit), again, done);
        lir.b.begin(again);
        int index = lir.b.addImmediate(Kind.INT, i, 1);
        lir.b.safepoint(lir.at(Reason.RESUMED, request.loop(), 0, 1, 2, 3, 4, 2), r[0], next, index, limit,
                lir.b.literal(Kind.INT, 1));
        lir.b.jump(loop, next, index);
        lir.b.begin(done);
        lir.b.exit(lir.at(Reason.LOOP_LEFT, lir.pcOf(Opcode.FORLOOP) + 1, 0, 1), r[0], next);
    }

    /** A state in which code may fail as often as it likes. */
    static TieredProgram patient(HandCompiler compiler) {
        TieredProgram program = new TieredProgram(PATIENT, compiler);
        compiler.setState(program.state());
        return program;
    }

    /** Runs a text, whose functions the compiler tells by their lines; it prints what it does when interpreted. */
    static TieredProgram run(String text, HandCompiler compiler, int stress) {
        TieredProgram program = patient(compiler);
        if (stress > 0) {
            program.state().heap().setStress(stress);
        }
        assertEquals(TieredProgram.output(TierPolicy.INTERPRETER, text), program.run(text));
        return program;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void guardsFailAndTheInterpreterGoesOn(int stress) {
        String text = """
                local function add(a, b) return a + b end
                for i = 1, 20 do print(add(i, i)) end
                print(add(1.5, 2), add(2, "10"), add("0x10", 2.5), pcall(add, 1))
                print(add(2^47 // 1 | 0, 2^48 // 1 | 0), add(1 << 62, 1 << 62), add(math.maxinteger, 1))
                print(select('#', add(1, 2, 3, 4)), (add(1, 2, 3)))
                local big = add(1 << 48, 1 << 48)
                print(big, math.type(big))
                local v = setmetatable({}, {__add = function(a, b) return "sum" end})
                print(add(v, 1), add(1, v))
                for i = 1, 20 do print(add(i, -i)) end
                """;
        HandCompiler compiler = new HandCompiler().called(1, OptimizedCodeTest::add);
        try (TieredProgram program = run(text, compiler, stress)) {
            assertEquals(1, program.counters().optimized());
            assertEquals(8, program.counters().deopts(Reason.NOT_INTEGER));
            assertEquals(1, program.counters().deopts(Reason.INTEGER_TOO_LARGE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void loopsPollAndAreEnteredInTheMiddle(int stress) {
        String text = """
                local function sum(n) local t = 0 for i = 1, n do t = t + i end return t end
                print(sum(1000))
                for i = 1, 10 do print(sum(100 * i)) end
                print(sum(1.5), sum(0), pcall(sum, {}))
                """;
        HandCompiler compiler = new HandCompiler().called(1, OptimizedCodeTest::sum).loop(1, OptimizedCodeTest::sumLoop);
        try (TieredProgram program = run(text, compiler, stress)) {
            assertEquals(1, program.counters().optimized());
            assertEquals(1, program.counters().optimizedLoops());
            assertEquals(1, program.counters().loopEntries());
            assertEquals(1, program.counters().deopts(Reason.LOOP_LEFT));
            assertEquals(2, program.counters().deopts(Reason.NOT_INTEGER));
            assertEquals(1, program.counters().deopts(Reason.NEVER_TAKEN));
            assertEquals(stress != 0, program.counters().exits().stream().anyMatch(count -> count.name().equals("poll")));
        }
    }
}
