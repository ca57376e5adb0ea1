package perigee.vm.tier;

import perigee.code.CodeCache;
import perigee.code.CodeObserver;

/**
 * What the tiers are given beside the policy.
 *
 * @param cacheBytes  the most bytes that installed code may take, from {@link #SMALLEST_CACHE} to {@link #LARGEST_CACHE}
 * @param observer    told of installed code
 * @param listener    told of the stages of each compile
 * @param events      told of what becomes of functions as the program runs
 * @param faults      where compiles are made to fail, for tests
 * @param smallCaches whether a field access has one stub, and the cache that all share one entry, for tests
 * @param compilerThreads on which optimised code is made; 0: on the running one, at once
 */
public record TierOptions(long cacheBytes, CodeObserver observer, CompileListener listener, TierListener events,
        Faults faults, boolean smallCaches, int compilerThreads) {
    /** Room for the stubs, and as much again. */
    public static final long SMALLEST_CACHE = 128 << 10;
    public static final long LARGEST_CACHE = CodeCache.LARGEST;
    public static final TierOptions DEFAULT =
            new TierOptions(LARGEST_CACHE, CodeObserver.NONE, CompileListener.NONE, TierListener.NONE, Faults.NONE, false, 0);

    /** The same with another size of the cache. */
    public TierOptions withCacheBytes(long bytes) {
        return new TierOptions(bytes, observer, listener, events, faults, smallCaches, compilerThreads);
    }

    /** The same with failing compiles. */
    public TierOptions withFaults(Faults some) {
        return new TierOptions(cacheBytes, observer, listener, events, some, smallCaches, compilerThreads);
    }

    /** The same with small caches. */
    public TierOptions withSmallCaches() {
        return new TierOptions(cacheBytes, observer, listener, events, faults, true, compilerThreads);
    }

    /** The same with compiles on other threads. */
    public TierOptions withCompilerThreads(int threads) {
        return new TierOptions(cacheBytes, observer, listener, events, faults, smallCaches, threads);
    }

    /** The same with a listener. */
    public TierOptions withListener(CompileListener another) {
        return new TierOptions(cacheBytes, observer, another, events, faults, smallCaches, compilerThreads);
    }

    /** The same with a listener for what happens at run time. */
    public TierOptions withEvents(TierListener another) {
        return new TierOptions(cacheBytes, observer, listener, another, faults, smallCaches, compilerThreads);
    }

    /** The same with an observer. */
    public TierOptions withObserver(CodeObserver another) {
        return new TierOptions(cacheBytes, another, listener, events, faults, smallCaches, compilerThreads);
    }
}
