package perigee.vm.embed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values go into Lua and come back as what they were. */
class ValuesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Lua lua = Lua.builder().maxHeap(64 << 20).output(out).build();

    @AfterEach
    void close() {
        lua.close();
    }

    private Object back(Object value) {
        lua.set("value", value);
        assertEquals(lua.get("value"), lua.run("return value", "test").get(0));
        return lua.get("value");
    }

    @Test
    void resultsComeInTheirOrder() {
        LuaValues values = lua.run("return nil, true, 7, 7.0, 'text', nil", "test");
        assertEquals(6, values.count());
        assertEquals("[null, true, 7, 7.0, text, null]", values.toString());
        assertEquals(7L, values.getLong(3));
        assertEquals(7.0, values.getDouble(2));
        assertTrue(values.getBoolean(1));
        assertTrue(values.isNil(0) && values.isNil(5) && values.isNil(100));
        assertEquals(0, lua.run("return", "test").count());
        assertEquals(500_000, lua.run("return table.unpack({}, 1, 500000)", "test").count());
    }

    @Test
    void numbersKeepTheirKindAndAllBits() {
        for (long number : new long[] {0, -1, 1L << 49, -(1L << 49) - 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            assertEquals(number, back(number));
        }
        for (double number : new double[] {0.0, -0.0, 1.0, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN,
            Double.NEGATIVE_INFINITY}) {
            assertEquals(number, back(number));
        }
        assertEquals(3L, back(3));
        assertEquals(3L, back((short) 3));
        assertEquals(3L, back((byte) 3));
        assertEquals(0.5, back(0.5f));
        lua.set("odd", Double.longBitsToDouble(0xFFFF_FFFF_FFFF_FFFFL));
        assertTrue(lua.run("return odd ~= odd, math.type(odd) == 'float'", "test").getBoolean(0));
        assertEquals(Double.NaN, lua.get("odd"));
    }

    @Test
    void booleansAndNil() {
        assertEquals(true, back(true));
        assertEquals(false, back(false));
        assertNull(back(null));
    }

    @Test
    void stringsAreBytes() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertArrayEquals(all, ((LuaString) back(all)).toBytes());
        assertEquals(LuaString.of(all), back(LuaString.of(all)));
        assertEquals(256L, lua.run("return #value", "test").get(0));
        assertEquals("a\0b\0", back("a\0b\0").toString());
        assertEquals("", back("").toString());
        assertEquals("grüße \uD83C\uDF19", back("grüße \uD83C\uDF19").toString());
        assertEquals(12L, lua.run("return #value", "test").get(0));
        assertEquals(7L, lua.run("return utf8.len(value)", "test").get(0));
        assertEquals("\uFFFD", lua.run("return '\\xff'", "test").getText(0));
        LuaValues rope = lua.run("local s = '' for i = 1, 10000 do s = s .. 'x' end return s", "test");
        assertEquals("x".repeat(10_000), rope.getText(0));
        assertTrue(LuaString.of("b").compareTo(LuaString.of(new byte[] {(byte) 0x80})) < 0);
    }

    @Test
    void textOfAChunkIsUtf8() {
        assertEquals("ü", lua.run("return 'ü'", "grüße.lua").getText(0));
        LuaException error = assertThrows(LuaException.class, () -> lua.run("error 'ä'", "grüße.lua"));
        assertEquals("grüße.lua:1: ä", error.getMessage());
    }

    @Test
    void valuesOfAnotherTypeAreRefused() {
        LuaValues values = lua.run("return 1.5, '1', print, nil", "test");
        assertThrows(IllegalArgumentException.class, () -> values.getLong(0));
        assertThrows(IllegalArgumentException.class, () -> values.getLong(1));
        assertThrows(IllegalArgumentException.class, () -> values.getTable(2));
        String message = assertThrows(IllegalArgumentException.class, () -> values.getText(3)).getMessage();
        assertEquals("value #4: string expected, got nil", message);
        assertThrows(IllegalArgumentException.class, () -> lua.set("x", new Object()));
        assertThrows(IllegalArgumentException.class, () -> lua.set("x", BigInteger.ONE));
        assertThrows(IllegalArgumentException.class, () -> LuaValues.of(0x1p63).getLong(0));
        assertEquals(Long.MIN_VALUE, LuaValues.of(-0x1p63).getLong(0));
    }

    @Test
    void tablesAreReadAndWritten() {
        LuaTable table = lua.newTable();
        table.set("name", "value");
        table.set(1, "first");
        table.set(2.0, "second");
        table.set(true, table);
        table.set("double", arguments -> 2 * arguments.getLong(0));
        lua.set("t", table);
        assertEquals("second", lua.run("return t[2]", "test").getText(0));
        assertEquals(14L, lua.run("return t.double(7)", "test").get(0));
        assertTrue(table.isSame((LuaTable) table.get(true)));
        assertTrue(table.isSame((LuaTable) lua.get("t")));
        assertFalse(table.isSame(lua.newTable()));
        assertEquals(2, table.length());
        assertNull(table.get("missing"));
        table.set("name", null);
        Map<Object, Object> found = new HashMap<>();
        table.entries().forEach(entry -> found.put(entry.getKey(), entry.getValue()));
        assertEquals(4, found.size());
        assertEquals(LuaString.of("first"), found.get(1L));
        assertEquals(LuaString.of("second"), found.get(2L));
        lua.run("fresh = 'abc'", "test");
        assertEquals(LuaString.of("abc"), lua.globals().get("fresh"));
    }

    @Test
    void metamethodsCount() {
        LuaTable proxy = lua.run("""
                log = {}
                return setmetatable({}, {__index = function(_, k) return k .. '!' end, __len = function() return 42 end,
                        __newindex = function(_, k, v) log[k] = v end, __tostring = function() return 'proxy' end})
                """, "test").getTable(0);
        assertEquals("key!", proxy.get("key").toString());
        assertEquals(42, proxy.length());
        assertEquals("proxy", proxy.toLuaString().toString());
        proxy.set("key", 1);
        assertEquals(1L, lua.run("return log.key", "test").get(0));
        assertEquals(List.of(), proxy.entries());
        lua.run("setmetatable(_G, {__index = function(_, k) error('no ' .. k) end})", "test");
        assertEquals("test:1: no such", assertThrows(LuaException.class, () -> lua.get("such")).getMessage());
    }

    @Test
    void whatIsNeitherIsKept() {
        LuaObject file = assertInstanceOf(LuaObject.class, lua.run("return io.stdout", "test").get(0));
        assertEquals("userdata", file.type());
        lua.set("f", file);
        assertEquals("file", lua.run("return io.type(f)", "test").getText(0));
        LuaValues created = lua.run("return coroutine.create(function(...) return ... end)", "test");
        LuaObject coroutine = (LuaObject) created.get(0);
        assertEquals("thread", coroutine.type());
        LuaFunction resume = lua.run("return coroutine.resume", "test").getFunction(0);
        assertEquals("[true, 5]", resume.call(coroutine, 5).toString());
    }

    @Test
    void functionsAreCalled() {
        LuaFunction select = lua.load("local a, b = ... return select('#', ...), b, a", "chunk");
        assertEquals("[2, y, x]", select.call("x", "y").toString());
        assertEquals("[1, null, null]", select.call((Object) null).toString());
        assertEquals("[1, null, null]", select.call((Object[]) null).toString());
        assertEquals("[0, null, null]", select.call().toString());
        assertEquals(300L, select.call(new Object[300]).get(0));
        lua.set("f", select);
        assertTrue(select.isSame(lua.getFunction("f")));
        assertThrows(IllegalArgumentException.class, () -> lua.getFunction("nothing"));
    }

    @Test
    void outputIsThereAfterEachRun() {
        lua.run("print('one') io.write('two')", "test");
        assertEquals("one\ntwo", out.toString(StandardCharsets.UTF_8));
        lua.run("io.stdout:close()", "test");
        assertSame(LuaValues.NONE, lua.run("return", "test"));
    }
}
