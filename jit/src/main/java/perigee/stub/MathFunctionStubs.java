package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.value.MathFunction;
import perigee.value.Word;

/**
 * Calls of C's mathematical functions, at addresses that the client declares ({@link MathFunction#symbol}): of xmm0, and xmm1
 * if they are of two numbers, to xmm0. The stack is C's always, so these are plain calls. A result that is no number loses its
 * payload, as {@link Word#ofForeignFloat} has it.
 */
public final class MathFunctionStubs {
    /** The registers kept for who asks for it: those of the vectors that stubs do not use, but for the last, which is nobody's. */
    private static final int FIRST_KEPT = 4;
    private static final int LAST_KEPT = 14;
    private static final int KEPT_BYTES = 8 * (LAST_KEPT - FIRST_KEPT + 1);
    private static final int STACK_ALIGNMENT = 16;

    private MathFunctionStubs() {
    }

    /** Symbol of a function's stub for optimised code, which loses all registers that C may use. */
    public static String symbol(MathFunction function) {
        return "float_" + function.name().toLowerCase(Locale.ROOT);
    }

    /** Where the stubs begin that other stubs call: they keep xmm4 to xmm14. */
    record Labels(Map<MathFunction, Label> keeping) {
        Label of(MathFunction function) {
            return keeping.get(function);
        }
    }

    static Labels emit(Assembler a) {
        Map<MathFunction, Label> keeping = new EnumMap<>(MathFunction.class);
        for (MathFunction function : MathFunction.values()) {
            a.align(16);
            a.bind(a.newLabel(symbol(function)));
            direct(a, function);
            a.align(16);
            Label label = a.newLabel(symbol(function) + "_keeping");
            keeping.put(function, label);
            a.bind(label);
            keeping(a, function);
        }
        return new Labels(keeping);
    }

    /** Optimised code has the stack aligned. */
    private static void direct(Assembler a, MathFunction function) {
        a.emit(SUB_RM64_IMM8, RSP, 8);
        a.emit(CALL_RM64, a.addressConstant(function.symbol()));
        a.emit(ADD_RM64_IMM8, RSP, 8);
        returnResult(a);
    }

    private static void keeping(Assembler a, MathFunction function) {
        a.emit(MOV_R64_RM64, R11, RSP);
        a.emit(SUB_RM64_IMM8, RSP, KEPT_BYTES + 8);
        a.emit(AND_RM64_IMM8, RSP, -STACK_ALIGNMENT);
        a.emit(MOV_RM64_R64, mem(RSP, KEPT_BYTES), R11);
        for (int register = FIRST_KEPT; register <= LAST_KEPT; register++) {
            a.emit(MOVSD_XM64_XMM, mem(RSP, 8 * (register - FIRST_KEPT)), xmm(register));
        }
        a.emit(CALL_RM64, a.addressConstant(function.symbol()));
        for (int register = FIRST_KEPT; register <= LAST_KEPT; register++) {
            a.emit(MOVSD_XMM_XM64, xmm(register), mem(RSP, 8 * (register - FIRST_KEPT)));
        }
        a.emit(MOV_R64_RM64, RSP, mem(RSP, KEPT_BYTES));
        returnResult(a);
    }

    private static void returnResult(Assembler a) {
        Label noNumber = a.newLabel();
        a.emit(UCOMISD, XMM0, XMM0);
        a.jump(Condition.P, noNumber);
        a.emit(RET);
        a.bind(noNumber);
        a.emit(MOVQ_RM64_XMM, RAX, XMM0);
        a.emit(SHR_RM64_IMM8, RAX, 63);
        a.emit(SHL_RM64_IMM8, RAX, 63);
        a.move(RDX, Word.QUIET_NAN);
        a.emit(OR_R64_RM64, RAX, RDX);
        a.emit(MOVQ_XMM_RM64, XMM0, RAX);
        a.emit(RET);
    }
}
