package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perigee.frame.Link;
import perigee.ir.CallSite;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.runtime.Intrinsic;
import perigee.value.Word;

/** Calls of all kinds, with all numbers of results; returns; tail calls; extra arguments. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CallLoweringTest {
    private static final LoweredMachine MACHINE = new LoweredMachine();
    private static final long COMPILED = MACHINE.closure(MACHINE.calleeEntry());
    private static final long NOT_COMPILED = MACHINE.closure(0);
    private static final long FLOOR = MACHINE.function(Intrinsic.FLOOR);
    private static final long SELECT = MACHINE.function(Intrinsic.SELECT);

    @BeforeEach
    void clear() {
        MACHINE.log.clear();
        MACHINE.link = 0;
    }

    @AfterAll
    static void close() {
        MACHINE.close();
    }

    /** A function that returns as many results as its last argument says: 100, 101 ... */
    private static long[] answer(long function, long[] words) {
        long[] results = new long[(int) Word.integer(words[words.length - 1])];
        Arrays.setAll(results, i -> Word.ofInteger(100 + i));
        return results;
    }

    private static void calls(long function, CallSite.Kind kind, long code, String logged) {
        MACHINE.callee = CallLoweringTest::answer;
        for (int wanted = 0; wanted < 4; wanted++) {
            Make m = new Make(3);
            Node f = m.parameter(0);
            Node x = m.parameter(1);
            Node many = m.parameter(2);
            Node large = m.op(Op.MUL, m.op(Op.UNBOX_INT, x), m.integer(1L << 45));
            Node half = m.op(Op.INT_TO_FLOAT, m.op(Op.UNBOX_INT, x));
            Node call = m.op(Op.CALL, 0, new CallSite(kind, code, 2, wanted), f, x, many);
            call.setState(Make.state(f, large, half));
            List<Node> results = new ArrayList<>(List.of(large, half, x));
            for (int i = 0; i < wanted; i++) {
                results.add(i == 0 ? call : m.op(Op.RESULT, i, call));
            }
            try (LoweredMachine.Prepared prepared = MACHINE.prepare(m.ret(results.toArray(Node[]::new)))) {
                for (int given = 0; given < 5; given++) {
                    MACHINE.log.clear();
                    LoweredMachine.Outcome outcome = prepared.run(function, Word.ofInteger(9), Word.ofInteger(given));
                    assertEquals(9L << 45, ArithmeticLoweringTest.integer(outcome.results().get(0)));
                    assertEquals(9.0, Word.floating(outcome.results().get(1)));
                    assertEquals(Word.ofInteger(9), outcome.results().get(2));
                    for (int i = 0; i < wanted; i++) {
                        assertEquals(i < given ? Word.ofInteger(100 + i) : Word.NIL, outcome.results().get(3 + i));
                    }
                    String call2 = "call " + Long.toHexString(Word.ofInteger(9)) + " " + Long.toHexString(Word.ofInteger(given));
                    assertEquals(logged == null ? List.of(call2) : List.of(logged, call2), MACHINE.log);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void closures(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (CallSite.Kind kind : new CallSite.Kind[] {CallSite.Kind.CLOSURE, CallSite.Kind.ANY}) {
            calls(COMPILED, kind, 0, null);
            calls(NOT_COMPILED, kind, 0, "driver");
        }
        calls(COMPILED, CallSite.Kind.CLOSURE, Memory.getLong(COMPILED + FunctionLayout.CODE), null);
        calls(NOT_COMPILED, CallSite.Kind.CLOSURE, Memory.getLong(NOT_COMPILED + FunctionLayout.CODE), "driver");
    }

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void whatTheDriverCalls(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        long table = MACHINE.state.tables().create(0, 0);
        for (long callable : new long[] {table, Word.ofInteger(3), Word.NIL, Word.ofFloat(1), Word.ofLight(3)}) {
            calls(callable, CallSite.Kind.ANY, 0, null);
        }
        long declines = MACHINE.function(Intrinsic.NONE);
        calls(declines, CallSite.Kind.ANY, 0, null);
        calls(declines, CallSite.Kind.NATIVE, 0, null);
    }

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void libraryFunctions(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        MACHINE.callee = (function, words) -> new long[] {Word.TRUE};
        for (CallSite.Kind kind : new CallSite.Kind[] {CallSite.Kind.NATIVE, CallSite.Kind.ANY}) {
            Make m = new Make(2);
            Node f = m.parameter(0);
            Node x = m.parameter(1);
            Node call = m.op(Op.CALL, 0, new CallSite(kind, 0, 1, 1), f, x).setState(Make.state(f, x));
            try (LoweredMachine.Prepared prepared = MACHINE.prepare(m.ret(call, x))) {
                assertEquals(List.of(Word.ofInteger(-3), Word.ofFloat(-2.5)),
                        prepared.run(FLOOR, Word.ofFloat(-2.5)).results());
                assertEquals(List.of(Word.TRUE, Word.FALSE), prepared.run(FLOOR, Word.FALSE).results());
            }
            Make s = new Make(3);
            Node select = s.parameter(0);
            Node a = s.parameter(1);
            Node b = s.parameter(2);
            Node four = s.op(Op.CALL, 0, new CallSite(kind, 0, 4, 4), select, s.word(Word.ofInteger(2)), a, b, s.word(Word.TRUE))
                    .setState(Make.state(a));
            Node[] results = {four, s.op(Op.RESULT, 1, four), s.op(Op.RESULT, 2, four), s.op(Op.RESULT, 3, four), a};
            assertEquals(List.of(Word.ofInteger(7), Word.TRUE, Word.NIL, Word.NIL, Word.ofInteger(6)),
                    MACHINE.run(s.ret(results), SELECT, Word.ofInteger(6), Word.ofInteger(7)).results());
        }
    }

    // ---- returns ---------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void returns(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (long link : new long[] {0, Link.of(64, 1, 0), Link.of(64, 1, Link.ENTRY)}) {
            for (int count = 0; count < 10; count++) {
                for (boolean vararg : new boolean[] {false, true}) {
                    MACHINE.link = link;
                    Make m = new Make(2);
                    Node x = m.op(Op.UNBOX_INT, m.parameter(0));
                    Node y = m.parameter(1);
                    Node[] results = new Node[count];
                    List<Long> wanted = new ArrayList<>();
                    for (int i = 0; i < count; i++) {
                        results[i] = i % 3 == 2 ? y : m.op(Op.ADD, x, m.integer(i));
                        wanted.add(i % 3 == 2 ? Word.TRUE : Word.ofInteger(50 + i));
                    }
                    long[] extra = vararg ? new long[] {Word.NIL, Word.TRUE} : new long[0];
                    assertEquals(wanted, MACHINE.run(m.ret(results), vararg, extra, Word.ofInteger(50), Word.TRUE).results());
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void extraArguments(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        Make m = new Make(2);
        Node index = m.op(Op.UNBOX_INT, m.parameter(1));
        Node[] results = {m.runtime(RuntimeCall.EXTRA_COUNT, null), m.runtime(RuntimeCall.EXTRA_ARGUMENT, null, m.integer(0)),
            m.runtime(RuntimeCall.EXTRA_ARGUMENT, null, index)};
        try (LoweredMachine.Prepared prepared = MACHINE.prepare(m.ret(results), true)) {
            for (int count = 0; count < 4; count++) {
                long[] extra = new long[count];
                Arrays.setAll(extra, i -> Word.ofInteger(70 + i));
                for (long at : new long[] {0, 1, 3, 4, -1}) {
                    assertEquals(List.of(Word.ofInteger(count), count > 0 ? Word.ofInteger(70) : Word.NIL,
                            at >= 0 && at < count ? Word.ofInteger(70 + at) : Word.NIL),
                            prepared.run(extra, new long[] {Word.NIL, Word.ofInteger(at)}).results());
                }
            }
        }
    }

    // ---- tail calls ------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void tailCalls(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        MACHINE.callee = (function, words) -> new long[] {words[0], words[1], function};
        long x = Word.ofInteger(1);
        long y = Word.ofInteger(2);
        for (boolean vararg : new boolean[] {false, true}) {
            for (long function : new long[] {COMPILED, NOT_COMPILED}) {
                Make m = new Make(3);
                Node f = m.parameter(0);
                m.op(Op.TAIL_CALL, 0, new CallSite(CallSite.Kind.CLOSURE, 0, 2, -1), f, m.parameter(2), m.parameter(1));
                long[] extra = vararg ? new long[] {Word.TRUE, Word.TRUE, Word.FALSE} : new long[0];
                assertEquals(List.of(y, x, function), MACHINE.run(m.graph, vararg, extra, function, x, y).results());
            }
        }
    }
}
