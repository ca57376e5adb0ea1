package perigee.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Texts that are no programs, with the messages that the reference 5.4.8 gives. */
class SyntaxErrorTest {
    private static void assertError(String source, String message) {
        byte[] text = source.getBytes(StandardCharsets.ISO_8859_1);
        SyntaxException error = assertThrows(SyntaxException.class,
                () -> Parser.parse(text, 0, text.length, null, new byte[] {'=', 'x'}, 0), source);
        assertEquals(message, error.getMessage(), source);
    }

    @Test
    void lexicalErrors() {
        assertError("x = \"abc", "x:1: unfinished string near <eof>");
        assertError("x = \"abc\ny\"", "x:1: unfinished string near '\"abc'");
        assertError("x = 'a\\q'", "x:1: invalid escape sequence near ''a\\q'");
        assertError("x = \"\\xg1\"", "x:1: hexadecimal digit expected near '\"\\xg'");
        assertError("x = \"\\x1", "x:1: hexadecimal digit expected near '\"\\x1'");
        assertError("x = \"\\300\"", "x:1: decimal escape too large near '\"\\300\"'");
        assertError("x = \"\\u{110000000}\"", "x:1: UTF-8 value too large near '\"\\u{110000000'");
        assertError("x = \"\\u{zz}\"", "x:1: hexadecimal digit expected near '\"\\u{z'");
        assertError("x = \"\\u123\"", "x:1: missing '{' near '\"\\u1'");
        assertError("x = \"\\u{12\"", "x:1: missing '}' near '\"\\u{12\"'");
        assertError("x = \"\\u{", "x:1: hexadecimal digit expected near '\"\\u{'");
        assertError("x = [[abc", "x:1: unfinished long string (starting at line 1) near <eof>");
        assertError("\n\nx = [==[abc]=]", "x:3: unfinished long string (starting at line 3) near <eof>");
        assertError("--[[ never\nclosed", "x:2: unfinished long comment (starting at line 1) near <eof>");
        assertError("x = [=abc", "x:1: invalid long string delimiter near '[='");
        assertError("x = 3x", "x:1: malformed number near '3x'");
        assertError("x = 0x", "x:1: malformed number near '0x'");
        assertError("x = 1e", "x:1: malformed number near '1e'");
        assertError("x = 1..2", "x:1: malformed number near '1..2'");
        assertError("x = 0x1p", "x:1: malformed number near '0x1p'");
        assertError("x = .5.", "x:1: malformed number near '.5.'");
        assertError("x = 1e+", "x:1: malformed number near '1e+'");
        assertError("x = 3_000", "x:1: malformed number near '3_'");
        assertError("x = .0x1", "x:1: malformed number near '.0x1'");
        assertError("x = a\\b", "x:1: unexpected symbol near '\\'");
        assertError("x = \"\\\n\\", "x:2: unfinished string near <eof>");
        assertError("x = 08a", "x:1: malformed number near '08a'");
    }

