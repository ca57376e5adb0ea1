package perigee.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/** Runs tables of lines {@code %format | value | [expected]}. The expected texts are what C's printf gave. */
final class PrintfTable {

    private PrintfTable() {
    }

    static void checkFloats(String table) {
        check(table, (spec, value) -> {
            ByteBuilder out = new ByteBuilder(0);
            Printf.appendFloat(out, spec, floatOf(value));
            return out.toString();
        });
    }

    static void checkIntegers(String table) {
        check(table, (spec, value) -> {
            ByteBuilder out = new ByteBuilder(0);
            Printf.appendInteger(out, spec, integerOf(value));
            return out.toString();
        });
    }

    private static void check(String table, BiFunction<PrintfSpec, String, String> print) {
        int[] rows = {0};
        eachRow(table, (format, rest) -> {
            int bar = rest.indexOf(" | ");
            String value = rest.substring(0, bar);
            String expected = rest.substring(bar + 4, rest.length() - 1);
            assertEquals(expected, print.apply(parse(format), value), format + " of " + value);
            rows[0]++;
        });
        assertTrue(rows[0] > 0);
    }

    private static void eachRow(String table, BiConsumer<String, String> row) {
        table.lines().forEach(line -> {
            int bar = line.indexOf(" | ");
            row.accept(line.substring(0, bar), line.substring(bar + 3));
        });
    }

    /** Reads a C specification, percent sign included, with the one conversion that Lua lacks. */
    static PrintfSpec parse(String format) {
        boolean capitalF = format.endsWith("F");
        byte[] bytes = format.replace('F', 'f').getBytes(StandardCharsets.ISO_8859_1);
        PrintfSpec spec = new PrintfSpec();
        assertEquals(bytes.length, spec.parse(bytes, 1, bytes.length));
        assertEquals(PrintfSpec.Validity.VALID, spec.validity(), format);
        if (capitalF) {
            int flags = 0;
            for (int flag = PrintfSpec.LEFT; flag <= PrintfSpec.ZERO; flag <<= 1) {
                flags |= spec.has(flag) ? flag : 0;
            }
            spec.set(flags, spec.width(), spec.precision(), 'F');
        }
        return spec;
    }

    private static double floatOf(String value) {
        return switch (value) {
            case "max" -> Double.MAX_VALUE;
            case "min" -> Double.MIN_VALUE;
            case "normal" -> Double.MIN_NORMAL;
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            case "nan" -> Double.longBitsToDouble(0x7ff8L << 48);
            case "-nan" -> Double.longBitsToDouble(0xfff8L << 48);
            default -> Double.parseDouble(value);
        };
    }

    private static long integerOf(String value) {
        return switch (value) {
            case "max" -> Long.MAX_VALUE;
            case "min" -> Long.MIN_VALUE;
            default -> Long.parseLong(value);
        };
    }
}
