package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.code.Caches.Mapping;
import perigee.memory.Memory;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class CodeMemoryTest {
    private static final long SIZE = 4 * CodeMemory.STEP;

    @Test
    void noAddressIsWritableAndExecutable() {
        try (CodeMemory memory = CodeMemory.open(SIZE).orElseThrow()) {
            assertNull(memory.commit(memory.start() + CodeMemory.STEP + 1));
            assertEquals("r-xs", permissions(memory.start()));
            assertEquals("r-xs", permissions(memory.committed() - 1));
            assertEquals("---s", permissions(memory.committed()));
            assertEquals("---s", permissions(memory.end() - 1));
            assertEquals("rw-s", permissions(memory.writable(memory.start())));
            assertEquals("rw-s", permissions(memory.writable(memory.end() - 1)));
            for (Mapping mapping : Caches.mappings()) {
                boolean both = mapping.permissions().contains("w") && mapping.permissions().contains("x");
                assertFalse(both && mapping.file().startsWith("/dev/zero"), mapping.toString());
            }
        }
    }

    @Test
    void guardPagesStandAroundBothViews() {
        try (CodeMemory memory = CodeMemory.open(SIZE).orElseThrow()) {
            for (long start : new long[] {memory.start(), memory.writable(memory.start())}) {
                assertEquals("---p", permissions(start - 1));
                assertEquals("---p", permissions(start + SIZE));
            }
        }
    }

    @Test
    void bothViewsShowTheSameBytes() {
        try (CodeMemory memory = CodeMemory.open(SIZE).orElseThrow()) {
            memory.write(memory.start() + 16, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            assertEquals(0x0807060504030201L, Memory.getLong(memory.start() + 16));
            memory.erase(memory.start() + 16, 4);
            assertEquals(0x08070605_CCCCCCCCL, Memory.getLong(memory.start() + 16));
        }
    }

    @Test
    void whatWasNeverWrittenTraps() {
        try (CodeMemory memory = CodeMemory.open(SIZE).orElseThrow()) {
            assertNull(memory.commit(memory.end()));
            assertEquals(memory.end(), memory.committed());
            for (long at = memory.start(); at < memory.end(); at += 8) {
                assertEquals(0xCCCCCCCC_CCCCCCCCL, Memory.getLong(at));
            }
        }
    }

    @Test
    void aThousandLeaveNothingBehind() {
        CodeMemory.open(SIZE).orElseThrow().close();
        assertEquals(0, Caches.codeMappings().size());
        long mappings = Caches.mappings().size();
        long files = Caches.openFiles();
        for (int i = 0; i < 1000; i++) {
            try (CodeMemory memory = CodeMemory.open(SIZE).orElseThrow()) {
                memory.write(memory.start(), new byte[64]);
            }
        }
        assertEquals(0, Caches.codeMappings().size());
        assertTrue(Caches.mappings().size() < mappings + 200, "guard pages stay");
        assertEquals(files, Caches.openFiles());
    }

    @Test
    void memoryIsTakenAsItIsCommitted() {
        try (CodeMemory memory = CodeMemory.open(CodeMemory.LARGEST).orElseThrow()) {
            assertTrue(memory.committed() - memory.start() <= CodeMemory.STEP);
            assertEquals(CodeMemory.LARGEST, memory.end() - memory.start());
        }
    }

    @Test
    void whatTheSystemRefusesIsAValue() {
        int result = SystemCalls.protect(8, 4096, SystemCalls.PROT_READ);
        assertEquals("mprotect: invalid argument", new OsError("mprotect", -result).text());
        long map = SystemCalls.map(0, Long.MAX_VALUE & -4096, SystemCalls.PROT_NONE,
                SystemCalls.MAP_PRIVATE | SystemCalls.MAP_ANONYMOUS, -1, 0);
        assertTrue(SystemCalls.failed(map));
        Attempt<StackReservation> attempt = StackReservation.open(1L << 40, 1L << 22);
        assertEquals(12, ((Attempt.Failure<StackReservation>) attempt).error().number());
        assertThrows(IllegalStateException.class, attempt::orElseThrow);
    }

    private static String permissions(long address) {
        List<Mapping> mappings = Caches.mappings();
        return mappings.stream().filter(mapping -> mapping.start() <= address && address < mapping.end())
                .map(Mapping::permissions).findFirst().orElse("none");
    }
}
