/**
 * Lowering: from the graph to low-level code, by choice of instructions.
 *
 * <p><b>In:</b> a {@link perigee.lower.Request} with a {@link perigee.ir.Graph}. <b>Out:</b> a
 * {@link perigee.lir.LirFunction}, or the reason why there is none.
 *
 * <pre>
 *   Graph ──► BlockOrder ──► UseMap ──► Lowering, a node at a time ──────────► LirFunction
 *                            who needs    │
 *                            what         ├─ Conditions   comparisons, where they are asked for
 *                                         ├─ Memory       loads, stores, write barriers
 *                                         ├─ Conversions  boxes
 *                                         ├─ Integers, Floats
 *                                         ├─ Allocations  bumps of the nursery's pointer
 *                                         ├─ Calls        calls, returns, tail calls
 *                                         ├─ OpenLists    results and extra arguments of unknown number
 *                                         ├─ ArrayEnds    appending, and the length of arrays
 *                                         ├─ RuntimeCalls stubs, then Java
 *                                         └─ States       frame states ──► perigee.deopt.DeoptState
 *                                       Selection: builder, values, constants, cold blocks
 * </pre>
 *
 * <h2>How it chooses</h2>
 * <ul>
 * <li><b>Only what is needed.</b> A proof, an unused condition, a box that frame states alone refer to cost nothing: the
 *     state takes the integer or float itself.
 * <li><b>A condition is no value.</b> It is compared where a guard or branch asks, each time anew if there are several. A load
 *     that only a comparison nearby needs is its operand in memory, if nothing that may write there stands between.
 *     Whether an object has a shape is asked later only under the same condition; else it is kept as 0 or 1.
 * <li><b>Constants</b> are defined in the entry block, once; the allocator makes them again where they are used.
 * <li><b>What is rare is out of line:</b> boxes of large integers, barriers of old objects, Java functions, blocks that end in
 *     an exit. Their frequency is below what {@link perigee.emit} calls cold.
 * <li><b>Integers that fit</b> into a word are found by a little arithmetic on the bits that operations can give, and by the
 *     limits of loops that count; those need no test when they are boxed, and one slot when they are spilled.
 * </ul>
 *
 * <h2>What it relies on</h2>
 * <ul>
 * <li>The nursery has room beyond its limit for all that is allocated up to the next safepoint
 *     ({@link perigee.stub.NurseryStubs}); a function that may allocate too much is refused.
 * <li>A callee without machine code is called like any other, at an address that leaves for the driver. A function in Java
 *     that no stub does, and whatever else can be called, leaves by {@link perigee.stub.OptimizedStubs#CALL}.
 * <li>A {@link perigee.stub.RuntimeFunction} is resumed with its result in the slot where a function called would
 *     stand, or leaves to the site's state.
 * </ul>
 */
package perigee.lower;
