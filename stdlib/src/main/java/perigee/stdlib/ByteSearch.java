package perigee.stdlib;

import perigee.memory.Memory;
import perigee.runtime.Call;

/** Looks for bytes in guest memory, eight positions at a time. Nothing here allocates or collects. */
final class ByteSearch {
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    /** Bytes compared between two looks at whether the program shall stop. */
    private static final long POLL_BYTES = 1L << 24;

    private ByteSearch() {
    }

    /** The high bit of the lowest zero byte is set; above it there may be mistakes, below it there is nothing. */
    private static long zeroBytes(long word) {
        return word - ONES & ~word & HIGH_BITS;
    }

    /** Index of the first such byte from an index on, or -1. */
    static int indexOf(int b, long bytes, int from, int length) {
        long wanted = b * ONES;
        int i = from;
        for (; i <= length - 8; i += 8) {
            long found = zeroBytes(Memory.getLong(bytes + i) ^ wanted);
            if (found != 0) {
                return i + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        for (; i < length; i++) {
            if (Memory.getUnsignedByte(bytes + i) == b) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Index of the first occurrence of some bytes from an index on, or -1. Candidates are where the first and the last
     * byte are right.
     *
     * @param from at most the length
     */
    static int indexOf(Call call, long wanted, int wantedLength, long bytes, int from, int length) {
        if (wantedLength <= 1) {
            return wantedLength == 0 ? from : indexOf(Memory.getUnsignedByte(wanted), bytes, from, length);
        }
        int last = wantedLength - 1;
        long firstWanted = Memory.getUnsignedByte(wanted) * ONES;
        long lastWanted = Memory.getUnsignedByte(wanted + last) * ONES;
        long poll = POLL_BYTES;
        long i = from;
        for (long end = (long) length - last - 8; i <= end; i += 8) {
            long differences = Memory.getLong(bytes + i) ^ firstWanted | Memory.getLong(bytes + i + last) ^ lastWanted;
            long found = zeroBytes(differences);
            while (found != 0) {
                long candidate = i + (Long.numberOfTrailingZeros(found) >>> 3);
                if (Memory.compare(bytes + candidate, wanted, wantedLength) == 0) {
                    return (int) candidate;
                }
                found &= found - 1;
                poll -= wantedLength;
            }
            poll -= 8;
            if (poll < 0) {
                call.pollInterrupt();
                poll = POLL_BYTES;
            }
        }
        for (; i < (long) length - last; i++) {
            if (Memory.compare(bytes + i, wanted, wantedLength) == 0) {
                return (int) i;
            }
        }
        return -1;
    }
}
