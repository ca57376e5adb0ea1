package perigee.vm.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Errors of Lua code come to Java, exceptions of Java come to Lua, and some of them go the whole way. */
class ErrorsTest {
    private final Lua lua = Lua.builder().maxHeap(64 << 20).build();

    @AfterEach
    void close() {
        assertEquals(2L, lua.run("return 1 + 1", "still of use").get(0));
        lua.close();
    }

    private LuaException error(String text) {
        return assertThrows(LuaException.class, () -> lua.run(text, "chunk"));
    }

    @Test
    void messageTracebackAndValue() {
        LuaException error = error("local function f()\n error('bad') end\nlocal function g() f() end\ng()");
        assertEquals("chunk:2: bad", error.getMessage());
        assertEquals(LuaString.of("chunk:2: bad"), error.value());
        assertEquals("""
                stack traceback:
                	[C]: in function 'error'
                	chunk:2: in upvalue 'f'
                	chunk:3: in local 'g'
                	chunk:4: in main chunk
                	[C]: in ?""", error.luaTraceback());
        assertNull(error.getCause());
    }

    @Test
    void anyValueMayBeAnError() {
        LuaException table = error("error({code = 7})");
        assertEquals("(error object is a table value)", table.getMessage());
        assertEquals(7L, ((LuaTable) table.value()).get("code"));
        LuaException speaking = error("error(setmetatable({}, {__tostring = function() return 'seven' end}))");
        assertEquals("seven", speaking.getMessage());
        assertNull(error("error()").value());
        assertEquals(42L, error("error(42)").value());
        assertEquals("42", error("error(42)").getMessage());
    }

    @Test
    void textsThatAreNoChunks() {
        LuaException error = error("x = = 1");
        assertEquals("chunk:1: unexpected symbol near '='", error.getMessage());
        assertEquals("", error.luaTraceback());
        assertThrows(LuaException.class, () -> lua.load("\033Lua", "binary"));
    }

    @Test
    void errorsInCoroutinesAndHandlers() {
        assertTrue(error("coroutine.wrap(function() error('inside') end)()").getMessage().endsWith("chunk:1: inside"));
        assertEquals("chunk:1: stack overflow", error("local function f() return 1 + f() end f()").getMessage());
        assertEquals("chunk:1: two", error("xpcall(error, function() error('lost') end) error('two')").getMessage());
    }

    @Test
    void indexingRaises() {
        LuaTable table = lua.newTable();
        LuaException nil = assertThrows(LuaException.class, () -> table.set(null, 1));
        assertEquals("table index is nil", nil.getMessage());
        LuaException nan = assertThrows(LuaException.class, () -> table.set(Double.NaN, 1));
        assertEquals("table index is NaN", nan.getMessage());
    }

    @Test
    void exceptionsAreLuaErrorsWithAPosition() {
        lua.set("read", arguments -> {
            throw new IOException("no such thing as " + arguments.getText(0));
        });
        assertEquals("[false, chunk:1: java.io.IOException: no such thing as x]",
                lua.run("return pcall(function() read('x') end)", "chunk").toString());
        LuaException error = error("\nread('y')");
        assertEquals("chunk:2: java.io.IOException: no such thing as y", error.getMessage());
        assertEquals("no such thing as y", error.getCause().getMessage());
        assertTrue(error.luaTraceback().contains("in function 'read'"), error.luaTraceback());
        // The cause is the cause of that error, and of no other.
        assertNull(error("pcall(read, 'z') error('chunk')").getCause());
    }

    @Test
    void chosenErrorValues() {
        lua.set("raise", arguments -> {
            throw new LuaException(arguments.get(0));
        });
        assertEquals("plain", lua.run("return select(2, pcall(raise, 'plain'))", "chunk").getText(0));
        assertTrue(lua.run("local t = {} local _, e = pcall(raise, t) return e == t", "chunk").getBoolean(0));
        LuaTable value = lua.newTable();
        lua.set("closing", _ -> {
            LuaException exception = new LuaException(value);
            value.close();
            throw exception;
        });
        assertTrue(lua.run("return select(2, pcall(closing))", "chunk").getText(0).contains("LuaTable"));
    }

