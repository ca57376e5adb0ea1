/**
 * Lua in this process, for benchmarks: a {@link perigee.bench.guest.Guest} is a state with the libraries and the tiers
 * of a policy, in which chunks are loaded; a {@link perigee.bench.guest.LuaFunction} is what Java calls over and over.
 *
 * <p><b>Invariants:</b> a guest belongs to the thread that calls into it; between calls nothing of it is on the guest
 * stack; whoever asks for a tier by name is told, at the end, if code of it never ran ({@link
 * perigee.bench.guest.Guest#checkTier}).
 */
package perigee.bench.guest;
