package perigee.emit;

import static perigee.asm.Alu.*;
import static perigee.asm.Data.*;
import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.asm.MachineInstruction;
import perigee.asm.Register;
import perigee.lir.Test;

/** Tests, and what is done with the flags. A comparison of doubles needs two conditions to tell whether they are equal. */
final class TestEmitter {
    private final Operands o;
    private final Assembler a;

    TestEmitter(Operands operands) {
        o = operands;
        a = operands.a;
    }

    // ---- setting the flags ---------------------------------------------------------------------------------------------

    /** The test's operands begin at this one. */
    private void flags(int first) {
        switch (o.instruction.test) {
            case CMP -> compare(first, CMP_RM64_R64, CMP_R64_RM64, CMP_RM64_IMM32);
            case CMP32 -> compare(first, CMP_RM32_R32, CMP_R32_RM32, CMP_RM32_IMM32);
            case CMP8 -> compare(first, CMP_RM8_R8, CMP_R8_RM8, CMP_RM8_IMM8);
            case TEST -> compare(first, TEST_RM64_R64, null, TEST_RM64_IMM32);
            case TEST32 -> compare(first, TEST_RM32_R32, null, TEST_RM32_IMM32);
            case TEST8 -> compare(first, TEST_RM8_R8, null, TEST_RM8_IMM8);
            case FCMP -> a.emit(UCOMISD, o.operand(first), o.operand(first + 1));
        }
    }

    private void compare(int first, MachineInstruction memoryFirst, MachineInstruction registerFirst,
            MachineInstruction immediate) {
        if (o.isImmediate(first + 1)) {
            boolean zero = o.immediate(first + 1) == 0 && o.instruction.test == Test.CMP && o.isRegister(first);
            if (zero) {
                a.emit(TEST_RM64_R64, o.operand(first), o.operand(first));
            } else {
                a.emit(immediate, o.operand(first), o.immediate(first + 1));
            }
        } else if (o.isRegister(first + 1)) {
            a.emit(memoryFirst, o.operand(first), o.operand(first + 1));
        } else {
            a.emit(registerFirst, o.operand(first), o.operand(first + 1));
        }
    }

    private boolean isFloatEquality() {
        Condition condition = o.instruction.condition;
        return o.instruction.test == Test.FCMP && (condition == Condition.E || condition == Condition.NE);
    }

    // ---- using them ----------------------------------------------------------------------------------------------------

    /** Jumps to one of two labels, one of which may be null: it comes next. */
    void branch(Label yes, Label no) {
        flags(0);
        Condition condition = o.instruction.condition;
        if (isFloatEquality()) {
            boolean equal = condition == Condition.E;
            equality(equal ? yes : no, equal ? no : yes);
            return;
        }
        if (yes == null) {
            a.jump(condition.negate(), no);
        } else {
            a.jump(condition, yes);
            if (no != null) {
                a.jump(no);
            }
        }
    }

    private void equality(Label equal, Label different) {
        if (different == null) {
            Label next = a.newLabel();
            a.jump(Condition.P, next);
            a.jump(Condition.E, equal);
            a.bind(next);
            return;
        }
        a.jump(Condition.P, different);
        a.jump(Condition.NE, different);
        if (equal != null) {
            a.jump(equal);
        }
    }

    /** Goes on if the condition holds. */
    void guard(Label exit) {
        branch(null, exit);
    }

    void set() {
        flags(1);
        long to = o.operand(0);
        if (isFloatEquality()) {
            boolean equal = o.instruction.condition == Condition.E;
            a.emit(SETCC_RM8, equal ? Condition.NP : Condition.P, Register.R11);
            a.emit(SETCC_RM8, o.instruction.condition, to);
            a.emit(equal ? AND_R8_RM8 : OR_R8_RM8, to, Register.R11);
        } else {
            a.emit(SETCC_RM8, o.instruction.condition, to);
        }
        a.emit(MOVZX_R32_RM8, to, to);
    }

    /** The result is the first value already; takes the other one if the condition does not hold. */
    void select() {
        flags(3);
        Condition condition = o.instruction.condition;
        a.emit(CMOVCC_R64_RM64, condition.negate(), o.operand(0), o.operand(2));
        if (isFloatEquality()) {
            assert condition == Condition.E;
            a.emit(CMOVCC_R64_RM64, Condition.P, o.operand(0), o.operand(2));
        }
    }
}
