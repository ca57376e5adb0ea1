package perigee.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import perigee.memory.Memory;

/** What regions of a {@link StackReservation} cost, and blocks from {@code malloc}: started like {@link CallingFigures}. */
final class ReservationFigures {
    private static final int REGIONS = 100_000;

    private ReservationFigures() {
    }

    public static void main(String[] arguments) throws IOException {
        MachineFloor.prepare();
        for (int turn = 0; turn < 2; turn++) {
            reservation(10L << 20, true);
            reservation(10L << 20, false);
            reservation(1L << 20, true);
            reservation(64L << 10, true);
            reservation(64L << 10, false);
            malloc(2048);
            malloc(8192);
        }
    }

    /** Touches the first word of each region, and the last one too, which is where a second stack would grow down from. */
    private static void reservation(long regionBytes, boolean bothEnds) throws IOException {
        long before = status("VmRSS");
        long tables = status("VmPTE");
        long t0 = System.nanoTime();
        StackReservation stacks = StackReservation.open(REGIONS, regionBytes).orElseThrow();
        long t1 = System.nanoTime();
        for (long i = 0; i < REGIONS; i++) {
            Memory.putLong(stacks.region(i), i);
            if (bothEnds) {
                Memory.putLong(stacks.region(i) + regionBytes - 8, i);
            }
        }
        long t2 = System.nanoTime();
        long used = status("VmRSS") - before;
        long tablesUsed = status("VmPTE") - tables;
        long t3 = System.nanoTime();
        for (long i = 0; i < REGIONS; i++) {
            stacks.giveBack(stacks.region(i), stacks.region(i) + regionBytes);
        }
        long t4 = System.nanoTime();
        long kept = status("VmRSS") - before;
        long tablesKept = status("VmPTE") - tables;
        long t5 = System.nanoTime();
        stacks.close();
        long t6 = System.nanoTime();
        System.out.printf("%d regions of %6d KB, %s: open %3d us, touch %5d ns each, %6d KB + %6d KB of page tables;"
                + " give back %5d ns each, then %d KB + %d KB; close %d ms%n", REGIONS, regionBytes >> 10,
                bothEnds ? "both ends" : "one end  ", (t1 - t0) / 1000, (t2 - t1) / REGIONS, used, tablesUsed,
                (t4 - t3) / REGIONS, kept, tablesKept, (t6 - t5) / 1_000_000);
    }

    private static void malloc(long bytes) throws IOException {
        long before = status("VmRSS");
        long[] regions = new long[REGIONS];
        long t0 = System.nanoTime();
        for (int i = 0; i < REGIONS; i++) {
            regions[i] = Memory.reserve(bytes);
            Memory.putLong(regions[i], i);
        }
        long t1 = System.nanoTime();
        long used = status("VmRSS") - before;
        for (long region : regions) {
            Memory.release(region);
        }
        long t2 = System.nanoTime();
        System.out.printf("%d blocks of %d bytes from malloc: take and touch %d ns each, %d KB; give back %d ns each%n",
                REGIONS, bytes, (t1 - t0) / REGIONS, used, (t2 - t1) / REGIONS);
    }

    /** A line of /proc/self/status, in KB. */
    private static long status(String name) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new AssertionError(name);
    }
}
