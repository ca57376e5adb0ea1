package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static perigee.bytecode.Assembly.bytes;
import static perigee.bytecode.Assembly.function;
import static perigee.bytecode.Assembly.main;
import static perigee.bytecode.Opcode.*;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariableNamesTest {
    private static void named(String expected, Assembly function, int register) {
        Prototype p = function.build();
        VariableNames.Name name = VariableNames.describe(p, p.code().length - 1, register);
        assertEquals(expected, name == null ? null : name.toString());
    }

    // ---- variables and constants -----------------------------------------------------------------------------------

    @Test
    void localNamesByNumberAndPlace() {
        Prototype p = function(3).values(0, 3).return0().local("a", 1, 4).local("b", 2, 3).local("c", 3, 4).build();
        assertNull(VariableNames.localName(p, 1, 0));
        assertArrayEquals(bytes("a"), VariableNames.localName(p, 1, 1));
        assertNull(VariableNames.localName(p, 2, 1));
        assertArrayEquals(bytes("b"), VariableNames.localName(p, 2, 2));
        assertArrayEquals(bytes("c"), VariableNames.localName(p, 2, 3));
        assertNull(VariableNames.localName(p, 3, 3));
        assertNull(VariableNames.localName(p, 0, 3));
        assertNull(VariableNames.localName(p, -1, 3));
    }

    @Test
    void activeLocals() {
        named("local 'x'", function(3).value(0).value(1).return0().local("x", 1, 3), 0);
        named(null, function(3).value(0).value(1).return0().local("x", 1, 3), 1);
        named(null, function(3).value(0).value(1).return0().local("x", 1, 2), 0);
    }

    @Test
    void copiesOfLocals() {
        named("local 'x'", function(3).value(0).abc(MOVE, 2, 0, 0).return0().local("x", 1, 3), 2);
        named("local 'x'", function(4).value(0).abc(MOVE, 2, 0, 0).abc(MOVE, 3, 2, 0).return0().local("x", 1, 4), 3);
        // a copy downwards is an assignment
        named(null, function(3).value(2).abc(MOVE, 0, 2, 0).return0(), 0);
    }

    @Test
    void capturedVariables() {
        named("local 'x'", function(3).cell(0).abc(GETCELL, 1, 0, 0).return0().localCell("x", 1, 4), 1);
        named(null, function(3).cell(0).abc(GETCELL, 1, 0, 0).return0(), 1);
        named("upvalue 'u'", function(3).upvalue("u", true, 0, false).abc(GETUPVAL, 1, 0, 0).return0(), 1);
        named("upvalue 'u'", function(3).upvalue("u", true, 0, true).abc(GETUPCELL, 1, 0, 0).return0(), 1);
        named("upvalue '?'", function(3).upvalue("", true, 0, false).abc(GETUPVAL, 1, 0, 0).return0(), 1);
        assertEquals("upvalue 'u'",
                VariableNames.describeUpvalue(function(2).upvalue("u", true, 0, false).build(), 0).toString());
    }

    @Test
    void constants() {
        named("constant 'abc'", function(3).string("abc").aj(LOADK, 1, 0).return0(), 1);
        named("constant 'ab'", function(3).string("ab\0c").aj(LOADK, 1, 0).return0(), 1);
        named(null, function(3).integer(1).aj(LOADK, 1, 0).return0(), 1);
    }

    // ---- fields ----------------------------------------------------------------------------------------------------

    @Test
    void globalsAreFieldsOfTheEnvironment() {
        named("global 'g'", main(3).string("g").abc(GETGLOBAL, 0, 0, 0).return0(), 0);
        named("field 'g'", function(3).upvalue("t", true, 0, false).string("g").abc(GETGLOBAL, 0, 0, 0).return0(), 0);
        named("global 'g'", function(3).string("g").value(0).abc(GETFIELD, 1, 0, 0).return0().local("_ENV", 1, 3), 1);
        named("global 'g'", function(3).upvalue("_ENV", true, 0, true).string("g").abc(GETUPCELL, 1, 0, 0)
                .abc(GETFIELD, 1, 1, 0).return0(), 1);
        // the string "_ENV" is not the variable
        named("field 'g'", function(3).string("g").string("_ENV").aj(LOADK, 0, 1).abc(GETFIELD, 1, 0, 0).return0(), 1);
    }

    @Test
    void fields() {
        named("field 'f'", function(3).string("f").value(0).abc(GETFIELD, 1, 0, 0).return0().local("t", 1, 3), 1);
        named("field 'integer index'", function(3).value(0).abc(GETI, 1, 0, 255).return0(), 1);
        named("field '?'", function(3).value(0).abc(GETI, 1, 0, 256).return0(), 1);
        named("field 'k'", function(3).string("k").value(0).aj(LOADK, 1, 0).abc(GETINDEX, 1, 0, 1).return0(), 1);
        named("field '?'", function(3).value(0).value(1).abc(GETINDEX, 2, 0, 1).return0().local("t", 1, 4)
                .local("i", 2, 4), 2);
        named("field 'f'", function(4).string("f").value(0).abc(GETFIELD, 1, 0, 0).abc(MOVE, 2, 1, 0).return0(), 2);
    }

    @Test
    void methods() {
        named("method 'm'", function(5).string("m").value(0).abc(SELF, 1, 0, 0).return0(), 1);
        named(null, function(5).string("m").value(0).abc(SELF, 1, 0, 0).return0(), 4);
    }

    // ---- the search ------------------------------------------------------------------------------------------------

    @Test
    void theLastChangeCounts() {
        named("constant 'b'", function(3).string("a").string("b").aj(LOADK, 1, 0).aj(LOADK, 1, 1).return0(), 1);
        named(null, function(3).string("a").aj(LOADK, 1, 0).abc(LOADNIL, 0, 2, 0).return0(), 1);
        named(null, function(5).string("a").value(0).aj(LOADK, 1, 0).abc(CALL, 0, 1, 2).return0(), 1);
        named("constant 'a'", function(5).string("a").aj(LOADK, 0, 0).value(1).abc(CALL, 1, 1, 2).return0(), 0);
        named(null, main(5).string("a").aj(LOADK, 2, 0).abc(VARARG, 1, 3, 0).return0(), 2);
        named(null, function(9).string("a").aj(LOADK, 6, 0).abc(TFORCALL, 0, 1, 0).return0(), 6);
    }

    @Test
    void whatAJumpMayHaveSkippedIsUncertain() {
        named(null, function(3).string("a").jump(JT, 0, "join").aj(LOADK, 1, 0).label("join").value(2).return0(), 1);
        named("constant 'a'",
                function(3).string("a").jump(JT, 0, "join").value(1).label("join").aj(LOADK, 1, 0).return0(), 1);
        // a jump that leads past the instruction itself skips nothing on the way to it
        Prototype p = function(3).string("a").jump(JT, 0, "past").aj(LOADK, 1, 0).value(2).label("past").return0()
                .build();
        assertEquals("constant 'a'", String.valueOf(VariableNames.describe(p, 2, 1)));
        assertNull(VariableNames.describe(p, 3, 1));
    }

    // ---- called functions ------------------------------------------------------------------------------------------

    private static String called(Assembly function) {
        Prototype p = function.build();
        return String.valueOf(VariableNames.calledFunction(p, p.code().length - 1));
    }

    @Test
    void calls() {
        assertEquals("global 'f'", called(main(3).string("f").abc(GETGLOBAL, 0, 0, 0).abc(CALL, 0, 1, 1)));
        assertEquals("method 'm'", called(function(5).string("m").abc(SELF, 0, 1, 0).abc(TAILCALL, 0, 2, 0)));
        assertEquals("null", called(function(5).aj(LOADI, 0, 1).abc(CALL, 0, 1, 1)));
        assertEquals("for iterator 'for iterator'", called(function(9).abc(TFORCALL, 0, 1, 0)));
    }

    @Test
    void metamethods() {
        assertEquals("metamethod 'index'", called(function(3).abc(GETFIELD, 0, 0, 0)));
        assertEquals("metamethod 'newindex'", called(function(3).abc(SETI, 0, 1, 1)));
        assertEquals("metamethod 'sub'", called(function(3).abc(SUBK, 0, 0, 0, 1)));
        assertEquals("metamethod 'concat'", called(function(3).abc(CONCAT, 0, 2, 0)));
        assertEquals("metamethod 'eq'", called(function(3).abj(JNE, 0, 1, 0)));
        assertEquals("metamethod 'lt'", called(function(3).abj(JNGTI, 0, 1, 0)));
        assertEquals("metamethod 'le'", called(function(3).abj(JGEI, 0, 1, 0)));
        assertEquals("metamethod 'close'", called(function(3).abc(RETURN, 0, 1, 0, 1)));
    }

    @Test
    void whatCallsNothingHasNoName() {
        Set<Opcode> callless = EnumSet.of(MOVE, LOADNIL, NEWCELL, GETUPVAL, NEWTABLE, SETLIST, NOT, JMP, JEQK, RETURN0,
                RETURN1, FORPREP, FORLOOP, TFORPREP, TFORLOOP, CLOSURE, VARARG, VARARGPREP, TBC);
        for (Opcode op : callless) {
            assertEquals("null", called(function(9).raw(op.ordinal())), op.name());
        }
    }
}
