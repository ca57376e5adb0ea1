package perigee.stub;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Flow.*;
import static perigee.asm.Operand.mem;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import java.util.EnumMap;
import java.util.Map;
import perigee.asm.Assembler;
import perigee.asm.Condition;
import perigee.asm.Label;
import perigee.asm.MachineInstruction;
import perigee.feedback.Feedback;
import perigee.object.Event;
import perigee.value.MathFunction;
import perigee.value.Word;

/**
 * Operations on numbers of any kinds that are not boxed: what compiled code calls when its own guess was wrong. The
 * operands' words are in rax and rcx, the address of the feedback word is in rdi.
 *
 * <p>They return with the zero flag clear and the result in rax: its word, or for a comparison 2 for true and 1 for
 * false. With the zero flag set there is more to it, and rax and rcx are as before. They use rdx, rsi and xmm0 to xmm3.
 */
public final class NumberStubs {
    /** The operations that have a stub. */
    public enum Operation {
        ADD(Event.ADD, ADDSD), SUB(Event.SUB, SUBSD), MUL(Event.MUL, MULSD), DIV(Event.DIV, DIVSD),
        FLOOR_DIVIDE(Event.IDIV, null), MODULO(Event.MOD, null), POWER(Event.POW, null),
        LESS(Event.LT, null), LESS_OR_EQUAL(Event.LE, null), EQUAL(Event.EQ, null);

        /** What the operation is on other operands than numbers. */
        public final Event event;
        private final MachineInstruction instruction;

        Operation(Event event, MachineInstruction instruction) {
            this.event = event;
            this.instruction = instruction;
        }

        public String symbol() {
            return "number_" + name().toLowerCase(java.util.Locale.ROOT);
        }

        private boolean takesIntegers() {
            return this == DIV || this == POWER;
        }
    }

    private NumberStubs() {
    }

    /** Returns where each begins. */
    static Map<Operation, Label> emit(Assembler a, MathFunctionStubs.Labels functions) {
        Map<Operation, Label> labels = new EnumMap<>(Operation.class);
        for (Operation operation : Operation.values()) {
            Label label = a.newLabel(operation.symbol());
            labels.put(operation, label);
            a.align(16);
            a.bind(label);
            emit(a, operation, functions);
        }
        return labels;
    }

    private static void emit(Assembler a, Operation operation, MathFunctionStubs.Labels functions) {
        Label other = a.newLabel();
        a.emit(XOR_R32_RM32, RSI, RSI);
        toFloat(a, RAX, XMM0, other);
        toFloat(a, RCX, XMM1, other);
        Label alike = a.newLabel();
        a.emit(CMP_RM32_IMM8, RSI, Feedback.INTEGERS | Feedback.FLOATS);
        a.jump(Condition.NE, alike);
        a.move(RSI, Feedback.MIXED);
        a.bind(alike);
        if (!operation.takesIntegers()) {
            a.emit(CMP_RM32_IMM8, RSI, Feedback.INTEGERS);
            a.jump(Condition.E, other);
        }
        a.emit(OR_RM32_R32, mem(RDI), RSI);
        switch (operation) {
            case LESS, LESS_OR_EQUAL, EQUAL -> compare(a, operation);
            default -> {
                calculate(a, operation, other, functions);
                a.emit(MOVQ_RM64_XMM, RAX, XMM0);
                a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
            }
        }
        a.emit(RET);
        a.bind(other);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
    }

    private static void calculate(Assembler a, Operation operation, Label other,
            MathFunctionStubs.Labels functions) {
        switch (operation) {
            case FLOOR_DIVIDE -> FloatStubs.floorDivide(a, other);
            case MODULO -> FloatStubs.modulo(a, other);
            case POWER -> FloatStubs.power(a, functions.of(MathFunction.POW));
            default -> a.emit(operation.instruction, XMM0, XMM1);
        }
    }

    /** Makes a float in xmm of the word in a register and notes its kind in rsi, or goes elsewhere. */
    private static void toFloat(Assembler a, long word, long xmm, Label other) {
        Label notFloat = a.newLabel();
        Label done = a.newLabel();
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SUB_R64_RM64, RDX, Abi.FLOAT_OFFSET);
        a.emit(CMP_R64_RM64, RDX, Abi.LAST_FLOAT);
        a.jump(Condition.A, notFloat);
        a.emit(MOVQ_XMM_RM64, xmm, RDX);
        a.emit(OR_RM32_IMM8, RSI, Feedback.FLOATS);
        a.jump(done);
        a.bind(notFloat);
        a.emit(MOV_R64_RM64, RDX, word);
        a.emit(SAR_RM64_IMM8, RDX, Word.INTEGER_SHIFT);
        a.emit(CMP_RM64_IMM8, RDX, -1);
        a.jump(Condition.NE, other);
        a.emit(LEA_R64_M, RDX, mem(word, Abi.FLOAT_OFFSET, 1, 0));
        a.emit(PXOR, xmm, xmm);
        a.emit(CVTSI2SD_XMM_RM64, xmm, RDX);
        a.emit(OR_RM32_IMM8, RSI, Feedback.INTEGERS);
        a.bind(done);
    }

    private static void compare(Assembler a, Operation operation) {
        a.emit(XOR_R32_RM32, RAX, RAX);
        if (operation == Operation.EQUAL) {
            // Unordered operands set the zero flag too.
            a.emit(XOR_R32_RM32, RDX, RDX);
            a.emit(UCOMISD, XMM0, XMM1);
            a.emit(SETCC_RM8, Condition.NP, RDX);
            a.emit(SETCC_RM8, Condition.E, RAX);
            a.emit(AND_R32_RM32, RAX, RDX);
        } else {
            a.emit(UCOMISD, XMM1, XMM0);
            a.emit(SETCC_RM8, operation == Operation.LESS ? Condition.A : Condition.AE, RAX);
        }
        a.emit(INC_RM32, RAX);
    }
}
