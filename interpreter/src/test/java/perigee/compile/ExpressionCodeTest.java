package perigee.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import perigee.bytecode.Prototype;

/** The instructions made of expressions. */
class ExpressionCodeTest {
    private static void assertCode(String source, String expected) {
        assertEquals(expected, Listing.of(source), source);
    }

    @Test
    void localsAreOperandsWhereTheyAre() {
        assertCode("""
                local a, b, c = ...
                c = a + b
                c = -a
                c = a.x
                c = a[b]
                """, """
                1 VARARG r0 4
                2 ADD r2 r0 r1
                3 UNM r2 r0
                4 GETFIELD r2 r0 'x'
                5 GETINDEX r2 r0 r1
                """);
    }

    @Test
    void operatorsThatAssociateToTheLeftUseOneRegister() {
        assertCode("""
                local a, b = ...
                local c = a + b - a * b
                """, """
                1 VARARG r0 3
                2 ADD r2 r0 r1
                3 MUL r3 r0 r1
                4 SUB r2 r2 r3
                """);
    }

    @Test
    void intermediateResultsDoNotTouchTheTargetVariable() {
        assertCode("""
                local a, b = ...
                a = (b + 1) * a
                """, """
                1 VARARG r0 3
                2 ADDI r2 r1 1
                3 MUL r0 r2 r0
                """);
    }

    @Test
    void constantsOnEitherSide() {
        assertCode("""
                local a = ...
                local b = a + 1
                b = 1 + a
                b = a - 1
                b = 1 - a
                b = a + 0.5
                b = 100000 + a
                b = 3 // a
                b = 0xF0 & a
                b = a << 2
                b = a & 1.0
                """, """
                1 VARARG r0 2
                2 ADDI r1 r0 1
                3 ADDI r1 r0 1 flag
                4 SUBI r1 r0 1
                5 SUBK r1 r0 1 flag
                6 ADDK r1 r0 0.5
                7 ADDK r1 r0 100000 flag
                8 LOADI r2 3
                9 IDIV r1 r2 r0
                10 BANDK r1 r0 240 flag
                11 SHLK r1 r0 2
                12 LOADK r2 1.0
                13 BAND r1 r0 r2
                """);
    }

    @Test
    void concatenationIsFlattened() {
        assertCode("""
                local a = ...
                local b = a .. "x" .. (a .. 1)
                """, """
                1 VARARG r0 2
                2 MOVE r1 r0
                3 LOADK r2 'x'
                4 MOVE r3 r0
                5 LOADI r4 1
                6 CONCAT r1 4
                """);
    }

    @Test
    void fieldsAndElements() {
        assertCode("""
                local t, i = ...
                local a = t.x[1][i].y
                a = t[65535] + t[65536] + t[-1] + t[1.0]
                t.x = nil
                t[2] = i
                t[i] = 3
                """, """
                1 VARARG r0 3
                2 GETFIELD r2 r0 'x'
                3 GETI r2 r2 1
                4 GETINDEX r2 r2 r1
                5 GETFIELD r2 r2 'y'
                6 GETI r3 r0 65535
                7 LOADI r4 65536
                8 GETINDEX r4 r0 r4
                9 ADD r3 r3 r4
                10 LOADI r4 -1
                11 GETINDEX r4 r0 r4
                12 ADD r3 r3 r4
                13 LOADK r4 1.0
                14 GETINDEX r4 r0 r4
                15 ADD r2 r3 r4
                16 LOADNIL r3 0
                17 SETFIELD r0 'x' r3
                18 SETI r0 2 r1
                19 LOADI r3 3
                20 SETINDEX r0 r1 r3
                """);
    }

    @Test
    void globalsGoThroughTheEnvironment() {
        assertCode("""
                x = y
                x.y = z.w
                """, """
                1 GETGLOBAL r0 u0 'y'
                2 SETGLOBAL r0 u0 'x'
                3 GETGLOBAL r0 u0 'x'
                4 GETGLOBAL r1 u0 'z'
                5 GETFIELD r1 r1 'w'
                6 SETFIELD r0 'y' r1
                """);
    }

    @Test
    void calls() {
        assertCode("""
                local f, x = ...
                f()
                f(x, 1)
                x = f(x)
                local a, b = f(x)
                f(f(...))
                """, """
                1 VARARG r0 3
                2 MOVE r2 r0
                3 CALL r2 1 1
                4 MOVE r2 r0
                5 MOVE r5 r1
                6 LOADI r6 1
                7 CALL r2 3 1
                8 MOVE r2 r0
                9 MOVE r5 r1
                10 CALL r2 2 2
                11 MOVE r1 r2
                12 MOVE r2 r0
                13 MOVE r5 r1
                14 CALL r2 2 3
                15 MOVE r4 r0
                16 MOVE r7 r0
                17 VARARG r10 0
                18 CALL r7 0 0
                19 CALL r4 0 1
                """);
    }

