package perigee.number;

/**
 * Powers of ten to 128 bits: 10^k is at least {@code g * 2^exponent(k)} and less than {@code (g + 2) * 2^exponent(k)},
 * where g is the unsigned 128-bit number {@code high(k):low(k)} with its top bit set. From 10^0 to 10^55 it is exactly
 * {@code g * 2^exponent(k)}.
 *
 * <p>The table is computed when the class is first used, in a fraction of a millisecond: starting from 1, one
 * multiplication or division by five a step, on 192 bits. Each step truncates, which loses less than one part in
 * 2^191; after at most {@link #MAX} steps that is still far below one unit of the 128 bits that are kept, whose own
 * truncation costs another: together less than two units, always downwards. 5^55 is the last power of five of
 * no more than 128 bits, which is why the powers up to there are exact.
 */
final class PowersOfTen {

    /** The least and greatest k that the table has: what {@code %.18g} of any double needs, with some to spare. */
    static final int MIN = -360;
    static final int MAX = 360;

    private static final int LAST_EXACT = 55;

    /**
     * Where a power is not exact it is short by less than two units of its low word, the product by less than two of its
     * middle one, and what is cut off below by less than one more: so many of these added are too much.
     */
    static final long SHORTFALL = 3;

    private static final long[] HIGH = new long[MAX - MIN + 1];
    private static final long[] LOW = new long[MAX - MIN + 1];
    private static final short[] EXPONENT = new short[MAX - MIN + 1];

    static {
        fillUpwards();
        fillDownwards();
    }

    private PowersOfTen() {
    }

    /** The upper 64 bits of 10^k's significand, the top one set. */
    static long high(int k) {
        return HIGH[k - MIN];
    }

    /** The lower 64 bits of 10^k's significand. */
    static long low(int k) {
        return LOW[k - MIN];
    }

    /** The power of two that the significand is to be multiplied by. */
    static int exponent(int k) {
        return EXPONENT[k - MIN];
    }

    // ---- m * g in three words, for an m with the top bit set -------------------------------------------------------

    /** The upper word of the product, whose middle one is {@link #middleOfProduct}. */
    static long upperOfProduct(long m, int k, long middle) {
        long high = high(k);
        return Math.unsignedMultiplyHigh(m, high) + (Long.compareUnsigned(middle, m * high) < 0 ? 1 : 0);
    }

    static long middleOfProduct(long m, int k) {
        return m * high(k) + Math.unsignedMultiplyHigh(m, low(k));
    }

    /** Whether the lower word of the product is not zero. */
    static boolean hasLowerOfProduct(long m, int k) {
        return m * low(k) != 0;
    }

    // ----------------------------------------------------------------------------------------------------------------

    /** Whether the table's value of 10^k is 10^k itself. */
    static boolean isExact(int k) {
        return k >= 0 && k <= LAST_EXACT;
    }

    private static void set(int k, long high, long low, int exponent) {
        HIGH[k - MIN] = high;
        LOW[k - MIN] = low;
        EXPONENT[k - MIN] = (short) exponent;
    }

    /** The positive powers: (a, b, c) is a significand of three words, multiplied by 5/4 or 5/8 to stay normalised. */
    private static void fillUpwards() {
        long a = Long.MIN_VALUE;
        long b = 0;
        long c = 0;
        int exponent = -127;
        set(0, a, b, exponent);
        for (int k = 1; k <= MAX; k++) {
            long c5 = c * 5;
            long carry = Math.unsignedMultiplyHigh(c, 5);
            long b5 = b * 5 + carry;
            carry = Math.unsignedMultiplyHigh(b, 5) + (Long.compareUnsigned(b5, carry) < 0 ? 1 : 0);
            long a5 = a * 5 + carry;
            long top = Math.unsignedMultiplyHigh(a, 5) + (Long.compareUnsigned(a5, carry) < 0 ? 1 : 0);
            int shift = 64 - Long.numberOfLeadingZeros(top);
            a = a5 >>> shift | top << (64 - shift);
            b = b5 >>> shift | a5 << (64 - shift);
            c = c5 >>> shift | b5 << (64 - shift);
            exponent += 1 + shift; // times two for ten, and the bits that were shifted out
            set(k, a, b, exponent);
        }
    }

    /** The negative powers, by division: 8/5 or 4/5 keeps the significand normalised. */
    private static void fillDownwards() {
        long a = Long.MIN_VALUE;
        long b = 0;
        long c = 0;
        int exponent = -127;
        for (int k = -1; k >= MIN; k--) {
            // 4/5 of a normalised number keeps the top bit only from 5/8 * 2^64 on
            int shift = Long.compareUnsigned(a, 0xA000_0000_0000_0000L) >= 0 ? 2 : 3;
            long top = a >>> (64 - shift);
            long a4 = a << shift | b >>> (64 - shift);
            long b4 = b << shift | c >>> (64 - shift);
            long c4 = c << shift;
            a = quotientBy5(top, a4);
            b = quotientBy5(remainderBy5(top, a4), b4);
            c = quotientBy5(remainderBy5(remainderBy5(top, a4), b4), c4);
            exponent -= 1 + shift;
            set(k, a, b, exponent);
        }
    }

    /** (carry * 2^64 + word) / 5, without its part above 64 bits; carry from 0 to 7. */
    private static long quotientBy5(long carry, long word) {
        long upper = carry << 32 | word >>> 32;
        long lower = upper % 5 << 32 | word & 0xffff_ffffL;
        return upper / 5 << 32 | lower / 5;
    }

    /** (carry * 2^64 + word) mod 5; carry from 0 to 7. */
    private static long remainderBy5(long carry, long word) {
        long upper = carry << 32 | word >>> 32;
        return (upper % 5 << 32 | word & 0xffff_ffffL) % 5;
    }
}
