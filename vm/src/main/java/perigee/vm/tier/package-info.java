/**
 * Which function runs in which tier: thresholds, compiling, installing, invalidating. The only place that knows the
 * interpreter's driver, the compilers and the code cache.
 *
 * <pre>
 *   interpreter ── calls, rounds of loops ──► baseline ── calls count up to 0, rounds ──► optimised
 *                                                ▲                                          │
 *                                                ├───────── a guard fails ──────────────────┤ counted by site
 *                                                └─── failed too often, assumption broke ───┘ thrown away
 *                                                     next compile: DeoptHistory, four times the calls
 * </pre>
 *
 * <p>{@link perigee.vm.tier.Tiers} has functions compiled and runs compiled code. Optimised code comes from an
 * {@link perigee.vm.tier.OptimizingCompiler}, a function of values. It replaces the entry that calls go to; baseline code
 * stays, for the frames that leave the optimised code and for the time after it. Code for a loop is entered from the
 * baseline's back edge, which reports at every so many rounds.
 *
 * <p>How far that goes is the {@link perigee.vm.tier.TierPolicy}'s business: the default stops at the baseline, as long as the
 * optimised code of some programs is known to be wrong.
 *
 * <p>{@link perigee.vm.tier.OptimizedTier} is what the runtime knows of frames of optimised code. <b>Invariants:</b>
 * <ul>
 * <li>A frame of optimised code that waits has a site for a pc; whoever in Java wants to see more of it has it materialised.
 *     The topmost frame is none while Java calls into Lua.
 * <li>Results that the driver brings to such a frame stand where the callee's function was, and nobody else knows of them:
 *     so nothing happens between their coming and its going on, attention included, unless there are hooks; then it is
 *     turned into the interpreter's frame with its results.
 * <li>While native code runs there is no frame in invalid code: these are materialised before.
 * <li>A frame that has left optimised code at a function's first instruction does not enter it again there.
 * </ul>
 */
package perigee.vm.tier;
