package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogarithmsTest {
    @Test
    void powersAreExact() {
        for (int i = -1074; i <= 1023; i++) {
            assertEquals(i, Logarithms.log2(Math.scalb(1.0, i)));
        }
        for (int i = -307; i <= 308; i++) {
            assertEquals(i, Logarithms.log10(Double.parseDouble("1e" + i)));
        }
    }

    @Test
    void closeToTheQuotientOfNaturalLogarithms() {
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            double x = Math.scalb(1 + random.nextDouble(), random.nextInt(2000) - 1050);
            assertClose(Math.log(x) / Math.log(2), Logarithms.log2(x));
            assertClose(Math.log(x) / Math.log(10), Logarithms.log10(x));
        }
    }

    private static void assertClose(double expected, double actual) {
        assertTrue(Math.abs(expected - actual) <= 4 * Math.ulp(expected), expected + " " + actual);
    }

    @Test
    void noLogarithm() {
        assertEquals(Double.NEGATIVE_INFINITY, Logarithms.log2(0));
        assertEquals(Double.NEGATIVE_INFINITY, Logarithms.log10(0));
        assertEquals(Double.POSITIVE_INFINITY, Logarithms.log2(Double.POSITIVE_INFINITY));
        assertEquals(Double.POSITIVE_INFINITY, Logarithms.log10(Double.POSITIVE_INFINITY));
        assertTrue(Double.isNaN(Logarithms.log2(-1)));
        assertTrue(Double.isNaN(Logarithms.log10(-1)));
        assertTrue(Double.isNaN(Logarithms.log2(Double.NaN)));
    }
}
