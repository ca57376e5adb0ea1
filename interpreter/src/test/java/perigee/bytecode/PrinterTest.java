package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static perigee.bytecode.Assembly.function;
import static perigee.bytecode.Assembly.main;
import static perigee.bytecode.Opcode.*;

import org.junit.jupiter.api.Test;

class PrinterTest {
    @Test
    void aWholeChunk() {
        // local sum = 0
        // for i = 1, n do sum = sum + i * 0.5 end
        // function show(...) print("sum\n", sum, ...) end
        Assembly show = function(7).defined(3, 3).line(3).vararg()
                .upvalue("_ENV", false, 0, false).upvalue("sum", true, 0, true)
                .string("print").string("sum\n")
                .abc(GETGLOBAL, 0, 0, 0).aj(LOADK, 3, 1).abc(GETUPCELL, 4, 1, 0).abc(VARARG, 5, 0, 0)
                .abc(CALL, 0, 0, 1).return0();
        Prototype chunk = main(6).string("n").number(0.5).string("show").nested(show)
                .line(1).aj(LOADI, 0, 0).abc(NEWCELL, 0, 0, 0)
                .line(2).aj(LOADI, 1, 1).abc(GETGLOBAL, 2, 0, 0).aj(LOADI, 3, 1).jump(FORPREP, 1, "out")
                .label("body").abc(MULK, 5, 4, 1).abc(GETCELL, 0, 0, 0)
                .jump(FORLOOP, 1, "body").label("out")
                .line(3).aj(CLOSURE, 1, 0).abc(SETGLOBAL, 1, 0, 2).abc(RETURN, 0, 1, 0, 1).line(4).return0()
                .localCell("sum", 3, 14).local("(for state)", 6, 10).local("(for state)", 6, 10)
                .local("(for state)", 6, 10).local("i", 7, 9).build();
        assertEquals("""
                main <test.lua:0,0> 0 parameters, vararg, 6 registers, 1 upvalue, 3 constants, 1 function, 14 instructions
                     0  [1]     VARARGPREP  0
                     1  [1]     LOADI       r0 0
                     2  [1]     NEWCELL     r0
                     3  [2]     LOADI       r1 1
                     4  [2]     GETGLOBAL   r2 u0 k0            ; u0 _ENV, k0 "n"
                     5  [2]     LOADI       r3 1                ; r3 (for state)
                     6  [2]     FORPREP     r1.. ->10
                 >   7  [2]     MULK        r5 r4 k1            ; r4 i, k1 0.5
                     8  [2]     GETCELL     r0 r0               ; r0 sum, r0 sum
                     9  [2]     FORLOOP     r1.. ->7
                 >  10  [3]     CLOSURE     r1 p0               ; p0 <test.lua:3,3>
                    11  [3]     SETGLOBAL   r1 u0 k2            ; u0 _ENV, k2 "show"
                    12  [3]     RETURN      r0.. #0 flag
                    13  [4]     RETURN0
                  constants (3)
                    k0  "n"
                    k1  0.5
                    k2  "show"
                  upvalues (1)
                    u0  _ENV                encloser's r0
                  locals (5)
                    r0  sum                 3..14 cell
                    r1  (for state)         6..10
                    r2  (for state)         6..10
                    r3  (for state)         6..10
                    r4  i                   7..9

                function <test.lua:3,3> 0 parameters, vararg, 7 registers, 2 upvalues, 2 constants, 0 functions, 7 instructions
                     0  [3]     VARARGPREP  0
                     1  [3]     GETGLOBAL   r0 u0 k0            ; u0 _ENV, k0 "print"
                     2  [3]     LOADK       r3 k1               ; k1 "sum\\n"
                     3  [3]     GETUPCELL   r4 u1               ; u1 sum
                     4  [3]     VARARG      r5.. #*
                     5  [3]     CALL        r0.. #* #0
                     6  [3]     RETURN0
                  constants (2)
                    k0  "print"
                    k1  "sum\\n"
                  upvalues (2)
                    u0  _ENV                encloser's u0
                    u1  sum                 encloser's r0 cell
                """, Printer.print(chunk));
    }

