package perigee.baseline;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.layout.ObjectHeader;
import perigee.stub.BarrierStubs;
import perigee.stub.WordTests;

/** The write barrier in baseline code; it uses rdx, rsi and rdi. */
final class Barriers {
    private Barriers() {
    }

    /** After a value was stored into the object in a register, no ARRAY or HASH block. */
    static void after(Assembler a, long holder, long value) {
        Label done = a.newLabel();
        check(a, holder, value, done);
        a.emit(MOV_R64_RM64, RDI, holder);
        a.call(BarrierStubs.OBJECT);
        a.bind(done);
    }

    /** After a value was stored into an element of the block in rdi. */
    static void afterElement(Assembler a, long element, long value) {
        Label done = a.newLabel();
        check(a, RDI, value, done);
        a.emit(LEA_R64_M, RSI, element);
        a.call(BarrierStubs.ELEMENT);
        a.bind(done);
    }

    /** Nothing is to be done for a young or remembered holder, and for a value that is no object. */
    private static void check(Assembler a, long holder, long value, Label done) {
        a.emit(CMP_RM8_IMM8, mem(holder, ObjectHeader.MARK), ObjectHeader.OLD);
        a.jump(Condition.NE, done);
        WordTests.checkObject(a, value, done);
    }
}
