package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CodeMapTest {
    private static final long START = 0x5555_0000L;
    private static final int SIZE = 1 << 16;

    @Test
    void everyAddressHasItsCode() {
        CodeMap map = new CodeMap(START, SIZE);
        TreeMap<Long, CodeObject> model = new TreeMap<>();
        Random random = new Random(7);
        for (int step = 0; step < 3000; step++) {
            long at = START + 32L * random.nextInt(SIZE / 32);
            CodeObject there = model.get(at);
            if (there != null) {
                map.remove(model.remove(at));
            } else {
                int size = 1 + random.nextInt(random.nextInt(8) == 0 ? 9000 : 300);
                Map.Entry<Long, CodeObject> below = model.floorEntry(at);
                Long above = model.ceilingKey(at);
                if ((below == null || below.getValue().end() <= at) && (above == null || at + size <= above)
                        && at + size <= START + SIZE) {
                    CodeObject code = code("c" + step, size, at);
                    map.add(code);
                    model.put(at, code);
                }
            }
            assertEquals(model.size(), map.count());
            for (int i = 0; i < 10; i++) {
                long address = START - 100 + random.nextInt(SIZE + 200);
                Map.Entry<Long, CodeObject> entry = model.floorEntry(address);
                CodeObject expected = entry != null && address < entry.getValue().end() ? entry.getValue() : null;
                assertSame(expected, map.find(address));
            }
        }
        List<CodeObject> all = new ArrayList<>();
        map.forEach(all::add);
        assertEquals(List.copyOf(model.values()), all);
    }

    @Test
    void aReturnAddressMayBeTheEnd() {
        CodeMap map = new CodeMap(START, SIZE);
        CodeObject first = code("first", 32, START);
        CodeObject second = code("second", 32, START + 32);
        map.add(first);
        map.add(second);
        assertSame(second, map.find(START + 32));
        assertSame(first, map.findReturn(START + 32));
        assertNull(map.findReturn(START));
        assertEquals("second", map.describe(START + 32));
        assertEquals("second+0x1f", map.describe(START + 63));
        assertNull(map.describe(START + 64));
    }

    @Test
    void sitesAreFoundByKindAndOffset() {
        Sites sites = new Sites.Builder().add(SiteKind.PATCH, 40, 4).add(SiteKind.CALL, 10, 1, "state")
                .add(SiteKind.DATA, 48, 5).add(SiteKind.GUARD, 10, 2).add(SiteKind.SAFEPOINT, 10, 3).build();
        assertEquals(5, sites.count());
        assertEquals(1, sites.key(sites.find(SiteKind.CALL, 10)));
        assertEquals("state", sites.detail(sites.find(SiteKind.CALL, 10)));
        assertEquals(2, sites.key(sites.find(SiteKind.GUARD, 10)));
        assertNull(sites.detail(sites.find(SiteKind.GUARD, 10)));
        assertEquals(Sites.ABSENT, sites.find(SiteKind.PATCH, 10));
        assertEquals(Sites.ABSENT, sites.find(SiteKind.CALL, 11));
        assertEquals(3, sites.first(11));
        assertEquals(5, sites.first(49));
        assertEquals(SiteKind.DATA, sites.kind(4));
        assertEquals(0, Sites.NONE.count());
        assertThrows(IllegalArgumentException.class, () -> new Sites.Builder().add(SiteKind.CALL, -1, 0));
        CodeObject code = new CodeObject(new UnlinkedCode("f", CodeKind.BASELINE, new byte[64], List.of(), sites, 100),
                Caches.OWNER, START);
        assertEquals(3, code.site(SiteKind.PATCH, START + 40));
        assertEquals(START + 40, code.address(3));
        assertEquals(100 + sites.metadataBytes(), code.metadataBytes());
    }

    private static CodeObject code(String name, int size, long at) {
        return new CodeObject(UnlinkedCode.plain(name, CodeKind.BASELINE, new byte[size]), Caches.OWNER, at);
    }
}
