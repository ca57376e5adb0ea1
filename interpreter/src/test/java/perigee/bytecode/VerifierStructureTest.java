package perigee.bytecode;

import static perigee.bytecode.Assembly.function;
import static perigee.bytecode.Assembly.main;
import static perigee.bytecode.Opcode.*;
import static perigee.bytecode.Verification.accepts;
import static perigee.bytecode.Verification.refuses;

import org.junit.jupiter.api.Test;

/** Rules 1 to 9 of the verifier: what is wrong whether it is reached or not. */
class VerifierStructureTest {
    // ---- the function as a whole -----------------------------------------------------------------------------------

    @Test
    void theSmallestFunctions() {
        accepts(function(2).return0());
        accepts(main(2).return0());
        accepts(function(255).parameters(255).return1(254));
    }

    @Test
    void framesHaveTwoTo256Registers() {
        refuses("a frame of 1 registers", function(1).return0());
        accepts(function(256).return0());
        refuses("a frame of 257 registers", function(257).return0());
        refuses("3 parameters in a frame of 2 registers", function(2).parameters(3).return0());
        refuses("-1 parameters", function(2).parameters(-1).return0());
    }

    @Test
    void thereIsCode() {
        refuses("no instructions", function(2));
    }

    @Test
    void atMost255Upvalues() {
        Assembly most = function(2).return0();
        for (int i = 0; i < 255; i++) {
            most.upvalue("u", true, 0, false);
        }
        accepts(most);
        refuses("256 upvalues", most.upvalue("u", true, 0, false));
    }

    @Test
    void functionsAreNestedUpToALimit() {
        accepts(nest(Verifier.MAX_DEPTH));
        refuses("nested too deep", nest(Verifier.MAX_DEPTH + 1));
    }

    private static Assembly nest(int depth) {
        Assembly innermost = function(2).return0();
        for (int i = 0; i < depth; i++) {
            innermost = function(2).nested(innermost).return0();
        }
        return innermost;
    }

    @Test
    void nestedFunctionsAreVerified() {
        refuses("function <test.lua:5,6>: pc 0 (RETURN1)",
                function(2).nested(function(2).defined(5, 6).return1(2)).return0());
    }

    @Test
    void constantNansHaveNoPayload() {
        accepts(function(2).number(Double.NaN).number(Double.longBitsToDouble(0xFFF8L << 48)).return0());
        refuses("NaN", function(2).number(Double.longBitsToDouble(0x7FF8_0000_0000_0001L)).return0());
    }

    @Test
    void linesAreForAllInstructionsOrNone() {
        accepts(function(2).return0().stripped());
        Prototype good = function(2).return0().build();
        refusesLines("2 lines for 1 instructions", new int[] {1, 2}, good);
        refusesLines("negative line", new int[] {-1}, good);
        refuses("negative line", function(2).defined(-1, 0).return0());
    }

    private static void refusesLines(String reason, int[] lines, Prototype p) {
        Prototype bad = new Prototype(p.source(), p.lineDefined(), p.lastLineDefined(), p.parameters(), p.vararg(),
                p.maxStack(), p.code(), lines, p.constants(), p.upvalues(), p.prototypes(), p.locals());
        refuses(reason, function(2).nested(bad).return0());
    }

    @Test
    void localVariablesAreActiveInsideTheCode() {
        accepts(function(2).return0().local("a", 0, 1).local("b", 1, 1));
        refuses("active from -1 to 0", function(2).return0().local("a", -1, 0));
        refuses("active from 1 to 0", function(2).return0().local("a", 1, 0));
        refuses("active from 0 to 2", function(2).return0().local("a", 0, 2));
    }

    @Test
    void noMoreLocalVariablesThanRegisters() {
        accepts(function(2).return0().return0().local("a", 0, 1).local("b", 0, 2).local("c", 1, 2));
        refuses("3 local variables at pc 1",
                function(2).return0().return0().local("a", 0, 2).local("b", 0, 2).local("c", 1, 2));
    }

    @Test
    void upvaluesNameWhatTheEncloserHas() {
        Assembly encloser = function(3).upvalue("e", true, 0, true).return0();
        accepts(encloser.nested(function(2).upvalue("x", true, 2, false).upvalue("e", false, 0, true).return0()));
        refuses("names a register that the encloser has not",
                function(3).nested(function(2).upvalue("x", true, 3, false).return0()).return0());
        refuses("names a register that the encloser has not",
                function(3).nested(function(2).upvalue("x", true, -1, false).return0()).return0());
        refuses("names an upvalue that the encloser has not",
                function(3).nested(function(2).upvalue("x", false, 0, false).return0()).return0());
        refuses("do not agree on the cell", function(3).upvalue("e", true, 0, true)
                .nested(function(2).upvalue("e", false, 0, false).return0()).return0());
    }

