package perigee.vm.launch;

import perigee.vm.tier.TierPolicy;

/**
 * Perigee's own options.
 *
 * @param dump       which stage to print: "bytecode", or "bytecode:name" for the functions of that name; null for none
 * @param statistics whether to print counters at the end
 * @param maxHeap    the most bytes the Lua heap may hold; 0 for the default
 * @param tier       which functions are compiled
 * @param gcStress   a verified collection at every so many safepoints, for tests; 0 for none
 */
record Options(String dump, boolean statistics, long maxHeap, TierPolicy tier, int gcStress) {
    static final Options DEFAULT = new Options(null, false, 0, TierPolicy.DEFAULT, 0);

    /** Null when there is no such stage. */
    Options withDump(String stage) {
        boolean known = stage.equals("bytecode") || stage.startsWith("bytecode:");
        return known ? new Options(stage, statistics, maxHeap, tier, gcStress) : null;
    }

    Options withStatistics() {
        return new Options(dump, true, maxHeap, tier, gcStress);
    }

    /** Null when there is no such tier. */
    Options withTier(String name) {
        TierPolicy policy = TierPolicy.of(name);
        return policy == null ? null : new Options(dump, statistics, maxHeap, policy, gcStress);
    }

    /** Null when that is no number from 1 to 9 digits. */
    Options withGcStress(String interval) {
        boolean good = interval.matches("[1-9][0-9]{0,8}");
        return good ? new Options(dump, statistics, maxHeap, tier, Integer.parseInt(interval)) : null;
    }

    /** A number of bytes, or of KiB, MiB or GiB with a suffix k, m or g; null when it is none. */
    Options withMaxHeap(String size) {
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
                return null;
            }
            value = value * 10 + digit;
        }
        return value == 0 ? null : new Options(dump, statistics, value << shift, tier, gcStress);
    }
}
