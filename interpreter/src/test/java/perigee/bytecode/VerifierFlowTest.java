package perigee.bytecode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static perigee.bytecode.Assembly.function;
import static perigee.bytecode.Assembly.main;
import static perigee.bytecode.Opcode.*;
import static perigee.bytecode.Verification.accepts;
import static perigee.bytecode.Verification.refuses;

import org.junit.jupiter.api.Test;

/** Rules 10 to 15 of the verifier: what holds along every path. */
class VerifierFlowTest {
    // ---- defined registers -----------------------------------------------------------------------------------------

    @Test
    void onlyParametersAreDefinedAtEntry() {
        accepts(function(3).parameters(2).return1(1));
        refuses("reads register 2, which may be undefined", function(3).parameters(2).return1(2));
    }

    @Test
    void aRegisterIsDefinedWhenItIsOnAllPaths() {
        accepts(function(3).parameters(1).jump(JT, 0, "else").value(1).jump(JMP, 0, "join").label("else").value(1)
                .label("join").return1(1));
        refuses("pc 2 (RETURN1): reads register 1, which may be undefined",
                function(3).parameters(1).jump(JT, 0, "join").value(1).label("join").return1(1));
    }

    @Test
    void whatALoopLosesIsLostAtItsHead() {
        // first round: r1 is a value; second round: it has been clobbered by the call
        refuses("pc 1 (MOVE): reads register 1", function(4).parameters(1).value(1).label("head").abc(MOVE, 0, 1, 0)
                .abc(MOVE, 1, 0, 0).abc(CALL, 1, 1, 1).jump(LOOP, 0, "head"));
        accepts(function(4).parameters(1).value(1).label("head").abc(MOVE, 0, 1, 0)
                .abc(MOVE, 1, 0, 0).abc(CALL, 1, 1, 2).jump(LOOP, 0, "head"));
    }

    @Test
    void whatIsNeverReachedIsNotFollowed() {
        accepts(function(3).return0().return1(2));
    }

    @Test
    void callsLeaveTheirResultsAndNothingAbove() {
        accepts(function(5).values(0, 2).abc(CALL, 1, 1, 3).abc(RETURN, 0, 4, 0));
        refuses("reads register 2", function(5).values(0, 5).abc(CALL, 1, 1, 2).return1(2));
        refuses("reads register 1", function(5).values(0, 5).abc(CALL, 1, 1, 1).return1(1));
        refuses("reads register 4", function(5).values(0, 5).abc(CALL, 1, 1, 1).return1(4));
    }

    @Test
    void callsReadFunctionAndArguments() {
        accepts(function(6).value(1).values(4, 2).abc(CALL, 1, 3, 1).return0());
        refuses("reads register 1", function(6).values(4, 2).abc(CALL, 1, 3, 1).return0());
        refuses("reads register 5", function(6).value(1).value(4).abc(CALL, 1, 3, 1).return0());
        refuses("reads register 3", main(6).value(0).abc(VARARG, 4, 0, 0).abc(CALL, 0, 0, 1).return0());
        refuses("reads register 0", function(3).abc(TAILCALL, 0, 1, 0).abc(RETURN, 0, 0, 0));
    }

    @Test
    void listsReadAllTheirValues() {
        refuses("reads register 1", function(4).value(0).value(2).abc(CONCAT, 0, 3, 0).return0());
        refuses("reads register 1", function(4).value(0).value(2).abc(RETURN, 0, 4, 0));
        refuses("reads register 1", main(4).value(0).abc(VARARG, 2, 0, 0).abc(RETURN, 0, 0, 0));
        refuses("reads register 2", function(4).abc(NEWTABLE, 0, 0, 0).value(1).abj(SETLIST, 0, 3, 0).return0());
    }

    @Test
    void concatenationLeavesOnlyItsResult() {
        accepts(function(4).values(0, 3).abc(CONCAT, 1, 2, 0).abc(RETURN, 0, 3, 0));
        refuses("reads register 2", function(4).values(0, 3).abc(CONCAT, 1, 2, 0).return1(2));
    }

