package perigee.emit;

import static perigee.asm.Alu.*;
import static perigee.asm.Bits.*;
import static perigee.asm.Data.*;
import static perigee.asm.Register.*;
import static perigee.asm.Sse.*;

import java.util.List;
import perigee.asm.Assembler;
import perigee.lir.Kind;
import perigee.lir.Place;
import perigee.regalloc.Allocation;
import perigee.regalloc.Move;
import perigee.stub.Abi;
import perigee.value.Word;

/**
 * Moves of values between places. In registers and on the C stack a value is its bits; in the frame it is a word. r11 is
 * lost, and flags are.
 */
final class Moves {
    private final Operands operands;
    private final Assembler a;
    private final Allocation allocation;

    Moves(Operands operands) {
        this.operands = operands;
        a = operands.a;
        allocation = operands.allocation;
    }

    void emit(List<Move> moves) {
        for (int i = 0; i < moves.size(); i++) {
            emit(moves.get(i).from(), moves.get(i).to(), moves.get(i).kind());
        }
    }

    void emit(int from, int to, Kind kind) {
        if (Place.isConstant(from)) {
            constant(from, to, kind);
        } else if (Place.isGpr(from)) {
            fromGpr(gpr(from), to, kind);
        } else if (Place.isXmm(from)) {
            fromXmm(operands.place(from), to, kind);
        } else if (Place.isGpr(to)) {
            load(from, gpr(to), kind);
        } else if (Place.isXmm(to) && isRaw(from, kind)) {
            a.emit(MOVSD_XMM_XM64, operands.place(to), operands.place(from));
        } else if (isRaw(from, kind) == isRaw(to, kind) && !Place.isPair(from) && !Place.isPair(to)) {
            a.emit(MOV_R64_RM64, R11, operands.place(from));
            a.emit(MOV_RM64_R64, operands.place(to), R11);
        } else if (Place.isPair(from) && Place.isPair(to)) {
            pairToPair(Place.number(from), Place.number(to));
        } else {
            load(from, R11, kind);
            fromGpr(R11, to, kind);
        }
    }

    private static long gpr(int place) {
        return perigee.asm.Register.gpr(place);
    }

    /** Whether the place has, or will have, the bits themselves. */
    private static boolean isRaw(int place, Kind kind) {
        return !Place.isTagged(place) || kind == Kind.WORD;
    }

    private void pairToPair(int from, int to) {
        for (int half = 0; half < 2; half++) {
            a.emit(MOV_R64_RM64, R11, operands.place(Place.frame(from + half)));
            a.emit(MOV_RM64_R64, operands.place(Place.frame(to + half)), R11);
        }
    }

    // ---- from registers ------------------------------------------------------------------------------------------------

    /** May destroy the register only if it is r11. */
    private void fromGpr(long from, int to, Kind kind) {
        if (Place.isGpr(to)) {
            a.emit(MOV_R64_RM64, gpr(to), from);
        } else if (Place.isXmm(to)) {
            a.emit(MOVQ_XMM_RM64, operands.place(to), from);
        } else if (Place.isPair(to)) {
            storePair(from, to);
        } else if (isRaw(to, kind)) {
            a.emit(MOV_RM64_R64, operands.place(to), from);
        } else {
            tag(from, kind);
            a.emit(MOV_RM64_R64, operands.place(to), R11);
        }
    }

    /** Makes a word in r11 of the bits of an integer that fits, or of a double. */
    private void tag(long from, Kind kind) {
        if (kind == Kind.FLOAT) {
            a.emit(LEA_R64_M, R11, perigee.asm.Operand.mem(from, Abi.FLOAT_OFFSET, 1, 0));
        } else {
            if (from != R11) {
                a.emit(MOV_R64_RM64, R11, from);
            }
            a.emit(SUB_R64_RM64, R11, Abi.FLOAT_OFFSET);
        }
    }

