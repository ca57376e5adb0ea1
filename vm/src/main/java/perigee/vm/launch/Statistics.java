package perigee.vm.launch;

import java.util.List;
import perigee.runtime.LuaState;
import perigee.vm.tier.TierCounters;

/** Counters at the end of a program. */
final class Statistics {
    /** More reasons and functions than these are not worth a line. */
    private static final int MOST = 20;

    private Statistics() {
    }

    static String of(LuaState state, TierCounters tiers) {
        StringBuilder text = new StringBuilder("functions loaded  " + state.functions().all().size() + "\n"
                + "heap in use       " + state.heap().usedBytes() + " bytes\n"
                + "collections       " + state.heap().collections() + "\n"
                + "compiled          " + tiers.compiled() + " functions, " + tiers.codeBytes() + " bytes\n"
                + "entered           " + tiers.entries() + " times\n"
                + "given up          " + tiers.bailOuts() + " compilations\n"
                + "invalidations     " + tiers.invalidations() + "\n");
        append(text, "left for          ", tiers.exits());
        append(text, "library functions ", tiers.libraryCalls(state.functions()::nameOf));
        return text.toString();
    }

    private static void append(StringBuilder text, String title, List<TierCounters.Count> counts) {
        for (TierCounters.Count count : counts.subList(0, Math.min(MOST, counts.size()))) {
            text.append(title).append(count.name()).append(": ").append(count.count()).append('\n');
            title = " ".repeat(title.length());
        }
    }
}