    @Test
    void anOpenListIsNotReadAsRegisters() {
        accepts(main(6).values(0, 6).abc(VARARG, 3, 0, 0).abc(CALL, 0, 0, 2).return1(0));
        refuses("reads register 5", main(9).values(0, 6).abc(VARARG, 5, 0, 0).abc(CALL, 2, 0, 4).return1(5));
    }

    @Test
    void loadsAndSelfDefine() {
        accepts(function(5).abc(LOADNIL, 1, 2, 0).abc(RETURN, 1, 4, 0));
        accepts(function(5).string("m").value(0).abc(SELF, 1, 0, 0).abc(CALL, 1, 2, 1).return0());
        refuses("reads register 2", function(5).string("m").value(0).abc(SELF, 1, 0, 0).return1(2));
        accepts(main(4).abc(VARARG, 0, 3, 0).abc(RETURN, 0, 3, 0));
        refuses("reads register 2", main(4).abc(VARARG, 0, 3, 0).return1(2));
    }

    // ---- cells -----------------------------------------------------------------------------------------------------

    @Test
    void cellsAreReadAndWrittenThroughTheirInstructions() {
        accepts(function(3).cell(0).value(1).abc(SETCELL, 0, 1, 0).abc(GETCELL, 1, 0, 0).return1(1));
        refuses("reads register 0, which holds a cell", function(3).cell(0).return1(0));
        refuses("reads register 0, which holds a cell", function(3).cell(0).abc(MOVE, 1, 0, 0).return0());
        refuses("reads register 0, which holds a cell", function(3).cell(0).abc(NEWCELL, 0, 0, 0).return0());
        refuses("reads register 3, which holds a cell", function(4).value(0).cell(3).abc(CALL, 0, 2, 1).return0());
        refuses("reads register 0, which holds a cell", function(4).cell(0).cell(1).abc(SETCELL, 1, 0, 0).return0());
        refuses("needs a cell in register 0, which holds a value",
                function(3).values(0, 2).abc(SETCELL, 0, 1, 0).return0());
        refuses("needs a cell in register 0, which holds a value",
                function(3).value(0).abc(GETCELL, 1, 0, 0).return0());
        refuses("needs a cell in register 0, which may be undefined", function(3).abc(GETCELL, 1, 0, 0).return0());
        refuses("reads register 0, which may be undefined", function(3).abc(NEWCELL, 0, 0, 0).return0());
    }

    @Test
    void aRegisterOutlivesItsCell() {
        accepts(function(3).cell(0).value(0).return1(0));
    }

    @Test
    void aCellOnOnePathOnlyIsNoCell() {
        accepts(function(3).parameters(1).value(1).jump(JT, 0, "join").value(2).label("join").abc(NEWCELL, 1, 0, 0)
                .abc(GETCELL, 1, 1, 0).return0());
        refuses("which may be undefined", function(3).parameters(1).value(1).jump(JT, 0, "join")
                .abc(NEWCELL, 1, 0, 0).label("join").abc(GETCELL, 1, 1, 0).return0());
        refuses("which may be undefined", function(3).parameters(1).value(1).jump(JT, 0, "join")
                .abc(NEWCELL, 1, 0, 0).label("join").return1(1));
    }

    @Test
    void aLoopMayMakeAFreshCellEachTime() {
        accepts(function(4).parameters(1).label("head").cell(1).abc(GETCELL, 2, 1, 0).jump(LOOP, 0, "head"));
        refuses("which may be undefined",
                function(4).parameters(1).value(1).label("head").abc(NEWCELL, 1, 0, 0).jump(LOOP, 0, "head"));
    }

    // ---- closures --------------------------------------------------------------------------------------------------

    private static Assembly capturing(int register, boolean cell) {
        return function(2).upvalue("x", true, register, cell).return0();
    }

    @Test
    void closuresFindWhatTheirDescriptorsSay() {
        accepts(function(3).value(0).nested(capturing(0, false)).aj(CLOSURE, 1, 0).return0());
        accepts(function(3).cell(0).nested(capturing(0, true)).aj(CLOSURE, 1, 0).return0());
        refuses("captures register 0 as a value, which holds a cell",
                function(3).cell(0).nested(capturing(0, false)).aj(CLOSURE, 1, 0).return0());
        refuses("captures register 0 as a cell, which holds a value",
                function(3).value(0).nested(capturing(0, true)).aj(CLOSURE, 1, 0).return0());
        refuses("captures register 0 as a value, which may be undefined",
                function(3).nested(capturing(0, false)).aj(CLOSURE, 1, 0).return0());
        refuses("captures register 0 as a cell, which may be undefined",
                function(3).nested(capturing(0, true)).aj(CLOSURE, 1, 0).return0());
    }

