/**
 * One Lua universe ({@link perigee.runtime.LuaState}) and the meaning of every operation, for all operands: operators,
 * indexing, conversions, errors with the reference's messages. The tiers have fast paths only and come here for the rest.
 *
 * <p>An operation that needs a metamethod called does not call it: it returns {@link perigee.runtime.LuaState#PENDING},
 * and its caller calls the metamethod in the way that suits it. The interpreter pushes a frame and finishes the
 * instruction when that returns; library code calls recursively.
 *
 * <p>Functions in Java see a {@link perigee.runtime.Call}. They may keep raw addresses until they call back into Lua.
 * Those that go on after a call without recursion in Java do so by a {@link perigee.runtime.Continuation}: that is how
 * coroutines yield across {@code pcall}.
 *
 * <p>A chunk that is loaded again and again is one function, of which each load makes a closure
 * ({@link perigee.runtime.ChunkCache}).
 *
 * <p>Frames are reached by {@link perigee.runtime.Frames}, which makes those of optimised code the interpreter's on the way
 * ({@link perigee.runtime.OptimizedFrames}).
 */
package perigee.runtime;
