package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.memory.Memory;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class EvictionTest {
    private static final int SIZE = 1 << 16;
    private static final int PIECE = 1024;
    /** All but the patcher's stub. */
    private static final int PIECES = SIZE / PIECE - 1;

    /** Code is as cold as its place in the list says. */
    private static final class ByList implements EvictionPolicy {
        final List<CodeObject> code = new ArrayList<>();
        final Set<CodeObject> inUse = new HashSet<>();
        final List<CodeObject> unlinked = new ArrayList<>();
        int walks;

        @Override
        public List<CodeObject> coldestFirst() {
            return List.copyOf(code);
        }

        @Override
        public void unlink(CodeObject victim) {
            assertTrue(code.remove(victim));
            unlinked.add(victim);
        }

        @Override
        public Set<CodeObject> inUse() {
            walks++;
            return inUse;
        }
    }

    private final ByList policy = new ByList();

    private CodeObject install(CodeCache cache, int number) {
        CodeObject code = cache.install(Caches.returning(number, PIECE), Caches.OWNER).orElseThrow();
        policy.code.add(code);
        return code;
    }

    @Test
    void theColdestGoesFirstAndSomeMoreWithIt() {
        try (CodeCache cache = Caches.open(SIZE, policy)) {
            List<CodeObject> all = new ArrayList<>();
            for (int i = 0; i < PIECES; i++) {
                all.add(install(cache, i));
            }
            assertEquals(0, cache.statistics().evictions());
            policy.code.remove(all.get(0)); // the hottest now
            policy.code.add(all.get(0));
            install(cache, 100);
            int evicted = (int) cache.statistics().evictions();
            assertEquals(all.subList(1, 1 + evicted), policy.unlinked);
            assertTrue(evicted >= SIZE / 32 / PIECE && evicted <= SIZE / 32 / PIECE + 2, "evicted " + evicted);
            assertEquals(evicted, cache.statistics().reclaims());
            assertEquals(0, Caches.run(cache, all.get(0)));
            assertEquals(1, policy.walks);
        }
    }

    @Test
    void codeThatFramesStandInIsFreedLater() {
        try (CodeCache cache = Caches.open(SIZE, policy)) {
            for (int i = 0; i < PIECES; i++) {
                install(cache, i);
            }
            CodeObject coldest = policy.code.get(0);
            policy.inUse.add(coldest);
            install(cache, 100);
            assertEquals(CodeObject.State.RETIRED, coldest.state());
            assertEquals(0, Caches.run(cache, coldest));
            assertEquals(1, cache.statistics().retiredObjects());
            assertEquals(0, cache.reclaimExcept(policy.inUse));
            policy.inUse.clear();
            assertEquals(PIECE, cache.reclaimExcept(policy.inUse));
            assertEquals(CodeObject.State.FREED, coldest.state());
        }
    }

    @Test
    void retiredCodeGoesBeforeAnyIsEvicted() {
        try (CodeCache cache = Caches.open(SIZE, policy)) {
            for (int i = 0; i < PIECES; i++) {
                install(cache, i);
            }
            for (int i = 0; i < 4; i++) {
                cache.retire(policy.code.remove(10));
            }
            install(cache, 100);
            assertEquals(0, cache.statistics().evictions());
            assertEquals(4, cache.statistics().reclaims());
        }
    }

    @Test
    void aCacheFullOfFramesRefuses() {
        try (CodeCache cache = Caches.open(SIZE, policy)) {
            for (int i = 0; i < PIECES; i++) {
                policy.inUse.add(install(cache, i));
            }
            assertEquals(Refusal.Reason.FULL, refusal(cache.install(Caches.returning(0, PIECE), Caches.OWNER)));
            assertEquals(Refusal.Reason.FULL, refusal(cache.install(Caches.returning(0, 2 * SIZE), Caches.OWNER)));
            assertEquals(PIECES, cache.statistics().retiredObjects());
            policy.inUse.clear();
            install(cache, 1);
            assertEquals(2, cache.map().count());
        }
    }

    @Test
    void onlyWhatIsInTheWayOfAPlaceIsEvicted() {
        try (CodeCache cache = Caches.open(SIZE, policy)) {
            List<CodeObject> all = new ArrayList<>();
            for (int i = 0; i < PIECES; i++) {
                all.add(install(cache, i));
            }
            Placement place = Placement.at(all.get(20).start() + PIECE - 32);
            CodeObject placed = cache.install(Caches.returning(7, PIECE), Caches.OWNER, place).orElseThrow();
            assertEquals(place.lowest(), placed.start());
            assertEquals(List.of(all.get(20), all.get(21)), policy.unlinked);
            policy.unlinked.clear();
            policy.code.removeAll(all.subList(29, 32));
            policy.code.addAll(0, List.of(all.get(29), all.get(31), all.get(30))); // the neighbours are colder
            cache.install(Caches.returning(7, PIECE), Caches.OWNER, Placement.at(all.get(30).start())).orElseThrow();
            assertEquals(List.of(all.get(30)), policy.unlinked);
            assertEquals(Refusal.Reason.PLACE_TAKEN,
                    refusal(cache.install(Caches.returning(7, 64), Caches.OWNER, Placement.at(cache.start()))));
        }
    }

    private static Refusal.Reason refusal(Installation installation) {
        return assertInstanceOf(Installation.Refused.class, installation).refusal().reason();
    }

    /** Native code calls all functions of a table over and over while they are freed and replaced one by one. */
    @Test
    void functionsAreReplacedUnderLoad() {
        int functions = 200;
        long table = Memory.reserve(8L * functions);
        try (CodeCache cache = Caches.open(8 * SIZE)) {
            // push rbx, r12, r13; rbx = table; r12d = count; r13 = 0; again: call [rbx]; r13 += rax; rbx += 8; loop
            Bytes b = new Bytes().hex("53 41 54 41 55 48 89 fb 41 bc").int32(functions).hex("45 31 ed").label("again")
                    .hex("ff 13 49 01 c5 48 83 c3 08 41 ff cc").to("0f 85", "again").hex("4c 89 e8 41 5d 41 5c 5b").ret();
            CodeObject sum = cache.install(UnlinkedCode.plain("sum", CodeKind.STUB, b.code()), Caches.OWNER).orElseThrow();
            Random random = new Random(1);
            CodeObject[] current = new CodeObject[functions];
            long[] numbers = new long[functions];
            long expected = 0;
            for (int i = 0; i < functions + 20_000; i++) {
                int index = i < functions ? i : random.nextInt(functions);
                if (current[index] != null) {
                    cache.retire(current[index]);
                    cache.reclaim(current[index]);
                }
                current[index] = cache.install(Caches.returning(i, 6 + random.nextInt(1000)), Caches.OWNER).orElseThrow();
                Memory.putLong(table + 8L * index, current[index].start());
                expected += i - numbers[index];
                numbers[index] = i;
                if (i >= functions - 1) {
                    assertEquals(expected, Caches.run(cache, sum, table));
                }
            }
            assertEquals(functions + 2, cache.map().count());
        } finally {
            Memory.release(table);
        }
    }
}
