package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perigee.deopt.Reason;
import perigee.deopt.RuntimeFunctions;
import perigee.feedback.FieldCache;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.object.Event;
import perigee.object.Shape;
import perigee.object.Tables;
import perigee.stub.RuntimeFunction;
import perigee.value.ValueType;
import perigee.value.Word;

/** Runtime calls: what stubs do and what Java does is the same as the interpreter does, or is refused with the state. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class RuntimeLoweringTest {
    private static final LoweredMachine MACHINE = new LoweredMachine();
    private static final RuntimeFunctions FUNCTIONS = new RuntimeFunctions(MACHINE.state);
    private static final long OPERANDS = Memory.reserve(256);

    @BeforeEach
    void serve() {
        MACHINE.log.clear();
        MACHINE.java = (function, words) -> {
            for (int i = 0; i < words.length; i++) {
                Memory.putLong(OPERANDS + 8L * i, words[i]);
            }
            long result = FUNCTIONS.call(function, OPERANDS, words.length);
            return result == RuntimeFunctions.REFUSED ? null : (Long) result;
        };
    }

    @AfterAll
    static void close() {
        MACHINE.close();
    }

    private static long string(String text) {
        return MACHINE.state.strings().of(text);
    }

    /** A string that is not interned. */
    private static long made(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        long string = MACHINE.state.strings().allocate(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            Memory.putByte(perigee.object.Strings.bytes(string) + i, bytes[i]);
        }
        return string;
    }

    private static String text(long string) {
        return new String(perigee.object.Strings.toBytes(MACHINE.state.strings().flat(string)),
                java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /** The code of a call of words, which returns the result and one operand. */
    private static LoweredMachine.Prepared code(RuntimeCall call, int operands) {
        Make m = new Make(operands);
        Node[] inputs = new Node[operands];
        Node[] words = new Node[operands];
        for (int i = 0; i < operands; i++) {
            words[i] = m.parameter(i);
        }
        for (int i = 0; i < operands; i++) {
            inputs[i] = i < call.arity() && call.input(i) == Rep.INT ? m.op(Op.UNBOX_INT, words[i]) : words[i];
        }
        Node result = m.runtime(call, call.refuses() ? Make.state(words) : null, inputs);
        return MACHINE.prepare(call.result() == Rep.NONE ? m.ret(words[0]) : m.ret(result, words[0]));
    }

    private static long result(LoweredMachine.Prepared code, long... operands) {
        MACHINE.log.clear();
        LoweredMachine.Outcome outcome = code.run(operands);
        assertNotNull(outcome.results(), () -> Arrays.toString(operands));
        assertEquals(operands[0], outcome.results().getLast());
        return outcome.result();
    }

    private static void refuses(LoweredMachine.Prepared code, long... operands) {
        LoweredMachine.Outcome outcome = code.run(operands);
        assertEquals(null, outcome.results());
        assertEquals(Reason.SLOW_PATH, outcome.state().reason());
        long[] distinct = Arrays.copyOf(operands, outcome.values().length);
        assertArrayEquals(distinct, outcome.values());
    }

    // ---- numbers ---------------------------------------------------------------------------------------------------

    private static long[] numbers() {
        List<Long> words = new ArrayList<>();
        for (long integer : ArithmeticLoweringTest.INTEGERS) {
            words.add(ArithmeticLoweringTest.word(MACHINE, integer));
        }
        for (double value : ArithmeticLoweringTest.FLOATS) {
            words.add(Word.ofForeignFloat(value));
        }
        return words.stream().mapToLong(Long::longValue).toArray();
    }

    @ParameterizedTest
    @EnumSource(value = RuntimeCall.class, names = {"ADD_WORDS", "SUB_WORDS", "MUL_WORDS", "DIV_WORDS", "MOD_WORDS", "IDIV_WORDS",
        "POW_WORDS"})
    void arithmetic(RuntimeCall call) {
        Event event = Event.valueOf(call.name().replace("_WORDS", ""));
        int stubs = 0;
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            try (LoweredMachine.Prepared code = code(call, 2)) {
                for (long x : numbers()) {
                    for (long y : numbers()) {
                        if (y == Word.ofInteger(0) && (event == Event.MOD || event == Event.IDIV) && !Word.isFloat(x)) {
                            refuses(code, x, y);
                            continue;
                        }
                        long wanted = MACHINE.state.operators().arithmetic(event, x, y);
                        long is = result(code, x, y);
                        stubs += MACHINE.log.isEmpty() ? 1 : 0;
                        if (Word.isFloat(wanted)) {
                            ArithmeticLoweringTest.assertSame(Word.floating(wanted), Word.floating(is), "result");
                        } else {
                            assertEquals(ArithmeticLoweringTest.integer(wanted), ArithmeticLoweringTest.integer(is));
                        }
                    }
                }
                refuses(code, string("1"), Word.ofInteger(1));
                refuses(code, Word.NIL, Word.ofFloat(1));
            }
        }
        assertTrue(stubs > 100, call + ": " + stubs);
    }

    // ---- equality, order -------------------------------------------------------------------------------------------

    private static long[] values() {
        long[] numbers = numbers();
        long[] others = {Word.NIL, Word.FALSE, Word.TRUE, Word.ofLight(5), string("a"), string("b"), string("bc"), made("b"),
            made("bc"), made("bd"), MACHINE.state.tables().create(0, 0), MACHINE.state.tables().create(0, 0)};
        long[] all = Arrays.copyOf(numbers, numbers.length + others.length);
        System.arraycopy(others, 0, all, numbers.length, others.length);
        return all;
    }

    @Test
    void equality() {
        int stubs = 0;
        try (LoweredMachine.Prepared code = code(RuntimeCall.EQUAL_WORDS, 2)) {
            for (long x : values()) {
                for (long y : values()) {
                    if (x != y) {
                        long is = result(code, x, y);
                        assertEquals(Word.ofBoolean(MACHINE.state.operators().rawEquals(x, y)), is,
                                () -> Long.toHexString(x) + " " + Long.toHexString(y));
                        stubs += MACHINE.log.isEmpty() ? 1 : 0;
                    }
                }
            }
            assertTrue(stubs > 1000, "" + stubs);
            long one = withMetamethod("__eq");
            refuses(code, one, MACHINE.state.tables().create(0, 0));
        }
    }

    private static long withMetamethod(String event) {
        Tables tables = MACHINE.state.tables();
        long table = tables.create(0, 0);
        long metatable = tables.create(0, 0);
        long function = MACHINE.state.heap().allocate(HeapType.NATIVE, HeapType.NATIVE, FunctionLayout.NATIVE_UPVALUES);
        tables.set(metatable, string(event), function);
        tables.setMetatable(table, metatable);
        return table;
    }

    @Test
    void order() {
        try (LoweredMachine.Prepared less = code(RuntimeCall.LESS_STRINGS, 2);
                LoweredMachine.Prepared lessOrEqual = code(RuntimeCall.LESS_OR_EQUAL_STRINGS, 2)) {
            String[] texts = {"", "a", "ab", "b", "B", "\u00FF"};
            for (String x : texts) {
                for (String y : texts) {
                    assertEquals(Word.ofBoolean(x.compareTo(y) < 0), result(less, made(x), made(y)));
                    assertEquals(List.of(), MACHINE.log);
                    assertEquals(Word.ofBoolean(x.compareTo(y) <= 0), result(lessOrEqual, string(x), made(y)));
                    assertEquals(List.of(), MACHINE.log);
                }
            }
            refuses(less, string("a"), Word.ofInteger(3));
            refuses(lessOrEqual, Word.NIL, string("x"));
        }
    }

    // ---- strings ---------------------------------------------------------------------------------------------------

    @Test
    void concatenation() {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            try (LoweredMachine.Prepared code = code(RuntimeCall.CONCAT, 5)) {
                assertEquals("a12.5b-7", text(result(code, string("a"), Word.ofInteger(1), Word.ofFloat(2.5), string("b"),
                        Word.ofInteger(-7))));
                assertEquals("a-140737488355328" + "99999999999999some text0", text(result(code, string("a"),
                        Word.ofInteger(-(1L << 47)), Word.ofInteger(99_999_999_999_999L), string("some text"), Word.ofInteger(0))));
                assertEquals(List.of(), MACHINE.log);
                String large = "x".repeat(500);
                assertEquals(large + "a" + large + "b1", text(result(code, string(large), string("a"), made(large), string("b"),
                        Word.ofInteger(1))));
                long table = MACHINE.state.tables().create(0, 0);
                refuses(code, string("a"), string("b"), table, string("c"), string("d"));
            }
        }
    }

    @Test
    void substrings() {
        String text = "a string of some length: " + "0123456789".repeat(1200);
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            try (LoweredMachine.Prepared code = code(RuntimeCall.SUBSTRING, 3)) {
                for (int first : new int[] {1, 2, 3, 9, text.length()}) {
                    for (int last : new int[] {first - 1, first, first + 1, first + 6, first + 7, first + 100, first + 9000,
                        text.length()}) {
                        if (last <= text.length()) {
                            long is = result(code, made(text), Word.ofInteger(first), Word.ofInteger(last));
                            assertEquals(text.substring(first - 1, last), text(is));
                            assertEquals(last < first || last - first > 8000 && last - first + 1 < text.length(),
                                    MACHINE.log.equals(List.of("SUBSTRING")), first + " " + last);
                        }
                    }
                }
            }
        }
    }

    // ---- tables ----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @EnumSource(LoweredMachine.Mode.class)
    void appending(LoweredMachine.Mode mode) {
        MACHINE.mode = mode;
        try (LoweredMachine.Prepared code = code(RuntimeCall.APPEND, 3);
                LoweredMachine.Prepared length = code(RuntimeCall.TABLE_LENGTH, 1)) {
            for (boolean old : new boolean[] {false, true}) {
                long table = MACHINE.state.tables().create(0, 0);
                Memory.putByte(table + ObjectHeader.MARK, old ? ObjectHeader.OLD : ObjectHeader.NEW);
                int left = 0;
                for (int i = 1; i <= 3000; i++) {
                    result(code, table, Word.ofInteger(i), Word.ofInteger(7 * i));
                    left += MACHINE.log.size();
                    assertEquals(Word.ofInteger(i), result(length, table));
                    assertEquals(List.of(), MACHINE.log);
                }
                assertTrue(left > 0 && left < 6, "left " + left);
                assertEquals(old ? ObjectHeader.REMEMBERED : ObjectHeader.NEW, Memory.getByte(table + ObjectHeader.MARK));
                for (int i = 1; i <= 3000; i++) {
                    assertEquals(Word.ofInteger(7 * i), MACHINE.state.tables().get(table, Word.ofInteger(i)));
                }
                assertEquals(Word.NIL, MACHINE.state.tables().get(table, Word.ofInteger(0)));
            }
        }
    }

    /** Where a table has a hash part or a metatable, Java does it; where there is a metamethod, the interpreter. */
    @Test
    void appendingElsewhere() {
        try (LoweredMachine.Prepared code = code(RuntimeCall.APPEND, 3);
                LoweredMachine.Prepared length = code(RuntimeCall.TABLE_LENGTH, 1)) {
            Tables tables = MACHINE.state.tables();
            long table = tables.create(0, 0);
            tables.set(table, Word.TRUE, Word.TRUE);
            tables.set(table, Word.ofInteger(2), Word.ofInteger(22));
            result(code, table, Word.ofInteger(1), string("one"));
            assertEquals(List.of("APPEND"), MACHINE.log);
            assertEquals(Word.ofInteger(2), result(length, table));
            assertEquals(Word.ofInteger(0), result(length, tables.create(0, 0)));
            long holes = tables.create(0, 8);
            for (int i = 1; i < 8; i++) {
                tables.set(holes, Word.ofInteger(i), Word.TRUE);
            }
            tables.set(holes, Word.ofInteger(7), Word.NIL);
            assertEquals(Word.ofInteger(Tables.length(holes)), result(length, holes));
            refuses(code, withMetamethod("__newindex"), Word.ofInteger(1), Word.TRUE);
            refuses(length, withMetamethod("__len"));
        }
    }

    @Test
    void indexing() {
        try (LoweredMachine.Prepared get = code(RuntimeCall.GET_INDEX, 2);
                LoweredMachine.Prepared lookup = code(RuntimeCall.LOOKUP, 2);
                LoweredMachine.Prepared set = code(RuntimeCall.SET_INDEX, 3)) {
            long table = MACHINE.state.tables().create(2, 0);
            long[] keys = {string("a"), string("b"), string("c"), Word.ofInteger(1), Word.ofInteger(1L << 40), Word.ofFloat(0.5),
                Word.TRUE, table};
            for (int i = 0; i < keys.length; i++) {
                assertEquals(Word.NIL, result(get, table, keys[i]));
                result(set, table, keys[i], Word.ofInteger(i));
                assertEquals(Word.ofInteger(i), result(get, table, keys[i]));
                boolean isNative = !ValueType.isString(keys[i]);
                assertEquals(isNative ? List.of() : List.of("GET_INDEX"), MACHINE.log);
            }
            assertEquals(Word.ofInteger(1), result(lookup, table, keys[1]));
            assertEquals(List.of("LOOKUP"), MACHINE.log);
            refuses(set, table, Word.NIL, Word.TRUE);
            refuses(set, table, Word.ofForeignFloat(Double.NaN), Word.TRUE);
            refuses(set, withMetamethod("__newindex"), Word.TRUE, Word.TRUE);
            refuses(get, withMetamethod("__index"), Word.TRUE);
            refuses(get, string("a"), Word.TRUE);
            refuses(get, Word.NIL, Word.TRUE);
        }
    }

    /** Metamethods are left aside, or are what is asked for. */
    @Test
    void rawAccesses() {
        Tables tables = MACHINE.state.tables();
        try (LoweredMachine.Prepared get = code(RuntimeCall.RAW_GET, 2);
                LoweredMachine.Prepared set = code(RuntimeCall.RAW_SET, 3);
                LoweredMachine.Prepared metamethod = code(RuntimeCall.METAMETHOD, 2)) {
            long table = withMetamethod("__index");
            long name = MACHINE.state.strings().eventName(perigee.object.Event.INDEX.ordinal());
            assertEquals(Word.NIL, result(get, table, Word.ofInteger(3)));
            result(set, table, Word.ofInteger(1), Word.TRUE);
            assertEquals(Word.TRUE, result(get, table, Word.ofInteger(1)));
            assertEquals(List.of(), MACHINE.log);
            result(set, table, string("a"), Word.FALSE);
            assertEquals(Word.FALSE, result(get, table, string("a")));
            assertEquals(List.of("RAW_GET"), MACHINE.log);
            refuses(get, Word.ofInteger(1), Word.TRUE);
            refuses(set, table, Word.NIL, Word.TRUE);
            refuses(set, table, Word.ofForeignFloat(Double.NaN), Word.TRUE);

            long expected = tables.metamethod(table, perigee.object.Event.INDEX);
            assertEquals(expected, result(metamethod, table, name));
            assertEquals(List.of("METAMETHOD"), MACHINE.log);
            assertEquals(Word.NIL, result(metamethod, tables.create(2, 0), name));
            assertEquals(List.of(), MACHINE.log);
            Shape shape = tables.shape(Tables.metatable(table));
            int location = shape.location(shape.find(name));
            MACHINE.lookups.addRaw(new FieldCache.Entry(shape.id, location, 0, null), name, false, null, true);
            assertEquals(expected, result(metamethod, table, name));
            assertEquals(List.of(), MACHINE.log);
        }
    }

    /** The cache of lookups knows what has been entered. */
    @Test
    void lookups() {
        Tables tables = MACHINE.state.tables();
        long table = tables.create(2, 0);
        long key = string("field");
        tables.set(table, key, Word.ofInteger(88));
        MACHINE.lookups.add(new FieldCache.Entry(Memory.getInt(table + ObjectHeader.SHAPE), TableLayout.INLINE_SLOTS, 0, null),
                key, true);
        try (LoweredMachine.Prepared lookup = code(RuntimeCall.LOOKUP, 2)) {
            assertEquals(Word.ofInteger(88), result(lookup, table, key));
            assertEquals(List.of(), MACHINE.log);
        }
    }

    @Test
    void addingFields() {
        Tables tables = MACHINE.state.tables();
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            long model = tables.create(2, 0);
            long table = tables.create(2, 0);
            for (int i = 0; i < 20; i++) {
                tables.set(model, string("f" + i), Word.ofInteger(i));
                Shape shape = tables.shape(model);
                Make m = new Make(2);
                Node o = m.parameter(0);
                Node v = m.parameter(1);
                m.runtime(RuntimeCall.ADD_FIELD, null, o, v).setNumber(shape.id);
                assertEquals(table, MACHINE.run(m.ret(o), table, Word.ofInteger(i)).result());
                assertEquals(shape, tables.shape(table));
            }
            for (int i = 0; i < 20; i++) {
                assertEquals(Word.ofInteger(i), tables.get(table, string("f" + i)));
            }
        }
    }

    /** A stub that runs the nursery full takes the room that is there. */
    @Test
    void stubsBeyondTheLimit() {
        MACHINE.mode = LoweredMachine.Mode.ALL;
        Memory.putLong(MACHINE.thread + ThreadLayout.NURSERY_LIMIT,
                Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_POINTER) + 8);
        try (LoweredMachine.Prepared code = code(RuntimeCall.APPEND, 3);
                LoweredMachine.Prepared sub = code(RuntimeCall.SUBSTRING, 3)) {
            long table = MACHINE.state.tables().create(0, 0);
            long text = string("some text");
            Memory.putLong(MACHINE.thread + ThreadLayout.NURSERY_LIMIT,
                    Memory.getLong(MACHINE.thread + ThreadLayout.NURSERY_POINTER) + 8);
            assertEquals("ome", text(result(sub, text, Word.ofInteger(2), Word.ofInteger(4))));
            assertEquals(ThreadLayout.COLLECT, Memory.getInt(MACHINE.thread + ThreadLayout.ATTENTION));
            result(code, table, Word.ofInteger(1), Word.TRUE);
            assertEquals(ThreadLayout.COLLECT, Memory.getInt(MACHINE.thread + ThreadLayout.ATTENTION));
            assertEquals(List.of(), MACHINE.log);
            assertEquals(Word.TRUE, MACHINE.state.tables().get(table, Word.ofInteger(1)));
        }
        MACHINE.state.heap().collect();
    }

    /** Every function in Java has been called by one of these tests' calls: names of calls and functions agree. */
    @Test
    void names() {
        for (RuntimeCall call : RuntimeCall.values()) {
            if (!call.name().startsWith("EXTRA_")) {
                int operands = RuntimeFunction.valueOf(call.name()).operands();
                int more = call == RuntimeCall.ADD_FIELD ? 1 : 0;
                assertEquals(call.isOpen() || call == RuntimeCall.SET_LIST ? -1 : call.arity() + more, operands);
            }
        }
    }
}