    // ---- operands --------------------------------------------------------------------------------------------------

    @Test
    void opcodesExist() {
        refuses("pc 0 (opcode 255): no such opcode", function(2).raw(255).return0());
        refuses("no such opcode", function(2).raw(Opcode.count()).return0());
    }

    @Test
    void unusedFieldsAreZero() {
        refuses("A = 1 is not used", function(2).abc(RETURN0, 1, 0, 0));
        refuses("B = 1 is not used", function(2).value(0).abc(RETURN1, 0, 1, 0));
        refuses("B = 1 is not used", function(2).abj(LOADI, 0, 1, 0).return0());
        refuses("C = 1 is not used", function(2).value(0).abc(MOVE, 0, 0, 1).return0());
        refuses("D = 1 is not used", function(2).value(0).abc(MOVE, 0, 0, 0, 1).return0());
    }

    @Test
    void flagsAreZeroOrOne() {
        accepts(function(2).value(0).abc(ADDI, 0, 0, 5, 1).return0());
        refuses("D = 2 is not a flag", function(2).value(0).abc(ADDI, 0, 0, 5, 2).return0());
    }

    @Test
    void constantsExistAndAreOfTheKindAskedFor() {
        accepts(function(2).constant(new Constant.Nil()).aj(LOADK, 0, 0).return0());
        refuses("J = 1 is not a constant", function(2).integer(1).aj(LOADK, 0, 1).return0());
        refuses("J = -1 is not a constant", function(2).integer(1).aj(LOADK, 0, -1).return0());
        accepts(function(2).string("x").value(0).abc(GETFIELD, 0, 0, 0).return0());
        refuses("C = 0 is not a string constant", function(2).integer(1).value(0).abc(GETFIELD, 0, 0, 0).return0());
        refuses("B = 0 is not a string constant", function(2).integer(1).value(0).abc(SETFIELD, 0, 0, 0).return0());
        accepts(function(2).integer(1).value(0).abc(MULK, 0, 0, 0).return0());
        accepts(function(2).number(1.5).value(0).abc(MULK, 0, 0, 0).return0());
        refuses("C = 0 is not a numeric constant", function(2).string("1").value(0).abc(MULK, 0, 0, 0).return0());
        refuses("C = 7 is not a constant", function(2).string("1").value(0).abc(MULK, 0, 0, 7).return0());
    }

    @Test
    void upvaluesExistAndAreOfTheKindAskedFor() {
        accepts(function(2).upvalue("x", true, 0, false).abc(GETUPVAL, 0, 0, 0).return0());
        accepts(function(2).upvalue("x", true, 0, true).abc(GETUPCELL, 0, 0, 0).abc(SETUPCELL, 0, 0, 0).return0());
        accepts(main(2).string("x").abc(GETGLOBAL, 0, 0, 0).abc(SETGLOBAL, 0, 0, 0).return0());
        refuses("B = 1 is not an upvalue", function(2).upvalue("x", true, 0, false).abc(GETUPVAL, 0, 1, 0).return0());
        refuses("upvalue 0 is a cell", function(2).upvalue("x", true, 0, true).abc(GETUPVAL, 0, 0, 0).return0());
        refuses("upvalue 0 is not a cell", function(2).upvalue("x", true, 0, false).abc(GETUPCELL, 0, 0, 0).return0());
        refuses("upvalue 0 is not a cell",
                function(2).upvalue("x", true, 0, false).value(0).abc(SETUPCELL, 0, 0, 0).return0());
        refuses("upvalue 0 is a cell",
                function(2).string("x").upvalue("_ENV", true, 0, true).abc(GETGLOBAL, 0, 0, 0).return0());
        refuses("upvalue 0 is a cell",
                function(2).string("x").upvalue("_ENV", true, 0, true).value(0).abc(SETGLOBAL, 0, 0, 0).return0());
    }

    @Test
    void nestedFunctionsExist() {
        Assembly nested = function(2).return0();
        accepts(function(2).nested(nested).aj(CLOSURE, 0, 0).return0());
        refuses("J = 1 is not a nested function", function(2).nested(nested).aj(CLOSURE, 0, 1).return0());
        refuses("J = -1 is not a nested function", function(2).nested(nested).aj(CLOSURE, 0, -1).return0());
    }

