/**
 * The heap and its collector.
 *
 * <p>Address space is reserved once and cut into blocks of 64 KiB ({@link perigee.heap.BlockTable}); a block holds cells
 * of one size class or is part of a large object. Objects do not move.
 *
 * <p>The collector marks and sweeps. It runs at safepoints only, when an allocation has asked for it; so allocating never
 * collects, and Java code may hold raw addresses as long as it does not call into Lua. Marking stops the world; sweeping
 * is lazy, a block at a time, when a size class needs cells. Every collection is full: {@link perigee.heap.Collector}
 * lists its phases. {@link perigee.heap.Heap#writeBarrier} is called for each store of a reference into an object that
 * may be old, although this collector has no use for it: a generational one will.
 *
 * <p>Invariants: every word in a heap object or a stack region is a valid value word; memory beyond the top of a stack
 * was cleared by the last collection, so a stale word there refers to an object that is still allocated.
 */
package perigee.heap;
