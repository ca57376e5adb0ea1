package perigee.interp.handler;

import static perigee.interp.Operands.*;

import perigee.interp.FastArithmetic;
import perigee.value.Word;

/** Branches; those by comparisons know numbers that are not boxed, and identity. */
public final class BranchHandlers {
    private BranchHandlers() {
    }

    /** {@code JT} */
    public static long ifTrue(long t, long pc) {
        return branch(Word.isTruthy(registerA(t, pc)), pc);
    }

    /** {@code JF} */
    public static long ifFalse(long t, long pc) {
        return branch(!Word.isTruthy(registerA(t, pc)), pc);
    }

    /** {@code JEQ} */
    public static long ifEqual(long t, long pc) {
        return branch(FastArithmetic.equal(registerA(t, pc), registerB(t, pc)), 1, pc);
    }

    /** {@code JNE} */
    public static long ifNotEqual(long t, long pc) {
        return branch(FastArithmetic.equal(registerA(t, pc), registerB(t, pc)), 0, pc);
    }

    /** {@code JLT} */
    public static long ifLess(long t, long pc) {
        return branch(FastArithmetic.less(registerA(t, pc), registerB(t, pc)), 1, pc);
    }

    /** {@code JNLT} */
    public static long ifNotLess(long t, long pc) {
        return branch(FastArithmetic.less(registerA(t, pc), registerB(t, pc)), 0, pc);
    }

    /** {@code JLE} */
    public static long ifLessOrEqual(long t, long pc) {
        return branch(FastArithmetic.lessOrEqual(registerA(t, pc), registerB(t, pc)), 1, pc);
    }

    /** {@code JNLE} */
    public static long ifNotLessOrEqual(long t, long pc) {
        return branch(FastArithmetic.lessOrEqual(registerA(t, pc), registerB(t, pc)), 0, pc);
    }

    /** {@code JEQK} */
    public static long ifEqualConstant(long t, long pc) {
        return branch(FastArithmetic.equal(registerA(t, pc), constantB(t, pc)), 1, pc);
    }

    /** {@code JNEK} */
    public static long ifNotEqualConstant(long t, long pc) {
        return branch(FastArithmetic.equal(registerA(t, pc), constantB(t, pc)), 0, pc);
    }

    /** {@code JLTI} */
    public static long ifLessImmediate(long t, long pc) {
        return branch(FastArithmetic.less(registerA(t, pc), immediateB(pc)), 1, pc);
    }

    /** {@code JNLTI} */
    public static long ifNotLessImmediate(long t, long pc) {
        return branch(FastArithmetic.less(registerA(t, pc), immediateB(pc)), 0, pc);
    }

    /** {@code JLEI} */
    public static long ifLessOrEqualImmediate(long t, long pc) {
        return branch(FastArithmetic.lessOrEqual(registerA(t, pc), immediateB(pc)), 1, pc);
    }

    /** {@code JNLEI} */
    public static long ifNotLessOrEqualImmediate(long t, long pc) {
        return branch(FastArithmetic.lessOrEqual(registerA(t, pc), immediateB(pc)), 0, pc);
    }

    /** {@code JGTI} */
    public static long ifGreaterImmediate(long t, long pc) {
        return branch(FastArithmetic.less(immediateB(pc), registerA(t, pc)), 1, pc);
    }

    /** {@code JNGTI} */
    public static long ifNotGreaterImmediate(long t, long pc) {
        return branch(FastArithmetic.less(immediateB(pc), registerA(t, pc)), 0, pc);
    }

    /** {@code JGEI} */
    public static long ifGreaterOrEqualImmediate(long t, long pc) {
        return branch(FastArithmetic.lessOrEqual(immediateB(pc), registerA(t, pc)), 1, pc);
    }

    /** {@code JNGEI} */
    public static long ifNotGreaterOrEqualImmediate(long t, long pc) {
        return branch(FastArithmetic.lessOrEqual(immediateB(pc), registerA(t, pc)), 0, pc);
    }
}
