package perigee.emit;

import static perigee.asm.Sse.*;

import perigee.asm.Assembler;
import perigee.asm.CpuFeature;
import perigee.asm.MachineInstruction;

/** Operations on vector registers. */
final class FloatEmitter {
    private static final long SIGN = Long.MIN_VALUE;

    private final Operands o;
    private final Assembler a;

    FloatEmitter(Operands operands) {
        o = operands;
        a = operands.a;
    }

    /** The first operand has been moved to where the result is to be. */
    void binary(MachineInstruction row) {
        a.emit(row, o.operand(0), o.operand(2));
    }

    void three(MachineInstruction row) {
        a.emit(row, o.operand(0), o.operand(1), o.operand(2));
    }

    void bits() {
        a.emit(MOVQ_RM64_XMM, o.operand(0), o.operand(1));
    }

    void fromBits() {
        a.emit(o.isRegister(1) ? MOVQ_XMM_RM64 : MOVSD_XMM_XM64, o.operand(0), o.operand(1));
    }

    /** Square root; the destination's upper half must not be waited for. */
    void squareRoot() {
        clearUnlessSource();
        a.emit(SQRTSD, o.operand(0), o.operand(1));
    }

    void round() {
        if (a.features().has(CpuFeature.SSE41)) {
            clearUnlessSource();
            a.emit(ROUNDSD, o.operand(0), o.operand(1), o.instruction.immediate);
        } else {
            throw new IllegalArgumentException("roundsd needs SSE4.1");
        }
    }

    private void clearUnlessSource() {
        if (o.operand(0) != o.operand(1)) {
            a.emit(XORPS, o.operand(0), o.operand(0));
        }
    }

    void toFloat() {
        a.emit(XORPS, o.operand(0), o.operand(0));
        a.emit(CVTSI2SD_XMM_RM64, o.operand(0), o.operand(1));
    }

    void toInteger() {
        a.emit(CVTTSD2SI_R64_XM64, o.operand(0), o.operand(1));
    }

    void absolute() {
        a.emit(ANDPD, o.operand(0), a.constant(~SIGN, ~SIGN));
    }

    void negate() {
        a.emit(XORPD, o.operand(0), a.constant(SIGN, SIGN));
    }

    void load() {
        a.emit(MOVSD_XMM_XM64, o.operand(0), o.address());
    }

    void store() {
        a.emit(MOVSD_XM64_XMM, o.address(), o.operand(1));
    }
}
