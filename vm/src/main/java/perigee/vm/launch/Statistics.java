package perigee.vm.launch;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import perigee.heap.CollectorCounters;
import perigee.runtime.LuaState;
import perigee.vm.tier.CacheState;
import perigee.vm.tier.Metadata;
import perigee.vm.tier.TierCounters;
import perigee.vm.tier.Tiers;

/** Counters at the end of a program. */
final class Statistics {
    /** More reasons and functions than these are not worth a line. */
    private static final int MOST = 20;
    private static final double NANOS_PER_MILLI = 1e6;

    private Statistics() {
    }

    static String of(LuaState state, Tiers installed) {
        TierCounters tiers = installed.counters();
        CollectorCounters counters = state.heap().counters();
        return String.format(Locale.ROOT, """
                functions loaded  %d
                heap in use       %d bytes
                nursery           %d bytes allocated, %d survived, %d tenured
                minor collections %d, %.1f ms
                major cycles      %d, %.1f ms
                longest pause     %.1f ms
                """, state.functions().all().size(), state.heap().usedBytes(), counters.nurseryBytes(),
                counters.survivedBytes(), counters.tenuredBytes(), counters.minors(),
                counters.minorNanos() / NANOS_PER_MILLI, counters.majors(), counters.majorNanos() / NANOS_PER_MILLI,
                counters.longestPause() / NANOS_PER_MILLI) + of(tiers, installed.cacheStates()) + of(installed.metadata())
                + (installed.cache() == null ? "" : CodeAccounts.of(installed.cache()))
                + lines("left for          ", tiers.exits())
                + lines("not compiled for  ", tiers.bailOutReasons())
                + lines("not optimised for ", tiers.optimizationFailures())
                + lines("deoptimised for   ", tiers.deopts())
                + lines("library functions ", tiers.libraryCalls(state.functions()::nameOf));
    }

    private static String of(TierCounters tiers, Map<CacheState, Long> caches) {
        return String.format(Locale.ROOT, """
                compiled          %d functions, %d bytes
                entered           %d times, %d of them in the middle of a loop for the first time
                given up          %d compilations
                cache misses      %d, %d stubs attached
                inline caches     %d empty, %d monomorphic, %d polymorphic, %d megamorphic
                invalidations     %d
                optimised         %d functions, %d loops, %d bytes, %d given up
                took              %.1f ms, the longest compile %.1f ms; %d bytes of Java memory, the largest %d
                optimised code    %d calls by the driver, %d loops entered
                thrown away       %d by failures, %d by broken assumptions, %d before use
                frames made again %d, guards made to leave %d
                """, tiers.compiled(), tiers.codeBytes(), tiers.entries(), tiers.baselineLoopEntries(), tiers.bailOuts(),
                tiers.misses(), tiers.stubs(), caches.get(CacheState.EMPTY), caches.get(CacheState.MONOMORPHIC),
                caches.get(CacheState.POLYMORPHIC), caches.get(CacheState.MEGAMORPHIC), tiers.invalidations(),
                tiers.optimized(), tiers.optimizedLoops(), tiers.optimizedBytes(), tiers.optimizedBailOuts(),
                tiers.compileNanos() / NANOS_PER_MILLI, tiers.longestCompileNanos() / NANOS_PER_MILLI, tiers.compileBytes(),
                tiers.largestCompileBytes(),
                tiers.optimizedEntries(), tiers.loopEntries(), tiers.thrownAway(), tiers.invalidated(), tiers.outdated(),
                tiers.materialized(), tiers.leftByForce());
    }

    private static String of(Metadata metadata) {
        return String.format(Locale.ROOT, """
                metadata          about %d bytes: %d for code, %d lookup cache, %d feedback words, %d caches of field accesses
                """, metadata.all(), metadata.code(), metadata.lookups(), metadata.feedback(), metadata.fieldCaches());
    }

    private static String lines(String title, List<TierCounters.Count> counts) {
        StringBuilder text = new StringBuilder();
        for (TierCounters.Count count : counts.subList(0, Math.min(MOST, counts.size()))) {
            text.append(title).append(count.name()).append(": ").append(count.count()).append('\n');
            title = " ".repeat(title.length());
        }
        return text.toString();
    }
}