    /** Both halves as words of integers from 0 to 2^32 - 1. The register, if it is r11, is put together again. */
    private void storePair(long from, int to) {
        long low = operands.place(to);
        long high = operands.place(Place.frame(Place.number(to) + 1));
        if (from == R11) {
            // the lower half of the slot is the half itself, its upper half is that of the least word of an integer
            a.emit(MOV_RM32_R32, low, R11);
            a.emit(SHR_RM64_IMM8, R11, 32);
            a.emit(SUB_R64_RM64, R11, Abi.FLOAT_OFFSET);
            a.emit(MOV_RM64_R64, high, R11);
            a.emit(MOV_RM32_IMM32, perigee.asm.Operand.mem(Abi.BASE, 8 * Place.number(to) + 4),
                    (int) (Word.INTEGER_OFFSET >>> 32));
            return;
        }
        a.emit(MOV_R32_RM32, R11, from);
        a.emit(SUB_R64_RM64, R11, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, low, R11);
        a.emit(MOV_R64_RM64, R11, from);
        a.emit(SHR_RM64_IMM8, R11, 32);
        a.emit(SUB_R64_RM64, R11, Abi.FLOAT_OFFSET);
        a.emit(MOV_RM64_R64, high, R11);
    }

    private void fromXmm(long from, int to, Kind kind) {
        if (Place.isXmm(to)) {
            a.emit(MOVAPS_XMM_XM128, operands.place(to), from);
        } else if (Place.isGpr(to)) {
            a.emit(MOVQ_RM64_XMM, gpr(to), from);
        } else if (!Place.isPair(to) && isRaw(to, kind)) {
            a.emit(MOVSD_XM64_XMM, operands.place(to), from);
        } else {
            a.emit(MOVQ_RM64_XMM, R11, from);
            fromGpr(R11, to, kind);
        }
    }

    // ---- from memory ---------------------------------------------------------------------------------------------------

    /** Loads the bits of a value into a general register. */
    private void load(int from, long to, Kind kind) {
        if (Place.isPair(from)) {
            loadPair(Place.number(from), to);
            return;
        }
        a.emit(MOV_R64_RM64, to, operands.place(from));
        if (!isRaw(from, kind)) {
            a.emit(kind == Kind.FLOAT ? SUB_R64_RM64 : ADD_R64_RM64, to, Abi.FLOAT_OFFSET);
        }
    }

    private void loadPair(int slot, long to) {
        long low = operands.place(Place.frame(slot));
        long high = operands.place(Place.frame(slot + 1));
        // 2^49 is lost by the shift
        a.emit(MOV_R64_RM64, to, high);
        a.emit(SHL_RM64_IMM8, to, 32);
        if (to == R11) {
            // no register is left for the lower half; its slot's upper half is known
            a.emit(ADD_R64_RM64, R11, low);
            a.emit(ADD_R64_RM64, R11, Abi.FLOAT_OFFSET);
        } else {
            a.emit(MOV_R32_RM32, R11, low);
            a.emit(OR_R64_RM64, to, R11);
        }
    }

    // ---- constants -----------------------------------------------------------------------------------------------------

    private void constant(int from, int to, Kind kind) {
        String symbol = allocation.symbol(from);
        if (symbol != null) {
            long register = Place.isGpr(to) ? gpr(to) : R11;
            a.moveAddress(register, symbol);
            if (!Place.isGpr(to)) {
                fromGpr(R11, to, kind);
            }
            return;
        }
        long bits = allocation.constant(from);
        if (Place.isGpr(to)) {
            integer(gpr(to), bits);
        } else if (Place.isXmm(to)) {
            floating(operands.place(to), bits);
        } else if (Place.isPair(to)) {
            store(Word.ofInteger(bits & 0xFFFF_FFFFL), operands.place(to));
            store(Word.ofInteger(bits >>> 32), operands.place(Place.frame(Place.number(to) + 1)));
        } else {
            store(isRaw(to, kind) ? bits : kind == Kind.FLOAT ? bits + Word.FLOAT_OFFSET : Word.ofInteger(bits),
                    operands.place(to));
        }
    }

    private void store(long word, long slot) {
        if (word == (int) word) {
            a.emit(MOV_RM64_IMM32, slot, word);
        } else {
            a.move(R11, word);
            a.emit(MOV_RM64_R64, slot, R11);
        }
    }

    void integer(long register, long bits) {
        if (bits == 0) {
            a.emit(XOR_R32_RM32, register, register);
        } else {
            a.move(register, bits);
        }
    }

    private void floating(long register, long bits) {
        if (bits == 0) {
            a.emit(XORPS, register, register);
        } else {
            a.emit(MOVSD_XMM_XM64, register, a.constant(bits));
        }
    }
}
