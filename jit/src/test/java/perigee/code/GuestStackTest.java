package perigee.code;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import perigee.memory.Memory;

/**
 * The JVM goes about its business while native code runs on a stack that the JVM does not know: collections, samples of
 * running threads, stack walks. Their signals arrive on that stack.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class GuestStackTest {
    private static final Duration SPAN = Duration.ofMillis(2500);
    private static final int STACK = 1 << 20;
    private static final int DEPTH = 50;
    private static final int TURNS = 20_000;
    /** What signals may take below the guest's stack pointer. */
    private static final int HEAD_ROOM = 1 << 16;
    private static final long UNTOUCHED = 0x5A5A5A5A_5A5A5A5AL;

    @Test
    void theJvmAndItsSignalsBearIt() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong collections = new AtomicLong();
        AtomicLong dumps = new AtomicLong();
        Path file = Files.createTempFile("perigee", ".jfr");
        try (CodeCache cache = Caches.open(1 << 16);
                StackReservation stacks = StackReservation.open(1, STACK).orElseThrow();
                Recording recording = new Recording()) {
            CodeObject enter = cache.install(spinning(), Caches.OWNER).orElseThrow();
            cache.patcher().synchronise();
            for (String event : List.of("jdk.ExecutionSample", "jdk.NativeMethodSample")) {
                recording.enable(event).withPeriod(Duration.ofMillis(1));
            }
            recording.enable("jdk.CPUTimeSample").with("throttle", "1ms"); // by a signal to the thread itself
            recording.start();
            List<Thread> threads = List.of(
                    repeat(stop, () -> {
                        System.gc();
                        collections.incrementAndGet();
                    }),
                    repeat(stop, () -> {
                        dumps.addAndGet(Thread.getAllStackTraces().size());
                    }));
            long turns = 0;
            try {
                turns = spin(enter, stacks.region(0));
            } finally {
                stop.set(true);
                for (Thread thread : threads) {
                    thread.join();
                }
            }
            recording.stop();
            recording.dump(file);
            assertTrue(turns > TURNS && collections.get() > 5 && dumps.get() > 50,
                    turns + " turns, " + collections + " collections, " + dumps + " stacks");
            long used = usedBelow(stacks.region(0));
            assertTrue(used > 0 && used < HEAD_ROOM, used + " bytes used by signals");
        } finally {
            Files.delete(file);
        }
    }

    /** Enters again and again, for the span; every time the code counts down and comes back with the right sum. */
    private static long spin(CodeObject enter, long stack) {
        for (long at = stack; at < stack + STACK; at += 8) {
            Memory.putLong(at, UNTOUCHED);
        }
        List<Object> garbage = new ArrayList<>();
        long turns = 0;
        long end = System.nanoTime() + SPAN.toNanos();
        while (System.nanoTime() < end) {
            assertEquals((long) TURNS * DEPTH, NativeEntry.call(enter.start(), stack + STACK, TURNS));
            turns += TURNS;
            garbage.add(new byte[1000]);
        }
        return turns;
    }

    /** Bytes below what the guest's own calls take that somebody else has written. */
    private static long usedBelow(long stack) {
        long end = stack + STACK - 8L * (DEPTH + 2);
        long lowest = stack;
        while (lowest < end && Memory.getLong(lowest) == UNTOUCHED) {
            lowest += 8;
        }
        return end - lowest;
    }

    /** {@code long spin(long stackTop, long turns)}: switches stacks, calls itself to a depth each turn, counts calls. */
    private static UnlinkedCode spinning() {
        Bytes b = new Bytes().hex("55 48 89 e5 48 89 fc 31 c0");        // push rbp; mov rbp, rsp; mov rsp, rdi; eax = 0
        b.label("turn").hex("b9").int32(DEPTH).call("f");               // mov ecx, depth; call f
        b.hex("48 ff ce").to("0f 85", "turn").hex("48 89 ec 5d").ret(); // dec rsi; jnz; mov rsp, rbp; pop rbp
        b.align(32, 0).label("f").hex("48 ff c0 ff c9").to("0f 84", "back").call("f").label("back").ret();
        return UnlinkedCode.plain("spin", CodeKind.STUB, b.code());
    }

    private static Thread repeat(AtomicBoolean stop, Runnable action) {
        Thread thread = new Thread(() -> {
            while (!stop.get()) {
                action.run();
                LockSupport.parkNanos(1_000_000); // or the thread that spins would never come out of its native code
            }
        });
        thread.start();
        return thread;
    }
}
