package perigee.vm.tier;

/** What the tiers have done. */
public final class TierCounters {
    long compiled;
    long codeBytes;
    long entries;
    long bailOuts;
    long invalidations;
    long misses;
    long stubs;

    TierCounters() {
    }

    /** Functions compiled. */
    public long compiled() {
        return compiled;
    }

    /** Bytes of machine code made. */
    public long codeBytes() {
        return codeBytes;
    }

    /** How often compiled code was entered from the driver. */
    public long entries() {
        return entries;
    }

    /** Compilations given up. */
    public long bailOuts() {
        return bailOuts;
    }

    /** Misses of inline caches. */
    public long misses() {
        return misses;
    }

    /** Stubs attached to inline caches. */
    public long stubs() {
        return stubs;
    }

    /** How often all that was known of metatables' behaviour had to be forgotten. */
    public long invalidations() {
        return invalidations;
    }
}
