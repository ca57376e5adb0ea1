package perigee.vm.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Who may use a state, and until when. */
class OwnershipTest {
    private static Lua.Builder small() {
        return Lua.builder().maxHeap(64 << 20);
    }

    private static <T> T onAnotherThread(Callable<T> action) throws Exception {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task);
        thread.start();
        thread.join();
        return task.get();
    }

    private static List<Executable> uses(Lua lua, LuaTable table, LuaFunction function) {
        return List.of(() -> lua.run("return 1", "chunk"), () -> lua.load("return 1", "chunk"), () -> lua.get("x"),
                () -> lua.set("x", 1), () -> lua.getFunction("print"), lua::globals, lua::newTable,
                () -> lua.newFunction(_ -> null), lua::release, () -> table.get("x"), () -> table.set("x", 1),
                table::length, table::entries, table::toLuaString, () -> table.isSame(table), function::call);
    }

    @Test
    void otherThreadsAreRefused() throws Exception {
        try (Lua lua = small().build()) {
            LuaTable table = lua.newTable();
            LuaFunction function = lua.getFunction("print");
            onAnotherThread(() -> {
                uses(lua, table, function).forEach(use -> assertThrows(IllegalStateException.class, use));
                assertThrows(IllegalStateException.class, lua::close);
                assertThrows(IllegalStateException.class, table::close);
                return null;
            });
            assertEquals(1L, lua.run("return 1", "chunk").get(0));
        }
    }

    @Test
    void whatIsReleasedBelongsToTheNext() throws Exception {
        Lua lua = small().build();
        lua.set("x", "from here");
        lua.release();
        assertEquals("from here", onAnotherThread(() -> {
            String found = lua.get("x").toString();
            lua.run("for i = 1, 1000 do y = {i} end", "chunk");
            assertThrows(IllegalStateException.class, () -> onAnotherOf(lua));
            lua.release();
            return found;
        }));
        assertEquals(1000L, lua.run("return y[1]", "chunk").get(0));
        lua.close();
    }

    private static void onAnotherOf(Lua lua) throws Exception {
        Throwable thrown = onAnotherThread(() -> assertThrows(IllegalStateException.class, () -> lua.get("x")));
        throw (IllegalStateException) thrown;
    }

    @Test
    void nothingGoesAfterTheEnd() {
        Lua lua = small().build();
        LuaTable table = lua.newTable();
        LuaFunction function = lua.getFunction("print");
        lua.close();
        lua.close();
        lua.interrupt();
        uses(lua, table, function).forEach(use -> assertThrows(IllegalStateException.class, use));
        table.close();
    }

    @Test
    void theEndFinalizesInOrder() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Lua lua = small().output(out).build()) {
            lua.set("gc", arguments -> {
                lua.run("io.write('java ')", "chunk");
                return lua.run("return 7", "chunk").get(0);
            });
            lua.run("""
                    x = setmetatable({}, {__gc = function() print('x', gc()) end})
                    y = setmetatable({}, {__gc = function() io.write('y ') error('ignored') end})
                    """, "chunk");
        }
        assertEquals("y java x\t7\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void itIsNotClosedUnderTheFeetOfItsCode() {
        try (Lua lua = small().build()) {
            lua.set("close", _ -> {
                lua.close();
                return null;
            });
            lua.set("release", _ -> {
                lua.release();
                return null;
            });
            LuaException error = assertThrows(LuaException.class, () -> lua.run("close()", "chunk"));
            assertSame(IllegalStateException.class, error.getCause().getClass());
            assertThrows(LuaException.class, () -> lua.run("release()", "chunk"));
        }
    }

    @Test
    void severalLiveSideBySide() throws Exception {
        try (Lua first = small().build(); Lua second = small().tier(Tier.OPTIMIZED).build()) {
            first.set("other", arguments -> second.run("x = (x or 0) + 1 return x", "second").get(0));
            first.run("x = 'mine' for i = 1, 100 do y = other() end", "first");
            assertEquals(LuaString.of("mine"), first.get("x"));
            assertEquals(100L, first.get("y"));
            assertEquals(100L, second.get("x"));
            second.set("fail", _ -> first.run("error('first')", "first"));
            LuaException error = assertThrows(LuaException.class, () -> second.run("fail()", "second"));
            assertEquals("first:1: first", error.getMessage());
            // At the same time, too.
            String loop = "local t = {} for i = 1, 200000 do t[i % 100] = {i} end return #t";
            second.release();
            FutureTask<Object> task = new FutureTask<>(() -> {
                Object found = second.run(loop, "second").get(0);
                second.release();
                return found;
            });
            new Thread(task).start();
            assertEquals(99L, first.run(loop, "first").get(0));
            assertEquals(99L, task.get());
            assertNull(second.get("y"));
        }
    }
}
