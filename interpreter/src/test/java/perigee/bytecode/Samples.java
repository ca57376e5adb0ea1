package perigee.bytecode;

import static perigee.bytecode.Assembly.function;
import static perigee.bytecode.Assembly.main;
import static perigee.bytecode.Opcode.*;

import java.util.List;

/** Hand-made prototypes that together use every opcode and every rule of the verifier. */
final class Samples {
    private Samples() {
    }

    static List<Prototype> all() {
        return List.of(straight(), control(), closures(), loops(), calls(), closing());
    }

    private static Prototype straight() {
        Assembly a = main(8).string("name").integer(1L << 40).number(2.5).constant(new Constant.Nil())
                .constant(new Constant.Bool(true))
                .values(0, 4).aj(LOADK, 4, 1).abc(LOADTRUE, 5, 0, 0).abc(LOADFALSE, 6, 0, 0).abc(LOADNIL, 5, 2, 0)
                .abc(GETGLOBAL, 0, 0, 0).abc(SETGLOBAL, 0, 0, 0).abc(GETFIELD, 1, 0, 0).abc(GETINDEX, 2, 0, 1)
                .abc(GETI, 3, 0, 7).abc(SETFIELD, 0, 0, 1).abc(SETINDEX, 0, 1, 2).abc(SETI, 0, 3, 3)
                .abc(NEWTABLE, 4, 2, 1).values(5, 2).abj(SETLIST, 4, 3, 0);
        for (Opcode op : List.of(ADD, SUB, MUL, MOD, POW, DIV, IDIV, BAND, BOR, BXOR, SHL, SHR)) {
            a.abc(op, 3, 1, 2);
        }
        for (Opcode op : List.of(ADDK, SUBK, MULK, DIVK, BANDK, BORK, BXORK, SHLK, SHRK)) {
            a.abc(op, 3, 1, 1).abc(op, 3, 1, 2, 1);
        }
        for (Opcode op : List.of(MODK, POWK, IDIVK)) {
            a.abc(op, 3, 1, 2);
        }
        return a.line(2).abc(ADDI, 3, 3, -5).abc(SUBI, 3, 3, 7).abc(UNM, 3, 3, 0).abc(BNOT, 3, 3, 0).abc(NOT, 3, 3, 0).abc(LEN, 3, 3, 0)
                .abc(CONCAT, 1, 3, 0).abc(MOVE, 2, 1, 0).line(3).abc(RETURN, 0, 3, 0).return0()
                .local("a", 2, 20).local("b", 3, 30).build();
    }

    private static Prototype control() {
        Assembly a = function(4).parameters(2).integer(3);
        a.label("head").jump(JT, 0, "t").jump(JF, 1, "t").label("t");
        for (Opcode op : List.of(JEQ, JNE, JLT, JNLT, JLE, JNLE)) {
            a.jump(op, 0, 1, "exit");
        }
        for (Opcode op : List.of(JLTI, JNLTI, JLEI, JNLEI, JGTI, JNGTI, JGEI, JNGEI)) {
            a.jump(op, 1, -1, "exit");
        }
        a.jump(JEQK, 0, 0, "exit").jump(JNEK, 0, 0, "skip").value(2).label("skip").value(2).jump(LOOP, 0, "head");
        return a.label("exit").jump(JMP, 0, "last").label("last").return1(1).build();
    }

    private static Prototype closures() {
        Assembly inner = function(3).defined(2, 3).upvalue("v", true, 0, false).upvalue("c", true, 1, true)
                .upvalue("self", true, 2, false).upvalue("_ENV", false, 0, false)
                .abc(GETUPVAL, 0, 0, 0).abc(GETUPCELL, 1, 1, 0).abc(SETUPCELL, 0, 1, 0).abc(RETURN, 0, 3, 0).return0();
        return main(4).nested(inner).nested(function(2).source("@other.lua").return0())
                .value(0).cell(1).aj(CLOSURE, 2, 0).abc(GETCELL, 3, 1, 0).abc(SETCELL, 1, 3, 0).aj(CLOSURE, 3, 1)
                .return1(2).local("v", 2, 9).localCell("c", 3, 9).local("self", 5, 9).build();
    }

    private static Prototype loops() {
        return function(14).parameters(1).values(1, 3)
                .jump(FORPREP, 1, "out").label("body").abc(NEWCELL, 4, 0, 0).values(5, 3)
                .jump(FORPREP, 5, "inner out").label("inner body").abc(ADD, 9, 8, 0).jump(FORLOOP, 5, "inner body")
                .label("inner out").jump(JT, 0, "out").abc(GETCELL, 9, 4, 0).jump(FORLOOP, 1, "body").label("out")
                .values(1, 4).jump(TFORPREP, 1, "call").label("each").abc(ADD, 0, 5, 6).jump(JT, 0, "break")
                .label("call").abc(TFORCALL, 1, 2, 0).jump(TFORLOOP, 1, "each").label("break").abc(CLOSE, 1, 0, 0)
                .return0().build();
    }

    private static Prototype calls() {
        return main(9).string("m").integer(1)
                .value(0).abc(SELF, 1, 0, 0).value(5).abc(CALL, 1, 3, 3).abc(CALL, 1, 1, 0).abc(RETURN, 0, 0, 0)
                .value(0).abc(VARARG, 3, 0, 0).abc(CALL, 0, 0, 2).abc(NEWTABLE, 1, 0, 0).abc(VARARG, 2, 0, 0)
                .abj(SETLIST, 1, 0, 0).abc(VARARG, 2, 4, 0).abc(RETURN, 1, 5, 0)
                .value(0).value(1).abc(VARARG, 2, 0, 0).abc(LIFT, 1, 1, 0, 1).abc(CALL, 0, 0, 2)
                .value(0).values(1, 2).abc(LIFT, 1, 2, 0, 0).abc(CALL, 0, 3, 2)
                .value(0).value(3).abc(TAILCALL, 0, 2, 0).abc(RETURN, 0, 0, 0).return0().build();
    }

    private static Prototype closing() {
        return function(6).parameters(2).abc(TBC, 0, 0, 0).label("head").value(2).abc(TBC, 2, 0, 0)
                .jump(JT, 1, "leave").value(3).abc(CALL, 3, 1, 2).abc(CLOSE, 2, 0, 0).jump(LOOP, 0, "head")
                .label("leave").value(3).abc(CALL, 3, 1, 0).abc(RETURN, 3, 0, 0, 1).build();
    }
}
