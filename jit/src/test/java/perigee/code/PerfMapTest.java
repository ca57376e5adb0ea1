package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PerfMapTest {
    @Test
    void oneLineForEachPieceOfCode(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("perf.map");
        try (PerfMap perf = PerfMap.open(file);
                CodeCache cache = CodeCache.open(1 << 16, new SymbolTable(), EvictionPolicy.NONE, perf).orElseThrow()) {
            CodeObject code = cache.install(UnlinkedCode.plain("lua f\n@x.lua:3", CodeKind.BASELINE, new byte[0x21]),
                    Caches.OWNER).orElseThrow();
            List<String> lines = Files.readAllLines(file);
            assertEquals(2, lines.size());
            assertTrue(lines.get(0).endsWith(" synchronise"));
            assertEquals(Long.toHexString(code.start()) + " 21 lua f @x.lua:3", lines.get(1));
            assertNull(perf.failure());
            // a mapping that perf takes for anonymous memory: in others it does not look for names
            assertTrue(Caches.mappings().stream().anyMatch(mapping -> mapping.start() <= code.start()
                    && code.start() < mapping.end() && mapping.file().startsWith("/dev/zero")));
        }
        assertTrue(PerfMap.standardPath().toString().matches("/tmp/perf-\\d+\\.map"));
    }

    @Test
    void aFullDiskDoesNotStopTheProgram() throws IOException {
        PerfMap perf = PerfMap.open(Path.of("/dev/full"));
        try (CodeCache cache = CodeCache.open(1 << 16, new SymbolTable(), EvictionPolicy.NONE, perf).orElseThrow()) {
            assertEquals(3, Caches.run(cache, cache.install(Caches.returning(3, 6), Caches.OWNER).orElseThrow()));
            assertNotNull(perf.failure());
        }
    }
}
