package perigee.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is a numeral, of which kind, and with which value. */
class NumberParserTest {

    private final NumberParser parser = new NumberParser();

    @Test
    void decimalIntegers() {
        assertInteger(0, "0", "-0", "+0", "000", " 0 ");
        assertInteger(8, "8", "08", "+8");
        assertInteger(-17, "-17", "-0017");
        assertInteger(999999999999999999L, "999999999999999999", "000000000000999999999999999999");
        assertInteger(1234567890123456789L, "1234567890123456789");
        assertInteger(Long.MAX_VALUE, "9223372036854775807", "00000000009223372036854775807");
        assertInteger(Long.MIN_VALUE, "-9223372036854775808");
        assertInteger(-Long.MAX_VALUE, "-9223372036854775807");
    }

    @Test
    void decimalIntegersTooLargeAreFloats() {
        assertFloat(0x1p63, "9223372036854775808", "9223372036854775809");
        assertFloat(-0x1p63, "-9223372036854775809");
        assertFloat(1e19, "10000000000000000000");
        assertFloat(1e22, "10000000000000000000000");
        assertFloat(Double.POSITIVE_INFINITY, "1" + "0".repeat(400));
    }

    @Test
    void hexadecimalIntegersWrapAround() {
        assertInteger(0, "0x0", "0X000", "-0x0", "0x10000000000000000");
        assertInteger(255, "0xff", "0XFF", "+0xfF", "0x000000000000000000000000ff");
        assertInteger(-255, "-0xff");
        assertInteger(-1, "0xffffffffffffffff", "0x123ffffffffffffffff");
        assertInteger(1, "-0xffffffffffffffff");
        assertInteger(Long.MIN_VALUE, "0x8000000000000000", "-0x8000000000000000");
        assertInteger(0x1e2L, "0x1e2");
    }

    @Test
    void decimalFloats() {
        assertFloat(3.14, "3.14", "+3.14", "314e-2", "0.314E1", "003.1400", ".314e+1", "31400000000000000000000e-22");
        assertFloat(0.0, "0.0", "0e5", ".0", "0.", "0e999999999999999999999");
        assertFloat(-0.0, "-0.0", "-0e0", "-.0", "-1e-400");
        assertFloat(5.0, "5.", "5e0", "5.e0", ".5e1", "5E+0", "5e-0", "5e00000000000000000000000");
        assertFloat(1e15, "1e15", "1e+15", "1000000000000000.0");
        assertFloat(0.1, "0.1", "0.1000000000000000055511151231257827021181583404541015625");
        assertFloat(Double.MAX_VALUE, "1.7976931348623157e308", "1.7976931348623158e308");
        assertFloat(Double.POSITIVE_INFINITY, "1.7976931348623159e308", "1e309", "1e9999", "1e99999999999999999999");
        assertFloat(Double.NEGATIVE_INFINITY, "-1e9999");
        assertFloat(Double.MIN_VALUE, "5e-324", "4.9406564584124654e-324", "2.4703282292062329e-324");
        assertFloat(0.0, "2.4703282292062327e-324", "1e-400", "1e-99999999999999999999");
        assertFloat(Double.MIN_NORMAL, "2.2250738585072014e-308", "2.2250738585072012e-308");
        assertFloat(0x0.fffffffffffffp-1022, "2.2250738585072011e-308");
    }

    @Test
    void exponentsAreAddedToAllDigits() {
        assertFloat(1.0, "0." + "0".repeat(5000) + "1e5001", "1" + "0".repeat(5000) + "e-5000");
        assertFloat(123.0, "123" + "0".repeat(5000) + "e-5000");
    }

    @Test
    void tiesAreBrokenByTheLastOfManyDigits() {
        String half = "9007199254740993"; // half-way between 2^53 and 2^53 + 2
        assertFloat(0x1p53, half + ".0", half + ".", half + "." + "0".repeat(2000), half + "000e-3");
        assertFloat(0x1p53 + 2, half + ".0000000000000000000000000001", half + "." + "0".repeat(2000) + "1");
        assertFloat(0x1p53, "9007199254740992." + "9".repeat(2000));
        assertFloat(0x1p53 + 4, "9007199254740995.0"); // the next half-way point is rounded up to even
    }

