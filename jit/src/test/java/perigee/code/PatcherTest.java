package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.asm.Relocation;
import perigee.memory.Memory;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PatcherTest {
    private static final int RUNS = 1_000_000;

    private CodeCache cache;
    private Patcher patcher;

    @BeforeEach
    void open() {
        cache = Caches.open(1 << 18);
        patcher = cache.patcher();
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void anImmediateIsPatchedAndRunAMillionTimes() {
        Bytes b = new Bytes().align(4, 3).label("at").movEax(0).ret();
        CodeObject code = install(b, b.offset("at") + 1);
        for (int i = 0; i < RUNS; i++) {
            patcher.replaceInt(code.address(0), i, i + 1);
            assertEquals(i + 1, Caches.run(cache, code));
        }
        assertEquals(RUNS, patcher.patches());
    }

    @Test
    void aCallIsRedirectedAndRunAMillionTimes() {
        CodeObject one = cache.install(Caches.returning(1, 6), Caches.OWNER).orElseThrow();
        CodeObject two = cache.install(Caches.returning(2, 6), Caches.OWNER).orElseThrow();
        Bytes b = new Bytes().align(8, 3).label("at").hex("e8").int32(0).ret();
        int at = b.offset("at");
        CodeObject code = cache.install(new UnlinkedCode("caller", CodeKind.BASELINE, b.code(),
                List.of(Relocation.rel32(at + 1, Relocation.SELF)), sites(at), 0), Caches.OWNER)
                .orElseThrow();
        patcher.redirect(code.address(0), code.start(), one.start());
        for (int i = 0; i < RUNS / 2; i++) {
            assertEquals(1, Caches.run(cache, code));
            patcher.redirect(code.address(0), one.start(), two.start());
            assertEquals(2, Caches.run(cache, code));
            patcher.redirect(code.address(0), two.start(), one.start());
        }
    }

    @Test
    void aJumpComesAndGoesAMillionTimes() {
        Bytes b = new Bytes().align(8, 1).label("at").hex("0f 1f 44 00 00").movEax(1).ret().label("other").movEax(2).ret();
        CodeObject code = install(b, b.offset("at"));
        long at = code.address(0);
        long other = code.start() + b.offset("other");
        for (int i = 0; i < RUNS / 2; i++) {
            assertEquals(1, Caches.run(cache, code));
            patcher.nopToJump(at, other);
            assertEquals(2, Caches.run(cache, code));
            patcher.jumpToNop(at, other);
        }
    }

    @Test
    void whatIsWrittenWaitsToBeSynchronised() {
        CodeObject code = install(new Bytes().padTo(64), 8);
        assertTrue(patcher.isPending());
        patcher.synchronise();
        assertFalse(patcher.isPending());
        install(new Bytes().padTo(64));
        assertTrue(patcher.isPending());
        patcher.synchronise();
        patcher.replaceInt(code.address(0), 0x90909090, 1);
        assertTrue(patcher.isPending());
    }

    @Test
    void aWholeWordIsPatched() {
        Bytes b = new Bytes().align(8, 6).hex("48 b8").label("at").int64(0x1122334455667788L).ret();
        CodeObject code = install(b, b.offset("at"));
        assertEquals(0x1122334455667788L, Caches.run(cache, code));
        patcher.replaceLong(code.address(0), 0x1122334455667788L, -2);
        assertEquals(-2, Caches.run(cache, code));
    }

    @Test
    void negativeDisplacementsAndNeighboursAreKept() {
        Bytes b = new Bytes().hex("11 22 33").label("at").hex("0f 1f 44 00 00").hex("aa bb").padTo(64);
        CodeObject code = install(b, b.offset("at"));
        patcher.nopToJump(code.address(0), code.start());
        assertEquals(0xFFFFFFF8_E9332211L, Memory.getLong(code.start()));
        assertEquals(0xBBAA, Memory.getInt(code.start() + 8) & 0xFFFF);
        patcher.jumpToNop(code.address(0), code.start());
        assertEquals(0x0000441F_0F332211L, Memory.getLong(code.start()));
    }

    @Test
    void wrongOldBytesAreRefused() {
        Bytes b = new Bytes().align(8, 3).label("at").movEax(5).ret();
        CodeObject code = install(b, b.offset("at"), b.offset("at") + 1);
        long before = Memory.getLong(code.start());
        refused("stands", () -> patcher.replaceInt(code.address(1), 4, 6));
        refused("no call or jump", () -> patcher.redirect(code.address(0), 0, code.start()));
        refused("stands", () -> patcher.nopToJump(code.address(0), code.start()));
        refused("stands", () -> patcher.jumpToNop(code.address(0), code.start()));
        assertEquals(before, Memory.getLong(code.start()));
        assertEquals(0, patcher.patches());
        assertEquals(5, Caches.run(cache, code));
    }

    @Test
    void whatCrossesAWordIsRefused() {
        Bytes b = new Bytes().padTo(64);
        CodeObject code = install(b, 4, 5, 9);
        refused("crosses", () -> patcher.nopToJump(code.address(0), code.start()));
        refused("crosses", () -> patcher.replaceInt(code.address(1), 0x90909090, 0));
        refused("crosses", () -> patcher.replaceLong(code.address(2), 0x9090909090909090L, 0));
        patcher.replaceInt(code.address(0), 0x90909090, 0);
    }

    @Test
    void onlyPatchSitesOfInstalledCodeArePatched() {
        Bytes b = new Bytes().padTo(64);
        CodeObject code = install(b, 8);
        refused("no patch site", () -> patcher.replaceInt(code.start() + 12, 0x90909090, 0));
        refused("no patch site", () -> patcher.replaceInt(cache.end() - 8, 0xCCCCCCCC, 0));
        refused("no patch site", () -> patcher.replaceInt(16, 0, 0));
        refused("no patch site", () -> patcher.replaceLong(code.start() + 16, 0x9090909090909090L, 0));
        refused("no patch site", () -> patcher.redirect(code.start() + 3, 0, 0));
        refused("no patch site", () -> patcher.nopToJump(code.start() + 16, code.start()));
        refused("no patch site", () -> patcher.jumpToNop(code.start() + 16, code.start()));
        refused("out of reach", () -> patcher.nopToJump(code.address(0), 16));
        cache.retire(code);
        patcher.replaceInt(code.address(0), 0x90909090, 1);
        cache.reclaim(code);
        refused("no patch site", () -> patcher.replaceInt(code.start() + 8, 0xCCCCCCCC, 0));
    }

    private static void refused(String message, Runnable patch) {
        String text = assertThrows(IllegalStateException.class, patch::run).getMessage();
        assertTrue(text.contains(message), text);
    }

    private CodeObject install(Bytes bytes, int... offsets) {
        return cache.install(new UnlinkedCode("patched", CodeKind.BASELINE, bytes.code(), List.of(), sites(offsets), 0),
                Caches.OWNER).orElseThrow();
    }

    private static Sites sites(int... offsets) {
        Sites.Builder sites = new Sites.Builder();
        for (int offset : offsets) {
            sites.add(SiteKind.PATCH, offset, 0);
        }
        return sites.build();
    }
}