    @Test
    void methodCalls() {
        assertCode("""
                local o = ...
                o:m(1)
                o.p:m(...)
                """, """
                1 VARARG r0 2
                2 SELF r1 r0 'm'
                3 LOADI r5 1
                4 CALL r1 3 1
                5 GETFIELD r1 r0 'p'
                6 SELF r1 r1 'm'
                7 VARARG r5 0
                8 CALL r1 0 1
                """);
    }

    @Test
    void chainsStayInOneRegister() {
        assertCode("""
                local a = f(1).x[2]:m()(3)
                """, """
                1 GETGLOBAL r0 u0 'f'
                2 LOADI r3 1
                3 CALL r0 2 2
                4 GETFIELD r0 r0 'x'
                5 GETI r0 r0 2
                6 SELF r0 r0 'm'
                7 CALL r0 2 2
                8 LOADI r3 3
                9 CALL r0 2 2
                """);
    }

    @Test
    void tableConstructor() {
        assertCode("""
                local f = ...
                local t = {1, 2, x = 3, [f] = 4, [5] = 6; f()}
                t = {f(), f()}
                t = {(f())}
                """, """
                1 VARARG r0 2
                2 NEWTABLE r1 2 3
                3 LOADI r2 1
                4 LOADI r3 2
                5 LOADI r4 3
                6 SETFIELD r1 'x' r4
                7 LOADI r4 4
                8 SETINDEX r1 r0 r4
                9 LOADI r4 6
                10 SETI r1 5 r4
                11 MOVE r4 r0
                12 CALL r4 1 0
                13 SETLIST r1 0 0
                14 NEWTABLE r2 1 0
                15 MOVE r3 r0
                16 CALL r3 1 2
                17 MOVE r4 r0
                18 CALL r4 1 0
                19 SETLIST r2 0 0
                20 MOVE r1 r2
                21 NEWTABLE r2 1 0
                22 MOVE r3 r0
                23 CALL r3 1 2
                24 SETLIST r2 2 0
                25 MOVE r1 r2
                """);
    }

    @Test
    void logicalValues() {
        assertCode("""
                local a, b, c = ...
                local d = a and b or c
                local e = a == 1 and b
                local g = a.x or {}
                local h = not (a and b)
                """, """
                1 VARARG r0 4
                2 JF r0 ->5
                3 MOVE r3 r1
                4 JT r1 ->6
                5 MOVE r3 r2
                6 JNEK r0 1 ->9
                7 MOVE r4 r1
                8 JMP ->10
                9 LOADFALSE r4
                10 GETFIELD r5 r0 'x'
                11 JT r5 ->13
                12 NEWTABLE r5 0 0
                13 JF r0 ->15
                14 JT r1 ->17
                15 LOADTRUE r6
                16 JMP ->18
                17 LOADFALSE r6
                """);
    }

    @Test
    void logicalValuesDoNotTouchTheTargetVariableEarly() {
        assertCode("""
                local a, b = ...
                a = b and a or b.x
                """, """
                1 VARARG r0 3
                2 JF r1 ->4
                3 JT r0 ->5
                4 GETFIELD r0 r1 'x'
                """);
    }

    @Test
    void comparisonsAsValues() {
        assertCode("""
                local a, b = ...
                local c = a < b
                c = a ~= nil
                c = not a
                c = not (a >= 1)
                """, """
                1 VARARG r0 3
                2 JNLT r0 r1 ->5
                3 LOADTRUE r2
                4 JMP ->6
                5 LOADFALSE r2
                6 JEQK r0 nil ->9
                7 LOADTRUE r2
                8 JMP ->10
                9 LOADFALSE r2
                10 NOT r2 r0
                11 JGEI r0 1 ->14
                12 LOADTRUE r2
                13 JMP ->15
                14 LOADFALSE r2
                """);
    }

    @Test
    void constantOperandsOfAndAndOr() {
        assertCode("""
                local a = ...
                local b = 1 and a
                b = nil or a
                b = false and a
                b = 1 or a
                """, """
                1 VARARG r0 2
                2 MOVE r1 r0
                3 MOVE r1 r0
                4 LOADFALSE r1
                5 JMP ->7
                6 MOVE r1 r0
                7 LOADI r1 1
                8 JMP ->10
                9 MOVE r1 r0
                """);
    }

