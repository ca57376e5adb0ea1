package perigee.stub;

import static perigee.asm.Alu.*;
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

/**
 * Operations on numbers of any kinds: what compiled code calls when its own guess was wrong, or an integer does not fit a
 * word. The operands' words are in rax and rcx, the address of the feedback word is in rdi.
 *
 * <p>They return with the zero flag clear and the result in rax: its word, or for a comparison 2 for true and 1 for
 * false. With the zero flag set there is more to it, and rax and rcx are as before: operands that are no numbers, or no
 * integers where such are needed, a divisor 0, a float compared with an integer that needs a box, or no room for a box
 * before the next collection. They use rdx, rsi, r9 to r11 and xmm0 to xmm3; {@link Operation#POWER} what C does.
 */
public final class NumberStubs {
    /** The operations that have a stub. */
    public enum Operation {
        ADD(Event.ADD, ADDSD), SUB(Event.SUB, SUBSD), MUL(Event.MUL, MULSD), DIV(Event.DIV, DIVSD),
        FLOOR_DIVIDE(Event.IDIV, null), MODULO(Event.MOD, null), POWER(Event.POW, null),
        BIT_AND(Event.BAND, null), BIT_OR(Event.BOR, null), BIT_XOR(Event.BXOR, null),
        SHIFT_LEFT(Event.SHL, null), SHIFT_RIGHT(Event.SHR, null),
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

        /** Whether integers are operated on as floats. */
        private boolean isOfFloats() {
            return this == DIV || this == POWER;
        }

        private boolean isOfBits() {
            return compareTo(BIT_AND) >= 0 && compareTo(SHIFT_RIGHT) <= 0;
        }

        boolean isComparison() {
            return compareTo(LESS) >= 0;
        }
    }

    private final Assembler a;
    private final MathFunctionStubs.Labels functions;
    private final IntegerStubs integers;
    private final Label other;

    private NumberStubs(Assembler assembler, MathFunctionStubs.Labels functions) {
        a = assembler;
        this.functions = functions;
        other = a.newLabel();
        integers = new IntegerStubs(a, other);
    }

    /** Returns where each begins. */
    static Map<Operation, Label> emit(Assembler a, MathFunctionStubs.Labels functions) {
        Map<Operation, Label> labels = new EnumMap<>(Operation.class);
        NumberStubs stubs = new NumberStubs(a, functions);
        for (Operation operation : Operation.values()) {
            Label label = a.newLabel(operation.symbol());
            labels.put(operation, label);
            a.align(16);
            a.bind(label);
            stubs.emit(operation);
        }
        stubs.integers.finish();
        a.bind(stubs.other);
        a.emit(XOR_R32_RM32, RDX, RDX);
        a.emit(RET);
        return labels;
    }

    private void emit(Operation operation) {
        a.emit(XOR_R32_RM32, RSI, RSI);
        if (operation.isOfBits()) {
            integers.convert(RAX, IntegerStubs.LEFT);
            integers.convert(RCX, IntegerStubs.RIGHT);
            kinds();
            integers.operate(operation);
            return;
        }
        Label twoIntegers = a.newLabel();
        toFloat(RAX, XMM0, IntegerStubs.LEFT);
        toFloat(RCX, XMM1, IntegerStubs.RIGHT);
        if (!operation.isOfFloats()) {
            a.emit(TEST_RM8_IMM8, RSI, Feedback.FLOATS);
            a.jump(Condition.E, twoIntegers);
        }
        if (operation.isComparison()) {
            a.emit(TEST_RM8_IMM8, RSI, Feedback.BOXED);
            a.jump(Condition.NE, other);
        }
        kinds();
        a.emit(OR_RM32_R32, mem(RDI), RSI);
        if (operation.isComparison()) {
            compare(operation);
        } else {
            calculate(operation);
            a.emit(MOVQ_RM64_XMM, RAX, XMM0);
            a.emit(ADD_R64_RM64, RAX, Abi.FLOAT_OFFSET);
        }
        a.emit(RET);
        if (!operation.isOfFloats()) {
            a.bind(twoIntegers);
            kinds(operation == Operation.EQUAL ? Feedback.IDENTITY : Feedback.BOXED);
            integers.operate(operation);
        }
    }

    private void kinds() {
        kinds(Feedback.BOXED);
    }

    /**
     * Makes what feedback calls both operands of the kinds of each, in rsi.
     *
     * @param boxAndInteger what it calls a box and an integer without one
     */
    private void kinds(int boxAndInteger) {
        Label done = a.newLabel();
        Label notMixed = a.newLabel();
        a.emit(CMP_RM32_IMM8, RSI, Feedback.INTEGERS | Feedback.FLOATS);
        a.jump(Condition.NE, notMixed);
        a.move(RSI, Feedback.MIXED);
        a.jump(done);
        a.bind(notMixed);
        a.emit(CMP_RM32_IMM8, RSI, Feedback.BOXED);
        a.jump(Condition.BE, done);
        a.move(RSI, boxAndInteger);
        a.bind(done);
    }

    private void calculate(Operation operation) {
        switch (operation) {
            case FLOOR_DIVIDE -> FloatStubs.floorDivide(a, other);
            case MODULO -> FloatStubs.modulo(a, other);
            case POWER -> FloatStubs.power(a, functions.of(MathFunction.POW));
            default -> a.emit(operation.instruction, XMM0, XMM1);
        }
    }

    /** Makes a float in xmm of the word in a register, notes its kind in rsi, and if it is an integer keeps that as well. */
    private void toFloat(long word, long xmm, long integer) {
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
        integers.load(word, integer);
        a.emit(PXOR, xmm, xmm);
        a.emit(CVTSI2SD_XMM_RM64, xmm, integer);
        a.bind(done);
    }

    private void compare(Operation operation) {
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