    @Test
    void aFunctionMayCaptureItself() {
        accepts(function(3).nested(capturing(0, false)).aj(CLOSURE, 0, 0).return0());
        refuses("captures register 0 as a cell, which holds a value",
                function(3).cell(0).nested(capturing(0, true)).aj(CLOSURE, 0, 0).return0());
        accepts(function(3).cell(0).nested(capturing(0, true)).aj(CLOSURE, 1, 0).abc(SETCELL, 0, 1, 0).return0());
    }

    @Test
    void upvaluesOfUpvaluesNeedNoRegister() {
        accepts(function(3).upvalue("x", true, 0, true)
                .nested(function(2).upvalue("x", false, 0, true).return0()).aj(CLOSURE, 0, 0).return0());
    }

    // ---- numeric loops ---------------------------------------------------------------------------------------------

    /** A loop over registers 1 to 4; the body is given, with "out" behind the loop. */
    private static Assembly loop(Assembly before, java.util.function.UnaryOperator<Assembly> body) {
        return body.apply(before.values(1, 3).jump(FORPREP, 1, "out").label("body")).jump(FORLOOP, 1, "body")
                .label("out");
    }

    @Test
    void theLoopVariableIsAValueInTheBody() {
        accepts(loop(function(6).parameters(1), body -> body.abc(MOVE, 0, 4, 0)).return0());
        refuses("reads register 4", loop(function(6).parameters(1), body -> body).return1(4));
        refuses("reads register 1, which may be undefined", function(5).values(2, 2).jump(FORPREP, 1, "out")
                .label("body").jump(FORLOOP, 1, "body").label("out").return0());
    }

    @Test
    void theLoopVariableMayBeCaptured() {
        accepts(loop(function(6).parameters(1).nested(capturing(4, true)),
                body -> body.abc(NEWCELL, 4, 0, 0).aj(CLOSURE, 5, 0)).return0());
    }

    @Test
    void nobodyTouchesTheControlRegisters() {
        String lost = "registers from 1 on are not the control of a checked loop";
        for (int control = 1; control <= 3; control++) {
            int register = control;
            refuses(lost, loop(function(6).parameters(1), body -> body.value(register)).return0());
            refuses("reads register " + register + ", which holds the control of a loop",
                    loop(function(6).parameters(1), body -> body.abc(MOVE, 5, register, 0)).return0());
            refuses("which holds the control of a loop",
                    loop(function(6).parameters(1), body -> body.abc(NEWCELL, register, 0, 0)).return0());
        }
        refuses(lost, loop(function(6).parameters(1), body -> body.abc(MOVE, 0, 4, 0).abc(LOADNIL, 2, 0, 0)).return0());
        refuses(lost, loop(function(9).parameters(1),
                body -> body.values(3, 1).abc(CALL, 3, 1, 1)).return0());
    }

    @Test
    void controlRegistersAreGoneBehindTheLoop() {
        refuses("reads register 1", loop(function(6).parameters(1), body -> body).return1(1));
    }

    @Test
    void noPathLeadsIntoALoopUnchecked() {
        refuses("not the control of a checked loop", function(6).parameters(1).values(1, 4).jump(JT, 0, "in")
                .jump(FORPREP, 1, "out").label("body").label("in").value(5).jump(FORLOOP, 1, "body").label("out")
                .return0());
    }

    @Test
    void loopsAreNestedOnOtherRegisters() {
        accepts(loop(function(9).parameters(1), body -> body.values(5, 3).jump(FORPREP, 5, "inner out")
                .label("inner").jump(FORLOOP, 5, "inner").label("inner out")).return0());
        // the inner loop's registers overlap the outer one's
        refuses("reads register 3, which holds the control of a loop",
                loop(function(9).parameters(1), body -> body.values(4, 2).jump(FORPREP, 3, "inner out")
                        .label("inner").jump(FORLOOP, 3, "inner").label("inner out")).return0());
    }

