package perigee.emit;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;

import perigee.asm.Assembler;
import perigee.asm.MachineInstruction;
import perigee.asm.Register;
import perigee.lir.Value;

/** Operations on general registers and memory. */
final class IntegerEmitter {
    private final Operands o;
    private final Assembler a;

    IntegerEmitter(Operands operands) {
        o = operands;
        a = operands.a;
    }

    // ---- memory --------------------------------------------------------------------------------------------------------

    void load(MachineInstruction row) {
        a.emit(row, o.operand(0), o.address());
    }

    /** A store, or arithmetic on memory. */
    void store(MachineInstruction register, MachineInstruction immediate) {
        if (o.isImmediate(1)) {
            a.emit(immediate, o.address(), o.immediate(1));
        } else {
            a.emit(register, o.address(), o.operand(1));
        }
    }

    /** Takes an addition where that is shorter: nobody wants the flags as they were. */
    void lea() {
        long to = o.operand(0);
        int base = o.instruction.base();
        int index = o.instruction.index();
        long baseRegister = base == Value.NONE ? 0 : o.operand(o.instruction.baseOperand());
        long indexRegister = index == Value.NONE ? 0 : o.operand(o.instruction.baseOperand() + 1);
        int displacement = o.instruction.displacement;
        if (index == Value.NONE && baseRegister == to) {
            if (displacement != 0) {
                a.emit(ADD_RM64_IMM32, to, displacement);
            }
        } else if (displacement == 0 && base != Value.NONE && o.instruction.scaleBits == 0 && baseRegister == to) {
            a.emit(ADD_R64_RM64, to, indexRegister);
        } else if (displacement == 0 && base != Value.NONE && o.instruction.scaleBits == 0 && indexRegister == to) {
            a.emit(ADD_R64_RM64, to, baseRegister);
        } else if (displacement == 0 && index == Value.NONE && base != Value.NONE) {
            a.emit(MOV_R64_RM64, to, baseRegister);
        } else {
            a.emit(LEA_R64_M, to, o.address());
        }
    }

    // ---- arithmetic ----------------------------------------------------------------------------------------------------

    /** The first operand has been moved to where the result is to be. */
    void binary(MachineInstruction register, MachineInstruction immediate) {
        if (o.isImmediate(2)) {
            a.emit(immediate, o.operand(0), o.immediate(2));
        } else {
            a.emit(register, o.operand(0), o.operand(2));
        }
    }

    void unary(MachineInstruction row) {
        a.emit(row, o.operand(0));
    }

    void multiply() {
        a.emit(IMUL_R64_RM64, o.operand(0), o.operand(2));
    }

    void multiplyImmediate() {
        a.emit(IMUL_R64_RM64_IMM32, o.operand(0), o.operand(1), o.instruction.immediate);
    }

    void shift(MachineInstruction row) {
        a.emit(row, o.operand(0), o.instruction.immediate);
    }

    /** By cl. */
    void shiftByCl(MachineInstruction row) {
        a.emit(row, o.operand(0));
    }

    void shiftThree(MachineInstruction row) {
        a.emit(row, o.operand(0), o.operand(1), o.operand(2));
    }

    /** rdx:rax is divided; quotient in rax, remainder in rdx. */
    void divide() {
        a.emit(CQO);
        a.emit(IDIV_RM64, o.operand(2));
    }

    /** To rdx:rax, which was multiplied. */
    void multiplyHigh() {
        a.emit(MUL_RM64, o.operand(2));
    }

    // ---- others --------------------------------------------------------------------------------------------------------

    void result() {
        a.emit(MOV_R64_RM64, o.operand(0), o.outgoing(perigee.lir.Call.FUNCTION_SLOT + (int) o.instruction.immediate));
    }

    /** The address of a slot of the frame that is being made. */
    void outgoing() {
        a.emit(LEA_R64_M, o.operand(0), o.outgoing((int) o.instruction.immediate));
    }

    /** Jumps through a table; the index is lost, and r11. */
    void jump(perigee.asm.Label table) {
        a.jump(table, o.operand(0), Register.R11);
    }
}
