package perigee.vm.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lua code that takes too much, memory or time, is stopped, and others run after it. */
@Timeout(60)
class LimitsTest {
    private static final long MOST_NANOS = 10_000_000;
    /**
     * The machine may be busy with something else, and at first classes are loaded: the best of so many tries counts.
     */
    private static final int TRIES = 12;
    /** After so long a loop runs the code that it will run. */
    private static final long WARM_MILLIS = 60;

    @ParameterizedTest
    @EnumSource(Tier.class)
    void interruptEndsALoop(Tier tier) throws InterruptedException {
        try (Lua lua = Lua.builder().tier(tier).maxHeap(64 << 20).build()) {
            long best = Long.MAX_VALUE;
            for (int i = 0; i < TRIES && best > MOST_NANOS; i++) {
                best = Math.min(best, nanosToEnd(lua));
            }
            long nanos = best;
            assertTrue(nanos <= MOST_NANOS, () -> "took " + nanos + " ns");
            assertEquals(tier != Tier.INTERPRETER, lua.machine().tiers().counters().compiled() > 0);
            if (tier == Tier.OPTIMIZED) {
                assertTrue(lua.machine().tiers().counters().optimizedLoops() > 0);
            }
            assertEquals(3L, lua.run("return 1 + 2", "chunk").get(0));
        }
    }

    private static long nanosToEnd(Lua lua) throws InterruptedException {
        long[] interrupted = new long[1];
        Thread watchdog = new Thread(() -> {
            try {
                Thread.sleep(WARM_MILLIS);
            } catch (InterruptedException never) {
                throw new AssertionError(never);
            }
            interrupted[0] = System.nanoTime();
            lua.interrupt();
        });
        lua.set("start", _ -> {
            watchdog.start();
            return null;
        });
        LuaException error = assertThrows(LuaException.class,
                () -> lua.run("start() local n = 0 while true do n = n + 1 end", "loop"));
        long ended = System.nanoTime();
        watchdog.join();
        assertEquals("loop:1: interrupted!", error.getMessage());
        assertTrue(error.luaTraceback().contains("loop:1: in main chunk"), error.luaTraceback());
        return ended - interrupted[0];
    }

    @Test
    void interruptsOfNothingAreForgotten() {
        try (Lua lua = Lua.builder().maxHeap(64 << 20).build()) {
            lua.interrupt();
            assertEquals(3L, lua.run("local n = 0 for i = 1, 3 do n = n + 1 end return n", "chunk").get(0));
            // This one comes while something runs that has no safepoint any more.
            lua.set("late", _ -> {
                lua.interrupt();
                return 5L;
            });
            lua.getFunction("late").call();
            assertEquals(3L, lua.run("local n = 0 for i = 1, 3 do n = n + 1 end return n", "chunk").get(0));
        }
    }

    @ParameterizedTest
    @EnumSource(Tier.class)
    void aFullHeapIsAnError(Tier tier) {
        try (Lua lua = Lua.builder().tier(tier).maxHeap(8 << 20).build()) {
            for (String text : new String[] {"local t = {} for i = 1, math.huge do t[i] = {i} end",
                "local s = 'x' while true do s = s:rep(2) end", "return ('x'):rep(1 << 28)"}) {
                LuaException error = assertThrows(LuaException.class, () -> lua.run(text, "chunk"));
                assertEquals("not enough memory", error.getMessage(), text);
                assertEquals(LuaString.of("not enough memory"), error.value());
                assertEquals(100L, lua.run("local t = {} for i = 1, 100 do t[i] = {i} end return #t", "chunk").get(0));
            }
        }
    }

    @Test
    void javaCodeFillsTheHeapToo() {
        try (Lua lua = Lua.builder().maxHeap(8 << 20).build()) {
            LuaTable table = lua.newTable();
            byte[] block = new byte[100_000];
            LuaException error = assertThrows(LuaException.class, () -> {
                for (int i = 1; i < 1000; i++) {
                    table.set(i, block);
                }
            });
            assertEquals("not enough memory", error.getMessage());
            assertTrue(table.length() > 50);
            table.close();
            assertEquals(1L, lua.run("collectgarbage() return 1", "chunk").get(0));
            lua.set("block", block);
        }
    }

    @Test
    void aHeapTooSmallForTheLibraries() {
        assertThrows(IllegalStateException.class, () -> Lua.builder().maxHeap(4096).build());
        assertThrows(IllegalArgumentException.class, () -> Lua.builder().maxHeap(0));
    }
}
