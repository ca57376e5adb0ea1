package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class NativeEntryTest {
    @Test
    void wordsArriveInTheOrderOfTheConvention() {
        try (CodeCache cache = Caches.open(1 << 16)) {
            // lea rax, [rdi]; the others are rsi, rdx and rcx: rax = ((a * 16 + b) * 16 + c) * 16 + d
            Bytes b = new Bytes().hex("48 89 f8 48 c1 e0 04 48 01 f0 48 c1 e0 04 48 01 d0 48 c1 e0 04 48 01 c8").ret();
            CodeObject four = install(cache, b);
            CodeObject two = install(cache, new Bytes().hex("48 89 f8 48 c1 e0 04 48 01 f0").ret());
            CodeObject one = install(cache, new Bytes().hex("48 8d 47 01").ret());
            assertEquals(0x1234, NativeEntry.call(four.start(), 1, 2, 3, 4));
            assertEquals(0x12, NativeEntry.call(two.start(), 1, 2));
            assertEquals(0x12, NativeEntry.callBriefly(two.start(), 1, 2, 0, 0));
            assertEquals(Long.MIN_VALUE, NativeEntry.call(one.start(), Long.MAX_VALUE));
        }
    }

    @Test
    void theFloorIsLaidByAThreadThatEnds() throws InterruptedException {
        AtomicReference<Thread> last = new AtomicReference<>();
        Thread thread = MachineFloor.prepareInBackground(() -> last.set(Thread.currentThread()));
        assertTrue(thread.isDaemon());
        MachineFloor.prepare(); // may run at the same time
        thread.join(60_000);
        assertFalse(thread.isAlive());
        assertSame(thread, last.get());
    }

    private static CodeObject install(CodeCache cache, Bytes bytes) {
        CodeObject code = cache.install(UnlinkedCode.plain("code", CodeKind.STUB, bytes.code()), Caches.OWNER)
                .orElseThrow();
        cache.patcher().synchronise();
        return code;
    }
}
