/**
 * The passes of the optimising tier: from a graph to a better one.
 *
 * <p><b>In and out:</b> a {@link perigee.ir.Graph}, which stays one object; every pass leaves it such that
 * {@link perigee.ir.GraphVerifier} finds nothing wrong. {@link perigee.opt.Pipeline} is the list.
 *
 * <h2>What is right</h2>
 * <ul>
 * <li>A pass may do less, or leave earlier: a guard may fail at a place that the program comes by anyway, with a frame state
 *     of that place, before anything else was done. It never leaves later, and never does more.
 * <li>A large integer is an integer, though its word is an object: see {@code WordRules}.
 * <li>The sign of a NaN that an operation makes is not computed at compile time.
 * <li>A proof that is no longer needed because what it proves is always so becomes the begin of the entry, which everything
 *     may be moved up to.
 * </ul>
 *
 * <h2>Objects that are not made</h2>
 *
 * <p>{@link perigee.opt.EscapeAnalysis} does without objects that only this code sees:
 *
 * <pre>
 *   EscapeAnalysis   which objects have to be made: walks until nothing new is found; then changes the graph
 *   VirtualWalk      one walk: contents of objects along control flow, phis, frame states
 *   VirtualAccess    what an operation does to them
 *   VirtualContents  shape, size, metatable, fields, elements
 * </pre>
 *
 * <h2>Memory</h2>
 *
 * <p>{@link perigee.opt.MemoryVersions} counts what may have changed, by alias; {@link perigee.opt.ObjectVersions} the same by object,
 * of objects that {@link perigee.opt.NewObjects} knows to be made by this code: one made in a loop is none from before it. On
 * these rest loads that are known ({@link perigee.opt.GlobalValueNumbering}, which also drops stores of what is there already),
 * loads that leave loops ({@link perigee.opt.LoopInvariantMotion}) and stores that nobody reads
 * ({@link perigee.opt.StoreElimination}: none with a guard between them, which would have to see the first).
 *
 * <h2>How it is tested</h2>
 *
 * <p>By files of graphs before and after; by random graphs, which have to do the same before and after a pass for many
 * parameters, calls that change everything in between; rules of arithmetic on boundary values, each with each.
 */
package perigee.opt;
