package perigee.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.memory.Memory;
import perigee.value.Arithmetic;
import perigee.value.Word;

/** Arithmetic of both kinds against Java's, on the numbers where it goes wrong. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ArithmeticLoweringTest {
    static final long[] INTEGERS = {0, 1, -1, 2, -2, 3, 7, -7, 10, 63, 64, 100, 255, 1L << 31, -(1L << 31), (1L << 49) - 1,
            1L << 49, (1L << 49) + 1, -(1L << 49), -(1L << 49) - 1, (1L << 53) + 1, -(1L << 53) - 1, Long.MAX_VALUE,
            Long.MIN_VALUE, Long.MIN_VALUE + 1};
    static final double[] FLOATS = {0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2, -2.5, 3, 7.25, 1e15, 0x1p53 + 2, -0x1p53, 0x1p63,
            -0x1p63, 1e300, -1e300, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY};

    private static final LoweredMachine MACHINE = new LoweredMachine();

    @AfterAll
    static void close() {
        MACHINE.close();
    }

    static long word(LoweredMachine machine, long integer) {
        if (Word.fits(integer)) {
            return Word.ofInteger(integer);
        }
        long box = machine.state.heap().allocate(HeapType.BOX, HeapType.BOX, FunctionLayout.BOX_SIZE);
        Memory.putLong(box + FunctionLayout.BOX_VALUE, integer);
        return box;
    }

    static long integer(long word) {
        return Word.isInteger(word) ? Word.integer(word) : Memory.getLong(word + FunctionLayout.BOX_VALUE);
    }

    /** Both operands parameters, the second a constant, the first a constant. */
    private static void integers(Op op, long[] left, long[] right, LongBinaryOperator expected) {
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            integers(op, left, right, expected, m -> m.parameter(0, Rep.INT), m -> m.parameter(1, Rep.INT));
            for (long y : right) {
                integers(op, left, new long[] {y}, expected, m -> m.parameter(0, Rep.INT), m -> m.integer(y));
            }
            for (long x : left) {
                integers(op, new long[] {x}, right, expected, m -> m.integer(x), m -> m.parameter(1, Rep.INT));
            }
        }
    }

    private static void integers(Op op, long[] left, long[] right, LongBinaryOperator expected, Function<Make, Node> first,
            Function<Make, Node> second) {
        Make m = new Make(2);
        Node a = first.apply(m);
        Node b = second.apply(m);
        try (LoweredMachine.Prepared code = MACHINE.prepare(m.ret(m.op(op, a, b)))) {
            for (long x : left) {
                for (long y : right) {
                    long result = code.run(word(MACHINE, x), word(MACHINE, y)).result();
                    long wanted = expected.applyAsLong(x, y);
                    assertEquals(wanted, integer(result), () -> op + " " + x + " " + y);
                    assertEquals(Word.fits(wanted), Word.isInteger(result));
                }
            }
        }
    }

    private static long[] some(long[] numbers, int every) {
        List<Long> some = new ArrayList<>();
        for (int i = 0; i < numbers.length; i += every) {
            some.add(numbers[i]);
        }
        return some.stream().mapToLong(Long::longValue).toArray();
    }

    @ParameterizedTest
    @EnumSource(value = Op.class, names = {"ADD", "SUB", "MUL", "AND", "OR", "XOR"})
    void integers(Op op) {
        integers(op, some(INTEGERS, 2), INTEGERS, switch (op) {
            case ADD -> Long::sum;
            case SUB -> (x, y) -> x - y;
            case MUL -> (x, y) -> x * y;
            case AND -> (x, y) -> x & y;
            case OR -> (x, y) -> x | y;
            default -> (x, y) -> x ^ y;
        });
    }

    @Test
    void divisions() {
        long[] divisors = java.util.Arrays.stream(INTEGERS).filter(y -> y != 0).toArray();
        integers(Op.FLOOR_DIV, INTEGERS, divisors, Math::floorDiv);
        integers(Op.FLOOR_MOD, INTEGERS, divisors, Math::floorMod);
    }

    /** Dividends around multiples, where a quotient that is rounded wrongly shows. */
    @Test
    void divisionsByConstants() {
        Random random = new Random(63);
        for (int i = 0; i < 60; i++) {
            long divisor = Math.max(3, random.nextLong(Long.MAX_VALUE) >> random.nextInt(62));
            long[] dividends = new long[24];
            for (int k = 0; k < dividends.length; k++) {
                long multiple = Math.floorDiv(random.nextLong() >> random.nextInt(64), divisor) * divisor;
                dividends[k] = k < 8 ? multiple - 1 : k < 16 ? multiple : k < 20 ? -multiple - 1
                        : Long.MAX_VALUE / divisor * divisor - k % 2;
            }
            integers(Op.FLOOR_DIV, dividends, new long[] {divisor}, Math::floorDiv, m -> m.parameter(0, Rep.INT),
                    m -> m.integer(divisor));
            integers(Op.FLOOR_MOD, dividends, new long[] {divisor}, Math::floorMod, m -> m.parameter(0, Rep.INT),
                    m -> m.integer(divisor));
        }
    }

    @Test
    void shifts() {
        long[] counts = {0, 1, 31, 32, 49, 63};
        integers(Op.SHL, some(INTEGERS, 2), counts, (x, y) -> x << y);
        integers(Op.SHR, some(INTEGERS, 2), counts, (x, y) -> x >>> y);
        for (long count : counts) {
            for (long x : INTEGERS) {
                Make m = new Make(1);
                Node result = m.op(Op.SAR, m.parameter(0, Rep.INT), m.integer(count));
                assertEquals(x >> count, integer(MACHINE.run(m.ret(result), word(MACHINE, x)).result()));
            }
        }
    }

    @Test
    void unary() {
        for (long x : INTEGERS) {
            Make m = new Make(1);
            Node a = m.parameter(0, Rep.INT);
            List<Long> results = MACHINE.run(m.ret(m.op(Op.NEG, a), m.op(Op.NOT, a), m.op(Op.INT_TO_FLOAT, a)),
                    word(MACHINE, x)).results();
            assertEquals(-x, integer(results.get(0)));
            assertEquals(~x, integer(results.get(1)));
            assertEquals((double) x, Word.floating(results.get(2)));
        }
        for (double x : FLOATS) {
            Make m = new Make(1);
            Node a = m.parameter(0, Rep.FLOAT);
            List<Long> results = MACHINE.run(m.ret(m.op(Op.FNEG, a), m.op(Op.FABS, a), m.op(Op.FSQRT, a), m.op(Op.FFLOOR, a),
                    m.op(Op.FCEIL, a), m.op(Op.FLOAT_TO_INT, a)), Word.ofFloat(x)).results();
            double[] wanted = {-x, Math.abs(x), Math.sqrt(x), Math.floor(x), Math.ceil(x)};
            for (int i = 0; i < wanted.length; i++) {
                assertSame(wanted[i], Word.floating(results.get(i)), i + " of " + x);
            }
            long truncated = x >= -0x1p63 && x < 0x1p63 ? (long) x : Long.MIN_VALUE;
            assertEquals(truncated, integer(results.get(5)));
        }
    }

    /** The same bits, but for the sign of what is no number. */
    static void assertSame(double wanted, double is, String what) {
        assertEquals(Double.doubleToLongBits(wanted), Double.doubleToLongBits(is), () -> what + ": " + wanted + " " + is);
    }

    @ParameterizedTest
    @EnumSource(value = Op.class, names = {"FADD", "FSUB", "FMUL", "FDIV", "FMIN", "FMAX", "FMOD", "FPOW", "FREM", "FATAN2"})
    void floats(Op op) {
        DoubleBinaryOperator expected = switch (op) {
            case FADD -> Double::sum;
            case FSUB -> (x, y) -> x - y;
            case FMUL -> (x, y) -> x * y;
            case FDIV -> (x, y) -> x / y;
            case FMIN -> (x, y) -> y < x ? y : x;
            case FMAX -> (x, y) -> x < y ? y : x;
            case FMOD -> Arithmetic::floorModulo;
            case FPOW -> Arithmetic::power;
            default -> op.function()::of;
        };
        MACHINE.java = (function, words) -> {
            double x = Word.floating(words[0]);
            double y = Word.floating(words[1]);
            return Word.ofForeignFloat(Arithmetic.floorModulo(x, y));
        };
        for (LoweredMachine.Mode mode : LoweredMachine.Mode.values()) {
            MACHINE.mode = mode;
            floats(op, FLOATS, FLOATS, expected, m -> m.parameter(0, Rep.FLOAT), m -> m.parameter(1, Rep.FLOAT));
            for (double y : FLOATS) {
                Function<Make, Node> constant = m -> m.constant(Rep.FLOAT, Double.doubleToRawLongBits(y));
                floats(op, FLOATS, new double[] {y}, expected, m -> m.parameter(0, Rep.FLOAT), constant);
                floats(op, new double[] {y}, FLOATS, expected, constant, m -> m.parameter(1, Rep.FLOAT));
            }
        }
    }

    private static void floats(Op op, double[] left, double[] right, DoubleBinaryOperator expected,
            Function<Make, Node> first, Function<Make, Node> second) {
        Make m = new Make(2);
        Node a = first.apply(m);
        Node b = second.apply(m);
        try (LoweredMachine.Prepared code = MACHINE.prepare(m.ret(m.op(op, a, b)))) {
            for (double x : left) {
                for (double y : right) {
                    long result = code.run(Word.ofFloat(x), Word.ofFloat(y)).result();
                    assertSame(expected.applyAsDouble(x, y), Word.floating(result), op + " " + x + " " + y);
                }
            }
        }
    }

    @Test
    void numbers() {
        for (double x : FLOATS) {
            Make m = new Make(1);
            Node result = m.op(Op.UNBOX_NUMBER, m.parameter(0));
            assertSame(x, Word.floating(MACHINE.run(m.ret(result), Word.ofFloat(x)).result()), "" + x);
        }
        for (long x : INTEGERS) {
            if (Word.fits(x)) {
                Make m = new Make(1);
                Node result = m.op(Op.UNBOX_NUMBER, m.parameter(0));
                assertSame(x, Word.floating(MACHINE.run(m.ret(result), Word.ofInteger(x)).result()), "" + x);
            }
        }
    }
}