    @Test
    void unexpectedSymbols() {
        assertError("x = ", "x:1: unexpected symbol near <eof>");
        assertError("x = )", "x:1: unexpected symbol near ')'");
        assertError("x = @", "x:1: unexpected symbol near '@'");
        assertError("x = \1", "x:1: unexpected symbol near '<\\1>'");
        assertError("x = \351", "x:1: unexpected symbol near '<\\233>'");
        assertError("x = \0", "x:1: unexpected symbol");
        assertError("$", "x:1: unexpected symbol near '$'");
        assertError("x = 1 + * 2", "x:1: unexpected symbol near '*'");
        assertError("return return", "x:1: unexpected symbol near 'return'");
        assertError("x = }", "x:1: unexpected symbol near '}'");
        assertError("f(", "x:1: unexpected symbol near <eof>");
        assertError("f(,)", "x:1: unexpected symbol near ','");
        assertError("x = a.1", "x:1: unexpected symbol near '.1'");
        assertError("x = a.", "x:1: <name> expected near <eof>");
        assertError("x = a:", "x:1: <name> expected near <eof>");
        assertError("local = 1", "x:1: <name> expected near '='");
        assertError("local function 1() end", "x:1: <name> expected near '1'");
        assertError("x = \"a\" \"b\"", "x:1: unexpected symbol near '\"b\"'");
        assertError("x = [[a\nb]] y", "x:2: syntax error near <eof>");
        assertError("for", "x:1: <name> expected near <eof>");
        assertError("x = <eof>", "x:1: unexpected symbol near '<'");
        assertError("x = 1 2", "x:1: unexpected symbol near '2'");
        assertError("x = 1 2.5", "x:1: unexpected symbol near '2.5'");
        assertError("x = 1 'q\\65'", "x:1: unexpected symbol near ''qA''");
        assertError("x = 1 [==[]]]==]", "x:1: unexpected symbol near '[==[]]]==]'");
        assertError("x = 1 then", "x:1: unexpected symbol near 'then'");
        assertError("x = 1 ~=", "x:1: unexpected symbol near <eof>");
        assertError("a.b", "x:1: syntax error near <eof>");
        assertError("a.b c", "x:1: syntax error near 'c'");
        assertError("(a)", "x:1: syntax error near <eof>");
        assertError("(a) = 1", "x:1: syntax error near '='");
        assertError("f() = 1", "x:1: syntax error near '='");
        assertError("a, f() = 1, 2", "x:1: syntax error near '='");
        assertError("(a).b, (c) = 1", "x:1: syntax error near '='");
        assertError("\"x\".y = 1", "x:1: unexpected symbol near '\"x\"'");
        assertError("x + 1", "x:1: syntax error near '+'");
        assertError("a:b = 1", "x:1: function arguments expected near '='");
        assertError("a:b", "x:1: function arguments expected near <eof>");
        assertError("f() f() 5", "x:1: unexpected symbol near '5'");
        assertError("...", "x:1: unexpected symbol near '...'");
        assertError("x = ... ... ", "x:1: unexpected symbol near '...'");
        assertError("local function f() return ... end", "x:1: cannot use '...' outside a vararg function near '...'");
    }

