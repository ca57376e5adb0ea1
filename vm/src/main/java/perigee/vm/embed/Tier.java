package perigee.vm.embed;

import perigee.vm.tier.TierPolicy;

/** How far functions are compiled. */
public enum Tier {
    /** Not at all. */
    INTERPRETER(TierPolicy.INTERPRETER),
    /** All at their first call, by the baseline compiler. */
    BASELINE(TierPolicy.BASELINE),
    /** All at their second call, by the optimising compiler, while the program waits: for tests. */
    OPTIMIZED(TierPolicy.OPTIMIZED),
    /** Those that are called often, or have loops that run long. */
    AUTO(TierPolicy.DEFAULT);

    final TierPolicy policy;

    Tier(TierPolicy policy) {
        this.policy = policy;
    }
}
