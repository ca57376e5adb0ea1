package perigee.stdlib;

import perigee.memory.Memory;
import perigee.number.ByteBuilder;

/** The encoding itself, in its first form of up to six bytes and 31 bits (RFC 2279), or strictly as of today. */
final class Utf8 {
    /** The largest code that six bytes hold. */
    static final int MAX_CODE = 0x7FFF_FFFF;
    /** What {@link #decode} returns for bytes that are no character. */
    static final long MALFORMED = -1;

    private static final int MAX_UNICODE = 0x10FFFF;
    private static final int MAX_CONTINUATIONS = 5;
    /** The smallest code that needs so many continuation bytes; smaller ones in that form are malformed. */
    private static final int[] SMALLEST = {0, 0x80, 0x800, 0x1_0000, 0x20_0000, 0x400_0000};

    private Utf8() {
    }

    static boolean isContinuation(int b) {
        return (b & 0xC0) == 0x80;
    }

    /** The code point of a decoded character. */
    static long code(long decoded) {
        return decoded & MAX_CODE;
    }

    /** The number of bytes of a decoded character. */
    static int size(long decoded) {
        return (int) (decoded >>> 32);
    }

    /**
     * Decodes the character at an address.
     *
     * @param end    address behind the string, which is beyond the first byte
     * @param strict whether surrogates and codes beyond Unicode are malformed
     */
    static long decode(long address, long end, boolean strict) {
        int first = Memory.getUnsignedByte(address);
        if (first < 0x80) {
            return 1L << 32 | first;
        }
        // As many ones at the top as there are bytes; a single one is a continuation byte.
        int count = Integer.numberOfLeadingZeros(~(first << 24)) - 1;
        if (count == 0 || count > MAX_CONTINUATIONS || end - address <= count) {
            return MALFORMED;
        }
        int code = first & (1 << 6 - count) - 1;
        for (int i = 1; i <= count; i++) {
            int b = Memory.getUnsignedByte(address + i);
            if (!isContinuation(b)) {
                return MALFORMED;
            }
            code = code << 6 | b & 0x3F;
        }
        boolean surrogate = code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE;
        if (code < SMALLEST[count] || strict && (surrogate || code > MAX_UNICODE)) {
            return MALFORMED;
        }
        return count + 1L << 32 | code;
    }

    /** Appends the character of a code from 0 to {@link #MAX_CODE}. */
    static void append(ByteBuilder to, int code) {
        if (code < 0x80) {
            to.append(code);
            return;
        }
        int count = 1;
        while (count < MAX_CONTINUATIONS && code >= SMALLEST[count + 1]) {
            count++;
        }
        int mark = 0xFF00 >> count + 1 & 0xFF;
        to.append(mark | code >>> 6 * count);
        for (int i = count - 1; i >= 0; i--) {
            to.append(0x80 | code >>> 6 * i & 0x3F);
        }
    }
}
