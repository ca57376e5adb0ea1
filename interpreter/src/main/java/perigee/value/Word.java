package perigee.value;

/**
 * The NaN-boxed 64-bit word that every Lua value is.
 *
 * <pre>
 *   0000 0000 0000 0000   nil                (zeroed memory is full of nils)
 *   0000 0000 0000 0001   false
 *   0000 0000 0000 0002   true
 *   0000 0000 0000 0003   tombstone          (a dead key of a hash part; never reaches a program)
 *   0000 aaaa aaaa aaaa   heap object at its plain address
 *   0001 .... .... ....   link of a frame header (never reaches a program)
 *   0002 .... .... ....
 *     to                  float: its bits plus 2^49; NaNs are one of the two quiet ones, sign kept
 *   FFFA 0000 0000 0000
 *   FFFB pppp pppp pppp   light userdata, 48 bits
 *   FFFC .... .... ....
 *     to                  integer v as v - 2^49, for -2^49 &lt;= v &lt; 2^49
 *   FFFF FFFF FFFF FFFF
 * </pre>
 *
 * Integers occupy the words from -2^50 to -1 (as signed numbers), so {@code word >> 50 == -1} tells one, the same
 * test on {@code a & b} tells two, and adding the plain integer k to the word of i gives the word of i + k as long as
 * the test holds for the result. An integer that does not fit is in an immutable box on the heap.
 */
public final class Word {
    public static final long NIL = 0;
    public static final long FALSE = 1;
    public static final long TRUE = 2;
    public static final long TOMBSTONE = 3;

    /** Added to the bits of a float. */
    public static final long FLOAT_OFFSET = 1L << 49;
    /** Added to an integer. */
    public static final long INTEGER_OFFSET = -(1L << 49);
    /** Smallest and largest integer that fit into a word. */
    public static final long MIN_INLINE = -(1L << 49);
    public static final long MAX_INLINE = (1L << 49) - 1;
    /** {@code word >> INTEGER_SHIFT == -1} for integers only. */
    public static final int INTEGER_SHIFT = 50;

    /** Bits of the NaN without a sign. */
    public static final long QUIET_NAN = 0x7FF8_0000_0000_0000L;
    private static final long LIGHT_TAG = 0xFFFBL << 48;
    /** Bits of the float that is the largest as an unsigned number: the quiet NaN with a sign. */
    public static final long LAST_FLOAT = 0xFFF8L << 48;
    /** The least address of an object, and how many bits it has, and all others. */
    public static final int FIRST_OBJECT = 8;
    public static final int OBJECT_BITS = 48;

    private Word() {
    }

    public static long ofBoolean(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** Neither nil nor false. */
    public static boolean isTruthy(long word) {
        return (word & ~1L) != 0;
    }

    public static boolean isBoolean(long word) {
        return word == FALSE || word == TRUE;
    }

    // ---- integers ------------------------------------------------------------------------------------------------

    /** Whether the word is an integer that is not boxed. */
    public static boolean isInteger(long word) {
        return word >> INTEGER_SHIFT == -1;
    }

    public static boolean areIntegers(long a, long b) {
        return (a & b) >> INTEGER_SHIFT == -1;
    }

    /** The integer in a word; only for {@link #isInteger}. */
    public static long integer(long word) {
        return word - INTEGER_OFFSET;
    }

    /** Whether the integer needs no box. */
    public static boolean fits(long value) {
        return value + INTEGER_OFFSET >> INTEGER_SHIFT == -1;
    }

    /** The word of an integer that {@link #fits}. */
    public static long ofInteger(long value) {
        assert fits(value);
        return value + INTEGER_OFFSET;
    }

    // ---- floats --------------------------------------------------------------------------------------------------

    public static boolean isFloat(long word) {
        // The difference is what floating() needs as well, so that compiled code computes it once.
        return Long.compareUnsigned(word - FLOAT_OFFSET, LAST_FLOAT) <= 0;
    }

    /** The float in a word; only for {@link #isFloat}. */
    public static double floating(long word) {
        return Double.longBitsToDouble(word - FLOAT_OFFSET);
    }

    /**
     * The word of a float that an arithmetic operation made from floats that were in words: its NaN, if it is one, is
     * quiet and has no payload.
     */
    public static long ofFloat(double value) {
        return Double.doubleToRawLongBits(value) + FLOAT_OFFSET;
    }

    /** The word of a float of any origin: a NaN loses its payload and keeps its sign. */
    public static long ofForeignFloat(double value) {
        if (value != value) {
            return (Double.doubleToRawLongBits(value) & Long.MIN_VALUE | QUIET_NAN) + FLOAT_OFFSET;
        }
        return ofFloat(value);
    }

    // ---- heap objects and light userdata -----------------------------------------------------------------------

    public static boolean isObject(long word) {
        return word - FIRST_OBJECT >>> OBJECT_BITS == 0;
    }

    public static boolean isLight(long word) {
        return word >>> 48 == LIGHT_TAG >>> 48;
    }

    /** The word of a light userdata; the payload has 48 bits. */
    public static long ofLight(long payload) {
        return LIGHT_TAG | payload & (1L << 48) - 1;
    }

    public static long light(long word) {
        return word & (1L << 48) - 1;
    }
}