    @Test
    void unsignedOperandsAreNotNegative() {
        refuses("J = -1 is negative", function(4).abc(NEWTABLE, 0, 0, 0).value(1).abj(SETLIST, 0, 2, -1).return0());
    }

    // ---- registers -------------------------------------------------------------------------------------------------

    private static void outside(Assembly function) {
        refuses("beyond the frame", function);
    }

    @Test
    void plainOperandsAreInTheFrame() {
        outside(function(3).value(0).abc(MOVE, 3, 0, 0).return0());
        outside(function(3).value(0).abc(MOVE, 0, 3, 0).return0());
        outside(function(3).value(0).abc(ADD, 0, 0, 3).return0());
        outside(function(3).value(0).abc(MOVE, 0, 0xFFFF, 0).return0());
        outside(function(3).return0().abc(MOVE, 0, 3, 0).return0());
    }

    @Test
    void rangesAreInTheFrame() {
        accepts(function(3).abc(LOADNIL, 0, 2, 0).return0());
        outside(function(3).abc(LOADNIL, 0, 3, 0).return0());
        accepts(function(3).values(0, 3).abc(CONCAT, 0, 3, 0).return0());
        outside(function(3).values(0, 3).abc(CONCAT, 0, 4, 0).return0());
        refuses("B = 1 is below 2", function(3).value(0).abc(CONCAT, 0, 1, 0).return0());
        accepts(main(3).abc(VARARG, 0, 4, 0).return0());
        outside(main(3).abc(VARARG, 0, 5, 0).return0());
        outside(main(3).abc(VARARG, 3, 0, 0).abc(RETURN, 3, 0, 0));
        accepts(function(4).abc(NEWTABLE, 0, 0, 0).values(1, 3).abj(SETLIST, 0, 4, 0).return0());
        outside(function(4).abc(NEWTABLE, 0, 0, 0).values(1, 3).abj(SETLIST, 0, 5, 0).return0());
        accepts(function(3).values(0, 3).abc(RETURN, 0, 4, 0));
        outside(function(3).values(0, 3).abc(RETURN, 0, 5, 0));
    }

    @Test
    void emptyListsMayStandAtTheEnd() {
        accepts(function(3).abc(RETURN, 3, 1, 0));
        outside(function(3).abc(RETURN, 4, 1, 0));
        accepts(main(3).abc(VARARG, 3, 1, 0).return0());
        accepts(function(3).abc(CLOSE, 3, 0, 0).return0());
        outside(function(3).abc(CLOSE, 4, 0, 0).return0());
    }

    @Test
    void callsHaveRoomForTheHeaderAndArguments() {
        accepts(function(3).value(0).abc(CALL, 0, 1, 1).return0());
        outside(function(2).value(0).abc(CALL, 0, 1, 1).return0());
        accepts(function(5).value(0).values(3, 2).abc(CALL, 0, 3, 1).return0());
        outside(function(5).value(0).values(3, 2).abc(CALL, 0, 4, 1).return0());
        accepts(function(5).value(0).abc(CALL, 0, 1, 6).return0());
        outside(function(5).value(0).abc(CALL, 0, 1, 7).return0());
        outside(function(2).value(0).abc(TAILCALL, 0, 1, 0).abc(RETURN, 0, 0, 0).return0());
    }

    @Test
    void selfHasRoomForTheReceiver() {
        accepts(function(4).string("m").value(0).abc(SELF, 0, 0, 0).return0());
        outside(function(3).string("m").value(0).abc(SELF, 0, 0, 0).return0());
    }

    @Test
    void loopsHaveRoomForControlAndCall() {
        accepts(numericLoop(4));
        outside(numericLoop(3));
        accepts(genericLoop(9, 1));
        outside(genericLoop(8, 1));
        accepts(genericLoop(11, 7));
        outside(genericLoop(11, 8));
        refuses("without a variable", genericLoop(9, 0));
    }

    private static Assembly numericLoop(int maxStack) {
        return function(maxStack).values(0, 3).jump(FORPREP, 0, "out").label("body").jump(FORLOOP, 0, "body")
                .label("out").return0();
    }

    private static Assembly genericLoop(int maxStack, int variables) {
        return function(maxStack).values(0, 4).jump(TFORPREP, 0, "call").label("body")
                .label("call").abc(TFORCALL, 0, variables, 0).jump(TFORLOOP, 0, "body")
                .abc(CLOSE, 0, 0, 0).return0();
    }

