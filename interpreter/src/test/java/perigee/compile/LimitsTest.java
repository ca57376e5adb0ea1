package perigee.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import perigee.bytecode.Prototype;
import perigee.syntax.SyntaxException;

/** Long and deep programs: what has a limit, and what must not need more Java stack or time than its size. */
class LimitsTest {
    private static final int LONG = 30_000;

    private static Prototype compile(String source) {
        return assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Listing.compile(source));
    }

    @Test
    void chainsOfOperatorsAreNotNested() {
        compile("return 1" + " + 1".repeat(LONG));
        compile("local x; return x" + " + x".repeat(LONG));
        compile("return x" + " - x".repeat(LONG));
        compile("local x; return x" + " < x".repeat(LONG));
        compile("local x; return x" + " == 1".repeat(LONG));
        compile("local x; return x" + " and x or x".repeat(LONG));
        compile("local x; if x == 1" + " or x == 2".repeat(LONG) + " then f() end");
    }

    @Test
    void chainsOfSuffixesAreNotNested() {
        compile("local x; return x" + ".a".repeat(LONG));
        compile("f" + "()".repeat(LONG));
        compile("return o" + ":m(1)".repeat(LONG));
        compile("o" + "[1]".repeat(LONG) + " = 1");
    }

    @Test
    void manyClausesStatementsAndFields() {
        compile("local x; if x == 1 then f()" + " elseif x == 2 then g()".repeat(LONG) + " end");
        compile("local x; while x do" + " if x == 2 then break end".repeat(LONG) + " end");
        compile("x = 1; ".repeat(LONG));
        compile("return {" + "1, ".repeat(10 * LONG) + "}");
        compile("return {" + "x = 1, ".repeat(LONG) + "}");
    }

    @Test
    void constantsBeyondSixteenBits() {
        StringBuilder source = new StringBuilder("local t, o = ...\n");
        for (int i = 0; i < 70_000; i++) {
            source.append("t = ").append(i).append(".5\n");
        }
        source.append("t = t + 0.25\nt = 0.25 + t\nt = t.field\nt.field = 1\nt = global\nglobal = t\nt = o:method()\n")
                .append("if t == 'other' then f() end\nt = {key = 1}\nlocal function g() t = 1 end\n");
        Prototype prototype = compile(source.toString());
        assertTrue(prototype.constants().length > 70_000);
    }

    @Test
    void jumpsBeyondSixteenBits() {
        compile("local x; while x do " + "x = x + 1; ".repeat(70_000) + "end");
        compile("local x; for i = 1, 2 do if x then break end " + "x = x + 1; ".repeat(60_000) + "end");
        assertEquals("x:2: control structure too long near 'end'", error("for i = 1, 2 do " + "x = y; ".repeat(70_000)
                + "\nend"));
        assertEquals("x:2: control structure too long near 'end'", error("for k in f do " + "x = y; ".repeat(70_000)
                + "\nend"));
    }

    private static String error(String source) {
        return assertThrows(SyntaxException.class, () -> Listing.compile(source)).getMessage();
    }

    @Test
    void nestingUpToTheLimit() {
        compile("return " + "(".repeat(190) + "1" + ")".repeat(190));
        compile("return " + "{".repeat(190) + "}".repeat(190));
        compile("local a; return a" + " .. a".repeat(190));
        compile("local a; return a" + " ^ a".repeat(190));
        compile("local a; return " + "a + (".repeat(90) + "a" + ")".repeat(90));
        compile("return " + "- ".repeat(190) + "a");
        compile("do ".repeat(190) + "end ".repeat(190));
        compile("function f() ".repeat(190) + "end ".repeat(190));
        compile("local a; a" + ", a".repeat(190) + " = 1");
        compile("f(".repeat(180) + "1" + ")".repeat(180));
    }

    @Test
    void manyVariablesAndUpvalues() {
        StringBuilder source = new StringBuilder("local v0");
        for (int i = 1; i < 200; i++) {
            source.append(", v").append(i);
        }
        source.append("\nreturn function() return v0");
        for (int i = 1; i < 200; i++) {
            source.append(" + v").append(i);
        }
        assertEquals(200, compile(source + " end").prototypes()[0].upvalues().length);
    }

    @Test
    void registersHaveALimit() {
        compile("f(" + "1, ".repeat(252) + "1)");
        assertEquals("x:2: function or expression needs too many registers near <eof>",
                error("\nf(" + "1, ".repeat(253) + "1)"));
        assertEquals("x:2: function or expression needs too many registers near '('",
                error("\nf" + "(1, f".repeat(130) + "()" + ")".repeat(130)));
    }

    /** Where all registers are in use, room for the headers of calls is made at the last moment only. */
    @Test
    void crowdedFramesHaveRoomForCalls() {
        String variables = "local a" + ", b".repeat(180) + " = 1; local o = ...; ";
        compile(variables + "return " + "o(".repeat(60) + "1, 2, ..." + ")".repeat(60));
        compile(variables + "return " + "o:m(".repeat(30) + "1" + ")".repeat(30));
        compile(variables + "local x = " + "o:m(a, ".repeat(20) + "o()" + ")".repeat(20) + " return x");
        Prototype prototype = compile(variables + "f(" + "1, ".repeat(70) + "1)");
        assertEquals(256, prototype.maxStack());
    }
}