    // ---- generic loops ---------------------------------------------------------------------------------------------

    @Test
    void genericLoopsReadTheirControl() {
        accepts(generic(0, 4, body -> body.abc(MOVE, 5, 4, 0)));
        refuses("reads register 3", generic(0, 3, body -> body));
        refuses("reads register 0", generic(1, 3, body -> body));
        refuses("reads register 2", generic(0, 4, body -> body.cell(2)));
    }

    private static Assembly generic(int first, int count, java.util.function.UnaryOperator<Assembly> body) {
        return body.apply(function(9).values(first, count).jump(TFORPREP, 0, "call").label("body")).label("call")
                .abc(TFORCALL, 0, 1, 0).jump(TFORLOOP, 0, "body").abc(CLOSE, 0, 0, 0).return0();
    }

    @Test
    void genericLoopsDefineTheirVariables() {
        refuses("reads register 5", generic(0, 4, body -> body.abc(MOVE, 6, 5, 0)));
        accepts(generic(0, 4, body -> body.abc(NEWCELL, 4, 0, 0).abc(GETCELL, 5, 4, 0)));
    }

    // ---- table constructors ----------------------------------------------------------------------------------------

    @Test
    void listsGoIntoNewTables() {
        accepts(function(3).parameters(1).abc(NEWTABLE, 1, 0, 0).jump(JT, 0, "else").value(2).jump(JMP, 0, "join")
                .label("else").abc(LOADTRUE, 2, 0, 0).label("join").abj(SETLIST, 1, 2, 0).return0());
        refuses("not certainly a new table", function(3).parameters(1).value(1).abj(SETLIST, 0, 2, 0).return0());
        refuses("not certainly a new table", function(4).abc(NEWTABLE, 0, 0, 0).abc(MOVE, 1, 0, 0).value(2)
                .abj(SETLIST, 1, 2, 0).return0());
        refuses("not certainly a new table", function(4).parameters(1).value(1).jump(JT, 0, "join")
                .abc(NEWTABLE, 1, 0, 0).label("join").value(2).abj(SETLIST, 1, 2, 0).return0());
    }

    // ---- to be closed ----------------------------------------------------------------------------------------------

    @Test
    void whatIsMarkedIsClosedBeforeTheEnd() {
        accepts(function(3).value(0).abc(TBC, 0, 0, 0).abc(CLOSE, 0, 0, 0).return0());
        accepts(function(3).value(0).abc(TBC, 0, 0, 0).abc(RETURN, 1, 1, 0, 1));
        refuses("leaves while register 0 is to be closed", function(3).value(0).abc(TBC, 0, 0, 0).return0());
        refuses("leaves while register 0", function(3).value(0).abc(TBC, 0, 0, 0).return1(0));
        refuses("leaves while register 0", function(3).value(0).abc(TBC, 0, 0, 0).abc(RETURN, 1, 1, 0, 0));
        refuses("leaves while register 0", function(5).value(0).abc(TBC, 0, 0, 0).value(1).abc(TAILCALL, 1, 1, 0)
                .abc(RETURN, 1, 0, 0, 1));
        refuses("leaves while register 0",
                function(3).values(0, 2).abc(TBC, 0, 0, 0).abc(TBC, 1, 0, 0).abc(CLOSE, 1, 0, 0).return0());
        refuses("leaves while register 3", function(9).values(0, 4).jump(TFORPREP, 0, "call").label("body")
                .return0().label("call").abc(TFORCALL, 0, 1, 0).jump(TFORLOOP, 0, "body").abc(CLOSE, 0, 0, 0)
                .return0());
    }

    @Test
    void whatMayBeMarkedCounts() {
        refuses("leaves while register 1", function(3).parameters(1).jump(JT, 0, "join").value(1).abc(TBC, 1, 0, 0)
                .label("join").return0());
        accepts(function(3).parameters(1).jump(JT, 0, "join").value(1).abc(TBC, 1, 0, 0)
                .label("join").abc(CLOSE, 1, 0, 0).return0());
    }

