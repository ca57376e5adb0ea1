package perigee.vm.tier;

import perigee.code.CodeCache;
import perigee.code.CodeObserver;
import perigee.regalloc.RegisterSet;

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
 * @param registers   that optimised code may use
 * @param verifies    whether each stage of optimised code is checked, as it is where the policy waits for compiles
 * @param measuresMemory whether what compiles allocate is counted
 * @param guardLife   at which execution each guard of optimised code leaves although it holds, for tests; 0: at none
 */
public record TierOptions(long cacheBytes, CodeObserver observer, CompileListener listener, TierListener events,
        Faults faults, boolean smallCaches, int compilerThreads, RegisterSet registers, boolean verifies,
        boolean measuresMemory, int guardLife) {
    /** Room for the stubs, and as much again. */
    public static final long SMALLEST_CACHE = 128 << 10;
    public static final long LARGEST_CACHE = CodeCache.LARGEST;
    public static final TierOptions DEFAULT =
            new TierOptions(LARGEST_CACHE, CodeObserver.NONE, CompileListener.NONE, TierListener.NONE,
                    Faults.NONE, false, 0, RegisterSet.all(), false, false, 0);

    /** The same with another size of the cache. */
    public TierOptions withCacheBytes(long bytes) {
        return new TierOptions(bytes, observer, listener, events, faults, smallCaches, compilerThreads, registers,
                verifies, measuresMemory, guardLife);
    }

    /** The same with failing compiles. */
    public TierOptions withFaults(Faults some) {
        return new TierOptions(cacheBytes, observer, listener, events, some, smallCaches, compilerThreads, registers,
                verifies, measuresMemory, guardLife);
    }

    /** The same with small caches. */
    public TierOptions withSmallCaches() {
        return new TierOptions(cacheBytes, observer, listener, events, faults, true, compilerThreads, registers,
                verifies, measuresMemory, guardLife);
    }

    /** The same with compiles on other threads. */
    public TierOptions withCompilerThreads(int threads) {
        return new TierOptions(cacheBytes, observer, listener, events, faults, smallCaches, threads, registers,
                verifies, measuresMemory, guardLife);
    }

    /** The same with a listener. */
    public TierOptions withListener(CompileListener another) {
        return new TierOptions(cacheBytes, observer, another, events, faults, smallCaches, compilerThreads, registers,
                verifies, measuresMemory, guardLife);
    }

    /** The same with a listener for what happens at run time. */
    public TierOptions withEvents(TierListener another) {
        return new TierOptions(cacheBytes, observer, listener, another, faults, smallCaches, compilerThreads, registers,
                verifies, measuresMemory, guardLife);
    }

    /** The same with an observer. */
    public TierOptions withObserver(CodeObserver another) {
        return new TierOptions(cacheBytes, another, listener, events, faults, smallCaches, compilerThreads, registers,
                verifies, measuresMemory, guardLife);
    }

    /** The same with fewer registers. */
    public TierOptions withRegisters(RegisterSet some) {
        return new TierOptions(cacheBytes, observer, listener, events, faults, smallCaches, compilerThreads, some,
                verifies, measuresMemory, guardLife);
    }

    /** The same with guards that leave though they hold: after so many times, after twice as many more, and so on. */
    public TierOptions withGuardLife(int times) {
        return new TierOptions(cacheBytes, observer, listener, events, faults, smallCaches, compilerThreads, registers,
                verifies, measuresMemory, times);
    }

    /** The same with checks. */
    public TierOptions verifying() {
        return new TierOptions(cacheBytes, observer, listener, events, faults, smallCaches, compilerThreads, registers,
                true, measuresMemory, guardLife);
    }

    /** The same with memory measured. */
    public TierOptions measuringMemory() {
        return new TierOptions(cacheBytes, observer, listener, events, faults, smallCaches, compilerThreads, registers,
                verifies, true, guardLife);
    }
}
