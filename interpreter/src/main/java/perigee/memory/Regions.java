package perigee.memory;

import java.util.Arrays;

/**
 * Memory for the stacks of coroutines, which come and go by the thousand: regions of a few sizes, cut from slabs of one
 * size each. A slab without regions is free for any size; of more than a few free ones, the pages go back to the system.
 * What is larger than a slab's half is a reservation of its own.
 *
 * <pre>
 *   slab    | region | free | region | free |      64 KiB; a bit for each region says whether it is free
 *   lists   one for each size: its slabs with free regions; one of free slabs
 * </pre>
 */
public final class Regions implements AutoCloseable {
    private static final int SLAB_SHIFT = 16;
    private static final long SLAB_BYTES = 1L << SLAB_SHIFT;
    private static final int SMALLEST_SHIFT = 11;
    private static final int SIZES = SLAB_SHIFT - SMALLEST_SHIFT;
    /** The list of free slabs, after those of the sizes. */
    private static final int FREE = SIZES;
    /** So many free slabs keep their pages. */
    private static final int KEPT = 16;
    /** When so many are used, pages may be worth giving back in time. */
    private static final int PREPARED = 128;

    private final PageAdvice pages;
    private final long reservation;
    private final long start;
    private final int slabs;
    /** Slabs before this one have been used. */
    private int highWater;
    private byte[] size = new byte[64];
    private int[] freeRegions = new int[64];
    /** Whether a free slab has given its pages back. */
    private boolean[] returned = new boolean[64];
    private int[] next = new int[64];
    private int[] previous = new int[64];
    private final int[] first = new int[SIZES + 1];
    /** Free slabs with pages. */
    private int kept;

    /** @param bytes address space for regions in slabs; beyond that all are reservations of their own */
    public Regions(PageAdvice pages, long bytes) {
        this.pages = pages;
        slabs = (int) (bytes >>> SLAB_SHIFT);
        reservation = Memory.reserve(bytes + SLAB_BYTES);
        start = reservation + SLAB_BYTES - 1 & -SLAB_BYTES;
        Arrays.fill(first, -1);
    }

    /** Memory of so many bytes, which may hold anything. */
    public long take(long bytes) {
        int index = sizeIndex(bytes);
        if (index >= SIZES) {
            return Memory.reserve(bytes);
        }
        int slab = first[index] >= 0 ? first[index] : newSlab(index);
        if (slab < 0) {
            return Memory.reserve(bytes);
        }
        int region = Integer.numberOfTrailingZeros(freeRegions[slab]);
        freeRegions[slab] &= freeRegions[slab] - 1;
        if (freeRegions[slab] == 0) {
            remove(slab, index);
        }
        return address(slab) + ((long) region << SMALLEST_SHIFT + index);
    }

    /** Gives back what {@link #take} gave for so many bytes. */
    public void release(long region, long bytes) {
        if (Long.compareUnsigned(region - start, (long) slabs << SLAB_SHIFT) >= 0) {
            pages.giveBack(region, region + bytes);
            Memory.release(region);
            return;
        }
        int slab = (int) (region - start >>> SLAB_SHIFT);
        int index = size[slab];
        int bit = 1 << (int) (region - address(slab) >>> SMALLEST_SHIFT + index);
        assert index == sizeIndex(bytes) && (freeRegions[slab] & bit) == 0;
        if (freeRegions[slab] == 0) {
            add(slab, index);
        }
        freeRegions[slab] |= bit;
        if (freeRegions[slab] == all(index)) {
            remove(slab, index);
            free(slab);
        }
    }

    private static int sizeIndex(long bytes) {
        return Math.max(0, 64 - Long.numberOfLeadingZeros(bytes - 1) - SMALLEST_SHIFT);
    }

    /** The bits of all regions of a slab. */
    private static int all(int index) {
        return -1 >>> 32 - (1 << SIZES - index);
    }

    private long address(int slab) {
        return start + ((long) slab << SLAB_SHIFT);
    }

    private int newSlab(int index) {
        int slab = first[FREE];
        if (slab >= 0) {
            remove(slab, FREE);
            kept -= returned[slab] ? 0 : 1;
        } else if (highWater < slabs) {
            slab = highWater++;
            if (slab == PREPARED) {
                pages.prepare();
            }
            if (slab == size.length) {
                grow(2 * slab);
            }
        } else {
            return -1;
        }
        returned[slab] = false;
        size[slab] = (byte) index;
        freeRegions[slab] = all(index);
        add(slab, index);
        return slab;
    }

    private void free(int slab) {
        if (kept >= KEPT && pages.isReady()) {
            pages.giveBack(address(slab), address(slab) + SLAB_BYTES);
            returned[slab] = true;
        }
        kept += returned[slab] ? 0 : 1;
        add(slab, FREE);
    }

    private void grow(int length) {
        size = Arrays.copyOf(size, length);
        freeRegions = Arrays.copyOf(freeRegions, length);
        returned = Arrays.copyOf(returned, length);
        next = Arrays.copyOf(next, length);
        previous = Arrays.copyOf(previous, length);
    }

    private void add(int slab, int list) {
        int head = first[list];
        next[slab] = head;
        previous[slab] = -1;
        if (head >= 0) {
            previous[head] = slab;
        }
        first[list] = slab;
    }

    private void remove(int slab, int list) {
        if (previous[slab] >= 0) {
            next[previous[slab]] = next[slab];
        } else {
            first[list] = next[slab];
        }
        if (next[slab] >= 0) {
            previous[next[slab]] = previous[slab];
        }
    }

    @Override
    public void close() {
        Memory.release(reservation);
    }
}
