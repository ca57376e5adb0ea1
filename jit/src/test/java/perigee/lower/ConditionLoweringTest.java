package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static perigee.lower.ArithmeticLoweringTest.FLOATS;
import static perigee.lower.ArithmeticLoweringTest.INTEGERS;

import java.util.Arrays;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.deopt.Reason;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.memory.Memory;
import perigee.value.Word;

/** Conditions as values, in branches, in guards and in phis, on words, integers and floats. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ConditionLoweringTest {
    private static final LoweredMachine MACHINE = new LoweredMachine();
    private static final long TABLE = MACHINE.state.tables().create(2, 0);
    private static final long STRING = MACHINE.state.strings().of("s");
    private static final long CELL = MACHINE.state.heap().allocate(HeapType.CELL, HeapType.CELL, FunctionLayout.CELL_SIZE);
    private static final long[] WORDS = words();

    private interface Pair {
        boolean test(long x, long y);
    }

    private static long[] words() {
        long[] fixed = {Word.NIL, Word.FALSE, Word.TRUE, Word.ofLight(0), Word.ofLight(77), Word.ofLight((1L << 48) - 1), TABLE,
                STRING};
        long[] integers = Arrays.stream(INTEGERS).filter(Word::fits).map(Word::ofInteger).toArray();
        long[] floats = Arrays.stream(FLOATS).mapToLong(Word::ofForeignFloat).toArray();
        long[] all = Arrays.copyOf(fixed, fixed.length + integers.length + floats.length);
        System.arraycopy(integers, 0, all, fixed.length, integers.length);
        System.arraycopy(floats, 0, all, fixed.length + integers.length, floats.length);
        return all;
    }

    @AfterAll
    static void close() {
        MACHINE.close();
    }

    /** In every mode and form: a value, a branch, a guard that asks for true, one that asks for false, a phi. */
    private static void check(String what, Function<Make, Node> condition, long[][] arguments, Pair expected) {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            for (int form = 0; form < 5; form++) {
                Make m = new Make(2);
                make(m, condition.apply(m), form);
                try (LoweredMachine.Prepared code = MACHINE.prepare(m.graph)) {
                    for (long[] pair : arguments) {
                        boolean wanted = expected.test(pair[0], pair[1]);
                        LoweredMachine.Outcome outcome = code.run(pair);
                        if (outcome.results() != null) {
                            assertEquals(Word.ofBoolean(wanted), outcome.result(), () -> what + " " + Arrays.toString(pair));
                        } else {
                            assertEquals(form == 2 ? Reason.NOT_TABLE : Reason.NOT_FLOAT, outcome.state().reason());
                            assertEquals(form != 2, wanted, () -> what + " " + Arrays.toString(pair));
                            assertArrayEquals(pair, outcome.values());
                        }
                    }
                }
            }
        }
    }

    private static void make(Make m, Node condition, int form) {
        Node yes = m.word(Word.TRUE);
        Node no = m.word(Word.FALSE);
        switch (form) {
            case 0 -> m.ret(condition);
            case 1 -> {
                Block a = m.graph.block(1);
                Block b = m.graph.block(1);
                m.branch(condition, a, b);
                m.block = a;
                m.ret(yes);
                m.block = b;
                m.ret(no);
            }
            case 2, 3 -> {
                Block entry = m.graph.blocks().getFirst();
                Node[] parameters = entry.nodes().stream().filter(n -> n.is(Op.PARAMETER))
                        .sorted(java.util.Comparator.comparingLong(Node::number)).toArray(Node[]::new);
                Node[] both = parameters.length == 2 ? parameters : new Node[] {parameters[0], m.word(0)};
                m.guard(condition, form == 2, form == 2 ? Reason.NOT_TABLE : Reason.NOT_FLOAT, Make.state(both));
                m.ret(form == 2 ? yes : no);
            }
            default -> {
                Block a = m.graph.block(1);
                Block b = m.graph.block(1);
                Block next = m.graph.block(1);
                Node isNil = m.op(Op.SAME, m.word(Word.NIL), m.word(Word.NIL));
                m.branch(isNil, a, b);
                m.block = a;
                m.jump(next);
                m.block = b;
                m.jump(next);
                m.block = next;
                m.ret(m.add(m.graph.phi(Rep.BOOL, condition, m.constant(Rep.BOOL, 0))));
            }
        }
    }

    private static long[][] single(long[] words) {
        return Arrays.stream(words).mapToObj(word -> new long[] {word, 0}).toArray(long[][]::new);
    }

    private static long[][] pairs(long[] words, int step) {
        long[][] all = new long[words.length * words.length][];
        for (int i = 0; i < all.length; i++) {
            all[i] = new long[] {words[i / words.length], words[i % words.length]};
        }
        return Arrays.stream(all).filter(pair -> (pair[0] ^ pair[1]) % step == 0 || pair[0] == pair[1]).toArray(long[][]::new);
    }

    @Test
    void kinds() {
        check("is_int", m -> m.op(Op.IS_INT, m.parameter(0)), single(WORDS), (x, y) -> Word.isInteger(x));
        check("is_float", m -> m.op(Op.IS_FLOAT, m.parameter(0)), single(WORDS), (x, y) -> Word.isFloat(x));
        check("is_number", m -> m.op(Op.IS_NUMBER, m.parameter(0)), single(WORDS),
                (x, y) -> Word.isFloat(x) || Word.isInteger(x));
        check("is_object", m -> m.op(Op.IS_OBJECT, m.parameter(0)), single(WORDS), (x, y) -> Word.isObject(x));
        check("truthy", m -> m.op(Op.TRUTHY, m.parameter(0)), single(WORDS), (x, y) -> Word.isTruthy(x));
    }

    @Test
    void sameness() {
        check("same", m -> m.op(Op.SAME, m.parameter(0), m.parameter(1)), pairs(WORDS, 1), (x, y) -> x == y);
        for (long constant : new long[] {Word.NIL, Word.TRUE, Word.ofInteger(3), Word.ofFloat(0.5), TABLE}) {
            check("same", m -> m.op(Op.SAME, m.parameter(0), m.word(constant)), single(WORDS), (x, y) -> x == constant);
            check("same", m -> m.op(Op.SAME, m.word(constant), m.parameter(0)), single(WORDS), (x, y) -> x == constant);
        }
    }

    @Test
    void objects() {
        long[] both = {TABLE, STRING};
        int shape = Memory.getInt(TABLE + ObjectHeader.SHAPE);
        check("table", m -> m.op(Op.HAS_TYPE, HeapType.TABLE, m.parameter(0)), single(both), (x, y) -> x == TABLE);
        check("string", m -> m.op(Op.HAS_TYPE, HeapType.STRING, m.parameter(0)), single(both), (x, y) -> x == STRING);
        check("shape", m -> m.op(Op.HAS_SHAPE, shape, m.parameter(0)), single(both), (x, y) -> x == TABLE);
        long code = 0x7_1234_5678L;
        long closure = MACHINE.state.heap().allocate(HeapType.CLOSURE, HeapType.CLOSURE, FunctionLayout.UPVALUES);
        Memory.putLong(closure + FunctionLayout.CODE, code);
        check("code", m -> m.op(Op.HAS_CODE, code, m.parameter(0)), single(new long[] {closure}), (x, y) -> true);
        check("code", m -> m.op(Op.HAS_CODE, code + 8, m.parameter(0)), single(new long[] {closure}), (x, y) -> false);
    }

    /** A condition that is asked for after the memory has changed says what was true when it stood there. */
    @Test
    void aShapeThatChanges() {
        int shape = Memory.getInt(TABLE + ObjectHeader.SHAPE);
        check("shape", m -> {
            Node table = m.word(TABLE);
            Node condition = m.op(Op.HAS_SHAPE, shape, table);
            m.op(Op.STORE_SHAPE, shape + 1, table);
            Node after = m.op(Op.HAS_SHAPE, shape, table);
            m.op(Op.STORE_SHAPE, shape, table);
            return m.op(Op.SAME, m.op(Op.BOX_BOOL, condition), m.op(Op.BOX_BOOL, m.op(Op.SAME, m.op(Op.BOX_BOOL, after),
                    m.op(Op.BOX_BOOL, m.op(Op.IS_INT, m.parameter(0))))));
        }, new long[][] {{TABLE, 0}}, (x, y) -> true);
    }

    @Test
    void integers() {
        long[] fitting = Arrays.stream(INTEGERS).filter(Word::fits).toArray();
        long[][] pairs = pairs(Arrays.stream(fitting).map(Word::ofInteger).toArray(), 1);
        check("eq", m -> compare(m, Op.EQ), pairs, (x, y) -> x == y);
        check("lt", m -> compare(m, Op.LT), pairs, (x, y) -> Word.integer(x) < Word.integer(y));
        check("le", m -> compare(m, Op.LE), pairs, (x, y) -> Word.integer(x) <= Word.integer(y));
        check("ult", m -> compare(m, Op.ULT), pairs,
                (x, y) -> Long.compareUnsigned(Word.integer(x), Word.integer(y)) < 0);
        for (long c : INTEGERS) {
            long[][] one = single(Arrays.stream(fitting).map(Word::ofInteger).toArray());
            check("lt", m -> m.op(Op.LT, m.op(Op.UNBOX_INT, m.parameter(0)), m.integer(c)), one, (x, y) -> Word.integer(x) < c);
            check("le", m -> m.op(Op.LE, m.integer(c), m.op(Op.UNBOX_INT, m.parameter(0))), one, (x, y) -> c <= Word.integer(x));
        }
    }

    private static Node compare(Make m, Op op) {
        Node x = m.op(Op.UNBOX_INT, m.parameter(0));
        return m.op(op, x, m.op(Op.UNBOX_INT, m.parameter(1)));
    }

    @Test
    void floats() {
        long[][] pairs = pairs(Arrays.stream(FLOATS).mapToLong(Word::ofForeignFloat).toArray(), 1);
        check("feq", m -> compareFloats(m, Op.FEQ), pairs, (x, y) -> Word.floating(x) == Word.floating(y));
        check("flt", m -> compareFloats(m, Op.FLT), pairs, (x, y) -> Word.floating(x) < Word.floating(y));
        check("fle", m -> compareFloats(m, Op.FLE), pairs, (x, y) -> Word.floating(x) <= Word.floating(y));
    }

    private static Node compareFloats(Make m, Op op) {
        Node x = m.op(Op.UNBOX_FLOAT, m.parameter(0));
        return m.op(op, x, m.op(Op.UNBOX_FLOAT, m.parameter(1)));
    }

    /** Loads that become part of the comparison, and such that must not, for a store stands between. */
    @Test
    void operandsInMemory() {
        long[] values = {0, 1, 2, Word.ofInteger(5), 77, 127, 128, 255, 1L << 31, -1, Long.MIN_VALUE};
        for (long value : values) {
            for (long constant : new long[] {0, 1, 77, 127, 255, 1L << 32}) {
                loaded("u32", Op.LOAD_U32, Op.ULT, constant, value, (x, y) -> Long.compareUnsigned(x & 0xFFFF_FFFFL, y) < 0);
                loaded("u32", Op.LOAD_U32, Op.LE, constant, value, (x, y) -> (x & 0xFFFF_FFFFL) <= y);
                loaded("u8", Op.LOAD_U8, Op.EQ, constant, value, (x, y) -> (x & 0xFF) == y);
                loaded("u8", Op.LOAD_U8, Op.LT, constant, value, (x, y) -> (x & 0xFF) < y);
                loaded("i64", Op.LOAD_I64, Op.LT, constant, value, (x, y) -> x < y);
                loaded("word", Op.LOAD, Op.SAME, constant, value, (x, y) -> x == y);
            }
        }
    }

    private static void loaded(String what, Op load, Op comparison, long constant, long value, Pair expected) {
        for (int swapped = 0; swapped < 2; swapped++) {
            boolean swap = swapped == 1 && comparison.commutes();
            Memory.putLong(CELL + FunctionLayout.CELL_VALUE, value);
            Make m = new Make(1);
            Node cell = m.parameter(0);
            Node loaded = m.op(load, FunctionLayout.CELL_VALUE, Alias.CELL, cell);
            Node other = comparison == Op.SAME ? m.word(constant) : m.integer(constant);
            Node condition = swap ? m.op(comparison, other, loaded) : m.op(comparison, loaded, other);
            if (swapped == 1) {
                m.op(Op.STORE, FunctionLayout.CELL_VALUE, Alias.CELL, cell, m.word(Word.ofInteger(9)));
            }
            m.guard(condition, true, Reason.HOLE, Make.state(cell));
            boolean held = MACHINE.run(m.ret(cell), CELL).results() != null;
            assertEquals(expected.test(value, constant), held, what + " " + comparison + " " + value + " " + constant);
        }
    }
}
