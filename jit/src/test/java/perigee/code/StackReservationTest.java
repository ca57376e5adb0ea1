package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.memory.Memory;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class StackReservationTest {
    private static final long REGION = 1 << 20;

    @Test
    void aTerabyteIsReservedAndTakenAsItIsTouched() throws IOException {
        long before = residentPages();
        int mappings = Caches.mappings().size();
        try (StackReservation stacks = StackReservation.open(1 << 20, REGION).orElseThrow()) {
            assertTrue(Caches.mappings().size() <= mappings + 3, "a mapping for each region");
            for (int i = 0; i < 10_000; i++) {
                long region = stacks.region(100L * i);
                assertEquals(0, Memory.getLong(region + REGION - 8));
                Memory.putLong(region + REGION - 8, i);
            }
            long touched = residentPages() - before;
            assertTrue(touched >= 9_000 && touched < 60_000, "touched " + touched + " pages");
            for (int i = 0; i < 10_000; i++) {
                long region = stacks.region(100L * i);
                assertEquals(i, Memory.getLong(region + REGION - 8));
                stacks.giveBack(region, region + REGION);
            }
            long kept = residentPages() - before;
            assertTrue(kept < touched - 8_000, "kept " + kept + " of " + touched);
            assertEquals(0, Memory.getLong(stacks.region(0) + REGION - 8));
        }
        assertTrue(Caches.mappings().stream().noneMatch(mapping -> mapping.end() - mapping.start() >= REGION << 20));
    }

    @Test
    void onlyWholePagesInsideAreGivenBack() {
        try (StackReservation stacks = StackReservation.open(2, REGION).orElseThrow()) {
            long region = stacks.region(1);
            Memory.fill(region, 3 * 4096, (byte) 1);
            stacks.giveBack(region + 4095, region + 2 * 4096 + 4095);
            assertEquals(1, Memory.getByte(region + 4095));
            assertEquals(0, Memory.getByte(region + 4096));
            assertEquals(0, Memory.getByte(region + 2 * 4096 - 1));
            assertEquals(1, Memory.getByte(region + 2 * 4096));
            stacks.giveBack(region + 1, region + 4095);
            assertEquals(1, Memory.getByte(region + 2048));
        }
    }

    @Test
    void sizesAreChecked() {
        assertThrows(IllegalArgumentException.class, () -> StackReservation.open(0, REGION));
        assertThrows(IllegalArgumentException.class, () -> StackReservation.open(1, 1000));
        assertThrows(ArithmeticException.class, () -> StackReservation.open(1L << 60, REGION));
    }

    private static long residentPages() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[1]);
    }
}
