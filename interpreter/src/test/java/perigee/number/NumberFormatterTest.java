package perigee.number;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The texts of {@code tostring} and of {@code string.format("%q")}. */
class NumberFormatterTest {

    @Test
    void integers() {
        assertEquals("0", integer(0));
        assertEquals("-1", integer(-1));
        assertEquals("9223372036854775807", integer(Long.MAX_VALUE));
        assertEquals("-9223372036854775808", integer(Long.MIN_VALUE));
    }

    @Test
    void integersOfEveryLength() {
        for (long power = 1; power > 0 && power < Long.MAX_VALUE / 10; power *= 10) {
            assertEquals(Long.toString(power), integer(power));
            assertEquals(Long.toString(power - 1), integer(power - 1));
            assertEquals(Long.toString(-power), integer(-power));
            assertEquals(Long.toString(power * 7 + 3), integer(power * 7 + 3));
        }
    }

    @Test
    void floatsThatLookLikeIntegersGetPointZero() {
        assertEquals("0.0", floating(0.0));
        assertEquals("-0.0", floating(-0.0));
        assertEquals("1.0", floating(1));
        assertEquals("-123.0", floating(-123));
        assertEquals("99999999999999.0", floating(99999999999999.0));
        assertEquals("1.0", floating(0.99999999999999989));
        assertEquals("12345678901234.0", floating(12345678901234.25));
        assertEquals("-10000000000000.0", floating(-9999999999999.99999));
    }

    @Test
    void floatsWithExponentDoNot() {
        assertEquals("1e+14", floating(1e14));
        assertEquals("1e+14", floating(99999999999999.5));
        assertEquals("1e+15", floating(1e15));
        assertEquals("-1e+100", floating(-1e100));
        assertEquals("1e-05", floating(0.00001));
        assertEquals("9.007199254741e+15", floating(0x1p53));
    }

    @Test
    void fourteenDigits() {
        assertEquals("3.14", floating(3.14));
        assertEquals("0.1", floating(0.1));
        assertEquals("-0.0001", floating(-0.0001));
        assertEquals("0.33333333333333", floating(1.0 / 3));
        assertEquals("3.1415926535898", floating(Math.PI));
        assertEquals("1.7976931348623e+308", floating(Double.MAX_VALUE));
        assertEquals("4.9406564584125e-324", floating(Double.MIN_VALUE));
        assertEquals("1e+14", floating(100000000000000.5));
        assertEquals("9.2233720368548e+18", floating(0x1p63));
    }

    @Test
    void tiesOfTheFifteenthDigitGoToEven() {
        assertEquals("1e+14", floating(100000000000005.0));
        assertEquals("1.0000000000002e+14", floating(100000000000015.0));
        assertEquals("1.0000000000002e+14", floating(100000000000025.0));
        assertEquals("1.0000000000003e+14", floating(100000000000025.02));
        assertEquals("1e+15", floating(999999999999995.0));
    }

    @Test
    void infinityAndNotANumber() {
        assertEquals("inf", floating(Double.POSITIVE_INFINITY));
        assertEquals("-inf", floating(Double.NEGATIVE_INFINITY));
        assertEquals("nan", floating(Double.longBitsToDouble(0x7ff8L << 48)));
        assertEquals("-nan", floating(Double.longBitsToDouble(0xfff8L << 48)));
    }

    @Test
    void quotedIntegers() {
        assertEquals("-17", quoted(-17L));
        assertEquals("9223372036854775807", quoted(Long.MAX_VALUE));
        assertEquals("-9223372036854775807", quoted(-Long.MAX_VALUE));
        assertEquals("0x8000000000000000", quoted(Long.MIN_VALUE));
    }

    @Test
    void quotedFloats() {
        assertEquals("0x0p+0", quoted(0.0));
        assertEquals("-0x0p+0", quoted(-0.0));
        assertEquals("0x1p+0", quoted(1.0));
        assertEquals("-0x1.8p+1", quoted(-3.0));
        assertEquals("0x1.999999999999ap-4", quoted(0.1));
        assertEquals("0x0.0000000000001p-1022", quoted(Double.MIN_VALUE));
        assertEquals("1e9999", quoted(Double.POSITIVE_INFINITY));
        assertEquals("-1e9999", quoted(Double.NEGATIVE_INFINITY));
        assertEquals("(0/0)", quoted(Double.NaN));
        assertEquals("(0/0)", quoted(Double.longBitsToDouble(0xfff8L << 48)));
    }

    @Test
    void appendsBehindWhatIsThere() {
        ByteBuilder out = new ByteBuilder(1);
        out.appendAscii("x=9");
        NumberFormatter.appendFloat(out, 0.05);
        out.append(';');
        NumberFormatter.appendFloat(out, 5);
        out.append(';');
        NumberFormatter.appendInteger(out, -5);
        assertEquals("x=90.05;5.0;-5", out.toString());
    }

    private static String integer(long value) {
        ByteBuilder out = new ByteBuilder(0);
        NumberFormatter.appendInteger(out, value);
        return out.toString();
    }

    private static String floating(double value) {
        ByteBuilder out = new ByteBuilder(0);
        NumberFormatter.appendFloat(out, value);
        return out.toString();
    }

    private static String quoted(long value) {
        ByteBuilder out = new ByteBuilder(0);
        NumberFormatter.appendQuotedInteger(out, value);
        return out.toString();
    }

    private static String quoted(double value) {
        ByteBuilder out = new ByteBuilder(0);
        NumberFormatter.appendQuotedFloat(out, value);
        return out.toString();
    }
}
