package perigee.interp.handler;

import static perigee.interp.Operands.*;

import perigee.interp.FastArithmetic;

/** Bitwise operations on integers that are not boxed. */
public final class BitwiseHandlers {
    private BitwiseHandlers() {
    }

    /** {@code BAND} */
    public static long and(long t, long pc) {
        return next(FastArithmetic.and(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code BOR} */
    public static long or(long t, long pc) {
        return next(FastArithmetic.or(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code BXOR} */
    public static long xor(long t, long pc) {
        return next(FastArithmetic.xor(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code SHL} */
    public static long shiftLeft(long t, long pc) {
        return next(FastArithmetic.shiftLeft(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code SHR} */
    public static long shiftRight(long t, long pc) {
        return next(FastArithmetic.shiftRight(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code BANDK} */
    public static long andConstant(long t, long pc) {
        return next(FastArithmetic.and(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code BORK} */
    public static long orConstant(long t, long pc) {
        return next(FastArithmetic.or(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code BXORK} */
    public static long xorConstant(long t, long pc) {
        return next(FastArithmetic.xor(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code SHLK} */
    public static long shiftLeftConstant(long t, long pc) {
        return next(d(pc) == 0 ? FastArithmetic.shiftLeft(a(t, pc), pc, registerB(t, pc), constantC(t, pc))
                : FastArithmetic.shiftLeft(a(t, pc), pc, constantC(t, pc), registerB(t, pc)), pc);
    }

    /** {@code SHRK} */
    public static long shiftRightConstant(long t, long pc) {
        return next(d(pc) == 0 ? FastArithmetic.shiftRight(a(t, pc), pc, registerB(t, pc), constantC(t, pc))
                : FastArithmetic.shiftRight(a(t, pc), pc, constantC(t, pc), registerB(t, pc)), pc);
    }
}
