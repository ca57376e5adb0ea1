package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perigee.deopt.Reason;
import perigee.deopt.RuntimeFunctions;
import perigee.frame.Link;
import perigee.ir.CallSite;
import perigee.ir.CallSite.Kind;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;
import perigee.ir.TableSite;
import perigee.memory.Memory;
import perigee.runtime.Intrinsic;
import perigee.stub.RuntimeFunction;
import perigee.value.Word;

/** Lists of values whose length is known at run time only: of results and extra arguments, to all who take them. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OpenListLoweringTest {
    private static final LoweredMachine MACHINE = new LoweredMachine();
    private static final RuntimeFunctions FUNCTIONS = new RuntimeFunctions(MACHINE.state);
    private static final int MOST = 6;
    private static final long COMPILED = MACHINE.closure(MACHINE.calleeEntry());
    private static final long NOT_COMPILED = MACHINE.closure(0);
    private static final long SELECT = MACHINE.function(Intrinsic.SELECT);
    private static final long DECLINES = MACHINE.function(Intrinsic.NONE);
    private static final long ANSWER = Word.ofInteger(99);

    /** Where lists come from. */
    private enum Source {
        COMPILED_CLOSURE, OTHER_CLOSURE, STUB, JAVA, NO_FUNCTION, EXTRA;

        /** The list, in a function whose first parameters are what is called, and then {@link #MOST} values. */
        Node list(Make m, int count) {
            if (this == EXTRA) {
                return m.runtime(RuntimeCall.EXTRA_LIST, Make.state(m.parameter(1)), m.integer(9));
            }
            List<Node> inputs = new ArrayList<>(List.of(m.parameter(0)));
            inputs.add(m.word(Word.ofInteger(1 + MOST - count)));
            for (int i = 0; i < MOST; i++) {
                inputs.add(m.parameter(2 + i));
            }
            Kind kind = switch (this) {
                case COMPILED_CLOSURE -> Kind.CLOSURE;
                case STUB -> Kind.NATIVE;
                default -> Kind.ANY;
            };
            return m.op(Op.CALL, 0, new CallSite(kind, 0, 1 + MOST, -1), inputs.toArray(Node[]::new))
                    .setState(Make.state(m.parameter(1)));
        }

        private long function() {
            return switch (this) {
                case COMPILED_CLOSURE, EXTRA -> COMPILED;
                case OTHER_CLOSURE -> NOT_COMPILED;
                case STUB -> SELECT;
                case JAVA -> DECLINES;
                case NO_FUNCTION -> Word.ofInteger(3);
            };
        }

        /** Runs a function to which the last {@code count} values are the list, and another word its second parameter. */
        LoweredMachine.Outcome run(Make m, int count, long word) {
            long[] arguments = new long[2 + MOST];
            arguments[0] = function();
            arguments[1] = word;
            for (int i = 0; i < MOST; i++) {
                arguments[2 + i] = value(i);
            }
            long[] extra = new long[count];
            Arrays.setAll(extra, i -> value(MOST - count + i));
            return MACHINE.run(m.graph, this == EXTRA, this == EXTRA ? extra : new long[0], arguments);
        }
    }

    private static long value(int i) {
        return Word.ofInteger(40 + i);
    }

    private static List<Long> values(int count) {
        List<Long> values = new ArrayList<>();
        for (int i = MOST - count; i < MOST; i++) {
            values.add(value(i));
        }
        return values;
    }

    private static Make make() {
        return new Make(2 + MOST);
    }

    /** What is called gives the arguments that {@code select} would, or, called with a list, all of its own. */
    @BeforeEach
    void serve() {
        MACHINE.log.clear();
        MACHINE.full = false;
        MACHINE.callee = (_, words) -> words.length == 1 + MOST && words[1] == value(0)
                ? Arrays.copyOfRange(words, (int) Word.integer(words[0]), words.length) : words;
        MACHINE.java = (function, words) -> {
            long operands = Memory.reserve(8L * (words.length + 1));
            for (int i = 0; i < words.length; i++) {
                Memory.putLong(operands + 8L * i, words[i]);
            }
            long result = function == RuntimeFunction.MAKE_ROOM ? Word.NIL : FUNCTIONS.call(function, operands, words.length);
            Memory.release(operands);
            return result;
        };
    }

    @AfterAll
    static void close() {
        MACHINE.close();
    }

    /** Values, a word and integers that need boxes among them, stand before the list. */
    private static Node[] before(Make m, int count, Node last) {
        Node[] nodes = new Node[count + (last == null ? 0 : 1)];
        for (int i = 0; i < count; i++) {
            nodes[i] = i % 2 == 0 ? m.parameter(1) : m.word(Word.ofInteger(i));
        }
        if (last != null) {
            nodes[count] = last;
        }
        return nodes;
    }

    private static List<Long> wanted(int before, int count) {
        List<Long> wanted = new ArrayList<>();
        for (int i = 0; i < before; i++) {
            wanted.add(i % 2 == 0 ? ANSWER : Word.ofInteger(i));
        }
        wanted.addAll(values(count));
        return wanted;
    }

    // ---- who takes them --------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void returned(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (long link : new long[] {0, Link.of(64, -1, 0)}) {
            MACHINE.link = link;
            for (Source source : Source.values()) {
                for (int count = 0; count < MOST; count++) {
                    for (int before : new int[] {0, 1, 4, 20}) {
                        Make m = make();
                        Node list = source.list(m, count);
                        m.op(Op.RETURN, before(m, before, list));
                        assertEquals(wanted(before, count), source.run(m, count, ANSWER).results(), source::name);
                    }
                }
            }
        }
        MACHINE.link = 0;
    }

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void passedOn(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (Source source : Source.values()) {
            for (int count = 0; count < MOST; count++) {
                for (int before : new int[] {0, 1, 4, 20}) {
                    for (long function : new long[] {COMPILED, NOT_COMPILED, DECLINES, Word.NIL}) {
                        Make m = make();
                        Node list = source.list(m, count);
                        Node[] arguments = before(m, before, list);
                        Node[] inputs = new Node[1 + arguments.length];
                        inputs[0] = m.word(function);
                        System.arraycopy(arguments, 0, inputs, 1, arguments.length);
                        Kind kind = function == DECLINES ? Kind.NATIVE : function == COMPILED ? Kind.CLOSURE : Kind.ANY;
                        Node all = m.op(Op.CALL, 0, new CallSite(kind, 0, before, -1), inputs)
                                .setState(Make.state(m.parameter(1)));
                        m.op(Op.RETURN, m.parameter(1), all);
                        List<Long> wanted = wanted(before, count);
                        wanted.addFirst(ANSWER);
                        assertEquals(wanted, source.run(m, count, ANSWER).results(), source::name);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void passedOnInTailCalls(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (Source source : Source.values()) {
            for (int count = 0; count < MOST; count++) {
                for (int before : new int[] {0, 1, 5}) {
                    Make m = make();
                    Node[] arguments = before(m, before, source.list(m, count));
                    Node[] inputs = new Node[1 + arguments.length];
                    inputs[0] = m.word(count % 2 == 0 ? COMPILED : NOT_COMPILED);
                    System.arraycopy(arguments, 0, inputs, 1, arguments.length);
                    m.op(Op.TAIL_CALL, 0, new CallSite(Kind.CLOSURE, 0, before, -1), inputs);
                    assertEquals(wanted(before, count), source.run(m, count, ANSWER).results(), source::name);
                }
            }
        }
    }

    /** The first of the results of a call, whatever their number. */
    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void first(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (Source source : Source.values()) {
            for (int count = 0; count < MOST && source != Source.EXTRA; count++) {
                Make m = make();
                Node list = source.list(m, count);
                m.ret(m.op(Op.RESULT, 2, list), m.op(Op.RESULT, 0, list), list);
                List<Long> all = values(count);
                assertEquals(List.of(count > 2 ? all.get(2) : Word.NIL, count > 0 ? all.getFirst() : Word.NIL,
                        Word.ofInteger(count)), source.run(m, count, ANSWER).results(), source::name);
            }
        }
    }

    // ---- constructors ----------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void elements(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (Source source : Source.values()) {
            for (int count = 0; count < MOST; count++) {
                for (int capacity : new int[] {0, 3, 20}) {
                    Make m = make();
                    TableSite site = new TableSite(MACHINE.state.shapes().root(0).id, 0, capacity);
                    Node young = m.op(Op.NEW_TABLE, 0, site);
                    Node list = source.list(m, count);
                    m.runtime(RuntimeCall.SET_LIST, Make.state(m.parameter(1)), young, m.integer(0), list);
                    m.ret(young, m.parameter(1));
                    LoweredMachine.Outcome outcome = source.run(m, count, ANSWER);
                    assertEquals(ANSWER, outcome.results().getLast());
                    assertEquals(values(count), elements(outcome.result()), source::name);
                }
            }
        }
        assertEquals(List.of(), MACHINE.log.stream().filter(entry -> entry.equals("SET_LIST")).toList());
    }

    /** Tables that Java fills: they have elements already, or are old. */
    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void elementsOfOtherTables(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        for (Source source : Source.values()) {
            for (int count = 0; count < MOST; count++) {
                long table = MACHINE.state.tables().create(0, 0);
                List<Long> wanted = new ArrayList<>();
                for (int i = 1; i < 4; i++) {
                    MACHINE.state.tables().setInteger(table, i, Word.TRUE);
                    wanted.add(i == 1 || i - 1 > count ? Word.TRUE : values(count).get(i - 2));
                }
                wanted.addAll(count > 2 ? values(count).subList(2, count) : List.of());
                Make m = make();
                Node list = source.list(m, count);
                m.runtime(RuntimeCall.SET_LIST, Make.state(m.parameter(1)), m.parameter(1), m.integer(1), list);
                m.ret(m.parameter(1));
                MACHINE.log.clear();
                assertEquals(wanted, elements(source.run(m, count, table).result()), source::name);
                assertEquals(count > 0, MACHINE.log.contains("SET_LIST"));
            }
        }
    }

    private static List<Long> elements(long table) {
        List<Long> elements = new ArrayList<>();
        for (int i = 1; i <= perigee.object.Tables.length(table); i++) {
            elements.add(MACHINE.state.tables().getInteger(table, i));
        }
        return elements;
    }

    // ---- room for extra arguments ----------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void roomIsMade(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        MACHINE.full = true;
        Make m = make();
        m.op(Op.RETURN, before(m, 3, Source.EXTRA.list(m, 0)));
        assertEquals(wanted(3, 5), Source.EXTRA.run(m, 5, ANSWER).results());
        assertEquals(List.of("MAKE_ROOM"), MACHINE.log);
        MACHINE.java = (function, words) -> {
            assertEquals(List.of(Word.ofInteger(5 + 9)), Arrays.stream(words).boxed().toList());
            return null;
        };
        LoweredMachine.Outcome refused = Source.EXTRA.run(m, 5, ANSWER);
        assertNull(refused.results());
        assertEquals(Reason.SLOW_PATH, refused.state().reason());
        assertEquals(ANSWER, refused.values()[0]);
    }
}