    @Test
    void errorsGoThroughJavaFunctions() {
        lua.set("call", arguments -> arguments.getFunction(0).call());
        LuaException error = error("call(function() call(function() error('deep') end) end)");
        assertEquals("chunk:1: deep", error.getMessage());
        LuaException inner = (LuaException) error.getCause().getCause();
        assertEquals("chunk:1: deep", inner.getMessage());
        assertTrue(inner.luaTraceback().length() > error.luaTraceback().length());
        assertTrue(lua.run("return (pcall(call, function() end))", "chunk").getBoolean(0));
    }

    @Test
    void swallowedErrorsLeaveNothingBehind() {
        lua.set("try", arguments -> {
            try {
                arguments.getFunction(0).call();
                return null;
            } catch (LuaException error) {
                return error.value();
            }
        });
        assertEquals("[x, 3]", lua.run("""
                local n = 0
                local C = setmetatable({}, {__close = function() n = n + 1 end})
                for i = 1, 3 do
                    assert(try(function() local c <close> = C error('x', 0) end) == 'x')
                end
                return try(function() error('x', 0) end), n
                """, "chunk").toString());
    }

    @Test
    void recursionThroughJavaEnds() {
        lua.set("call", arguments -> arguments.getFunction(0).call());
        String message = error("local function f() call(f) end f()").getMessage();
        assertTrue(message.contains("C stack overflow"), message);
        lua.set("recurse", new JavaFunction() {
            @Override
            public Object call(LuaValues arguments) {
                return call(LuaValues.of(1)).hashCode() + 1;
            }
        });
        assertEquals("C stack overflow", error("recurse()").getMessage());
    }

    @Test
    void javaErrorsEndAllLuaCode() {
        AssertionError failure = new AssertionError("not to be caught");
        lua.set("fail", _ -> {
            throw failure;
        });
        lua.set("call", arguments -> arguments.getFunction(0).call());
        lua.set("swallow", arguments -> {
            try {
                arguments.getFunction(0).call();
            } catch (AssertionError ignored) {
                assertThrows(IllegalStateException.class, () -> lua.get("x"));
            }
            return null;
        });
        lua.run("closed = 0 C = setmetatable({}, {__close = function() closed = closed + 1 end})", "chunk");
        for (String text : new String[] {"local c <close> = C pcall(fail)", "local c <close> = C pcall(call, fail)",
            "local c <close> = C coroutine.wrap(function() pcall(call, fail) end)()",
            "local c <close> = C pcall(swallow, fail)"}) {
            assertSame(failure, assertThrows(AssertionError.class, () -> lua.run(text, "chunk")), text);
        }
        assertEquals(4L, lua.get("closed"));
    }

    @Test
    void exitEndsTheProgramOnly() {
        lua.set("call", arguments -> arguments.getFunction(0).call());
        assertEquals(3, exitStatus("pcall(os.exit, 3)"));
        assertEquals(0, exitStatus("call(function() os.exit(true, true) end)"));
        assertEquals(1, exitStatus("coroutine.wrap(function() call(function() os.exit(false) end) end)()"));
    }

    private int exitStatus(String text) {
        return assertThrows(LuaExit.class, () -> lua.run(text, "chunk")).status();
    }

    /** Variables that an Error of Java closes on its way are closed by Lua code, which may not take the state away beneath itself. */
    @Test
    void whatAnErrorClosesRuns() {
        Error stop = new Error("stop");
        lua.set("stop", arguments -> {
            throw stop;
        });
        lua.set("shut", arguments -> {
            lua.close();
            return null;
        });
        String text = """
                closed = 0
                local first <close> = setmetatable({}, {__close = function()
                  refused = not pcall(shut)
                  for i = 1, 100 do local t = {i} end
                  closed = closed + 1
                end})
                local second <close> = setmetatable({}, {__close = function() closed = closed + 1 stop() end})
                stop()""";
        assertSame(stop, assertThrows(Error.class, () -> lua.run(text, "chunk")));
        assertEquals(2L, lua.get("closed"));
        assertEquals(true, lua.get("refused"));
        assertEquals(0, stop.getSuppressed().length);
    }
}
