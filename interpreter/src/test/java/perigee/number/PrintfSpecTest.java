package perigee.number;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What {@code string.format} takes as a specification, where it ends, and what is wrong with the others. */
class PrintfSpecTest {

    private final PrintfSpec spec = new PrintfSpec();

    @Test
    void allParts() {
        assertEquals(10, parse("-+ #12.34g rest"));
        assertEquals(PrintfSpec.Validity.VALID, spec.validity());
        assertTrue(spec.has(PrintfSpec.LEFT));
        assertTrue(spec.has(PrintfSpec.PLUS));
        assertTrue(spec.has(PrintfSpec.SPACE));
        assertTrue(spec.has(PrintfSpec.ALTERNATE));
        assertFalse(spec.has(PrintfSpec.ZERO));
        assertEquals(12, spec.width());
        assertEquals(34, spec.precision());
        assertEquals('g', spec.conversion());
        assertFalse(spec.isPlain());
    }

    @Test
    void leavesNothingOfTheOneBefore() {
        parse("-5.3s");
        parse("d");
        assertTrue(spec.isPlain());
        assertEquals(0, spec.width());
        assertEquals(PrintfSpec.NO_PRECISION, spec.precision());
        assertFalse(spec.has(PrintfSpec.LEFT));
    }

    @Test
    void aDotAloneIsPrecisionZero() {
        parse("5.d");
        assertEquals(5, spec.width());
        assertEquals(0, spec.precision());
    }

    @Test
    void zeroIsAFlagBeforeItIsADigit() {
        parse("0010d");
        assertTrue(spec.has(PrintfSpec.ZERO));
        assertEquals(10, spec.width());
    }

    @Test
    void flagsThatConversionsTake() {
        assertValidity(PrintfSpec.Validity.VALID, "-+0 d", "-+0 5.3i", "-05u", "-#05x", "-#0X", "-#0.7o", "-5c", "-5p",
            "-5.2s", "-+ #05.3a", "-+ #05.3E", "-----d", "99.99f", ".f", "q", "00000000000000000000d");
    }

    @Test
    void modifiersThatConversionsDoNotTake() {
        assertValidity(PrintfSpec.Validity.MALFORMED, "#d", "+u", " x", "+X", " o", "+c", "0c", "5.2c", "05s", "#s",
            "+s", "0p", ".3p", "100d", ".100d", "5.3.1d", "5-d", "1 d", "5q", "-q", ".q", "0q");
    }

    @Test
    void conversionsThatDoNotExist() {
        assertValidity(PrintfSpec.Validity.UNKNOWN_CONVERSION, "F", "5z", "ld", "n", "\0", "%", "", "5", "-.");
    }

    @Test
    void tooLong() {
        assertValidity(PrintfSpec.Validity.TOO_LONG, "000000000000000000000d", "-".repeat(30) + "z", "1".repeat(21));
    }

    @Test
    void endsBehindTheConversionOrWithTheText() {
        assertEquals(1, parse("d%d"));
        assertEquals(3, parse("5.d5"));
        assertEquals(2, parse("5."));
        assertEquals(0, spec.conversion());
        assertEquals(0, parse(""));
        byte[] within = "%5d%-3s".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(7, spec.parse(within, 4, 7));
        assertEquals(3, spec.width());
    }

    private int parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return spec.parse(bytes, 0, bytes.length);
    }

    private void assertValidity(PrintfSpec.Validity expected, String... texts) {
        for (String text : texts) {
            parse(text);
            assertEquals(expected, spec.validity(), text);
        }
    }
}
