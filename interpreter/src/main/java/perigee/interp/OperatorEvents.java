package perigee.interp;

import perigee.bytecode.Opcode;
import perigee.object.Event;

/** Which metamethod an instruction asks for when its operands are no numbers. */
public final class OperatorEvents {
    private OperatorEvents() {
    }

    /** The event of an operator or a comparison; null for other instructions. */
    public static Event of(Opcode op) {
        return switch (op) {
            case ADD, ADDI, ADDK -> Event.ADD;
            case SUB, SUBI, SUBK -> Event.SUB;
            case MUL, MULK -> Event.MUL;
            case MOD, MODK -> Event.MOD;
            case POW, POWK -> Event.POW;
            case DIV, DIVK -> Event.DIV;
            case IDIV, IDIVK -> Event.IDIV;
            case BAND, BANDK -> Event.BAND;
            case BOR, BORK -> Event.BOR;
            case BXOR, BXORK -> Event.BXOR;
            case SHL, SHLK -> Event.SHL;
            case SHR, SHRK -> Event.SHR;
            case UNM -> Event.UNM;
            case BNOT -> Event.BNOT;
            case LEN -> Event.LEN;
            case JEQ, JNE -> Event.EQ;
            case JLT, JNLT, JLTI, JNLTI, JGTI, JNGTI -> Event.LT;
            case JLE, JNLE, JLEI, JNLEI, JGEI, JNGEI -> Event.LE;
            default -> null;
        };
    }
}