    @Test
    void listsDoNotStartAtAnIndexOutOfProportion() {
        Assembly before = function(255).abc(NEWTABLE, 0, 0, 0).abc(LOADNIL, 1, 253, 0).abj(SETLIST, 0, 255, 0);
        accepts(before.abj(SETLIST, 0, 255, 254).return0());
        refuses("more than the constructor can have stored",
                function(3).abc(NEWTABLE, 0, 0, 0).value(1).abj(SETLIST, 0, 2, 1 << 30).return0());
    }

    // ---- jumps -----------------------------------------------------------------------------------------------------

    @Test
    void jumpsStayInTheCode() {
        accepts(function(2).aj(JMP, 0, 0).return0());
        refuses("jumps to 3, out of the code", function(2).aj(JMP, 0, 2).return0());
        refuses("jumps to 2147483648", function(2).aj(JMP, 0, Integer.MAX_VALUE).return0());
        refuses("jumps to -1", function(2).value(0).aj(LOOP, 0, -3).return0());
        refuses("jumps to 3", function(2).value(0).jump(JMP, 0, "end").return0().label("end"));
    }

    @Test
    void onlyLoopsJumpBackward() {
        accepts(function(2).aj(LOOP, 0, -1));
        refuses("jumps backward", function(2).aj(JMP, 0, -1).return0());
        refuses("jumps backward", function(2).value(0).aj(JT, 0, -1).return0());
        refuses("jumps backward", function(2).value(0).abj(JLTI, 0, 1, -1).return0());
        refuses("jumps forward", function(2).aj(LOOP, 0, 0).return0());
    }

    @Test
    void controlDoesNotRunOffTheEnd() {
        refuses("runs off the end", function(2).value(0));
        refuses("runs off the end", function(2).return0().value(0));
        refuses("runs off the end", function(3).value(0).return0().abc(CALL, 0, 1, 1));
    }

    // ---- varargs ---------------------------------------------------------------------------------------------------

    @Test
    void varargFunctionsStartWithTheirPreparation() {
        accepts(function(3).parameters(2).vararg().return0());
        refuses("does not start with VARARGPREP", function(2).flagVararg().return0());
        refuses("not the first instruction of a vararg function", function(2).op(VARARGPREP).return0());
        refuses("not the first instruction of a vararg function", main(2).op(VARARGPREP).return0());
        refuses("A = 1 is not the number of parameters", function(2).flagVararg().abc(VARARGPREP, 1, 0, 0).return0());
        refuses("a jump leads to it", main(2).aj(LOOP, 0, -2));
    }

    @Test
    void onlyVarargFunctionsHaveExtraArguments() {
        refuses("the function is not vararg", function(2).abc(VARARG, 0, 2, 0).return0());
    }

    // ---- open lists ------------------------------------------------------------------------------------------------

    @Test
    void openListsAreTakenByTheNextInstruction() {
        accepts(main(3).abc(VARARG, 0, 0, 0).abc(RETURN, 0, 0, 0));
        accepts(main(5).value(0).value(3).abc(VARARG, 4, 0, 0).abc(CALL, 0, 0, 0).abc(RETURN, 0, 0, 0));
        accepts(main(5).abc(NEWTABLE, 0, 0, 0).abc(VARARG, 1, 0, 0).abj(SETLIST, 0, 0, 0).return0());
        refuses("leaves an open list", main(3).abc(VARARG, 0, 0, 0).return0());
        refuses("leaves an open list", main(3).abc(VARARG, 0, 0, 0).value(2).abc(RETURN, 0, 0, 0));
        refuses("leaves an open list", function(3).value(0).abc(CALL, 0, 1, 0).return0());
        refuses("takes an open list", function(3).abc(RETURN, 0, 0, 0));
        refuses("takes an open list", function(3).value(0).abc(RETURN, 0, 0, 0));
        refuses("takes an open list", function(4).value(0).abc(CALL, 0, 0, 1).return0());
        refuses("takes an open list", function(4).abc(NEWTABLE, 0, 0, 0).abj(SETLIST, 0, 0, 0).return0());
    }

