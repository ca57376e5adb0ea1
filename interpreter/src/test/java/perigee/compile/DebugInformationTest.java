package perigee.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;

/** Lines of instructions and scopes of variables. */
class DebugInformationTest {
    /** The lines of all instructions of one opcode in the main function. */
    private static String lines(Opcode op, String source) {
        Prototype prototype = Listing.compile(source);
        StringJoiner lines = new StringJoiner(" ");
        for (int pc = 0; pc < prototype.code().length; pc++) {
            if (Instruction.op(prototype.code()[pc]) == op) {
                lines.add(String.valueOf(prototype.lines()[pc]));
            }
        }
        return lines.toString();
    }

    private static String locals(Prototype prototype) {
        StringJoiner locals = new StringJoiner(", ");
        for (Prototype.Local local : prototype.locals()) {
            locals.add(new String(local.name(), StandardCharsets.ISO_8859_1) + " " + local.startPc() + "-"
                    + local.endPc() + (local.cell() ? " cell" : ""));
        }
        return locals.toString();
    }

    @Test
    void operatorsHaveTheirOwnLine() {
        assertEquals("2", lines(Opcode.ADD, "local a, b = ...; return a\n+\nb"));
        assertEquals("1", lines(Opcode.UNM, "local a = ...; return -\na"));
        assertEquals("4", lines(Opcode.CONCAT, "local a, b = ...; return a\n..\nb\n..\na"));
    }

    @Test
    void comparisonsHaveTheLineOfTheirRightOperand() {
        assertEquals("3", lines(Opcode.JNLT, "local a, b = ...; if a\n<\nb\nthen end"));
    }

    @Test
    void callsHaveTheLineOfTheirParenthesis() {
        assertEquals("2", lines(Opcode.CALL, "f\n(\n1\n)"));
        assertEquals("3", lines(Opcode.CALL, "local o = ...\no:m\n(1)"));
        assertEquals("2", lines(Opcode.SELF, "local o = ...; o:\nm\n(1)"));
    }

    /** Something is delivered when the next token has been read, if that belongs to the same construct. */
    @Test
    void indexesHaveTheLineOfTheTokenReadLast() {
        assertEquals("2", lines(Opcode.GETFIELD, "local a = ...; return a.x\n+ 1"));
        assertEquals("1", lines(Opcode.GETFIELD, "local a = ...; return 1 + a.x\n"));
        assertEquals("2", lines(Opcode.GETFIELD, "local a = ...; f(a.x\n)"));
        assertEquals("2 3", lines(Opcode.GETFIELD, "local a = ...; f(a.x\n, a.x\n)"));
        assertEquals("2", lines(Opcode.GETFIELD, "local a = ...; if a.x\nthen end"));
        assertEquals("1", lines(Opcode.GETFIELD, "local a = ...; while a.x\ndo end"));
        assertEquals("2", lines(Opcode.GETFIELD, "local a = ...; return (a.x\n)"));
        assertEquals("2", lines(Opcode.GETFIELD, "local a = ...; return {a.x\n, 1}"));
        assertEquals("2 3 5", lines(Opcode.GETFIELD, "local a = ...; return a.x\nand\na.x\nand\na.x"));
        assertEquals("1", lines(Opcode.GETFIELD, "local a = ...; return 1 and a.x\nand a"));
    }

    @Test
    void loopsReturnToTheirFirstLine() {
        assertEquals("1", lines(Opcode.FORLOOP, "for i = 1, 2 do\nf()\nend"));
        assertEquals("2", lines(Opcode.TFORCALL, "for k in\nf do\ng()\nend"));
        assertEquals("4", lines(Opcode.CLOSE, "for k in\nf do\ng()\nend"));
        assertEquals("2", lines(Opcode.LOOP, "while f() do\ng()\nend"));
    }

    @Test
    void functionsAreStoredAtTheLineTheyBegin() {
        assertEquals("2", lines(Opcode.SETGLOBAL, "\nfunction f()\n\nend"));
        assertEquals("4", lines(Opcode.CLOSURE, "\nfunction f()\n\nend"));
        Prototype f = Listing.compile("\nfunction f()\n\nend").prototypes()[0];
        assertEquals("2-4", f.lineDefined() + "-" + f.lastLineDefined());
    }

    @Test
    void makingCellsIsNoStepOfItsOwn() {
        assertEquals("3", lines(Opcode.NEWCELL, "local a = 1\nfor i = 1, 2 do\nf(function() i = 1 end)\nend"));
        Prototype f = Listing.compile("function f(a)\n\nreturn function() a = 1 end\nend").prototypes()[0];
        assertEquals(3, f.lines()[0]);
    }

    @Test
    void scopesBeginAfterTheValuesAndEndWithTheBlock() {
        assertEquals("a 2-8, b 3-5, c 6-8",
                locals(Listing.compile("local a = 1; do local b = 2; f() end local c = 3; a = c")));
    }

    @Test
    void loopControlIsVisible() {
        assertEquals("(for state) 4-6, (for state) 4-6, (for state) 4-6, i 5-5",
                locals(Listing.compile("for i = 1, 2 do end")));
        assertEquals("(for state) 3-6, (for state) 3-6, (for state) 3-6, (for state) 3-6, k 4-4, v 4-4",
                locals(Listing.compile("for k, v in f do end")));
    }

    @Test
    void cellsAreMarked() {
        assertEquals("a 3-6 cell", locals(Listing.compile("local a = 1; function f() a = 2 end")));
        Prototype f = Listing.compile("function f(a, b) return function() a = b end end").prototypes()[0];
        assertEquals("a 0-4 cell, b 0-4", locals(f));
    }
}
