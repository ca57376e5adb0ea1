package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perigee.bytecode.Assembly.bytes;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import perigee.compile.Compiler;
import perigee.syntax.SyntaxException;

/** What the front end makes passes the verifier, runs in the model, and survives the binary form. */
class CompiledChunksTest {
    private static Prototype compile(String text) {
        byte[] bytes = bytes(text);
        return Compiler.compile(bytes, 0, bytes.length, bytes("=chunk"));
    }

    private static void check(String text, Random random) {
        Prototype prototype = compile(text);
        assertDoesNotThrow(() -> Verifier.verify(prototype), () -> text + "\n" + Printer.print(prototype));
        for (int path = 0; path < 3; path++) {
            FrameModel.run(prototype, random, 500);
        }
        byte[] chunk = BinaryWriter.write(prototype, false);
        Prototype back = assertDoesNotThrow(() -> BinaryReader.read(chunk, 0, chunk.length, bytes("=binary")));
        assertEquals(Printer.print(prototype), Printer.print(back));
        assertArrayEquals(chunk, BinaryWriter.write(back, false));
        byte[] stripped = BinaryWriter.write(prototype, true);
        assertDoesNotThrow(() -> BinaryReader.read(stripped, 0, stripped.length, bytes("=binary")));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "",
        "return",
        "return ...",
        "return f(...)",
        "local a <close>, b = f(); return f()",
        "for k, v in pairs(t) do if k then return f(v) end end",
        "for k in f do local x; local function g() x = k end if x then break end end",
        "for i = 1, 2 do local function g() i = i + 1 end if i then goto next end g() ::next:: end",
        "do goto done; local x <close> = f(); ::done:: end return f()",
        "do local x <close> = f(); goto done; ::done:: end return f()",
        "while f() do local x <close> = f(); if x then goto continue end local y <close> = x; ::continue:: end",
        "repeat local x <close> = f(); if x then break end until x",
        "repeat local x; local function g() x = 1 end local y <close> = g until x",
        "::top:: local x <close> = f(); if x then goto top end return x",
        "::top:: local x; local function g() x = 1 end if x then goto top end return g, x",
        "local function f() return f() end return f",
        "local function f() f = nil end return f",
        "local a, b, c = f(), ...; return {a, b, f()}, {...}, {f(), f()}",
        "local t = {1, 2, 3, x = f(), [f()] = 4, ...} return t",
        "local a; a = a and b or c; return not (a < b), a ~= nil and a",
        "local a <const>, b <const> = 10, 'x'; return function() return a .. b end",
        "local _ENV = {}; function f() _ENV = nil; return x end",
        "_ENV = {}; x = y; local function f() return x end",
        "return function(...) local a, b = ...; return function() a = b; return a == nil end end",
        "local a; for i = 1, 10 do local b = a; a = function() return b, i end end",
        "local a = 1; local function f() return a end; a = 2; return f",
        "return (f()), (...), {(f())}",
        "x.y.z[1], x[f()], a = 1, f()",
        "a.b:c(...):d{1}:e'x'",
    })
    void chunksThatAreHardToGetRight(String text) {
        check(text, new Random(text.hashCode()));
    }

    @Test
    void longConstructors() {
        for (int count : new int[] {49, 50, 51, 254, 255, 256, 1000}) {
            check("return {" + "f(), ".repeat(count) + "...}", new Random(count));
            check("return {" + "nil, ".repeat(count) + "f()}", new Random(count));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void randomChunks(long seed) {
        Random random = new Random(seed);
        int compiled = 0;
        for (int i = 0; i < 400; i++) {
            String text = RandomChunks.make(random, 5 + random.nextInt(40));
            try {
                compile(text);
            } catch (SyntaxException e) {
                // a goto into the scope of a variable, or a statement behind a return
                continue;
            }
            compiled++;
            check(text, random);
        }
        assertTrue(compiled > 200, "only " + compiled + " compiled");
    }
}
