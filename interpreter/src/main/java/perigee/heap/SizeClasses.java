package perigee.heap;

/**
 * Cell sizes of the small-object space: every multiple of 16 bytes up to 512, then four steps per doubling up to
 * {@link #LARGEST}. Anything bigger is a large object of whole blocks.
 */
final class SizeClasses {
    private static final int LINEAR_LIMIT = 512;
    static final int LARGEST = 8192;
    private static final byte[] CLASS_OF_UNITS = new byte[LARGEST / 16 + 1];
    private static final int[] SIZES;

    static {
        int[] sizes = new int[64];
        int count = 0;
        for (int size = 16; size <= LINEAR_LIMIT; size += 16) {
            sizes[count++] = size;
        }
        for (int step = LINEAR_LIMIT / 4; sizes[count - 1] < LARGEST; step *= 2) {
            for (int i = 0; i < 4; i++) {
                sizes[count] = sizes[count - 1] + step;
                count++;
            }
        }
        SIZES = java.util.Arrays.copyOf(sizes, count);
        int sizeClass = 0;
        for (int units = 0; units < CLASS_OF_UNITS.length; units++) {
            if (units * 16 > SIZES[sizeClass]) {
                sizeClass++;
            }
            CLASS_OF_UNITS[units] = (byte) sizeClass;
        }
    }

    private SizeClasses() {
    }

    static int count() {
        return SIZES.length;
    }

    /** Class of objects of this size; the size is at most {@link #LARGEST}. */
    static int classOf(long bytes) {
        return CLASS_OF_UNITS[(int) (bytes + 15 >>> 4)];
    }

    /** Cell size of a class in bytes. */
    static int sizeOf(int sizeClass) {
        return SIZES[sizeClass];
    }
}
