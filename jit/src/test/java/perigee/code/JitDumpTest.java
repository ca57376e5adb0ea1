package perigee.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class JitDumpTest {
    @Test
    void recordsOfCodeAreAsPerfReadsThem(@TempDir Path directory) throws IOException {
        String name = "jit-" + ProcessHandle.current().pid() + ".dump";
        long before = System.nanoTime();
        UnlinkedCode plain = Caches.returning(77, 40);
        CodeObject code;
        try (JitDump dump = JitDump.open(directory);
                CodeCache cache = CodeCache.open(1 << 16, new SymbolTable(), EvictionPolicy.NONE, dump).orElseThrow()) {
            code = cache.install(UnlinkedCode.plain("é f", CodeKind.BASELINE, plain.bytes()), Caches.OWNER).orElseThrow();
            assertTrue(isMapped(name));
        }
        assertFalse(isMapped(name));
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(directory.resolve(name))).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x4A695444, in.getInt());
        assertEquals(1, in.getInt());
        assertEquals(40, in.getInt());
        in.position(40);
        assertEquals(0, in.getInt());
        in.position(40 + in.getInt()); // the patcher's stub
        int start = in.position();
        assertEquals(0, in.getInt());
        int size = in.getInt();
        long time = in.getLong();
        assertTrue(before < time && time < System.nanoTime());
        assertEquals((int) ProcessHandle.current().pid(), in.getInt());
        in.getInt();
        assertEquals(code.start(), in.getLong());
        assertEquals(code.start(), in.getLong());
        assertEquals(40, in.getLong());
        assertEquals(1, in.getLong());
        byte[] text = new byte[5];
        in.get(text);
        assertArrayEquals(new byte[] {(byte) 0xC3, (byte) 0xA9, ' ', 'f', 0}, text);
        byte[] bytes = new byte[40];
        in.get(bytes);
        assertArrayEquals(plain.bytes(), bytes);
        assertEquals(start + size, in.position());
        assertEquals(3, in.getInt());
        assertEquals(16, in.getInt());
        assertEquals(8, in.remaining());
    }

    private static boolean isMapped(String name) {
        return Caches.mappings().stream().anyMatch(mapping -> mapping.file().endsWith(name)
                && mapping.permissions().equals("r-xp"));
    }
}
