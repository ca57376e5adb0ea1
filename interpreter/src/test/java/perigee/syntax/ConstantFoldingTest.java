package perigee.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import perigee.bytecode.Constant;

/** What is folded, and to what; "-" is left to run time. */
class ConstantFoldingTest {
    private static void assertFolds(String expected, String expression) {
        byte[] text = ("return " + expression).getBytes(StandardCharsets.ISO_8859_1);
        FunctionBody main = Parser.parse(text, 0, text.length, null, new byte[] {'=', 'x'}, 0);
        Statement.Return statement = (Statement.Return) main.block().statements()[0];
        Expression value = statement.values().last();
        assertEquals(expected, value instanceof Literal literal ? show(literal.value()) : "-", expression);
    }

    private static String show(Constant constant) {
        return switch (constant) {
            case Constant.Nil nil -> "nil";
            case Constant.Bool(boolean value) -> String.valueOf(value);
            case Constant.Int(long value) -> String.valueOf(value);
            case Constant.Float(double value) -> String.valueOf(value);
            case Constant.Str(byte[] bytes) -> "'" + new String(bytes, StandardCharsets.ISO_8859_1) + "'";
        };
    }

    @Test
    void integers() {
        assertFolds("7", "1 + 2 * 3");
        assertFolds("-4", "-7 // 2");
        assertFolds("1", "-7 % 2");
        assertFolds("-9223372036854775808", "9223372036854775807 + 1");
        assertFolds("-9223372036854775808", "-9223372036854775807 - 1");
        assertFolds("0", "3 - 3");
        assertFolds("-9223372036854775808", "(-9223372036854775807 - 1) // -1");
    }

    @Test
    void floats() {
        assertFolds("0.5", "1 / 2");
        assertFolds("8.0", "2 ^ 3");
        assertFolds("3.5", "1 + 2.5");
        assertFolds("-512.0", "-2 ^ 3 ^ 2");
        assertFolds("1.5", "-2.5 % 2");
    }

    @Test
    void bitwise() {
        assertFolds("15", "0xFF & 0x0F");
        assertFolds("-1", "~0");
        assertFolds("3", "1.0 | 2");
        assertFolds("0", "1 << 64");
        assertFolds("1", "2 << -1");
        assertFolds("-", "1.5 | 2");
        assertFolds("-", "~1.5");
        assertFolds("-", "2^63 | 0");
    }

    @Test
    void whatCouldRaiseAnErrorIsNotFolded() {
        assertFolds("-", "1 // 0");
        assertFolds("-", "1 % 0");
        assertFolds("-", "1 / 0");
        assertFolds("-", "1 % 0.0");
        assertFolds("-", "'1' + 1");
        assertFolds("-", "-'1'");
        assertFolds("-", "1 + nil");
    }

    @Test
    void zerosAndNaNsAreNotFolded() {
        assertFolds("-", "-0.0");
        assertFolds("-", "0.0 * 1");
        assertFolds("-", "0 / 1");
        assertFolds("-", "2.0 - 2.0");
        assertFolds("-", "(1e308 * 10) - (1e308 * 10)");
        assertFolds("Infinity", "1e308 * 10");
    }

    @Test
    void stringsAndComparisonsAreNotFolded() {
        assertFolds("-", "'a' .. 'b'");
        assertFolds("-", "#'a'");
        assertFolds("-", "1 < 2");
        assertFolds("-", "1 == 1");
    }

    @Test
    void logicalOperators() {
        assertFolds("true", "not nil");
        assertFolds("false", "not 0");
        assertFolds("false", "not not nil");
        assertFolds("2", "1 and 2");
        assertFolds("2", "nil or 2");
        assertFolds("5", "(1 and 2) + 3");
        assertFolds("-", "1 or 2");
        assertFolds("-", "nil and 2");
    }

    @Test
    void parenthesesMeanNothing() {
        assertFolds("9", "(1 + 2) * 3");
        assertFolds("'a'", "(('a'))");
    }

    @Test
    void constantVariables() {
        String source = "local a <const> = 2; local b <const> = a * 3; return b + 1";
        byte[] text = source.getBytes(StandardCharsets.ISO_8859_1);
        FunctionBody main = Parser.parse(text, 0, text.length, null, new byte[] {'=', 'x'}, 0);
        assertEquals(1, main.block().statements().length);
        Statement.Return statement = (Statement.Return) main.block().statements()[0];
        assertEquals(new Constant.Int(7), ((Literal) statement.values().last()).value());
    }
}