    @Test
    void liftsMoveListsWithTheirTop() {
        accepts(main(6).values(0, 2).abc(VARARG, 2, 0, 0).abc(LIFT, 1, 1, 0, 1).abc(CALL, 0, 0, 1).return0());
        accepts(function(5).values(0, 3).abc(LIFT, 1, 2, 0, 0).abc(CALL, 0, 3, 1).return0());
        refuses("takes an open list", main(6).values(0, 2).abc(LIFT, 1, 1, 0, 1).abc(CALL, 0, 0, 1).return0());
        refuses("leaves an open list", main(6).values(0, 2).abc(VARARG, 2, 0, 0).abc(LIFT, 1, 1, 0, 1).return0());
        refuses("the open list starts at register 2, below 3",
                main(8).values(0, 2).abc(VARARG, 2, 0, 0).abc(LIFT, 1, 2, 0, 1).abc(CALL, 0, 0, 1).return0());
        refuses("register 6 is beyond the frame of 6",
                function(6).values(0, 5).abc(LIFT, 1, 4, 0, 0).abc(CALL, 0, 5, 1).return0());
    }

    @Test
    void openListsStartAtOrAboveTheTakers() {
        refuses("the open list starts at register 0, below 1", main(3).abc(VARARG, 0, 0, 0).abc(RETURN, 1, 0, 0));
        refuses("the open list starts at register 2, below 3",
                main(5).value(0).abc(VARARG, 2, 0, 0).abc(CALL, 0, 0, 1).return0());
        refuses("the open list starts at register 0, below 1",
                main(5).abc(NEWTABLE, 0, 0, 0).abc(VARARG, 0, 0, 0).abj(SETLIST, 0, 0, 0).return0());
    }

    @Test
    void noJumpLeadsIntoAnOpenList() {
        refuses("a jump leads into an open list", main(3).value(0).jump(JT, 0, "in").abc(VARARG, 0, 0, 0)
                .label("in").abc(RETURN, 0, 0, 0));
    }

    @Test
    void tailCallsAreFollowedByTheirReturn() {
        accepts(function(3).value(0).abc(TAILCALL, 0, 1, 0).abc(RETURN, 0, 0, 0));
        refuses("leaves an open list", function(3).value(0).abc(TAILCALL, 0, 1, 0).return0());
        refuses("no RETURN of its results follows",
                function(4).values(0, 2).abc(TAILCALL, 1, 1, 0).abc(RETURN, 0, 0, 0));
    }

    // ---- loops -----------------------------------------------------------------------------------------------------

    @Test
    void numericLoopsAreClosedByTheirPartner() {
        accepts(numericLoop(4));
        refuses("no matching FORLOOP", function(4).values(0, 3).jump(FORPREP, 0, "out").label("out").return0());
        refuses("no matching FORLOOP", function(5).values(0, 4).jump(FORPREP, 0, "out").label("body")
                .jump(FORLOOP, 1, "body").label("out").return0());
        refuses("no matching FORLOOP", function(4).values(0, 3).jump(FORPREP, 0, "out").value(3).label("body")
                .jump(FORLOOP, 0, "body").label("out").return0());
        refuses("no matching FORPREP", function(4).values(0, 3).label("body").value(3).jump(FORLOOP, 0, "body")
                .return0());
        refuses("no matching FORPREP", function(4).values(0, 3).jump(FORPREP, 0, "out").label("body").value(3)
                .jump(FORLOOP, 0, "body").label("out").jump(FORLOOP, 0, "body").return0());
    }

    @Test
    void genericLoopsAreClosedByTheirPartners() {
        accepts(genericLoop(9, 2));
        refuses("no matching TFORCALL", function(9).values(0, 4).jump(TFORPREP, 0, "x").label("x").return0());
        refuses("no matching TFORLOOP", function(9).values(0, 3).abc(TFORCALL, 0, 1, 0).return0());
        refuses("no matching TFORLOOP", function(10).values(0, 5).jump(TFORPREP, 0, "call").label("body")
                .label("call").abc(TFORCALL, 0, 1, 0).jump(TFORLOOP, 1, "body").return0());
        refuses("no matching TFORCALL", function(9).values(0, 5).label("body").value(6).jump(TFORLOOP, 0, "body")
                .return0());
        refuses("no matching TFORPREP", function(9).values(0, 4).label("body").value(5).abc(TFORCALL, 0, 1, 0)
                .jump(TFORLOOP, 0, "body").return0());
        refuses("a jump leads to it", function(9).values(0, 5).jump(TFORPREP, 0, "call").label("body")
                .jump(JT, 4, "past").label("call").abc(TFORCALL, 0, 1, 0).label("past").jump(TFORLOOP, 0, "body")
                .abc(CLOSE, 0, 0, 0).return0());
    }
}
