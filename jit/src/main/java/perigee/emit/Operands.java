package perigee.emit;

import static perigee.asm.Operand.mem;

import perigee.asm.Assembler;
import perigee.asm.Operand;
import perigee.asm.Register;
import perigee.layout.StackLayout;
import perigee.lir.Instruction;
import perigee.lir.Kind;
import perigee.lir.Place;
import perigee.lir.Rule;
import perigee.lir.Value;
import perigee.regalloc.Allocation;
import perigee.regalloc.RegisterSet;
import perigee.stub.Abi;

/** Operands of instructions, as the assembler wants them. */
final class Operands {
    private static final int NOTHING = -1;

    final Assembler a;
    final Allocation allocation;
    /** The instruction whose operands are asked for. */
    Instruction instruction;
    int at;
    /** Operand that is in a scratch register. */
    private int decoded = NOTHING;

    Operands(Assembler a, Allocation allocation) {
        this.a = a;
        this.allocation = allocation;
    }

    void set(int index) {
        at = index;
        instruction = allocation.code[index];
        decoded = NOTHING;
    }

    /**
     * Brings an operand whose slot does not have its bits as they are into a scratch register. There is one at most: only
     * the last operand of a machine instruction may be in memory, and operations of two have no other.
     */
    void decode(Moves moves) {
        for (int i = 0; i < instruction.stateStart(); i++) {
            int value = instruction.operand(i);
            int place = allocation.place(at, i);
            if (value >= 0 && instruction.rule(i).action() == Rule.Action.USE && Place.isTagged(place)
                    && allocation.function.kind(value) != Kind.WORD) {
                assert decoded == NOTHING;
                boolean xmm = instruction.rule(i).xmm();
                moves.emit(place, xmm ? RegisterSet.SCRATCH_XMM : RegisterSet.SCRATCH, allocation.function.kind(value));
                decoded = i;
            }
        }
    }

    /** A register, or memory. */
    long place(int place) {
        if (Place.isGpr(place)) {
            return Register.gpr(place);
        }
        if (Place.isXmm(place)) {
            return Register.xmm(place - Place.XMM0);
        }
        int number = Place.number(place);
        if (Place.isFrame(place) || Place.isPair(place)) {
            return mem(Abi.BASE, 8 * number);
        }
        if (Place.isStack(place)) {
            return mem(Register.RSP, 8 * number);
        }
        if (Place.isOutgoing(place)) {
            return outgoing(number);
        }
        String symbol = allocation.symbol(place);
        return symbol != null ? a.addressConstant(symbol) : a.constant(allocation.constant(place));
    }

    /** The slot of a frame that is being made. */
    long outgoing(int number) {
        return mem(Abi.BASE, distance() + 8 * number);
    }

    /** From this frame's base to that of a frame that it makes. */
    int distance() {
        return 8 * allocation.frameSlots + StackLayout.HEADER_BYTES;
    }

    /** The operand, if it is no immediate. One in a slot that holds another form of it has been {@link #decoded}. */
    long operand(int i) {
        int value = instruction.operand(i);
        if (i == decoded) {
            return instruction.rule(i).xmm() ? Register.XMM15 : Register.R11;
        }
        if (value == Value.MEMORY) {
            return address();
        }
        return Value.isPinned(value) ? Register.gpr(Value.pinnedEncoding(value)) : place(allocation.place(at, i));
    }

    boolean isRegister(int i) {
        long operand = operand(i);
        return Register.isGpr(operand) || Register.isXmm(operand);
    }

    /** Whether the operand is an immediate, or a constant that can be one. */
    boolean isImmediate(int i) {
        if (instruction.operand(i) == Value.IMMEDIATE) {
            return true;
        }
        int place = allocation.place(at, i);
        return place != Place.NONE && Place.isConstant(place) && instruction.rule(i).takes(Rule.IMMEDIATE)
                && allocation.symbol(place) == null && allocation.constant(place) == (int) allocation.constant(place);
    }

    /** The immediate of an operand that {@link #isImmediate}. */
    long immediate(int i) {
        return instruction.operand(i) == Value.IMMEDIATE ? instruction.immediate
                : allocation.constant(allocation.place(at, i));
    }

    /** The instruction's address. */
    long address() {
        int base = instruction.baseOperand();
        boolean hasBase = instruction.base() != Value.NONE;
        boolean hasIndex = instruction.index() != Value.NONE;
        int scale = 1 << instruction.scaleBits;
        if (hasBase && hasIndex) {
            return mem(operand(base), operand(base + 1), scale, instruction.displacement);
        }
        if (hasBase) {
            return mem(operand(base), instruction.displacement);
        }
        return hasIndex ? Operand.scaled(operand(base + 1), scale, instruction.displacement)
                : Operand.absolute(instruction.displacement);
    }
}
