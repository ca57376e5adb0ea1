package perigee.memory;

import jdk.internal.misc.Unsafe;

/**
 * Raw guest memory: the only class that touches it. Addresses are plain 64-bit process addresses; nothing is checked,
 * so a wrong address kills the process. All guest structures are reached through the declarations of
 * {@code perigee.layout}; library code gets at bytes of strings only through checked calls of {@code perigee.object}.
 *
 * <p>{@code jdk.internal.misc.Unsafe} costs a third less per access than a whole-address-space memory segment in an
 * interpreter loop (design: section 3), and unlike {@code sun.misc.Unsafe} it is there to stay.
 */
public final class Memory {
    private static final int FEW_WORDS = 8;
    private static final Unsafe UNSAFE = Unsafe.getUnsafe();
    private static final long BYTE_ARRAY = Unsafe.ARRAY_BYTE_BASE_OFFSET;

    private Memory() {
    }

    public static byte getByte(long address) {
        return UNSAFE.getByte(address);
    }

    /** The byte at the address as a number from 0 to 255. */
    public static int getUnsignedByte(long address) {
        return UNSAFE.getByte(address) & 0xFF;
    }

    public static void putByte(long address, byte value) {
        UNSAFE.putByte(address, value);
    }

    /** The 16 bits at the address as a number from 0 to 65,535. */
    public static int getChar(long address) {
        return UNSAFE.getChar(address);
    }

    public static int getInt(long address) {
        return UNSAFE.getInt(address);
    }

    public static void putInt(long address, int value) {
        UNSAFE.putInt(address, value);
    }

    public static long getLong(long address) {
        return UNSAFE.getLong(address);
    }

    public static void putLong(long address, long value) {
        UNSAFE.putLong(address, value);
    }

    /** Replaces an aligned word if it is what is expected, in one store that other processors see whole. */
    public static boolean compareAndSetLong(long address, long expected, long value) {
        assert (address & 7) == 0;
        return UNSAFE.compareAndSetLong(null, address, expected, value);
    }

    /** Sets bits of 32 that other threads change, too. */
    public static void setBits(long address, int bits) {
        UNSAFE.getAndBitwiseOrInt(null, address, bits);
    }

    /** Clears bits of 32 that other threads change, too. */
    public static void clearBits(long address, int bits) {
        UNSAFE.getAndBitwiseAndInt(null, address, ~bits);
    }

    /** Copies bytes; the ranges may overlap. */
    public static void copy(long from, long to, long bytes) {
        UNSAFE.copyMemory(from, to, bytes);
    }

    public static void copy(byte[] from, int offset, long to, long bytes) {
        assert offset >= 0 && bytes >= 0 && offset + bytes <= from.length;
        UNSAFE.copyMemory(from, BYTE_ARRAY + offset, null, to, bytes);
    }

    public static void copy(long from, byte[] to, int offset, long bytes) {
        assert offset >= 0 && bytes >= 0 && offset + bytes <= to.length;
        UNSAFE.copyMemory(null, from, to, BYTE_ARRAY + offset, bytes);
    }

    public static void fill(long address, long bytes, byte value) {
        UNSAFE.setMemory(address, bytes, value);
    }

    /** Sets a range of words (8 bytes each) to zero, the word of nil. */
    public static void clearWords(long from, long to) {
        assert from <= to && (to - from & 7) == 0;
        if (to - from > 256) {
            UNSAFE.setMemory(from, to - from, (byte) 0);
            return;
        }
        // Not a counted loop, which HotSpot would make a nest of loops of: too much for a few words.
        for (long p = from; p != to; p += 8) {
            UNSAFE.putLong(p, 0);
        }
    }

    /** Copies words upwards one by one, which is right for overlapping ranges when {@code to <= from}. */
    public static void moveWordsDown(long from, long to, int count) {
        assert to <= from;
        for (int i = 0; i < count; i++) {
            UNSAFE.putLong(to + 8L * i, UNSAFE.getLong(from + 8L * i));
        }
    }

    /** Copies words; the ranges may overlap. Quick for a few of them, where {@link #copy} costs a call. */
    public static void moveWords(long from, long to, int count) {
        if (count > FEW_WORDS) {
            UNSAFE.copyMemory(from, to, 8L * count);
        } else if (to <= from) {
            moveWordsDown(from, to, count);
        } else {
            for (int i = count - 1; i >= 0; i--) {
                UNSAFE.putLong(to + 8L * i, UNSAFE.getLong(from + 8L * i));
            }
        }
    }

    /**
     * Reserves address space that is committed on touch and reads as anything until written. The operating system
     * refuses more than the machine has.
     *
     * @throws OutOfMemoryError when refused
     */
    public static long reserve(long bytes) {
        return UNSAFE.allocateMemory(bytes);
    }

    /** Gives a reservation back. The address must come from {@link #reserve}. */
    public static void release(long address) {
        UNSAFE.freeMemory(address);
    }

    /** Compares bytes as unsigned numbers, like C's {@code memcmp}: negative, zero or positive. */
    public static int compare(long a, long b, long bytes) {
        long i = 0;
        for (; i + 8 <= bytes; i += 8) {
            long x = UNSAFE.getLong(a + i);
            long y = UNSAFE.getLong(b + i);
            if (x != y) {
                return Long.compareUnsigned(Long.reverseBytes(x), Long.reverseBytes(y));
            }
        }
        for (; i < bytes; i++) {
            int difference = (UNSAFE.getByte(a + i) & 0xFF) - (UNSAFE.getByte(b + i) & 0xFF);
            if (difference != 0) {
                return difference;
            }
        }
        return 0;
    }
}
