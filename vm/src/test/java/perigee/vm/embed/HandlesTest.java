package perigee.vm.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Objects live and move under their handles, and die without them. */
class HandlesTest {
    private final Lua lua = Lua.builder().maxHeap(64 << 20).build();

    @AfterEach
    void close() {
        lua.close();
    }

    @Test
    void objectsMoveUnderTheirHandles() {
        lua.machine().state().heap().setStress(1);
        List<LuaTable> tables = new ArrayList<>();
        List<LuaFunction> functions = new ArrayList<>();
        LuaFunction make = lua.load("local n = ... return {n = n, s = 'text ' .. n}, function() return n end", "make");
        for (int i = 0; i < 100; i++) {
            LuaValues made = make.call(i);
            tables.add(made.getTable(0));
            functions.add(made.getFunction(1));
        }
        lua.run("local t = {} for i = 1, 300 do t[i] = {i} end collectgarbage()", "garbage");
        for (int i = 0; i < 100; i++) {
            assertEquals((long) i, tables.get(i).get("n"));
            assertEquals("text " + i, tables.get(i).get("s").toString());
            assertEquals((long) i, functions.get(i).call().get(0));
        }
        assertTrue(lua.machine().state().heap().counters().minors() > 200);
    }

    /** What Java code does alone is collected, too: each operation is a safepoint. */
    @Test
    void javaCodeAloneDoesNotFillTheHeap() {
        LuaTable table = lua.newTable();
        String text = "x".repeat(10_000);
        for (int i = 0; i < 20_000; i++) {
            table.set("key", text + i);
        }
        assertEquals(text + 19_999, table.get("key").toString());
        assertTrue(lua.machine().state().heap().counters().minors() > 0);
    }

    @Test
    void closedHandlesLetGo() {
        lua.run("""
                weak = setmetatable({}, {__mode = 'k'})
                function make() local t = {} weak[t] = true return t end
                function count() collectgarbage() local n = 0 for _ in pairs(weak) do n = n + 1 end return n end
                """, "chunk");
        LuaTable kept = lua.getFunction("make").call().getTable(0);
        LuaTable closed = lua.getFunction("make").call().getTable(0);
        LuaFunction count = lua.getFunction("count");
        assertEquals(2L, count.call().get(0));
        closed.close();
        closed.close();
        assertEquals(1L, count.call().get(0));
        assertThrows(IllegalStateException.class, () -> closed.get("x"));
        assertThrows(IllegalStateException.class, () -> lua.set("x", closed));
        kept.set("still", true);
        kept.close();
        assertEquals(0L, count.call().get(0));
    }

    @Test
    void forgottenHandlesLetGo() throws InterruptedException {
        lua.run("count = 0", "chunk");
        lua.set("make", lua.load("return setmetatable({}, {__gc = function() count = count + 1 end})", "make"));
        int before = lua.machine().handles().count();
        for (int i = 0; i < 1000; i++) {
            lua.getFunction("make").call();
        }
        // Only when Java's collector has seen that they are no more.
        for (int i = 0; i < 100 && (Long) lua.get("count") < 1000; i++) {
            System.gc();
            Thread.sleep(10);
            lua.run("collectgarbage()", "chunk");
        }
        assertEquals(1000L, lua.get("count"));
        assertTrue(lua.machine().handles().count() <= before + 1);
    }

    @Test
    void handlesOfAnotherLuaAreRefused() {
        try (Lua other = Lua.builder().maxHeap(64 << 20).build()) {
            LuaTable foreign = other.newTable();
            assertThrows(IllegalArgumentException.class, () -> lua.set("x", foreign));
            assertThrows(IllegalArgumentException.class, () -> lua.getFunction("print").call(foreign));
        }
    }
}
