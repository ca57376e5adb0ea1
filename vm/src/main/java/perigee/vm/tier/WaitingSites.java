package perigee.vm.tier;

import java.util.Arrays;
import java.util.function.LongFunction;
import perigee.emit.StateAt;

/**
 * What is known of the addresses where optimised code waits for the driver. Finding it takes two searches, and a call of the
 * library asks twice; so the last answers are kept.
 */
final class WaitingSites {
    /** A power of two. */
    private static final int COUNT = 1 << 10;

    /** A place in code that waits, and the state of the frames that it then stands for. */
    record Site(OptimizedFunction function, StateAt state) {
    }

    private final long[] addresses = new long[COUNT];
    private final Site[] sites = new Site[COUNT];
    private final LongFunction<Site> search;

    WaitingSites(LongFunction<Site> search) {
        this.search = search;
    }

    Site at(long address) {
        int place = (int) (address ^ address >>> 10) & COUNT - 1;
        if (addresses[place] != address) {
            sites[place] = search.apply(address);
            addresses[place] = address;
        }
        return sites[place];
    }

    /** Code is freed. */
    void clear() {
        Arrays.fill(addresses, 0);
        Arrays.fill(sites, null);
    }
}
