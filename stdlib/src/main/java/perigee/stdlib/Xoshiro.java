package perigee.stdlib;

import perigee.memory.Memory;

/**
 * The generator xoshiro256** of Blackman and Vigna, seeded and projected as the reference does, so that a seed gives
 * the same numbers. Its state is four words of memory, which compiled code draws from, too.
 */
final class Xoshiro {
    /** Numbers thrown away after seeding, to spread the seed over the state. */
    private static final int DISCARDED = 16;
    /** The second word of a fresh state, which is never all zeros that way. */
    private static final long FILLER = 0xFF;

    private final long words;

    /** The generator whose words are at an address. */
    Xoshiro(long words) {
        this.words = words;
    }

    void seed(long first, long second) {
        set(first, FILLER, second, 0);
        for (int i = 0; i < DISCARDED; i++) {
            next();
        }
    }

    /** 64 random bits. */
    long next() {
        long s0 = Memory.getLong(words);
        long s1 = Memory.getLong(words + 8);
        long s2 = Memory.getLong(words + 16);
        long s3 = Memory.getLong(words + 24);
        long result = Long.rotateLeft(s1 * 5, 7) * 9;
        long shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        set(s0, s1, s2 ^ shifted, Long.rotateLeft(s3, 45));
        return result;
    }

    private void set(long s0, long s1, long s2, long s3) {
        Memory.putLong(words, s0);
        Memory.putLong(words + 8, s1);
        Memory.putLong(words + 16, s2);
        Memory.putLong(words + 24, s3);
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
