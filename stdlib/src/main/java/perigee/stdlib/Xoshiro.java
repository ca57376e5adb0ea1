package perigee.stdlib;

/**
 * The generator xoshiro256** of Blackman and Vigna, seeded and projected as the reference does, so that a seed gives
 * the same numbers.
 */
final class Xoshiro {
    /** Numbers thrown away after seeding, to spread the seed over the state. */
    private static final int DISCARDED = 16;
    /** The second word of a fresh state, which is never all zeros that way. */
    private static final long FILLER = 0xFF;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    void seed(long first, long second) {
        s0 = first;
        s1 = FILLER;
        s2 = second;
        s3 = 0;
        for (int i = 0; i < DISCARDED; i++) {
            next();
        }
    }

    /** 64 random bits. */
    long next() {
        long result = Long.rotateLeft(s1 * 5, 7) * 9;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** The float between 0 (inclusive) and 1 that random bits stand for. */
    static double toUnit(long bits) {
        return (bits >>> 11) * 0x1p-53;
    }

    /**
     * Projects random bits onto the unsigned integers up to a limit (inclusive): the bits that the limit needs, and if
     * they are too large, those of further random numbers.
     */
    long project(long bits, long limit) {
        long mask = limit == 0 ? 0 : -1L >>> Long.numberOfLeadingZeros(limit);
        long result = bits & mask;
        while (Long.compareUnsigned(result, limit) > 0) {
            result = next() & mask;
        }
        return result;
    }
}
