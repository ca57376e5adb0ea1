package perigee.interp.handler;

import static perigee.interp.Operands.*;

import perigee.interp.FastArithmetic;
import perigee.value.Word;

/** Arithmetic on numbers that are not boxed. */
public final class ArithmeticHandlers {
    private ArithmeticHandlers() {
    }

    /** {@code ADD} */
    public static long add(long t, long pc) {
        return next(FastArithmetic.add(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code SUB} */
    public static long subtract(long t, long pc) {
        return next(FastArithmetic.subtract(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code MUL} */
    public static long multiply(long t, long pc) {
        return next(FastArithmetic.multiply(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code MOD} */
    public static long modulo(long t, long pc) {
        return next(FastArithmetic.modulo(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code POW} */
    public static long power(long t, long pc) {
        return next(FastArithmetic.power(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code DIV} */
    public static long divide(long t, long pc) {
        return next(FastArithmetic.divide(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code IDIV} */
    public static long floorDivide(long t, long pc) {
        return next(FastArithmetic.floorDivide(a(t, pc), pc, registerB(t, pc), registerC(t, pc)), pc);
    }

    /** {@code ADDK} */
    public static long addConstant(long t, long pc) {
        return next(FastArithmetic.add(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code SUBK} */
    public static long subtractConstant(long t, long pc) {
        return next(d(pc) == 0 ? FastArithmetic.subtract(a(t, pc), pc, registerB(t, pc), constantC(t, pc))
                : FastArithmetic.subtract(a(t, pc), pc, constantC(t, pc), registerB(t, pc)), pc);
    }

    /** {@code MULK} */
    public static long multiplyConstant(long t, long pc) {
        return next(FastArithmetic.multiply(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code MODK} */
    public static long moduloConstant(long t, long pc) {
        return next(FastArithmetic.modulo(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code POWK} */
    public static long powerConstant(long t, long pc) {
        return next(FastArithmetic.power(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code DIVK} */
    public static long divideConstant(long t, long pc) {
        return next(d(pc) == 0 ? FastArithmetic.divide(a(t, pc), pc, registerB(t, pc), constantC(t, pc))
                : FastArithmetic.divide(a(t, pc), pc, constantC(t, pc), registerB(t, pc)), pc);
    }

    /** {@code IDIVK} */
    public static long floorDivideConstant(long t, long pc) {
        return next(FastArithmetic.floorDivide(a(t, pc), pc, registerB(t, pc), constantC(t, pc)), pc);
    }

    /** {@code ADDI} */
    public static long addImmediate(long t, long pc) {
        return next(FastArithmetic.add(a(t, pc), pc, registerB(t, pc), immediateC(pc)), pc);
    }

    /** {@code SUBI} */
    public static long subtractImmediate(long t, long pc) {
        return next(FastArithmetic.add(a(t, pc), pc, registerB(t, pc), Word.ofInteger(-(short) c(pc))), pc);
    }

    /** {@code UNM} */
    public static long negate(long t, long pc) {
        return next(FastArithmetic.negate(a(t, pc), pc, registerB(t, pc)), pc);
    }
}
