package perigee.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The instructions made of statements. */
class StatementCodeTest {
    private static void assertCode(String source, String expected) {
        assertEquals(expected, Listing.of(source), source);
    }

    @Test
    void ifElse() {
        assertCode("""
                local a, b = ...
                if a then b = 1 elseif a == b then b = 2 else b = 3 end
                """, """
                1 VARARG r0 3
                2 JF r0 ->5
                3 LOADI r1 1
                4 JMP ->9
                5 JNE r0 r1 ->8
                6 LOADI r1 2
                7 JMP ->9
                8 LOADI r1 3
                """);
    }

    @Test
    void ifBreakJumpsFromTheCondition() {
        assertCode("""
                local a = ...
                while true do
                  if a then break end
                  f()
                end
                """, """
                1 VARARG r0 2
                2 JT r0 ->6
                3 GETGLOBAL r1 u0 'f'
                4 CALL r1 1 1
                5 LOOP ->2
                """);
    }

    @Test
    void constantConditionsAreNotTested() {
        assertCode("""
                while 1 do f() end
                """, """
                1 GETGLOBAL r0 u0 'f'
                2 CALL r0 1 1
                3 LOOP ->1
                """);
    }

    @Test
    void deadBranchesAreJumpedOver() {
        assertCode("""
                if nil then f() end
                if true then g() end
                """, """
                1 JMP ->4
                2 GETGLOBAL r0 u0 'f'
                3 CALL r0 1 1
                4 GETGLOBAL r0 u0 'g'
                5 CALL r0 1 1
                """);
    }

    @Test
    void conditionsJumpToWhereTheOutcomeIsKnown() {
        assertCode("""
                local a, b, c = ...
                if a < b and (not c or b == nil) then f() end
                """, """
                1 VARARG r0 4
                2 JNLT r0 r1 ->7
                3 JF r2 ->5
                4 JNEK r1 nil ->7
                5 GETGLOBAL r3 u0 'f'
                6 CALL r3 1 1
                """);
    }

    @Test
    void comparisonsWithImmediates() {
        assertCode("""
                local a = ...
                while a > 1 do f() end
                while 1 > a do f() end
                while a <= 2 do f() end
                while a < 1.0 do f() end
                while not (a < 1) do f() end
                """, """
                1 VARARG r0 2
                2 JNGTI r0 1 ->6
                3 GETGLOBAL r1 u0 'f'
                4 CALL r1 1 1
                5 LOOP ->2
                6 JNLTI r0 1 ->10
                7 GETGLOBAL r1 u0 'f'
                8 CALL r1 1 1
                9 LOOP ->6
                10 JNLEI r0 2 ->14
                11 GETGLOBAL r1 u0 'f'
                12 CALL r1 1 1
                13 LOOP ->10
                14 LOADK r1 1.0
                15 JNLT r0 r1 ->19
                16 GETGLOBAL r1 u0 'f'
                17 CALL r1 1 1
                18 LOOP ->14
                19 JLTI r0 1 ->23
                20 GETGLOBAL r1 u0 'f'
                21 CALL r1 1 1
                22 LOOP ->19
                """);
    }

    @Test
    void repeatUntil() {
        assertCode("""
                local a = ...
                repeat local b = f() until b == a
                """, """
                1 VARARG r0 2
                2 GETGLOBAL r1 u0 'f'
                3 CALL r1 1 2
                4 JEQ r1 r0 ->6
                5 LOOP ->2
                """);
    }

    @Test
    void numericFor() {
        assertCode("""
                local n = ...
                for i = 1, n do f(i) end
                for i = n, 1, -1 do end
                """, """
                1 VARARG r0 2
                2 LOADI r1 1
                3 MOVE r2 r0
                4 LOADI r3 1
                5 FORPREP r1 ->10
                6 GETGLOBAL r5 u0 'f'
                7 MOVE r8 r4
                8 CALL r5 2 1
                9 FORLOOP r1 ->6
                10 MOVE r1 r0
                11 LOADI r2 1
                12 LOADI r3 -1
                13 FORPREP r1 ->15
                14 FORLOOP r1 ->14
                """);
    }

    @Test
    void genericFor() {
        assertCode("""
                for k, v in pairs(t) do
                  if v then break end
                end
                """, """
                1 GETGLOBAL r0 u0 'pairs'
                2 GETGLOBAL r3 u0 't'
                3 CALL r0 2 5
                4 TFORPREP r0 ->6
                5 JT r5 ->8
                6 TFORCALL r0 2
                7 TFORLOOP r0 ->5
                8 CLOSE r0
                """);
    }

    @Test
    void loopVariablesInCellsAreFresh() {
        assertCode("""
                for i = 1, 2 do
                  f(function() i = i + 1 end)
                end
                """, """
                1 LOADI r0 1
                2 LOADI r1 2
                3 LOADI r2 1
                4 FORPREP r0 ->10
                5 NEWCELL r3
                6 GETGLOBAL r4 u0 'f'
                7 CLOSURE r7 p0
                8 CALL r4 2 1
                9 FORLOOP r0 ->5
                """);
    }

    @Test
    void gotoForwardAndBackward() {
        assertCode("""
                ::top::
                if f() then goto out end
                goto top
                ::out::
                g()
                """, """
                1 GETGLOBAL r0 u0 'f'
                2 CALL r0 1 2
                3 JT r0 ->5
                4 LOOP ->1
                5 GETGLOBAL r0 u0 'g'
                6 CALL r0 1 1
                """);
    }

