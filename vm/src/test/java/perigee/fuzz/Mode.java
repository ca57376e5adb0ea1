package perigee.fuzz;

import java.util.List;

/**
 * A way to run Perigee.
 *
 * @param options  of {@code vm/bin/vm}
 * @param compiles whether functions must be compiled in it; where they must not, none may be
 */
record Mode(String name, List<String> options, boolean compiles) {
    /** All there are. */
    static final List<Mode> ALL = List.of(
            new Mode("interp", List.of("--tier=interp"), false),
            new Mode("baseline", List.of("--tier=baseline"), true),
            new Mode("optimized", List.of("--tier=optimized"), true),
            new Mode("auto", List.of("--tier=auto"), true),
            new Mode("interp-gc", List.of("--tier=interp", "--gc-stress=2999"), false),
            new Mode("baseline-gc", List.of("--tier=baseline", "--gc-stress=2999"), true),
            new Mode("optimized-gc", List.of("--tier=optimized", "--gc-stress=2999"), true),
            new Mode("optimized-threads", List.of("--tier=optimized", "--compiler-threads=2"), true),
            new Mode("baseline-stress", stress("baseline"), true),
            new Mode("optimized-stress", stress("optimized"), true));

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