    @Test
    void oneInstruction() {
        Prototype p = function(3).parameters(2).integer(-7).abj(JEQK, 1, 0, 0).abc(ADDI, 0, 1, -3, 1).return0()
                .local("a", 0, 3).local("b", 0, 3).build();
        assertEquals("     0  [1]     JEQK        r1 k0 ->1           ; r1 b, k0 -7", Printer.printInstruction(p, 0));
        assertEquals(" >   1  [1]     ADDI        r0 r1 -3 flag       ; r0 a, r1 b", Printer.printInstruction(p, 1));
        assertEquals("     2  [1]     RETURN0", Printer.printInstruction(p, 2));
    }

    @Test
    void immediatesHaveTheirSigns() {
        Prototype p = function(3).abj(JLTI, 0, -5, 0).abj(SETLIST, 0, 3, 50).aj(LOADI, 0, Integer.MIN_VALUE)
                .abc(GETI, 0, 0, 0xFFFF).build();
        assertTrue(Printer.printInstruction(p, 0).endsWith("JLTI        r0 -5 ->1"));
        assertTrue(Printer.printInstruction(p, 1).endsWith("SETLIST     r0.. #2 50"));
        assertTrue(Printer.printInstruction(p, 2).endsWith("LOADI       r0 -2147483648"));
        assertTrue(Printer.printInstruction(p, 3).endsWith("GETI        r0 r0 65535"));
    }

    @Test
    void constantsOfAllKinds() {
        String text = Printer.print(function(2).constant(new Constant.Nil()).constant(new Constant.Bool(true))
                .integer(Long.MIN_VALUE).number(-0.0).number(1e100).string("\0\377\"\\\r\t").return0().stripped()
                .build());
        assertTrue(text.endsWith("""
                     0          RETURN0
                  constants (6)
                    k0  nil
                    k1  true
                    k2  -9223372036854775808
                    k3  -0.0
                    k4  1.0E100
                    k5  "\\x00\\xff\\"\\\\\\r\\t"
                """), text);
    }

    @Test
    void longStringsAreCutInCommentsOnly() {
        String text = Printer.print(function(2).string("0123456789".repeat(5)).aj(LOADK, 0, 0).return0().build());
        assertTrue(text.contains("; k0 \"" + "0123456789".repeat(4) + "...\"\n"), text);
        assertTrue(text.contains("    k0  \"" + "0123456789".repeat(5) + "\"\n"), text);
    }

    @Test
    void titlesNameTheChunkAsMessagesDo() {
        assertEquals("function <stdin:1,9>", Printer.title(function(2).source("=stdin").return0().build()));
        assertEquals("function <[string \"return 1...\"]:1,9>",
                Printer.title(function(2).source("return 1\n+ 2").return0().build()));
        assertEquals("main <?:0,0>", Printer.title(main(2).source("=?").return0().build()));
    }

    @Test
    void whatDoesNotVerifyCanBePrinted() {
        String text = Printer.print(function(2).raw(0x1_0000_00FFL).aj(LOADK, 200, 9).abc(GETUPVAL, 1, 3, 0)
                .aj(CLOSURE, 0, -1).aj(JMP, 0, Integer.MAX_VALUE).abc(ADDI, 0, 0, 0, 7).build());
        assertTrue(text.contains("? 1000000ff\n"), text);
        assertTrue(text.contains("LOADK       r200 k9             ; k9 ?\n"), text);
        assertTrue(text.contains("GETUPVAL    r1 u3               ; u3 ?\n"), text);
        assertTrue(text.contains("CLOSURE     r0 p-1              ; p-1 ?\n"), text);
        assertTrue(text.contains("JMP         ->2147483652\n"), text);
        assertTrue(text.contains("ADDI        r0 r0 0 flag?\n"), text);
    }

    @Test
    void everyOpcodeIsPrintedByItsRoles() {
        for (int number = 0; number < Opcode.count(); number++) {
            Prototype p = function(2).raw(number).build();
            assertTrue(Printer.print(p).contains(" " + Opcode.of(number)), Opcode.of(number).name());
        }
    }
}
