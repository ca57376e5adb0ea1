package perigee.interp;

import perigee.feedback.Feedback;
import perigee.memory.Memory;
import perigee.value.Arithmetic;
import perigee.value.Word;

/**
 * Fast paths of the arithmetic instructions: unboxed integers and floats, in any mixture. The result is stored at the
 * address {@code to}; false means that only {@code perigee.runtime.Operators} knows it.
 */
public final class FastArithmetic {
    private FastArithmetic() {
    }

    public static boolean areFloats(long x, long y) {
        return Word.isFloat(x) && Word.isFloat(y);
    }

    /** Whether both are numbers in words, at least one of them a float; then {@link #toDouble} serves both. */
    private static boolean areMixed(long x, long y) {
        return (Word.isFloat(x) || Word.isInteger(x)) && (Word.isFloat(y) || Word.isInteger(y))
                && !Word.areIntegers(x, y);
    }

    public static double toDouble(long word) {
        return Word.isInteger(word) ? (double) Word.integer(word) : Word.floating(word);
    }

    private static boolean integer(long to, long pc, long value) {
        if (Word.fits(value)) {
            Feedback.note(pc, Feedback.INTEGERS);
            Memory.putLong(to, Word.ofInteger(value));
            return true;
        }
        return false;
    }

    private static boolean floating(long to, long pc, int kinds, double value) {
        Feedback.note(pc, kinds);
        Memory.putLong(to, Word.ofFloat(value));
        return true;
    }

    public static boolean add(long to, long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            return integer(to, pc, Word.integer(x) + Word.integer(y));
        }
        if (areFloats(x, y)) {
            return floating(to, pc, Feedback.FLOATS, Word.floating(x) + Word.floating(y));
        }
        return areMixed(x, y) && floating(to, pc, Feedback.MIXED, toDouble(x) + toDouble(y));
    }

    public static boolean subtract(long to, long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            return integer(to, pc, Word.integer(x) - Word.integer(y));
        }
        if (areFloats(x, y)) {
            return floating(to, pc, Feedback.FLOATS, Word.floating(x) - Word.floating(y));
        }
        return areMixed(x, y) && floating(to, pc, Feedback.MIXED, toDouble(x) - toDouble(y));
    }

    public static boolean multiply(long to, long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            long a = Word.integer(x);
            long b = Word.integer(y);
            // Two 50-bit numbers make up to 99 bits; those that fit 50 bits have a zero or -1 high half.
            long product = a * b;
            return Math.multiplyHigh(a, b) == product >> 63 && integer(to, pc, product);
        }
        if (areFloats(x, y)) {
            return floating(to, pc, Feedback.FLOATS, Word.floating(x) * Word.floating(y));
        }
        return areMixed(x, y) && floating(to, pc, Feedback.MIXED, toDouble(x) * toDouble(y));
    }

    public static boolean divide(long to, long pc, long x, long y) {
        if (areFloats(x, y)) {
            return floating(to, pc, Feedback.FLOATS, Word.floating(x) / Word.floating(y));
        }
        if (Word.areIntegers(x, y)) {
            return floating(to, pc, Feedback.INTEGERS, (double) Word.integer(x) / (double) Word.integer(y));
        }
        return areMixed(x, y) && floating(to, pc, Feedback.MIXED, toDouble(x) / toDouble(y));
    }

    public static boolean floorDivide(long to, long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            long divisor = Word.integer(y);
            return divisor != 0 && integer(to, pc, Math.floorDiv(Word.integer(x), divisor));
        }
        return (areFloats(x, y) || areMixed(x, y))
                && floating(to, pc, Feedback.MIXED, Arithmetic.floorDivide(toDouble(x), toDouble(y)));
    }

    public static boolean modulo(long to, long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            long a = Word.integer(x);
            long divisor = Word.integer(y);
            if (divisor == 0) {
                return false;
            }
            // Java's remainder has the sign of the dividend; a power of two needs no division.
            if (divisor > 0 && (divisor & divisor - 1) == 0) {
                return integer(to, pc, a & divisor - 1);
            }
            return integer(to, pc, Math.floorMod(a, divisor));
        }
        return (areFloats(x, y) || areMixed(x, y))
                && floating(to, pc, Feedback.MIXED, Arithmetic.floorModulo(toDouble(x), toDouble(y)));
    }

    public static boolean power(long to, long pc, long x, long y) {
        if (areFloats(x, y) || areMixed(x, y) || Word.areIntegers(x, y)) {
            Feedback.note(pc, Feedback.MIXED);
            Memory.putLong(to, Word.ofForeignFloat(Arithmetic.power(toDouble(x), toDouble(y))));
            return true;
        }
        return false;
    }

    public static boolean and(long to, long pc, long x, long y) {
        return Word.areIntegers(x, y) && integer(to, pc, Word.integer(x) & Word.integer(y));
    }

    public static boolean or(long to, long pc, long x, long y) {
        return Word.areIntegers(x, y) && integer(to, pc, Word.integer(x) | Word.integer(y));
    }

    public static boolean xor(long to, long pc, long x, long y) {
        return Word.areIntegers(x, y) && integer(to, pc, Word.integer(x) ^ Word.integer(y));
    }

    public static boolean shiftLeft(long to, long pc, long x, long y) {
        return Word.areIntegers(x, y) && integer(to, pc, Arithmetic.shiftLeft(Word.integer(x), Word.integer(y)));
    }

    public static boolean shiftRight(long to, long pc, long x, long y) {
        return Word.areIntegers(x, y) && integer(to, pc, Arithmetic.shiftRight(Word.integer(x), Word.integer(y)));
    }

    public static boolean negate(long to, long pc, long x) {
        if (Word.isInteger(x)) {
            return integer(to, pc, -Word.integer(x));
        }
        return Word.isFloat(x) && floating(to, pc, Feedback.FLOATS, -Word.floating(x));
    }

    // ---- comparison: 1, 0, or -1 for the slow path ---------------------------------------------------------------------

    public static final int UNKNOWN = -1;

    public static int less(long x, long y) {
        if (Word.areIntegers(x, y)) {
            return x < y ? 1 : 0; // the words are in the order of the integers
        }
        if (areFloats(x, y)) {
            return Word.floating(x) < Word.floating(y) ? 1 : 0;
        }
        // An inline integer is exact as a float.
        return areMixed(x, y) ? toDouble(x) < toDouble(y) ? 1 : 0 : UNKNOWN;
    }

    public static int lessOrEqual(long x, long y) {
        if (Word.areIntegers(x, y)) {
            return x <= y ? 1 : 0;
        }
        if (areFloats(x, y)) {
            return Word.floating(x) <= Word.floating(y) ? 1 : 0;
        }
        return areMixed(x, y) ? toDouble(x) <= toDouble(y) ? 1 : 0 : UNKNOWN;
    }

    public static int equal(long x, long y) {
        if (x == y) {
            return Word.isFloat(x) && Word.floating(x) != Word.floating(x) ? 0 : 1;
        }
        if (Word.areIntegers(x, y)) {
            return 0;
        }
        if (Word.isObject(x)) {
            return Word.isObject(y) || Word.isFloat(y) ? UNKNOWN : 0;
        }
        if (Word.isObject(y)) {
            return Word.isFloat(x) ? UNKNOWN : 0; // the object may be a boxed integer
        }
        return (areFloats(x, y) || areMixed(x, y)) && toDouble(x) == toDouble(y) ? 1 : 0;
    }
}
