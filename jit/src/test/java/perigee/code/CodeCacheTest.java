package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.memory.Memory;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CodeCacheTest {
    private static final long SIZE = 1 << 18;

    @Test
    void codeRunsUntilItIsFreedAndThenTraps() {
        try (CodeCache cache = Caches.open(SIZE)) {
            CodeObject code = cache.install(Caches.returning(42, 100), Caches.OWNER).orElseThrow();
            assertEquals(42, Caches.run(cache, code));
            assertEquals(0, code.start() % CodeCache.ALIGNMENT);
            assertSame(code, cache.map().find(code.start() + 99));
            assertThrows(IllegalStateException.class, () -> cache.reclaim(code));
            cache.retire(code);
            assertThrows(IllegalStateException.class, () -> cache.retire(code));
            assertEquals(42, Caches.run(cache, code));
            cache.reclaim(code);
            assertNull(cache.map().find(code.start()));
            assertTraps(code.start(), code.start() + code.allocatedBytes());
            assertEquals(CodeObject.State.FREED, code.state());
            assertThrows(IllegalStateException.class, () -> cache.reclaim(code));
            assertEquals(1, cache.statistics().reclaims());
        }
    }

    @Test
    void randomUseKeepsTheAccounts() {
        for (int seed = 0; seed < 8; seed++) {
            randomUse(new Random(seed));
        }
    }

    private static void randomUse(Random random) {
        try (CodeCache cache = Caches.open(SIZE)) {
            CodeOwner[] owners = {new CodeOwner("a"), new CodeOwner("b"), new CodeOwner("c")};
            List<CodeObject> live = new ArrayList<>();
            List<CodeObject> retired = new ArrayList<>();
            List<Integer> numbers = new ArrayList<>();
            int placed = 0;
            for (int step = 0; step < 4000; step++) {
                switch (random.nextInt(6)) {
                    case 0, 1, 2 -> {
                        UnlinkedCode plain = Caches.returning(step, 6 + random.nextInt(1500));
                        UnlinkedCode code = new UnlinkedCode(plain.name(), CodeKind.values()[random.nextInt(4)],
                                plain.bytes(), List.of(), Sites.NONE, random.nextInt(100));
                        Placement place = random.nextInt(4) > 0 ? Placement.ANYWHERE : Placement.at(cache.start()
                                + CodeCache.ALIGNMENT * (long) random.nextInt((int) (SIZE / CodeCache.ALIGNMENT)));
                        boolean free = place.equals(Placement.ANYWHERE)
                                || isFree(cache, place.lowest(), plain.bytes().length);
                        switch (cache.install(code, owners[random.nextInt(3)], place)) {
                            case Installation.Installed(CodeObject object) -> {
                                assertTrue(free);
                                live.add(object);
                                numbers.add(step);
                                if (!place.equals(Placement.ANYWHERE)) {
                                    assertEquals(place.lowest(), object.start());
                                    placed++;
                                }
                            }
                            case Installation.Refused(Refusal refusal) -> {
                                if (place.equals(Placement.ANYWHERE)) {
                                    assertTrue(cache.statistics().largestFree() < 2048);
                                    assertEquals(Refusal.Reason.FULL, refusal.reason());
                                } else {
                                    assertTrue(!free);
                                }
                            }
                        }
                    }
                    case 3, 4 -> {
                        if (!live.isEmpty()) {
                            int index = random.nextInt(live.size());
                            assertEquals(numbers.get(index).longValue(), Caches.run(cache, live.get(index)));
                            CodeObject object = live.remove(index);
                            numbers.remove(index);
                            cache.retire(object);
                            retired.add(object);
                        }
                    }
                    default -> {
                        if (!retired.isEmpty()) {
                            cache.reclaim(retired.remove(random.nextInt(retired.size())));
                        }
                    }
                }
                if (step % 200 == 0) {
                    checkAccounts(cache, owners, live, retired);
                }
            }
            assertTrue(placed > 20, "placed " + placed);
            cache.reclaimExcept(Set.of());
            live.forEach(cache::retire);
            cache.reclaimExcept(Set.of());
            checkAccounts(cache, owners, List.of(), List.of());
            assertEquals(1, cache.map().count());
            assertEquals(1, cache.statistics().freeRanges());
        }
    }

    private static boolean isFree(CodeCache cache, long start, int length) {
        if (start + CodeCache.rounded(length) > cache.end()) {
            return false;
        }
        for (long at = start; at < start + length; at += CodeCache.ALIGNMENT) {
            if (cache.map().find(at) != null) {
                return false;
            }
        }
        return true;
    }

    /** All sums by owner, by kind and over the objects are equal; what is free is all that is not code, and traps. */
    private static void checkAccounts(CodeCache cache, CodeOwner[] owners, List<CodeObject> live,
            List<CodeObject> retired) {
        List<CodeObject> all = new ArrayList<>(live);
        all.addAll(retired);
        List<CodeObject> mapped = new ArrayList<>();
        cache.map().forEach(mapped::add);
        assertEquals(all.size() + 1, mapped.size()); // and the stub of the patcher
        long bytes = mapped.stream().mapToLong(CodeObject::allocatedBytes).sum();
        long metadata = mapped.stream().mapToLong(CodeObject::metadataBytes).sum();
        long byKind = 0;
        long metadataByKind = 0;
        int objectsByKind = 0;
        for (CodeKind kind : CodeKind.values()) {
            byKind += cache.usage(kind).codeBytes();
            metadataByKind += cache.usage(kind).metadataBytes();
            objectsByKind += cache.usage(kind).objects();
        }
        assertEquals(bytes, byKind);
        assertEquals(metadata, metadataByKind);
        assertEquals(mapped.size(), objectsByKind);
        long byOwner = 0;
        for (CodeOwner owner : owners) {
            byOwner += owner.usage().codeBytes();
            long own = all.stream().filter(code -> code.owner() == owner).mapToLong(CodeObject::metadataBytes).sum();
            assertEquals(own, owner.usage().metadataBytes());
        }
        assertEquals(all.stream().mapToLong(CodeObject::allocatedBytes).sum(), byOwner);
        CodeStatistics statistics = cache.statistics();
        assertEquals(statistics.capacity() - bytes, statistics.free());
        assertEquals(retired.size(), statistics.retiredObjects());
        assertEquals(mapped.size(), statistics.installs() - statistics.reclaims());
        long at = cache.start();
        for (CodeObject code : mapped) {
            assertTrue(at <= code.start(), "overlap at " + code);
            assertTraps(at, code.start());
            at = code.start() + code.allocatedBytes();
        }
        assertTraps(at, cache.start() + statistics.committed());
    }

    private static void assertTraps(long from, long to) {
        for (long at = from; at < to; at += 8) {
            assertEquals(0xCCCCCCCC_CCCCCCCCL, Memory.getLong(at));
        }
    }

    @Test
    void freedRoomIsUsedAgain() {
        try (CodeCache cache = Caches.open(1 << 20)) {
            long committed = 0;
            for (int i = 0; i < 100_000; i++) {
                CodeObject code = cache.install(Caches.returning(i, 6 + i % 3000), Caches.OWNER).orElseThrow();
                if (i % 10 == 0) {
                    assertEquals(i, Caches.run(cache, code));
                }
                cache.retire(code);
                cache.reclaim(code);
                committed = i == 5000 ? cache.statistics().committed() : committed;
            }
            assertEquals(committed, cache.statistics().committed());
            assertEquals(1, cache.statistics().freeRanges());
            assertEquals(1, cache.map().count());
        }
    }

    @Test
    void placesThatCannotBe() {
        try (CodeCache cache = Caches.open(SIZE)) {
            CodeObject code = cache.install(Caches.returning(1, 100), Caches.OWNER).orElseThrow();
            assertRefused(Refusal.Reason.PLACE_TAKEN, cache, Placement.at(code.start() + 32));
            assertRefused(Refusal.Reason.PLACE_TAKEN, cache, Placement.at(cache.end() - 32));
            assertRefused(Refusal.Reason.PLACE_TAKEN, cache, Placement.at(4096));
            assertRefused(Refusal.Reason.PLACE_TAKEN, cache, Placement.at(cache.end() - 4096 + 1));
            assertRefused(Refusal.Reason.PLACE_TAKEN, cache, Placement.near(cache.end() + (1L << 32)));
            CodeObject near = cache.install(Caches.returning(7, 100), Caches.OWNER,
                    Placement.near(cache.end() + (1L << 30))).orElseThrow();
            assertEquals(7, Caches.run(cache, near));
            CodeObject last = cache.install(Caches.returning(8, 100), Caches.OWNER, Placement.at(cache.end() - 128))
                    .orElseThrow();
            assertEquals(8, Caches.run(cache, last));
            assertEquals(Map.of(Refusal.Reason.PLACE_TAKEN, 5L), cache.statistics().refusals());
        }
    }

    private static void assertRefused(Refusal.Reason reason, CodeCache cache, Placement place) {
        long installs = cache.statistics().installs();
        Installation installation = cache.install(Caches.returning(1, 100), Caches.OWNER, place);
        assertEquals(reason, assertInstanceOf(Installation.Refused.class, installation).refusal().reason());
        assertEquals(installs, cache.statistics().installs());
    }

    @Test
    void cachesOfOneProcessAreIndependent() {
        CodeCache first = Caches.open(SIZE);
        CodeCache second = Caches.open(SIZE);
        CodeObject a = first.install(Caches.returning(1, 64), new CodeOwner("a")).orElseThrow();
        CodeObject b = second.install(Caches.returning(2, 64), new CodeOwner("b")).orElseThrow();
        assertNotEquals(a.start(), b.start());
        assertNull(first.map().find(b.start()));
        assertEquals(1, Caches.run(first, a));
        first.close();
        assertEquals(2, Caches.run(second, b));
        second.close();
    }
}
