package perigee.interp;

import perigee.feedback.Feedback;
import perigee.memory.Memory;
import perigee.value.Arithmetic;
import perigee.value.ValueType;
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

    /** What feedback calls two numbers in words. */
    private static int kinds(long x, long y) {
        return Word.areIntegers(x, y) ? Feedback.INTEGERS : areFloats(x, y) ? Feedback.FLOATS : Feedback.MIXED;
    }

    /** What feedback calls the operands, and the result, of an operation off the fast paths. */
    static int kinds(long x, long y, long result) {
        if (!ValueType.isNumber(x) || !ValueType.isNumber(y)) {
            return ValueType.isString(x) && ValueType.isString(y) ? Feedback.STRINGS : Feedback.OTHER;
        }
        return Word.isObject(x) || Word.isObject(y) || Word.isObject(result) ? Feedback.BOXED : kinds(x, y);
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
        return (areFloats(x, y) || areMixed(x, y)) && floating(to, pc, kinds(x, y),
                Arithmetic.floorDivide(toDouble(x), toDouble(y)));
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
        return (areFloats(x, y) || areMixed(x, y)) && floating(to, pc, kinds(x, y),
                Arithmetic.floorModulo(toDouble(x), toDouble(y)));
    }

    public static boolean power(long to, long pc, long x, long y) {
        if (areFloats(x, y) || areMixed(x, y) || Word.areIntegers(x, y)) {
            Feedback.note(pc, kinds(x, y));
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

    // ---- comparison ----------------------------------------------------------------------------------------------------

    /** Of a comparison that takes the slow path. */
    public static final int UNKNOWN = -1;

    /** What a comparison has found: whether it holds in the lowest bit, the kinds of its operands above. */
    private static int outcome(boolean holds, int kinds) {
        return kinds << 1 | (holds ? 1 : 0);
    }

    public static int less(long x, long y) {
        if (Word.areIntegers(x, y)) {
            return outcome(x < y, Feedback.INTEGERS); // the words are in the order of the integers
        }
        if (areFloats(x, y)) {
            return outcome(Word.floating(x) < Word.floating(y), Feedback.FLOATS);
        }
        // An inline integer is exact as a float.
        return areMixed(x, y) ? outcome(toDouble(x) < toDouble(y), Feedback.MIXED) : UNKNOWN;
    }

    public static int lessOrEqual(long x, long y) {
        if (Word.areIntegers(x, y)) {
            return outcome(x <= y, Feedback.INTEGERS);
        }
        if (areFloats(x, y)) {
            return outcome(Word.floating(x) <= Word.floating(y), Feedback.FLOATS);
        }
        return areMixed(x, y) ? outcome(toDouble(x) <= toDouble(y), Feedback.MIXED) : UNKNOWN;
    }

    public static int equal(long x, long y) {
        if (Word.areIntegers(x, y)) {
            return outcome(x == y, Feedback.INTEGERS);
        }
        if (areFloats(x, y)) {
            return outcome(Word.floating(x) == Word.floating(y), Feedback.FLOATS);
        }
        if (x == y) {
            return outcome(true, Feedback.IDENTITY);
        }
        if (Word.isObject(x)) {
            return Word.isObject(y) || Word.isFloat(y) ? UNKNOWN : outcome(false, Feedback.IDENTITY);
        }
        if (Word.isObject(y)) {
            return Word.isFloat(x) ? UNKNOWN : outcome(false, Feedback.IDENTITY); // the object may be a boxed integer
        }
        return areMixed(x, y) ? outcome(toDouble(x) == toDouble(y), Feedback.MIXED) : outcome(false, Feedback.IDENTITY);
    }
}
