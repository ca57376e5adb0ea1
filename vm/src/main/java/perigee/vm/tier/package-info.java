/**
 * Which function runs in which tier: thresholds, compiling, installing, invalidating. The only place that knows the
 * interpreter's driver, the compilers and the code cache.
 *
 * <pre>
 *   interpreter ── calls, rounds of loops ──► baseline ── calls count up to 0, rounds ──► optimised
 *                                                ▲                                          │
 *                                                ├───────── a guard fails ──────────────────┤ counted by site
 *                                                └─── failed too often, assumption broke ───┘ thrown away
 *                                                     next compile: DeoptHistory, twice the calls and rounds
 * </pre>
 *
 * <p>{@link perigee.vm.tier.Tiers} has functions compiled and runs compiled code. Optimised code comes from an
 * {@link perigee.vm.tier.OptimizingCompiler}, a function of values. It replaces the entry that calls go to; baseline code
 * stays, for the frames that leave the optimised code and for the time after it. Code for a loop is entered from the
 * baseline's back edge, which reports at every so many rounds.
 *
 * <p>Where the baseline compiler is the last, and compiles functions at their first call, it does so before there is any
 * feedback; so it compiles each again when that is there, and frames that return into the first code still find it
 * ({@link perigee.vm.tier.SupersededCode}). Measured on programs with floats, which the first code finds by way of stubs: 1.2 to 1.5
 * times as fast.
 *
 * <p>How far that goes is the {@link perigee.vm.tier.TierPolicy}'s business. For a loop that is short, and goes round in another
 * one, that one is compiled, or the function: {@link perigee.vm.tier.HotLoops}. Optimised code is made by
 * {@link perigee.vm.tier.Compilations}, on threads of their own in the default. Before a function is optimised for the first
 * time, its megamorphic field accesses learn once more ({@link perigee.vm.tier.Relearning}).
 *
 * <p>What optimised code asks Java for is done by {@link perigee.vm.tier.RuntimeCalls}, where the caches that code asks learn.
 *
 * <p>The code cache has a size ({@link perigee.vm.tier.TierOptions}). When it is full, {@link perigee.vm.tier.ColdCode}
 * says what goes: functions that were put to rest, so that their calls would come by the driver, and have not been called
 * since. A function whose code has gone is interpreted, and hot again after as many calls as the first time. What code
 * takes counts as memory of the heap, so that functions which die are looked for before the cache is full of them.
 *
 * <p>Who wants to know what happens has two listeners: {@link perigee.vm.tier.CompileListener} for what the compilers make,
 * on any thread, and {@link perigee.vm.tier.TierListener} for what becomes of it, on the running one.
 *
 * <p>For tests compiles fail ({@link perigee.vm.tier.Faults}) and guards leave although they hold
 * ({@link perigee.vm.tier.GuardCounts}); the latter is no failure of the code.
 *
 * <p>{@link perigee.vm.tier.OptimizedTier} is what the runtime knows of frames of optimised code. <b>Invariants:</b>
 * <ul>
 * <li>A frame of optimised code that waits has a site for a pc; whoever in Java wants to see more of it has it materialised.
 *     The topmost frame is none while Java calls into Lua.
 * <li>Results that the driver brings to such a frame stand where the callee's function was, and nobody else knows of them:
 *     so nothing happens between their coming and its going on, attention included, unless there are hooks; then it is
 *     turned into the interpreter's frame with its results.
 * <li>Code goes, for want of room, only if no frame returns into it, and all code of a function goes before its baseline
 *     code; so nobody has to look for frames in code that is gone.
 * <li>While native code runs there is no frame in invalid code: these are materialised before.
 * <li>A frame that has left optimised code at a function's first instruction does not enter it again there.
 * </ul>
 */
package perigee.vm.tier;
