package perigee.vm.launch;

import perigee.runtime.LuaState;
import perigee.vm.tier.TierCounters;

/** Counters at the end of a program. */
final class Statistics {
    private Statistics() {
    }

    static String of(LuaState state, TierCounters tiers) {
        return "functions loaded  " + state.functions().all().size() + "\n"
                + "heap in use       " + state.heap().usedBytes() + " bytes\n"
                + "collections       " + state.heap().collections() + "\n"
                + "compiled          " + tiers.compiled() + " functions, " + tiers.codeBytes() + " bytes\n"
                + "entered           " + tiers.entries() + " times\n"
                + "given up          " + tiers.bailOuts() + " compilations\n"
                + "cache misses      " + tiers.misses() + ", " + tiers.stubs() + " stubs attached\n"
                + "invalidations     " + tiers.invalidations() + "\n";
    }
}
