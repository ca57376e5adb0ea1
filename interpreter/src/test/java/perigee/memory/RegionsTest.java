package perigee.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionsTest {
    private static final long SEED = 20250701;

    private record Region(long address, long bytes, long stamp) {
    }

    /** Regions of all sizes, more than the address space is for, taken and given back at random, each with a stamp of its own. */
    @Test
    void regionsDoNotOverlap() {
        Random random = new Random(SEED);
        try (Regions regions = new Regions(new PageAdvice(), 4 << 20)) {
            List<Region> live = new ArrayList<>();
            for (int round = 0; round < 60_000; round++) {
                boolean isGrowing = round / 10_000 % 2 == 0;
                if (live.isEmpty() || random.nextInt(10) < (isGrowing ? 7 : 3)) {
                    long bytes = 2048L << random.nextInt(7);
                    bytes -= 8L * random.nextInt(100);
                    long address = regions.take(bytes);
                    Memory.putLong(address, round);
                    Memory.putLong(address + bytes - 8, ~(long) round);
                    live.add(new Region(address, bytes, round));
                } else {
                    Region region = live.remove(random.nextInt(live.size()));
                    assertEquals(region.stamp, Memory.getLong(region.address));
                    assertEquals(~region.stamp, Memory.getLong(region.address + region.bytes - 8));
                    regions.release(region.address, region.bytes);
                }
            }
            live.forEach(region -> regions.release(region.address, region.bytes));
        }
    }

    /** What was given back is used again, for other sizes too. */
    @Test
    void freeSlabsAreUsedAgain() {
        try (Regions regions = new Regions(new PageAdvice(), 1 << 20)) {
            Map<Long, Integer> seen = new HashMap<>();
            for (int round = 0; round < 100; round++) {
                long bytes = 2048L << round % 5;
                List<Long> taken = new ArrayList<>();
                for (long sum = 0; sum < 512 << 10; sum += bytes) {
                    taken.add(regions.take(bytes));
                }
                taken.forEach(address -> seen.merge(address >>> 16, 1, Integer::sum));
                taken.forEach(address -> regions.release(address, bytes));
            }
            assertTrue(seen.size() <= 9, () -> seen.size() + " slabs");
        }
    }
}
