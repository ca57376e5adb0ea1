package perigee.fuzz;

import java.util.List;

/**
 * A way to run Perigee.
 *
 * @param options  of {@code vm/bin/vm}
 * @param promise  what must happen in it
 */
record Mode(String name, List<String> options, Promise promise) {
    /** What counters have to tell of programs, if they are more than a few. */
    enum Promise {
        /** Nothing is compiled. */
        INTERPRETS,
        /** Functions are compiled. */
        COMPILES,
        /** Functions are optimised. */
        OPTIMIZES,
        /** Guards of optimised code that hold leave. */
        LEAVES;

        /** @param counts sums over the programs */
        boolean isKept(Outcome.Counts counts) {
            return switch (this) {
                case INTERPRETS -> counts.compiled() == 0;
                case COMPILES -> counts.compiled() > 0;
                case OPTIMIZES -> counts.optimized() > 0 && counts.leftByForce() == 0;
                case LEAVES -> counts.leftByForce() > 0;
            };
        }
    }

    /** All there are. */
    static final List<Mode> ALL = List.of(
            new Mode("interp", List.of("--tier=interp"), Promise.INTERPRETS),
            new Mode("baseline", List.of("--tier=baseline"), Promise.COMPILES),
            new Mode("optimized", List.of("--tier=optimized"), Promise.OPTIMIZES),
            new Mode("auto", List.of("--tier=auto"), Promise.COMPILES),
            new Mode("interp-gc", List.of("--tier=interp", "--gc-stress=2999"), Promise.INTERPRETS),
            new Mode("baseline-gc", List.of("--tier=baseline", "--gc-stress=2999"), Promise.COMPILES),
            new Mode("optimized-gc", List.of("--tier=optimized", "--gc-stress=2999"), Promise.OPTIMIZES),
            new Mode("optimized-threads", List.of("--tier=optimized", "--compiler-threads=2"), Promise.OPTIMIZES),
            new Mode("optimized-guards", List.of("--tier=optimized", "--stress=guards"), Promise.LEAVES),
            new Mode("optimized-guards-late", List.of("--tier=optimized", "--stress=guards:7"), Promise.LEAVES),
            new Mode("optimized-guards-gc", List.of("--tier=optimized", "--stress=guards", "--gc-stress=997"),
                    Promise.LEAVES),
            new Mode("optimized-registers", List.of("--tier=optimized", "--registers=3"), Promise.OPTIMIZES),
            new Mode("baseline-stress", stress("baseline"), Promise.COMPILES),
            new Mode("optimized-stress", stress("optimized"), Promise.OPTIMIZES));

    /** Compiles fail, caches are small. */
    private static List<String> stress(String tier) {
        return List.of("--tier=" + tier, "--stress=bail-out", "--stress=small-caches", "--code-cache=128k");
    }

    /** The mode of this name. */
    static Mode of(String name) {
        return ALL.stream().filter(mode -> mode.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no mode is called " + name));
    }
}
