package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Register.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;

/** Division of integers that rounds down, so that the remainder has the divisor's sign. */
public final class IntegerDivision {
    private IntegerDivision() {
    }

    /**
     * Divides rax by a register, which is not 0.
     *
     * @param modulo  whether the remainder is wanted, in rdx; else the quotient, in rax
     * @param scratch a register to be used, as rax and rdx are
     */
    public static void emit(Assembler a, boolean modulo, long divisor, long scratch) {
        Label exact = a.newLabel();
        a.emit(CQO);
        a.emit(IDIV_RM64, divisor);
        a.emit(TEST_RM64_R64, RDX, RDX);
        a.jump(Condition.E, exact);
        a.emit(MOV_R64_RM64, scratch, RDX);
        a.emit(XOR_R64_RM64, scratch, divisor);
        a.jump(Condition.NS, exact);
        if (modulo) {
            a.emit(ADD_R64_RM64, RDX, divisor);
        } else {
            a.emit(DEC_RM64, RAX);
        }
        a.bind(exact);
    }
}
