package perigee.interp;

import perigee.feedback.Feedback;
import perigee.value.Arithmetic;
import perigee.value.Word;

/**
 * Fast paths of the arithmetic instructions: unboxed integers and floats, in any mixture. The result is a word, or
 * {@link #SLOW} when only {@code perigee.runtime.Operators} knows.
 */
final class ArithmeticHandlers {
    /** Not a value: take the slow path. */
    static final long SLOW = Word.TOMBSTONE;

    private ArithmeticHandlers() {
    }

    static boolean areFloats(long x, long y) {
        return Word.isFloat(x) && Word.isFloat(y);
    }

    /** Whether both are numbers in words, at least one of them a float; then {@link #toDouble} serves both. */
    private static boolean areMixed(long x, long y) {
        return (Word.isFloat(x) || Word.isInteger(x)) && (Word.isFloat(y) || Word.isInteger(y))
                && !Word.areIntegers(x, y);
    }

    static double toDouble(long word) {
        return Word.isInteger(word) ? (double) Word.integer(word) : Word.floating(word);
    }

    private static long integer(long pc, long value) {
        if (Word.fits(value)) {
            Feedback.note(pc, Feedback.INTEGERS);
            return Word.ofInteger(value);
        }
        return SLOW;
    }

    private static long floating(long pc, long kinds, double value) {
        Feedback.note(pc, (int) kinds);
        return Word.ofFloat(value);
    }

    static long add(long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            return integer(pc, Word.integer(x) + Word.integer(y));
        }
        if (areFloats(x, y)) {
            return floating(pc, Feedback.FLOATS, Word.floating(x) + Word.floating(y));
        }
        return areMixed(x, y) ? floating(pc, Feedback.MIXED, toDouble(x) + toDouble(y)) : SLOW;
    }

    static long subtract(long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            return integer(pc, Word.integer(x) - Word.integer(y));
        }
        if (areFloats(x, y)) {
            return floating(pc, Feedback.FLOATS, Word.floating(x) - Word.floating(y));
        }
        return areMixed(x, y) ? floating(pc, Feedback.MIXED, toDouble(x) - toDouble(y)) : SLOW;
    }

    static long multiply(long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            long a = Word.integer(x);
            long b = Word.integer(y);
            // Two 50-bit numbers make up to 99 bits; those that fit 50 bits have a zero or -1 high half.
            long product = a * b;
            return Math.multiplyHigh(a, b) == product >> 63 ? integer(pc, product) : SLOW;
        }
        if (areFloats(x, y)) {
            return floating(pc, Feedback.FLOATS, Word.floating(x) * Word.floating(y));
        }
        return areMixed(x, y) ? floating(pc, Feedback.MIXED, toDouble(x) * toDouble(y)) : SLOW;
    }

    static long divide(long pc, long x, long y) {
        if (areFloats(x, y)) {
            return floating(pc, Feedback.FLOATS, Word.floating(x) / Word.floating(y));
        }
        if (Word.areIntegers(x, y)) {
            return floating(pc, Feedback.INTEGERS, (double) Word.integer(x) / (double) Word.integer(y));
        }
        return areMixed(x, y) ? floating(pc, Feedback.MIXED, toDouble(x) / toDouble(y)) : SLOW;
    }

    static long floorDivide(long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            long divisor = Word.integer(y);
            return divisor == 0 ? SLOW : integer(pc, Math.floorDiv(Word.integer(x), divisor));
        }
        return areFloats(x, y) || areMixed(x, y)
                ? floating(pc, Feedback.MIXED, Arithmetic.floorDivide(toDouble(x), toDouble(y))) : SLOW;
    }

    static long modulo(long pc, long x, long y) {
        if (Word.areIntegers(x, y)) {
            long a = Word.integer(x);
            long divisor = Word.integer(y);
            if (divisor == 0) {
                return SLOW;
            }
            // Java's remainder has the sign of the dividend; a power of two needs no division.
            if (divisor > 0 && (divisor & divisor - 1) == 0) {
                return integer(pc, a & divisor - 1);
            }
            return integer(pc, Math.floorMod(a, divisor));
        }
        return areFloats(x, y) || areMixed(x, y)
                ? floating(pc, Feedback.MIXED, Arithmetic.floorModulo(toDouble(x), toDouble(y))) : SLOW;
    }

    static long power(long pc, long x, long y) {
        if (areFloats(x, y) || areMixed(x, y) || Word.areIntegers(x, y)) {
            Feedback.note(pc, Feedback.MIXED);
            return Word.ofForeignFloat(Arithmetic.power(toDouble(x), toDouble(y)));
        }
        return SLOW;
    }

    static long and(long pc, long x, long y) {
        return Word.areIntegers(x, y) ? integer(pc, Word.integer(x) & Word.integer(y)) : SLOW;
    }

    static long or(long pc, long x, long y) {
        return Word.areIntegers(x, y) ? integer(pc, Word.integer(x) | Word.integer(y)) : SLOW;
    }

    static long xor(long pc, long x, long y) {
        return Word.areIntegers(x, y) ? integer(pc, Word.integer(x) ^ Word.integer(y)) : SLOW;
    }

    static long shiftLeft(long pc, long x, long y) {
        return Word.areIntegers(x, y) ? integer(pc, Arithmetic.shiftLeft(Word.integer(x), Word.integer(y))) : SLOW;
    }

    static long shiftRight(long pc, long x, long y) {
        return Word.areIntegers(x, y) ? integer(pc, Arithmetic.shiftRight(Word.integer(x), Word.integer(y))) : SLOW;
    }

    static long negate(long pc, long x) {
        if (Word.isInteger(x)) {
            return integer(pc, -Word.integer(x));
        }
        return Word.isFloat(x) ? floating(pc, Feedback.FLOATS, -Word.floating(x)) : SLOW;
    }

    // ---- comparison: 1, 0, or -1 for the slow path ---------------------------------------------------------------------

    static final int UNKNOWN = -1;

    static int less(long x, long y) {
        if (Word.areIntegers(x, y)) {
            return x < y ? 1 : 0; // the words are in the order of the integers
        }
        if (areFloats(x, y)) {
            return Word.floating(x) < Word.floating(y) ? 1 : 0;
        }
        // An inline integer is exact as a float.
        return areMixed(x, y) ? toDouble(x) < toDouble(y) ? 1 : 0 : UNKNOWN;
    }

    static int lessOrEqual(long x, long y) {
        if (Word.areIntegers(x, y)) {
            return x <= y ? 1 : 0;
        }
        if (areFloats(x, y)) {
            return Word.floating(x) <= Word.floating(y) ? 1 : 0;
        }
        return areMixed(x, y) ? toDouble(x) <= toDouble(y) ? 1 : 0 : UNKNOWN;
    }

    static int equal(long x, long y) {
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
