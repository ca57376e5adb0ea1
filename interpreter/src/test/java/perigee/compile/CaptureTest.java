package perigee.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import perigee.bytecode.Prototype;

/** Which captured variables live in cells: those that may be assigned after a closure has captured them. */
class CaptureTest {
    private static void assertByValue(String source) {
        assertEquals("x", captures(source), source);
    }

    private static void assertCell(String source) {
        assertEquals("x cell", captures(source), source);
    }

    /** How the first function that has an upvalue named x captures it. */
    private static String captures(String source) {
        Prototype.Upvalue upvalue = find(Listing.compile(source));
        return upvalue == null ? "none" : upvalue.cell() ? "x cell" : "x";
    }

    private static Prototype.Upvalue find(Prototype prototype) {
        for (Prototype.Upvalue upvalue : prototype.upvalues()) {
            if (new String(upvalue.name(), StandardCharsets.ISO_8859_1).equals("x")) {
                return upvalue;
            }
        }
        for (Prototype nested : prototype.prototypes()) {
            Prototype.Upvalue found = find(nested);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Test
    void variablesThatAreNeverAssignedAreCopied() {
        assertByValue("local x = 1; f(function() return x end)");
        assertByValue("local x; f(function() return x end)");
        assertByValue("local function g(x) return function() return x end end");
        assertByValue("for x = 1, 2 do f(function() return x end) end");
        assertByValue("for _, x in y do f(function() return x end) end");
        assertByValue("local x <const> = f(); f(function() return x end)");
        assertByValue("local x <close> = nil; f(function() return x end)");
        assertByValue("local function x() return x end");
        assertByValue("local function x() return function() return x end end");
    }

    @Test
    void assignmentsBeforeTheFirstCaptureDoNoHarm() {
        assertByValue("local x = 1; x = 2; f(function() return x end)");
        assertByValue("local x; if y then x = 1 else x = 2 end; f(function() return x end)");
        assertByValue("local x = 1; while y do x = x + 1 end; f(function() return x end)");
        assertByValue("local x = 1; for i = 1, 2 do x = i end for i = 1, 2 do f(function() return x end) end");
        assertByValue("local x; x, y = 1, 2; f(function() return x end)");
        assertByValue("local function g(x) x = x or 1 return function() return x end end");
        assertByValue("for x = 1, 2 do x = x + 1 f(function() return x end) end");
    }

    @Test
    void assignmentsAfterACaptureNeedACell() {
        assertCell("local x = 1; f(function() return x end); x = 2");
        assertCell("local x; x = function() return x end");
        assertCell("local x; x, y = 1, function() return x end");
        assertCell("local x; function x() return x end");
        assertCell("local function x() return x end; x = 1");
        assertCell("local x = 1; f(function() return x end); if y then x = 2 end");
        assertCell("local function g(x) f(function() return x end) x = 1 end");
    }

    @Test
    void assignmentsInNestedFunctionsNeedACell() {
        assertCell("local x = 1; f(function() x = 2 end)");
        assertCell("local x = 1; f(function() return function() x = 2 end end)");
        assertCell("for x = 1, 2 do f(function() x = 2 end) end");
        assertCell("local x = 1; function f() function x() end end");
    }

    @Test
    void assignmentAndCaptureInOneLoopNeedACell() {
        assertCell("local x = 1; while y do x = x + 1; f(function() return x end) end");
        assertCell("local x = 1; repeat x = x + 1; f(function() return x end) until y");
        assertCell("local x = 1; repeat x = x + 1 until f(function() return x end)");
        assertCell("local x = 1; for i = 1, 2 do x = i; f(function() return x end) end");
        assertCell("local x = 1; for i in y do for j in y do x = i end f(function() return x end) end");
        assertCell("local x = 1; for i in y do x = 1 while z do f(function() return x end) end end");
    }

    @Test
    void aLoopAroundTheDeclarationDoesNotMatter() {
        assertByValue("while y do local x = 1; x = 2; f(function() return x end) end");
        assertByValue("for i = 1, 2 do local x; while x do x = i end f(function() return x end) end");
        assertByValue("repeat local x = 1; x = x + 1 until f(function() return x end)");
    }

    @Test
    void backwardGotosMakeAnyAssignmentSuspect() {
        assertCell("::top:: local x = 1; x = 2; f(function() return x end) if y then goto top end");
        assertCell("local x = 1; x = 2; ::top:: f(function() return x end) goto top");
        assertByValue("::top:: local x = 1; f(function() return x end) goto top");
        assertByValue("local x = 1; x = 2; goto out; ::out:: f(function() return x end)");
        assertByValue("local x = 1; x = 2; f(function() ::top:: goto top; return x end)");
    }

    @Test
    void compileTimeConstantsAreNotCaptured() {
        assertEquals("none", captures("local x <const> = 1; f(function() return x end)"));
        assertEquals("none", captures("local x <const> = 'a'; f(function() return function() return x end end)"));
        assertEquals("none", captures("local x <const> = nil; f(function() return x end)"));
    }

    @Test
    void theEnvironmentIsACellOnlyWhenAssigned() {
        assertEquals(false, Listing.compile("x = 1").upvalues()[0].cell());
        assertEquals(true, Listing.compile("_ENV = {}").upvalues()[0].cell());
        assertEquals(true, Listing.compile("function f() _ENV = {} end").upvalues()[0].cell());
        assertEquals(false, Listing.compile("local _ENV = {}; _ENV = {}").upvalues()[0].cell());
    }

    @Test
    void upvaluesSayWhereTheyComeFrom() {
        Prototype main = Listing.compile("""
                local a, x <const> = 1, f()
                local function outer(p)
                  return function() a = p return x end
                end
                """);
        Prototype outer = main.prototypes()[0];
        Prototype inner = outer.prototypes()[0];
        assertEquals("a r0 cell, x r1 const", show(outer));
        assertEquals("a u0 cell, p r0, x u1 const", show(inner));
    }

    private static String show(Prototype prototype) {
        StringBuilder text = new StringBuilder();
        for (Prototype.Upvalue upvalue : prototype.upvalues()) {
            text.append(text.isEmpty() ? "" : ", ").append(new String(upvalue.name(), StandardCharsets.ISO_8859_1))
                    .append(upvalue.inStack() ? " r" : " u").append(upvalue.index())
                    .append(upvalue.cell() ? " cell" : "").append(upvalue.readOnly() ? " const" : "");
        }
        return text.toString();
    }
}