    @Test
    void expectedTokens() {
        assertError("if x", "x:1: 'then' expected near <eof>");
        assertError("if x then", "x:1: 'end' expected near <eof>");
        assertError("if x then else", "x:1: 'end' expected near <eof>");
        assertError("if x then else elseif", "x:1: 'end' expected near 'elseif'");
        assertError("while x", "x:1: 'do' expected near <eof>");
        assertError("while x do", "x:1: 'end' expected near <eof>");
        assertError("for i", "x:1: '=' or 'in' expected near <eof>");
        assertError("for i = 1", "x:1: ',' expected near <eof>");
        assertError("for i = 1, 2", "x:1: 'do' expected near <eof>");
        assertError("for i in", "x:1: unexpected symbol near <eof>");
        assertError("for i, j = 1", "x:1: 'in' expected near '='");
        assertError("for i, j in x", "x:1: 'do' expected near <eof>");
        assertError("repeat", "x:1: 'until' expected near <eof>");
        assertError("repeat x = 1", "x:1: 'until' expected near <eof>");
        assertError("do", "x:1: 'end' expected near <eof>");
        assertError("function", "x:1: <name> expected near <eof>");
        assertError("function f", "x:1: '(' expected near <eof>");
        assertError("function f(", "x:1: <name> or '...' expected near <eof>");
        assertError("function f(a", "x:1: ')' expected near <eof>");
        assertError("function f(a,", "x:1: <name> or '...' expected near <eof>");
        assertError("function f(..., a)", "x:1: ')' expected near ','");
        assertError("function f(1) end", "x:1: <name> or '...' expected near '1'");
        assertError("function f()", "x:1: 'end' expected near <eof>");
        assertError("f(1", "x:1: ')' expected near <eof>");
        assertError("f(\n1", "x:2: ')' expected (to close '(' at line 1) near <eof>");
        assertError("x = {", "x:1: unexpected symbol near <eof>");
        assertError("x = {1", "x:1: '}' expected near <eof>");
        assertError("x = {\n1 2}", "x:2: '}' expected (to close '{' at line 1) near '2'");
        assertError("x = {[1}", "x:1: ']' expected near '}'");
        assertError("x = {[1] 2}", "x:1: '=' expected near '2'");
        assertError("x = (1", "x:1: ')' expected near <eof>");
        assertError("x = (\n1", "x:2: ')' expected (to close '(' at line 1) near <eof>");
        assertError("x = a[1", "x:1: ']' expected near <eof>");
        assertError("goto", "x:1: <name> expected near <eof>");
        assertError("goto 1", "x:1: <name> expected near '1'");
        assertError("::", "x:1: <name> expected near <eof>");
        assertError("::a", "x:1: '::' expected near <eof>");
        assertError("::a:", "x:1: '::' expected near ':'");
        assertError("local x <", "x:1: <name> expected near <eof>");
        assertError("local x <const", "x:1: '>' expected near <eof>");
        assertError("local x <1>", "x:1: <name> expected near '1'");
        assertError("return 1,", "x:1: unexpected symbol near <eof>");
        assertError("return 1 x", "x:1: <eof> expected near 'x'");
        assertError("do return end x = 1 end", "x:1: <eof> expected near 'end'");
        assertError("x, y", "x:1: '=' expected near <eof>");
        assertError("x, = 1", "x:1: unexpected symbol near '='");
        assertError("local x, ", "x:1: <name> expected near <eof>");
        assertError("if x then\n\nwhile y do", "x:3: 'end' expected near <eof>");
        assertError("function f()\n  if x then\nend", "x:3: 'end' expected (to close 'function' at line 1) near <eof>");
        assertError("end", "x:1: <eof> expected near 'end'");
        assertError("x = function() end end", "x:1: <eof> expected near 'end'");
        assertError("until x", "x:1: <eof> expected near 'until'");
        assertError("else", "x:1: <eof> expected near 'else'");
        assertError("break x = ", "x:1: unexpected symbol near <eof>");
        assertError("f{", "x:1: unexpected symbol near <eof>");
        assertError("f'", "x:1: unfinished string near <eof>");
        assertError("x:y", "x:1: function arguments expected near <eof>");
        assertError("x:1()", "x:1: <name> expected near '1'");
        assertError("function a.b:c.d() end", "x:1: '(' expected near '.'");
        assertError("function a:b:c() end", "x:1: '(' expected near ':'");
        assertError("function a.1() end", "x:1: '(' expected near '.1'");
        assertError("local function a.b() end", "x:1: '(' expected near '.'");
    }

    @Test
    void variables() {
        assertError("local x <const> = 1; x = 2", "x:1: attempt to assign to const variable 'x'");
        assertError("local x <const> = 1; local function f() x = 2 end",
                "x:1: attempt to assign to const variable 'x'");
        assertError("local x <const> = {}; x, y = 1", "x:1: attempt to assign to const variable 'x'");
        assertError("local x <close> = nil; x = 2", "x:1: attempt to assign to const variable 'x'");
        assertError("local x <const> = 1; function x() end", "x:1: attempt to assign to const variable 'x'");
        assertError("local x <const> = 1\nfor i = 1, 2 do\n  x\n = 3 end",
                "x:4: attempt to assign to const variable 'x'");
        assertError("local x <foo> = 1", "x:1: unknown attribute 'foo'");
        assertError("local x <close>, y <close> = 1, 2", "x:1: multiple to-be-closed variables in local list");
        assertError("local x <const>; function f() x = x end", "x:1: attempt to assign to const variable 'x'");
        assertError("local f <const> = 1\nfunction f.x() end f = 1", "x:2: attempt to assign to const variable 'f'");
        assertError("local x <const> = 1; (x) = 2", "x:1: syntax error near '='");
    }