    @Test
    void parenthesesTruncate() {
        assertCode("""
                local f = ...
                local a, b = (f())
                return (f())
                """, """
                1 VARARG r0 2
                2 MOVE r1 r0
                3 CALL r1 1 2
                4 LOADNIL r2 0
                5 MOVE r3 r0
                6 CALL r3 1 2
                7 RETURN1 r3
                """);
    }

    @Test
    void varargs() {
        assertCode("""
                local a, b = ...
                f(...)
                f((...))
                local t = {...}
                return ...
                """, """
                1 VARARG r0 3
                2 GETGLOBAL r2 u0 'f'
                3 VARARG r5 0
                4 CALL r2 0 1
                5 GETGLOBAL r2 u0 'f'
                6 VARARG r5 2
                7 CALL r2 2 1
                8 NEWTABLE r2 0 0
                9 VARARG r3 0
                10 SETLIST r2 0 0
                11 VARARG r3 0
                12 RETURN r3 0
                """);
    }

    @Test
    void upvaluesByValueAndByCell() {
        assertCode("""
                local a, b = 1, 2
                b = 3
                local function f() b = a + b return f end
                a.b = b
                """, """
                1 LOADI r0 1
                2 LOADI r1 2
                3 NEWCELL r1
                4 LOADI r2 3
                5 SETCELL r1 r2
                6 CLOSURE r2 p0
                7 GETCELL r3 r1
                8 SETFIELD r0 'b' r3
                """);
    }

    /** The call may assign to the variable: an indexed upvalue is read after the key, an operand before the next. */
    @Test
    void upvaluesAreReadAsLateAsInTheReference() {
        Prototype main = Listing.compile("""
                local t
                local function f() t = {} end
                function g() return t[f()] + t.x end
                function h() t[f()] = t end
                function k() return t + f() end
                """);
        assertEquals("""
                0 GETUPVAL r0 u1
                1 CALL r0 1 2
                2 GETUPCELL r1 u0
                3 GETINDEX r0 r1 r0
                4 GETUPCELL r1 u0
                5 GETFIELD r1 r1 'x'
                6 ADD r0 r0 r1
                7 RETURN1 r0
                8 RETURN0
                """, Listing.of(main.prototypes()[1]));
        assertEquals("""
                0 GETUPVAL r0 u1
                1 CALL r0 1 2
                2 GETUPCELL r1 u0
                3 GETUPCELL r2 u0
                4 SETINDEX r1 r0 r2
                5 RETURN0
                """, Listing.of(main.prototypes()[2]));
        assertEquals("""
                0 GETUPCELL r0 u0
                1 GETUPVAL r1 u1
                2 CALL r1 1 2
                3 ADD r0 r0 r1
                4 RETURN1 r0
                5 RETURN0
                """, Listing.of(main.prototypes()[3]));
    }

    /** The call may assign to the variables. */
    @Test
    void cellsOfLocalsAreReadWhenTheInstructionExecutes() {
        assertCode("""
                local t, i = ...
                local function f() t, i = i, t end
                i = i + f()
                t[i] = f()
                i = t[f()]
                """, """
                1 VARARG r0 3
                2 NEWCELL r0
                3 NEWCELL r1
                4 CLOSURE r2 p0
                5 MOVE r3 r2
                6 CALL r3 1 2
                7 GETCELL r4 r1
                8 ADD r3 r4 r3
                9 SETCELL r1 r3
                10 MOVE r3 r2
                11 CALL r3 1 2
                12 GETCELL r4 r0
                13 GETCELL r5 r1
                14 SETINDEX r4 r5 r3
                15 MOVE r3 r2
                16 CALL r3 1 2
                17 GETCELL r4 r0
                18 GETINDEX r3 r4 r3
                19 SETCELL r1 r3
                """);
    }

    @Test
    void nilsAreMerged() {
        assertCode("""
                local a
                local b, c
                f(a, nil, nil)
                """, """
                1 LOADNIL r0 2
                2 GETGLOBAL r3 u0 'f'
                3 MOVE r6 r0
                4 LOADNIL r7 1
                5 CALL r3 4 1
                """);
    }

    @Test
    void multipleReturn() {
        assertCode("""
                local a, f = ...
                if a then return a, 1 end
                if f then return f() end
                return a, f()
                """, """
                1 VARARG r0 3
                2 JF r0 ->6
                3 MOVE r2 r0
                4 LOADI r3 1
                5 RETURN r2 3
                6 JF r1 ->10
                7 MOVE r2 r1
                8 TAILCALL r2 1
                9 RETURN r2 0
                10 MOVE r2 r0
                11 MOVE r3 r1
                12 CALL r3 1 0
                13 RETURN r2 0
                """);
    }
}