    @Test
    void marksStandInOrderAndOnce() {
        accepts(function(3).values(0, 2).abc(TBC, 0, 0, 0).abc(TBC, 1, 0, 0).abc(RETURN, 2, 1, 0, 1));
        refuses("marks register 0 while register 1 is to be closed",
                function(3).values(0, 2).abc(TBC, 1, 0, 0).abc(TBC, 0, 0, 0).abc(RETURN, 2, 1, 0, 1));
        refuses("marks register 0 while register 0 is to be closed",
                function(3).value(0).abc(TBC, 0, 0, 0).abc(TBC, 0, 0, 0).abc(RETURN, 2, 1, 0, 1));
        refuses("marks register 1 while register 1 is to be closed", function(3).parameters(2).label("head")
                .abc(TBC, 1, 0, 0).jump(LOOP, 0, "head"));
        accepts(function(3).parameters(2).label("head").abc(TBC, 1, 0, 0).abc(CLOSE, 1, 0, 0).jump(LOOP, 0, "head"));
        refuses("marks register 3 while register 3", function(9).values(0, 4).abc(TBC, 3, 0, 0)
                .jump(TFORPREP, 0, "call").label("body").label("call").abc(TFORCALL, 0, 1, 0)
                .jump(TFORLOOP, 0, "body").abc(CLOSE, 0, 0, 0).return0());
    }

    @Test
    void markedRegistersKeepWhatTheyHold() {
        String overwrites = "overwrites register 1, which is to be closed";
        Assembly[] endings = {
            marked().value(1).return0(),
            marked().abc(NEWCELL, 1, 0, 0).return0(),
            marked().value(0).abc(LOADNIL, 0, 1, 0).return0(),
            marked().value(0).abc(CALL, 0, 1, 1).return0(),
            marked().value(0).abc(CALL, 0, 1, 0).abc(RETURN, 0, 0, 0, 1),
            marked().value(0).abc(CONCAT, 0, 2, 0).return0(),
            marked().nested(capturing(1, false)).aj(CLOSURE, 1, 0).return0(),
            marked().values(2, 2).jump(FORPREP, 1, "out").label("body").jump(FORLOOP, 1, "body").label("out").return0(),
        };
        for (Assembly ending : endings) {
            refuses(overwrites, ending);
        }
        refuses("overwrites register 3", main(6).value(3).abc(TBC, 3, 0, 0).abc(VARARG, 0, 0, 0)
                .abc(RETURN, 0, 0, 0, 1));
        accepts(marked().values(2, 2).abc(CALL, 2, 1, 0).abc(RETURN, 2, 0, 0, 1));
    }

    private static Assembly marked() {
        return function(7).values(0, 2).abc(TBC, 1, 0, 0);
    }

    @Test
    void onlyValuesAreMarked() {
        refuses("reads register 0, which holds a cell", function(3).cell(0).abc(TBC, 0, 0, 0).return0());
        refuses("reads register 0, which may be undefined", function(3).abc(TBC, 0, 0, 0).return0());
    }

    // ---- what is known, for others ---------------------------------------------------------------------------------

    @Test
    void typesBeforeAnInstruction() {
        Prototype prototype = function(6).parameters(1).cell(1).abc(NEWTABLE, 2, 0, 0).abc(TBC, 2, 0, 0)
                .abc(RETURN, 0, 1, 0, 1).return0().build();
        assertEquals("v.....", Verifier.typesBefore(prototype, 0).toString());
        assertEquals("vv....", Verifier.typesBefore(prototype, 1).toString());
        assertEquals("vct... r2", Verifier.typesBefore(prototype, 4).toString());
        assertNull(Verifier.typesBefore(prototype, 5));
        Prototype loop = loop(function(6).parameters(1), body -> body.value(5)).return0().build();
        assertEquals("vlllv.", Verifier.typesBefore(loop, 4).toString());
        assertEquals("vlllvv", Verifier.typesBefore(loop, 5).toString());
        assertEquals("v.....", Verifier.typesBefore(loop, 6).toString());
        Prototype bad = function(3).return1(2).build();
        assertThrows(IllegalArgumentException.class, () -> Verifier.typesBefore(bad, 0));
    }
}
