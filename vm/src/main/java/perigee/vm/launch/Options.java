package perigee.vm.launch;

import perigee.heap.Heap;
import perigee.vm.tier.TierPolicy;

/**
 * Perigee's own options.
 *
 * @param dump       what to print: "bytecode", or "bytecode:name" for the functions of that name; "heap" for what is in
 *                   the heap at the end; null for nothing
 * @param statistics whether to print counters at the end
 * @param maxHeap    the most bytes the Lua heap may hold; 0 for the default
 * @param tier       which functions are compiled
 * @param gcStress   a verified collection at every so many safepoints, for tests; 0 for none
 * @param nursery    bytes of objects made between two minor collections; 0 for the default
 */
record Options(String dump, boolean statistics, long maxHeap, TierPolicy tier, int gcStress,
        long nursery) {
    private static final String HEAP = "heap";
    /** System property that names the tier when no option does: for tests of programs that look at their command line. */
    private static final String TIER = "perigee.tier";
    static final Options DEFAULT = new Options(null, false, 0, defaultTier(), 0, 0);

    private static TierPolicy defaultTier() {
        String name = System.getProperty(TIER);
        return name == null ? TierPolicy.DEFAULT : TierPolicy.of(name);
    }

    /** Null when there is no such stage. */
    Options withDump(String stage) {
        boolean known = stage.equals(HEAP) || stage.equals("bytecode") || stage.startsWith("bytecode:");
        return known ? new Options(stage, statistics, maxHeap, tier, gcStress, nursery) : null;
    }

    /** Whether the heap is to be printed at the end. */
    boolean dumpsHeap() {
        return HEAP.equals(dump);
    }

    /** Whether the bytecode of the script is to be printed. */
    boolean dumpsBytecode() {
        return dump != null && !dumpsHeap();
    }

    Options withStatistics() {
        return new Options(dump, true, maxHeap, tier, gcStress, nursery);
    }

    /** Null when there is no such tier. */
    Options withTier(String name) {
        TierPolicy policy = TierPolicy.of(name);
        return policy == null ? null : new Options(dump, statistics, maxHeap, policy, gcStress, nursery);
    }

    /** Null when that is no number from 1 to 9 digits. */
    Options withGcStress(String interval) {
        boolean good = interval.matches("[1-9][0-9]{0,8}");
        return good ? new Options(dump, statistics, maxHeap, tier, Integer.parseInt(interval), nursery) : null;
    }

    /** Null when that is no size. */
    Options withMaxHeap(String size) {
        long bytes = bytes(size);
        return bytes == 0 ? null : new Options(dump, statistics, bytes, tier, gcStress, nursery);
    }

    /** Null when that is no size that a nursery can have. */
    Options withNursery(String size) {
        long bytes = bytes(size);
        boolean good = bytes >= Heap.SMALLEST_NURSERY && bytes <= Heap.LARGEST_NURSERY;
        return good ? new Options(dump, statistics, maxHeap, tier, gcStress, bytes) : null;
    }

    /** A number of bytes, or of KiB, MiB or GiB with a suffix k, m or g; 0 when it is none. */
    private static long bytes(String size) {
        int end = size.length();
        int shift = 0;
        if (end > 0) {
            shift = switch (size.charAt(end - 1)) {
                case 'k', 'K' -> 10;
                case 'm', 'M' -> 20;
                case 'g', 'G' -> 30;
                default -> 0;
            };
        }
        end -= shift == 0 ? 0 : 1;
        long value = 0;
        for (int i = 0; i < end; i++) {
            int digit = size.charAt(i) - '0';
            if (digit < 0 || digit > 9 || value > 1L << 40) {
                return 0;
            }
            value = value * 10 + digit;
        }
        return value << shift;
    }
}
