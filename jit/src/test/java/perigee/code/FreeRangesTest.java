package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreeRangesTest {
    private static final int SIZE = 2000;

    private record Taken(int start, int bytes) {
    }

    @Test
    void neighboursAreJoined() {
        FreeRanges ranges = new FreeRanges(0, 100);
        assertEquals(0, ranges.take(10));
        assertEquals(10, ranges.take(10));
        assertEquals(20, ranges.take(10));
        ranges.free(0, 10);
        ranges.free(20, 10);
        assertEquals(2, ranges.count());
        ranges.free(10, 10);
        assertEquals(1, ranges.count());
        assertEquals(100, ranges.largest());
    }

    @Test
    void theSmallestRangeThatWillDoIsTaken() {
        FreeRanges ranges = new FreeRanges(0, 100);
        assertEquals(0, ranges.take(100));
        ranges.free(0, 30);
        ranges.free(40, 10);
        ranges.free(60, 10);
        assertEquals(40, ranges.take(8));
        assertEquals(60, ranges.take(9));
        assertEquals(0, ranges.take(11));
        assertEquals(FreeRanges.NONE, ranges.take(20));
    }

    @Test
    void boundsAreKept() {
        FreeRanges ranges = new FreeRanges(100, 100);
        assertEquals(150, ranges.take(10, 150, 150));
        assertEquals(FreeRanges.NONE, ranges.take(1, 155, 159));
        assertEquals(FreeRanges.NONE, ranges.take(10, 141, 159));
        assertEquals(160, ranges.take(10, 141, 160));
        assertEquals(FreeRanges.NONE, ranges.take(1, 0, 99));
        assertEquals(100, ranges.take(1, 0, 100));
        assertEquals(FreeRanges.NONE, ranges.take(2, 199, 300));
        assertEquals(199, ranges.take(1, 199, 300));
    }

    @Test
    void randomUseAgreesWithASetOfBits() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            FreeRanges ranges = new FreeRanges(0, SIZE);
            BitSet used = new BitSet(SIZE);
            List<Taken> all = new ArrayList<>();
            for (int step = 0; step < 3000; step++) {
                int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 300 : 30);
                switch (random.nextInt(5)) {
                    case 0, 1 -> taken((int) ranges.take(size), size, lowestFit(used, size, 0, SIZE) >= 0, used, all);
                    case 2 -> {
                        int lowest = random.nextInt(SIZE);
                        int highest = lowest + random.nextInt(200);
                        int at = (int) ranges.take(size, lowest, highest);
                        assertEquals(lowestFit(used, size, lowest, highest), at);
                        taken(at, size, at >= 0, used, all);
                    }
                    default -> {
                        if (!all.isEmpty()) {
                            Taken taken = all.remove(random.nextInt(all.size()));
                            used.clear(taken.start, taken.start + taken.bytes);
                            ranges.free(taken.start, taken.bytes);
                        }
                    }
                }
                assertEquals(SIZE - used.cardinality(), ranges.bytes());
                assertEquals(longest(used), ranges.largest());
            }
            all.forEach(taken -> ranges.free(taken.start, taken.bytes));
            assertEquals(1, ranges.count());
        }
    }

    private static void taken(int at, int size, boolean expected, BitSet used, List<Taken> all) {
        assertEquals(expected, at >= 0);
        if (at >= 0) {
            assertTrue(used.get(at, at + size).isEmpty());
            used.set(at, at + size);
            all.add(new Taken(at, size));
        }
    }

    private static int lowestFit(BitSet used, int size, int lowest, int highest) {
        for (int at = lowest; at <= highest && at + size <= SIZE; at++) {
            if (used.get(at, at + size).isEmpty()) {
                return at;
            }
        }
        return -1;
    }

    private static long longest(BitSet used) {
        int longest = 0;
        for (int at = used.nextClearBit(0); at < SIZE; at = used.nextClearBit(at)) {
            int end = used.nextSetBit(at);
            end = end < 0 ? SIZE : end;
            longest = Math.max(longest, end - at);
            at = end;
        }
        return longest;
    }
}