    @Test
    void gotosAndLabels() {
        assertError("goto x", "x:1: no visible label 'x' for <goto> at line 1");
        assertError("do goto x end ::y::", "x:1: no visible label 'x' for <goto> at line 1");
        assertError("break", "x:1: break outside loop at line 1");
        assertError("do\nbreak end", "x:2: break outside loop at line 2");
        assertError("function f()\n\n  break\nend", "x:4: break outside loop at line 3");
        assertError("while x do function f() break end end", "x:1: break outside loop at line 1");
        assertError("::a:: ::a::", "x:1: label 'a' already defined on line 1");
        assertError("::a::\n\ndo ::a:: end", "x:3: label 'a' already defined on line 1");
        assertError("goto x; local a; ::x:: f()", "x:1: <goto x> at line 1 jumps into the scope of local 'a'");
        assertError("goto x; local a; do ::x:: end", "x:1: no visible label 'x' for <goto> at line 1");
        assertError("do goto x end; local a; ::x:: f()", "x:1: <goto x> at line 1 jumps into the scope of local 'a'");
        assertError("repeat if x then goto continue end; local y; ::continue:: until y",
                "x:1: <goto continue> at line 1 jumps into the scope of local 'y'");
        assertError("goto x; local a <const> = 1; ::x:: print(1)",
                "x:1: <goto x> at line 1 jumps into the scope of local 'a'");
        assertError("goto x\nlocal a\n::x::\n::y:: f()", "x:4: <goto x> at line 1 jumps into the scope of local 'a'");
        assertError("local function f() goto x end ::x::", "x:1: no visible label 'x' for <goto> at line 1");
        assertError("if x then ::l:: end goto l", "x:1: no visible label 'l' for <goto> at line 1");
        assertError("goto x; local function f() end ::x:: ; g()",
                "x:1: <goto x> at line 1 jumps into the scope of local 'f'");
        assertError("break goto x", "x:1: break outside loop at line 1");
        assertError("goto x break", "x:1: no visible label 'x' for <goto> at line 1");
        assertError("::x:: do goto x; ::x:: end", "x:1: label 'x' already defined on line 1");
        assertError("for i = 1, 2 do goto y; local z; ::y:: ; f() end",
                "x:1: <goto y> at line 1 jumps into the scope of local 'z'");
    }

    @Test
    void tooManyVariables() {
        String many = "a" + ", a".repeat(200);
        assertError("local " + many, "x:1: too many local variables (limit is 200) in main function near <eof>");
        assertError("\nfunction f()\nlocal " + many + " = 1",
                "x:3: too many local variables (limit is 200) in function at line 2 near '='");
        assertError("function f(" + many + ") end",
                "x:1: too many local variables (limit is 200) in function at line 1 near ')'");
        assertError("local a" + ", a".repeat(197) + " for i = 1, 2 do end",
                "x:1: too many local variables (limit is 200) in main function near '='");
    }

    @Test
    void tooManyValues() {
        assertError("\nx = f(a" + ",\n b".repeat(260) + ")",
                "x:256: function or expression needs too many registers near 'b'");
        assertError("local a, b; local c = " + "1, ".repeat(253) + "'x'",
                "x:1: function or expression needs too many registers near ''x''");
    }

    @Test
    void tooManyUpvalues() {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 2; i++) {
            source.append("local function f").append(i).append("()\n");
            for (int j = 0; j < 150; j++) {
                source.append("local v").append(i).append('_').append(j).append('\n');
            }
        }
        source.append("local function g()\nreturn 0");
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 150; j++) {
                source.append(" + v").append(i).append('_').append(j);
            }
        }
        assertError(source.toString(), "x:304: too many upvalues (limit is 255) in function at line 303 near '+'");
    }

    @Test
    void nestingHasALimit() {
        String[] openings = {"do ", "x = {", "x = (", "x = - ", "f(", "x = a ^ ", "x = a .. ", "while x do ",
            "if x then else ", "function f() ", "x = function() return ", "x = a[", "repeat "};
        for (String opening : openings) {
            assertError(opening + opening.replace("x = ", "").repeat(300), "C stack overflow");
        }
        assertError("a" + ", a".repeat(300) + " = 1", "C stack overflow");
    }
}
