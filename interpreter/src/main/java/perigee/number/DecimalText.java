package perigee.number;

/** Decimal digits of 64-bit integers, two at a time. */
final class DecimalText {

    /** 10^0 to 10^18: all the powers of ten that a {@code long} holds. */
    private static final long[] POWERS = new long[19];

    /** The texts "00" to "99", end to end. */
    private static final byte[] PAIRS = new byte[200];

    static {
        long power = 1;
        for (int i = 0; i < POWERS.length; i++, power *= 10) {
            POWERS[i] = power;
        }
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private DecimalText() {
    }

    /** 10^{@code exponent}, for 0 to 18. */
    static long power(int exponent) {
        return POWERS[exponent];
    }

    /** How many decimal digits {@code value >= 0} has; one for 0. */
    static int length(long value) {
        int bits = 64 - Long.numberOfLeadingZeros(value | 1);
        int guess = (bits * 1233) >> 12; // 1233 / 4096 is log10(2), close enough up to 64 bits
        return value < POWERS[guess] ? Math.max(guess, 1) : guess + 1;
    }

    /** Writes the last {@code count} digits of {@code value >= 0}, with zeros in front if it has fewer. */
    static void put(byte[] target, int at, long value, int count) {
        int i = at + count;
        while (i - at >= 2) {
            long rest = value / 100;
            int pair = (int) (value - rest * 100) * 2;
            value = rest;
            target[--i] = PAIRS[pair + 1];
            target[--i] = PAIRS[pair];
        }
        if (i > at) {
            target[at] = (byte) ('0' + value % 10);
        }
    }

    /** Appends exactly {@code count} digits of {@code value >= 0}, with zeros in front if it has fewer. */
    static void append(ByteBuilder out, long value, int count) {
        out.ensure(count);
        int start = out.length();
        put(out.array(), start, value, count);
        out.setLength(start + count);
    }

    /** Appends {@code value}, read as unsigned. */
    static void appendUnsigned(ByteBuilder out, long value) {
        if (value >= 0) {
            append(out, value, length(value));
        } else {
            long tenth = Long.divideUnsigned(value, 10);
            append(out, tenth, length(tenth));
            out.append('0' + (int) (value - tenth * 10));
        }
    }

    /** Appends {@code value} with a minus sign if it is negative. */
    static void appendSigned(ByteBuilder out, long value) {
        if (value < 0) {
            out.append('-');
            value = -value; // the least integer stays as it is, and is right when read as unsigned
        }
        appendUnsigned(out, value);
    }
}
