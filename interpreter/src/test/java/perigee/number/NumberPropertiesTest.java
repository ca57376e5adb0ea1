package perigee.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;

/** What must hold for any number: random ones of fixed seed, and the neighbourhood of every power of two and ten. */
class NumberPropertiesTest {

    private static final int RANDOM_ROUNDS = 20_000;

    private final ByteBuilder out = new ByteBuilder();
    private final PrintfSpec spec = new PrintfSpec();
    private final NumberParser parser = new NumberParser();

    @Test
    void powersOfTenAreBelowTheTruthByLessThanTwoUnits() {
        for (int k = PowersOfTen.MIN; k <= PowersOfTen.MAX; k++) {
            BigInteger unit = unsigned(PowersOfTen.high(k)).shiftLeft(64).or(unsigned(PowersOfTen.low(k)));
            assertEquals(128, unit.bitLength());
            // Compares unit * 2^exponent with 10^k, after making all factors integers.
            int exponent = PowersOfTen.exponent(k);
            BigInteger scale = BigInteger.TEN.pow(Math.max(-k, 0)).shiftLeft(Math.max(exponent, 0));
            BigInteger truth = BigInteger.TEN.pow(Math.max(k, 0)).shiftLeft(Math.max(-exponent, 0));
            int low = unit.multiply(scale).compareTo(truth);
            int high = unit.add(BigInteger.TWO).multiply(scale).compareTo(truth);
            assertTrue(PowersOfTen.isExact(k) ? low == 0 : low < 0 && high > 0, "10^" + k);
        }
    }

    @Test
    void seventeenDigitsReadBack() {
        forManyFloats(x -> assertReadsBack(x, print(x, 17, 'g')));
    }

    @Test
    void hexadecimalReadsBack() {
        forManyFloats(x -> {
            out.clear();
            NumberFormatter.appendQuotedFloat(out, x);
            assertReadsBack(x, out.toString());
            assertEquals(Double.parseDouble(out.toString()), x);
        });
    }

    @Test
    void integersReadBack() {
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < RANDOM_ROUNDS; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            out.clear();
            NumberFormatter.appendQuotedInteger(out, value);
            assertEquals(NumberParser.INTEGER, parser.parse(out.array(), 0, out.length()));
            assertEquals(value, parser.integerValue());
        }
    }

    @Test
    void exponentialFormIsTheExactValueRounded() {
        SplittableRandom random = new SplittableRandom(4);
        forManyFloats(x -> {
            int precision = random.nextInt(20);
            BigDecimal expected = new BigDecimal(x).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
            String text = print(x, precision, 'e');
            assertEquals(0, expected.compareTo(new BigDecimal(text)), text);
            assertEquals(precision, Math.max(text.indexOf('e') - 2 - (x < 0 ? 1 : 0), 0), text);
        });
    }

    @Test
    void fixedFormIsTheExactValueRounded() {
        SplittableRandom random = new SplittableRandom(5);
        forManyFloats(x -> {
            int precision = random.nextInt(20);
            String expected = new BigDecimal(x).setScale(precision, RoundingMode.HALF_EVEN).abs().toPlainString();
            assertEquals(x < 0 ? "-" + expected : expected, print(x, precision, 'f'));
        });
    }

    @Test
    void exactTiesGoToEven() {
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < RANDOM_ROUNDS; i++) {
            int precision = random.nextInt(8);
            long odd = random.nextLong(1L << 40) | 1;
            double x = Math.scalb((double) odd, -precision - 1); // its last decimal is a five behind the precision
            String expected = new BigDecimal(x).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
            assertEquals(expected, print(x, precision, 'f'));
        }
    }

    @Test
    void decimalTextsOfAnyLengthAreReadAsTheLibraryDoes() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < RANDOM_ROUNDS; i++) {
            int length = 1 + random.nextInt(i % 10 == 0 ? 900 : 30);
            out.clear();
            for (int j = 0; j < length; j++) {
                out.append('0' + random.nextInt(10));
            }
            out.insertFill(random.nextInt(length + 1), '.', 1);
            out.append('e');
            out.appendAscii(Integer.toString(random.nextInt(-360, 330) - length / 2));
            assertReadsBack(Double.parseDouble(out.toString()), out.toString());
        }
    }

    @Test
    void halfWayPointsAreReadAsTheLibraryDoes() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < RANDOM_ROUNDS / 4; i++) {
            double x = Math.abs(Double.longBitsToDouble(random.nextLong()));
            double next = Math.nextUp(x);
            if (!(next < Double.POSITIVE_INFINITY)) {
                continue;
            }
            String half = new BigDecimal(x).add(new BigDecimal(next)).divide(BigDecimal.TWO).toString();
            int end = half.indexOf('E') < 0 ? half.length() : half.indexOf('E');
            String dot = half.indexOf('.') < 0 ? ".0" : "";
            String above = half.substring(0, end) + dot + "00001" + half.substring(end);
            boolean even = (Double.doubleToRawLongBits(x) & 1) == 0;
            assertReadsBack(even ? x : next, half.substring(0, end) + dot + half.substring(end));
            assertReadsBack(next, above);
        }
    }

    @Test
    void hexadecimalTextsOfAnyLengthAreReadAsTheLibraryDoes() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < RANDOM_ROUNDS; i++) {
            int length = 1 + random.nextInt(25);
            out.clear();
            out.appendAscii("0x");
            for (int j = 0; j < length; j++) {
                out.appendAscii(Integer.toHexString(random.nextInt(3) == 0 ? random.nextInt(16) : 8 * (j & 1)));
            }
            out.insertFill(2 + random.nextInt(length + 1), '.', 1);
            out.append('p');
            out.appendAscii(Integer.toString(random.nextInt(-1150, 1050)));
            assertReadsBack(Double.parseDouble(out.toString()), out.toString());
        }
    }

    private static BigInteger unsigned(long word) {
        return new BigInteger(Long.toUnsignedString(word));
    }

    private String print(double x, int precision, char conversion) {
        spec.set(0, 0, precision, conversion);
        out.clear();
        Printf.appendFloat(out, spec, x);
        return out.toString();
    }

    private void assertReadsBack(double expected, String text) {
        byte[] bytes = parser.scratch(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[i] = (byte) text.charAt(i);
        }
        double actual;
        if (parser.parse(bytes, 0, text.length()) == NumberParser.INTEGER) {
            actual = expected == 0 ? expected : parser.integerValue(); // "%.17g" of -0.0 is the integer "-0"
        } else {
            actual = parser.floatValue();
        }
        assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual), text);
    }

    /** Random bit patterns, random decimals, and three numbers around every power of two and of ten. */
    private static void forManyFloats(DoubleConsumer check) {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < RANDOM_ROUNDS; i++) {
            double bits = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(bits)) {
                check.accept(bits);
            }
            check.accept(random.nextLong(1L << 40) / Math.pow(10, random.nextInt(16)));
        }
        for (int e = -1074; e <= 1023; e++) {
            around(Math.scalb(1.0, e), check);
        }
        for (int e = -323; e <= 308; e++) {
            around(Double.parseDouble("1e" + e), check);
        }
    }

    private static void around(double x, DoubleConsumer check) {
        check.accept(Math.nextDown(x));
        check.accept(x);
        check.accept(-Math.nextUp(x));
    }
}