    @Test
    void continueJumpsToTheWayBack() {
        assertCode("""
                local a = ...
                while a do
                  if a == 1 then goto continue end
                  f()
                  ::continue::
                end
                """, """
                1 VARARG r0 2
                2 JF r0 ->7
                3 JEQK r0 1 ->6
                4 GETGLOBAL r1 u0 'f'
                5 CALL r1 1 1
                6 LOOP ->2
                """);
    }

    @Test
    void jumpsToJumpsAreThreaded() {
        assertCode("""
                local a, b, c = ...
                while a do
                  if b then
                    if c then f() else g() end
                  else
                    h()
                  end
                end
                """, """
                1 VARARG r0 4
                2 JF r0 ->14
                3 JF r1 ->11
                4 JF r2 ->8
                5 GETGLOBAL r3 u0 'f'
                6 CALL r3 1 1
                7 JMP ->13
                8 GETGLOBAL r3 u0 'g'
                9 CALL r3 1 1
                10 JMP ->13
                11 GETGLOBAL r3 u0 'h'
                12 CALL r3 1 1
                13 LOOP ->2
                """);
    }

    @Test
    void multipleAssignmentEvaluatesFirstAndAssignsFromTheLast() {
        assertCode("""
                local a, b, t = ...
                a, b = b, a
                t[a], t.x = f()
                a, b = 1
                """, """
                1 VARARG r0 4
                2 MOVE r3 r1
                3 MOVE r1 r0
                4 MOVE r0 r3
                5 GETGLOBAL r3 u0 'f'
                6 CALL r3 1 3
                7 SETFIELD r2 'x' r4
                8 SETINDEX r2 r0 r3
                9 LOADI r3 1
                10 LOADNIL r4 0
                11 MOVE r1 r4
                12 MOVE r0 r3
                """);
    }

    @Test
    void assignmentConflictsAreResolvedByCopies() {
        assertCode("""
                local i, t = ...
                i, t[i] = i + 1, 20
                t[i], i = 1, 2
                t.x, t = t, nil
                """, """
                1 VARARG r0 3
                2 ADDI r2 r0 1
                3 LOADI r3 20
                4 SETINDEX r1 r0 r3
                5 MOVE r0 r2
                6 MOVE r2 r0
                7 LOADI r3 1
                8 LOADI r0 2
                9 SETINDEX r1 r2 r3
                10 MOVE r2 r1
                11 MOVE r3 r1
                12 LOADNIL r1 0
                13 SETFIELD r2 'x' r3
                """);
    }

    @Test
    void localFunctionCapturesItself() {
        assertCode("""
                local function f() return f end
                """, """
                1 CLOSURE r0 p0
                """);
    }

    @Test
    void reassignedLocalFunctionNeedsACell() {
        assertCode("""
                local function f() return f end
                f = nil
                """, """
                1 LOADNIL r0 0
                2 NEWCELL r0
                3 CLOSURE r1 p0
                4 SETCELL r0 r1
                5 LOADNIL r1 0
                6 SETCELL r0 r1
                """);
    }

    @Test
    void functionStatements() {
        assertCode("""
                local t = {}
                function t.a.b() end
                function t:m() return self end
                function g() end
                """, """
                1 NEWTABLE r0 0 0
                2 GETFIELD r1 r0 'a'
                3 CLOSURE r2 p0
                4 SETFIELD r1 'b' r2
                5 CLOSURE r1 p1
                6 SETFIELD r0 'm' r1
                7 CLOSURE r1 p2
                8 SETGLOBAL r1 u0 'g'
                """);
    }

    @Test
    void closedVariables() {
        assertCode("""
                do
                  local x <close> = f()
                  g(x)
                end
                """, """
                1 GETGLOBAL r0 u0 'f'
                2 CALL r0 1 2
                3 TBC r0
                4 GETGLOBAL r1 u0 'g'
                5 MOVE r4 r0
                6 CALL r1 2 1
                7 CLOSE r0
                """);
    }

    @Test
    void noTailCallWhereVariablesAreToBeClosed() {
        assertCode("""
                local x <close> = f()
                return g(x)
                """, """
                1 GETGLOBAL r0 u0 'f'
                2 CALL r0 1 2
                3 TBC r0
                4 GETGLOBAL r1 u0 'g'
                5 MOVE r4 r0
                6 CALL r1 2 0
                7 RETURN r1 0 flag
                """);
    }

    @Test
    void jumpsOutOfScopesClose() {
        assertCode("""
                for i = 1, 3 do
                  local x <close> = f()
                  if i == 2 then break end
                end
                """, """
                1 LOADI r0 1
                2 LOADI r1 3
                3 LOADI r2 1
                4 FORPREP r0 ->13
                5 GETGLOBAL r4 u0 'f'
                6 CALL r4 1 2
                7 TBC r4
                8 JNEK r3 2 ->11
                9 CLOSE r0
                10 JMP ->13
                11 CLOSE r4
                12 FORLOOP r0 ->5
                """);
    }

    @Test
    void returnInsideGenericForCloses() {
        assertCode("""
                for k in f() do return k end
                """, """
                1 GETGLOBAL r0 u0 'f'
                2 CALL r0 1 5
                3 TFORPREP r0 ->5
                4 RETURN r4 2 flag
                5 TFORCALL r0 1
                6 TFORLOOP r0 ->4
                7 CLOSE r0
                """);
    }

    @Test
    void compileTimeConstantsOccupyNoRegister() {
        assertCode("""
                local one <const> = 1
                local a, name <const> = 2, "x"
                f(one + a, name)
                """, """
                1 LOADI r0 2
                2 GETGLOBAL r1 u0 'f'
                3 ADDI r4 r0 1 flag
                4 LOADK r5 'x'
                5 CALL r1 3 1
                """);
    }
}
