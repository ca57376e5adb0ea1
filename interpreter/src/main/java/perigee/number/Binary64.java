package perigee.number;

/** The format of a {@code double}, and rounding to it. */
final class Binary64 {

    /** Bits of the significand that are stored; the leading one is not. */
    static final int FRACTION_BITS = 52;
    static final long FRACTION_MASK = (1L << FRACTION_BITS) - 1;
    static final long SIGN_BIT = Long.MIN_VALUE;

    /** Exponents of the leading bit of the largest and the smallest normal number. */
    static final int MAX_EXPONENT = 1023;
    static final int MIN_EXPONENT = -1022;

    private static final long INFINITY_BITS = 0x7ffL << FRACTION_BITS;

    private Binary64() {
    }

    /** The significand of a finite {@code x}, without sign: {@code |x| = significand * 2^exponent(x)}. */
    static long significand(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long fraction = bits & FRACTION_MASK;
        return biasedExponent(bits) == 0 ? fraction : fraction | 1L << FRACTION_BITS;
    }

    /** The exponent that belongs to {@link #significand}. */
    static int exponent(double x) {
        int biased = biasedExponent(Double.doubleToRawLongBits(x));
        return Math.max(biased, 1) - MAX_EXPONENT - FRACTION_BITS;
    }

    private static int biasedExponent(long bits) {
        return (int) (bits >>> FRACTION_BITS) & 0x7ff;
    }

    /**
     * The bits of the {@code double} nearest to {@code (word + tail) * 2^exponent}, to even when two are equally near,
     * infinity when it is too large.
     *
     * @param word unsigned, with its top bit set
     * @param tail whether something greater than 0 and less than 1 is to be added to {@code word}
     */
    static long roundToBits(long word, boolean tail, long exponent) {
        long leading = exponent + 63;
        if (leading > MAX_EXPONENT) {
            return INFINITY_BITS;
        }
        if (leading < MIN_EXPONENT - FRACTION_BITS - 1) {
            return 0; // below half of the smallest subnormal
        }
        // How many low bits of the word do not fit: 11 of a normal number, up to all 64 of a subnormal one.
        int drop = 63 - FRACTION_BITS + (int) Math.max(MIN_EXPONENT - leading, 0);
        long kept = word >>> 1 >>> drop - 1;
        long dropped = word << 64 - drop;
        if (roundsUp(dropped, tail, kept)) {
            kept++;
        }
        // The leading one of a normal number adds one to the exponent field, and so does a carry out of the fraction;
        // a subnormal has neither, unless rounding made it the smallest normal number.
        long field = Math.max(leading - MIN_EXPONENT, 0);
        return (field << FRACTION_BITS) + kept;
    }

    /**
     * Whether {@code kept}, followed by the binary fraction {@code dropped} (in units of 2^-64) and a {@code tail} of
     * anything between 0 and 2^-64, rounds up; to even when the fraction is one half.
     */
    static boolean roundsUp(long dropped, boolean tail, long kept) {
        return dropped < 0 && (dropped != Long.MIN_VALUE || tail || (kept & 1) != 0);
    }
}
