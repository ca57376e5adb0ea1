package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Avx.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import java.util.function.BiConsumer;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.CpuFeature;
import perigee.asm.Label;
import perigee.value.MathFunction;

/**
 * The operations on floats that are more than one instruction, as {@link perigee.value.Arithmetic} has them: of xmm0 and
 * xmm1, to xmm0. They go elsewhere, with nothing done, where the processor lacks an instruction or the operands are rare.
 *
 * <p>As stubs of their own they take and give the same, and say in eax whether they did it: 1, or 0
 * if not. They use rdx and xmm1 to xmm3.
 */
public final class FloatStubs {
    public static final String MODULO = "float_modulo";
    /** Does it always, and says nothing in eax. Uses what C does. */
    public static final String POWER = "float_power";

    private static final int DOWN = 9;
    /** Quotients below this one, in size, are integers when they are rounded to one. */
    private static final double EXACT = 0x1p53;

    private FloatStubs() {
    }

    static void emit(Assembler a, MathFunctionStubs.Labels functions) {
        emit(a, MODULO, FloatStubs::modulo);
        a.align(16);
        a.bind(a.newLabel(POWER));
        power(a, functions.of(MathFunction.POW));
        a.emit(RET);
    }

    private static void emit(Assembler a, String name, BiConsumer<Assembler, Label> operation) {
        Label other = a.newLabel();
        a.align(16);
        a.bind(a.newLabel(name));
        operation.accept(a, other);
        a.move(RAX, 1);
        a.emit(RET);
        a.bind(other);
        a.emit(XOR_R32_RM32, RAX, RAX);
        a.emit(RET);
    }

    static void floorDivide(Assembler a, Label other) {
        if (!a.features().has(CpuFeature.SSE41)) {
            a.jump(other);
            return;
        }
        a.emit(DIVSD, XMM0, XMM1);
        a.emit(ROUNDSD, XMM0, XMM0, DOWN);
    }

    /**
     * {@code a - floor(a/b)*b} in one rounding. A quotient just below an integer may be rounded to it; what is left then has
     * the wrong sign, is exact, and takes another b. A zero has the sign of a.
     */
    static void modulo(Assembler a, Label other) {
        if (!a.features().has(CpuFeature.SSE41) || !a.features().has(CpuFeature.FMA)) {
            a.jump(other);
            return;
        }
        Label done = a.newLabel();
        Label zero = a.newLabel();
        a.emit(MOVAPD_XMM_XM128, XMM2, XMM0);
        a.emit(DIVSD, XMM2, XMM1);
        a.emit(MOVQ_RM64_XMM, RDX, XMM2);
        a.emit(BTR_RM64_IMM8, RDX, 63);
        a.emit(MOVQ_XMM_RM64, XMM3, RDX);
        a.emit(UCOMISD, XMM3, a.constant(EXACT));
        a.jump(Condition.AE, other);
        a.jump(Condition.P, other);
        a.emit(ROUNDSD, XMM2, XMM2, DOWN);
        a.emit(MOVAPD_XMM_XM128, XMM3, XMM0);
        a.emit(VFNMADD231SD, XMM3, XMM2, XMM1);
        a.emit(PXOR, XMM2, XMM2);
        a.emit(UCOMISD, XMM3, XMM2);
        a.jump(Condition.P, other); // b is infinite
        a.jump(Condition.E, zero);
        a.emit(MOVAPD_XMM_XM128, XMM0, XMM3);
        a.emit(XORPD, XMM3, XMM1);
        a.emit(MOVMSKPD, RDX, XMM3);
        a.emit(TEST_RM8_IMM8, RDX, 1);
        a.jump(Condition.E, done);
        a.emit(ADDSD, XMM0, XMM1);
        a.jump(done);
        a.bind(zero);
        a.emit(MOVQ_RM64_XMM, RDX, XMM0);
        a.emit(SHR_RM64_IMM8, RDX, 63);
        a.emit(SHL_RM64_IMM8, RDX, 63);
        a.emit(MOVQ_XMM_RM64, XMM0, RDX);
        a.bind(done);
    }

    /** As {@link perigee.value.Arithmetic#power}: squares, and what C does. */
    static void power(Assembler a, Label function) {
        Label other = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOVQ_RM64_XMM, RDX, XMM1);
        a.emit(CMP_R64_RM64, RDX, a.constant(2.0));
        a.jump(Condition.NE, other);
        a.emit(MULSD, XMM0, XMM0);
        a.jump(done);
        a.bind(other);
        a.call(function);
        a.bind(done);
    }
}
