package perigee.vm.tier;

/** How far the inline cache of a field access has come. */
public enum CacheState {
    /** It knows nothing: the access was never made, or is served by a cache that all share. */
    EMPTY,
    /** One way, in line or by a stub. */
    MONOMORPHIC,
    /** Some. */
    POLYMORPHIC,
    /** Too many: a stub asks the cache that all share. */
    MEGAMORPHIC;

    static CacheState of(InlineCache cache, long inLine) {
        if (cache.state() == InlineCache.State.MEGAMORPHIC) {
            return MEGAMORPHIC;
        }
        long ways = inLine + cache.stubs().size();
        return ways == 0 ? EMPTY : ways == 1 ? MONOMORPHIC : POLYMORPHIC;
    }
}
