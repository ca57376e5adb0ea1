/**
 * Register allocation: where each value of a low-level function is, at every instruction.
 *
 * <p><b>In:</b> a {@link perigee.lir.LirFunction} and the {@link perigee.regalloc.RegisterSet} to be used. <b>Out:</b> an
 * {@link perigee.regalloc.Allocation}, or the reason why there is none. Nothing of an operation is known here but its
 * {@link perigee.lir.Rule}s.
 *
 * <pre>
 *   LirFunction ──► BlockOrder, Liveness ──► IntervalBuilder ──► LinearScan ──► SpillSlots ──► Resolver ──► Allocation
 *                                            ranges, uses,       twice: general  one slot a     places,       │
 *                                            fixed registers     and vector      register       moves         ▼
 *                                                                registers                      (ParallelMove) AllocationVerifier
 *
 *   one instruction, four positions:
 *
 *     4i      before    4i + 1   read    4i + 2   written    4i + 3   after
 *     │ moves bring     │ operands       │ results           │ moves take results out of
 *     │ operands;       │                │                   │ fixed registers, and store
 *     │ D, E, t begin   │                │ d begins          │ what is stored once
 * </pre>
 *
 * <p>The algorithm is linear scan on SSA form with holes, splitting and hints (Wimmer and Mössenböck 2005; Wimmer and Franz
 * 2010). A spilled value comes back before the next instruction that uses it, if there is a register then, and otherwise
 * is used where it lies. The end of a loop counts as a use of what the loop uses, so that its next round does not seem further
 * away than what comes behind it. Splits are put at the beginning of the rarest block in reach, so that stores and loads leave
 * loops. Cold blocks have the last positions ({@link perigee.regalloc.LinearOrder}), and what is alive there is split from the
 * rest: calls in them make no difference to the ways that do not come by. Constants are never stored: they are made again. Parameters of the function have their slots from the beginning.
 *
 * <h2>Slots</h2>
 *
 * <p>A register has one slot for its whole life, or none. Which kind follows from its life alone:
 * <ul>
 * <li>if a call or a safepoint lies within it, a slot of the <b>frame</b>, where the collector sees it and may change it.
 *     A WORD is there as it is; a FLOAT or an INT that fits, as the word made of it; any other INT as two words of 32 bits
 *     each (a <i>pair</i>). So the collector needs no map: it takes all slots for words, and they are (the emitter makes
 *     them nil at the entry);
 * <li>otherwise a slot of the <b>C stack</b>, with the bits as they are.
 * </ul>
 *
 * <p>A safepoint that does not leave must not cost anything, so it loses no registers. What is in registers there is listed
 * with its slot ({@link perigee.regalloc.Allocation#saves}): the emitter saves and restores it out of line.
 *
 * <h2>Invariants</h2>
 * <ul>
 * <li>Parts of intervals in one register do not overlap, nor do whole lives in one slot.
 * <li>A slot is written once on each way, or at each of the places where its value goes from a register to memory; always
 *     with the same value, but for what the collector does. So a slot that was written once is good for the rest of the
 *     value's life.
 * <li>Moves at a gap are ordered; r11 and xmm15 are theirs, xmm15 for cycles only.
 * <li>The same function and the same set give the same allocation.
 * </ul>
 */
package perigee.regalloc;
