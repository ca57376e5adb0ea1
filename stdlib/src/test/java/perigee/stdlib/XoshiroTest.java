package perigee.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import perigee.memory.Memory;

/** Numbers that the reference gives for the same seeds. */
class XoshiroTest {
    private static final long WORDS = Memory.reserve(32);

    private static Xoshiro seeded(long first, long second) {
        Xoshiro generator = new Xoshiro(WORDS);
        generator.seed(first, second);
        return generator;
    }

    private static void assertNumbers(Xoshiro generator, long... numbers) {
        for (long number : numbers) {
            assertEquals(number, generator.next());
        }
    }

    @Test
    void numbersOfSeeds() {
        assertNumbers(seeded(42L, 0L), -1276290044721465627L, 8333941968102511665L,
                -8358531260401861301L);
        assertNumbers(seeded(0L, 0L), 4554719557422691265L, 4331835599999590920L,
                1277915526958806955L);
        assertNumbers(seeded(-1L, 123456789L), 6958223047608988806L, 3447757273724092834L,
                8215059151477141959L);
        assertNumbers(seeded(9223372036854775807L, Long.MIN_VALUE), -2791550165717155446L, 5817696329707338889L,
                5233550574294566965L);
    }

    @Test
    void floats() {
        assertEquals(0.0, Xoshiro.toUnit(0));
        assertEquals(1 - 0x1p-53, Xoshiro.toUnit(-1L));
        Xoshiro generator = seeded(42, 0);
        assertEquals(0.93081217803956817, Xoshiro.toUnit(generator.next()));
        assertEquals(0.45178389935924312, Xoshiro.toUnit(generator.next()));
        assertEquals(0.54688311243421495, Xoshiro.toUnit(generator.next()));
    }

    @Test
    void projections() {
        Xoshiro generator = seeded(7, 8);
        assertEquals(2L, 1L + generator.project(generator.next(), 5L));
        assertEquals(5L, 1L + generator.project(generator.next(), 5L));
        assertEquals(176L, 0L + generator.project(generator.next(), 255L));
        assertEquals(9L, -10L + generator.project(generator.next(), 20L));
        assertEquals(313231424L, 1L + generator.project(generator.next(), 1000000006L));
        assertEquals(-6266535626827973170L, Long.MIN_VALUE + generator.project(generator.next(), -1L));
        assertEquals(5395690840699996479L, 0L + generator.project(generator.next(), 9223372036854775807L));
    }

    @Test
    void projectionStaysInside() {
        Xoshiro generator = seeded(1, 2);
        for (long limit : new long[] {0, 1, 2, 3, 5, 100, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1}) {
            for (int i = 0; i < 1000; i++) {
                assertTrue(Long.compareUnsigned(generator.project(generator.next(), limit), limit) <= 0);
            }
        }
    }
}
