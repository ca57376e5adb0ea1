package perigee.vm.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** What values look like. */
class TableViewTest {
    private static final int WIDTH = 40;

    private static String view(String chunk, Palette palette) {
        try (TestProgram program = new TestProgram(chunk)) {
            return new TableView(program.state, palette, WIDTH).of(program.result);
        }
    }

    private static void shows(String expected, String expression) {
        assertEquals(expected, view("return " + expression, Palette.PLAIN));
    }

    @Test
    void scalars() {
        shows("nil", "nil");
        shows("true", "true");
        shows("1.0", "1.0");
        shows("-9223372036854775808", "math.mininteger");
        shows("<function print>", "print");
        shows("<function stdin:1>", "function() end");
        assertTrue(view("return io.stdout", Palette.PLAIN).startsWith("<FILE*: 0x"));
        assertTrue(view("return coroutine.create(print)", Palette.PLAIN).startsWith("<thread: 0x"));
    }

    @Test
    void strings() {
        shows("\"a\\n\\t\\\"\\\\\\x00ü\"", "'a\\n\\t\"\\\\\\0ü'");
        shows("\"\\xff\\xfe\"", "'\\xff\\xfe'");
        shows("\"\\u{85}\"", "'\\u{85}'");
        String text = view("return ('x'):rep(1000)", Palette.PLAIN);
        assertEquals("\"" + "x".repeat(200) + "\"... 800 bytes more", text);
        // The 200th byte is the first of a character.
        assertEquals("\"x" + "ü".repeat(99) + "\"... 3 bytes more",
                view("return 'x' .. ('ü'):rep(100) .. 'x'", Palette.PLAIN));
    }

    @Test
    void tables() {
        shows("{}", "{}");
        shows("{1, 2, x = {y = {}}}", "{1, 2, x = {y = {}}}");
        shows("{[0] = 0}", "{[0] = 0}");
        shows("{[2] = 2}", "{[2] = 2}");
        shows("{[\"a b\"] = 1, [\"end\"] = 2, [1.5] = 3}", "{['a b'] = 1, ['end'] = 2, [1.5] = 3}");
        shows("{[true] = \"x\"}", "{[true] = 'x'}");
        assertTrue(view("return {[{}] = 1}", Palette.PLAIN).startsWith("{[<table 0x"));
        shows("Point {x = 1}",
                "setmetatable({x = 1}, {__name = 'Point', __index = error, __tostring = error, __pairs = error})");
    }

    @Test
    void cyclesAndDepth() {
        shows("{a = <cycle>}", "(function() local t = {} t.a = t return t end)()");
        shows("{{1}, {1}}", "(function() local t = {1} return {t, t} end)()");
        shows("{{{{{...}}}}}", "{{{{{{}}}}}}");
        shows("{{{{{}}}}}", "{{{{{}}}}}");
    }

    @Test
    void longTablesTakeLines() {
        shows("""
                {
                  name = "a name of some length",
                  list = {1, 2, 3},
                  nested = {
                    one = "a long string of text",
                    two = "another one"
                  }
                }""", "{name = 'a name of some length', list = {1, 2, 3}, "
                + "nested = {one = 'a long string of text', two = 'another one'}}");
        shows("""
                {
                  100, 101, 102, 103, 104, 105, 106,
                  107, 108, 109, 110
                }""", "(function() local t = {} for i = 100, 110 do t[#t + 1] = i end return t end)()");
        String text = view("local t = {} for i = 1, 1000 do t[i] = i end return t", Palette.PLAIN);
        assertTrue(text.endsWith(" 49, 50,\n  ... 950 more\n}"), text);
    }

    @Test
    void coloursTakeNoRoom() {
        String plain = "{1, \"x\", true}";
        String coloured = view("return {1, 'x', true}", Palette.COLOURED);
        assertEquals(plain.length(), Style.width(coloured));
        assertEquals("{" + Style.NUMBER.paint("1") + ", " + Style.STRING.paint("\"x\"") + ", " + Style.KEYWORD.paint("true")
                + "}", coloured);
    }
}