    @Test
    void hexadecimalFloats() {
        assertFloat(1.0, "0x1p0", "0x.8p1", "0x1.", "0x1.p+0", "0X10P-4", "0x.00001p20");
        assertFloat(0.0625, "0x.8p-3", "0x0.1");
        assertFloat(10.0, "0xA.", "0xa.0");
        assertFloat(-10.5, "-0xA.8", "-0xA8p-4");
        assertFloat(0.0, "0x0p0", "0x.0", "0x0p99999999999999999999", "0x1p-1075");
        assertFloat(-0.0, "-0x0.0", "-0x1p-99999999999999999999");
        assertFloat(Double.POSITIVE_INFINITY, "0x1p1024", "0x1p99999999999999999999", "0x1.fffffffffffff8p1023");
        assertFloat(Double.MAX_VALUE, "0x1.fffffffffffffp1023", "0x1.fffffffffffff7fp1023");
        assertFloat(Double.MIN_VALUE, "0x1p-1074", "0x0.0000000000001p-1022", "0x1.8p-1075");
        assertFloat(0x1p64, "0x10000000000000000p0", "0x1." + "0".repeat(100) + "p64");
        assertFloat(1.0, "0x" + "0".repeat(1000) + ".8p1", "0x1" + "0".repeat(1000) + "p-4000");
        assertFloat(1020.0, "0xffp2");
    }

    @Test
    void hexadecimalFloatsRoundToEven() {
        assertFloat(0x1p53, "0x20000000000001p0", "0x20000000000001.");
        assertFloat(0x1p53 + 4, "0x20000000000003p0");
        assertFloat(0x1p53 + 2, "0x20000000000001.0000000000000000000000000001", "0x20000000000001000000001p-36");
        assertFloat(0x0.a9f27c7b00ec3p-1022, "0x2a7c9f1ec03b0bp-1076"); // 54 bits, three quarters of the last one
    }

    @Test
    void whiteSpaceAround() {
        assertInteger(10, " 10", "10 ", "\t\n\u000b\f\r 10 \t\n\u000b\f\r");
        assertInteger(16, "  0x10\n");
        assertFloat(0.5, "\n.5\n", " 5e-1 ", "\t0x.8\t");
    }

    @Test
    void notNumerals() {
        assertNone("", " ", "\n\t", "-", "+", ".", "-.", "e", "e1", ".e1", "x", "0x", "0X", "-0x", "0x.", "0xg");
        assertNone("0xp1", "0x.p1", "1e", "1e+", "1e-", "1E", "0x1p", "0x1p+", "0x1p-", "0x1pa", "1p1", "1e1.0");
        assertNone("1 2", "1. 5", "- 1", "+ 1", "--1", "+-1", "-+1", "0 x1", "0x 1", "1 e1", "1e 1", "1..2", "1.2.3");
        assertNone("inf", "-inf", "nan", "NaN", "Infinity", "infinity", "INF", "-nan", "nan(1)", "0xinf");
        assertNone("1f", "1d", "1.0f", "1.0D", "0x1p0f", "1L", "1u", "1_000", "1,5", "1e1f", "0b1", "0o7", "#1", "1$");
        assertNone("\0", "1\0", "\0001", "1\0002", "1.5\0", "0x1\0", "1\u00a0", "\u00a01", "1\u0085", "\u00b9");
        assertNone("1e1e1", "1e1 x", "0x1.8.1", "1\u001c", "\u001f1");
    }

    @Test
    void onlyTheGivenRangeIsRead() {
        byte[] text = "991.5e399".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(NumberParser.FLOAT, parser.parse(text, 2, 7));
        assertEquals(1500.0, parser.floatValue());
        assertEquals(NumberParser.FLOAT, parser.parse(text, 2, 5));
        assertEquals(1.5, parser.floatValue());
        assertEquals(NumberParser.INTEGER, parser.parse(text, 2, 3));
        assertEquals(1, parser.integerValue());
        assertEquals(NumberParser.NONE, parser.parse(text, 2, 2));
        assertEquals(NumberParser.NONE, parser.parse(text, 2, 6));
    }

    @Test
    void scratchIsKeptAndGrows() {
        byte[] small = parser.scratch(10);
        assertSame(small, parser.scratch(20));
        assertTrue(parser.scratch(5000).length >= 5000);
    }

    private int parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return parser.parse(bytes, 0, bytes.length);
    }

    private void assertInteger(long expected, String... texts) {
        for (String text : texts) {
            assertEquals(NumberParser.INTEGER, parse(text), text);
            assertEquals(expected, parser.integerValue(), text);
        }
    }

    private void assertFloat(double expected, String... texts) {
        for (String text : texts) {
            assertEquals(NumberParser.FLOAT, parse(text), text);
            assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(parser.floatValue()),
                () -> text + " is " + parser.floatValue() + ", not " + expected);
        }
    }

    private void assertNone(String... texts) {
        for (String text : texts) {
            assertEquals(NumberParser.NONE, parse(text), text);
        }
    }
}
