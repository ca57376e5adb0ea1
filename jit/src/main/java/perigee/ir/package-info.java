/**
 * The graph: a function, with what was inlined into it, as operations on values in static single assignment form.
 *
 * <p><b>In:</b> {@code perigee.build} makes it of bytecode and feedback. <b>Through:</b> the passes of {@code perigee.opt}.
 * <b>Out:</b> {@code perigee.lower} turns it into {@link perigee.lir.LirFunction}.
 *
 * <pre>
 *   a Block: begin, phis, nodes in order, a terminator
 *   a Node:  Op (a row: representations, effects), inputs, perhaps a proof, a frame state
 *
 *   b1: begin                                   for i = 1, n do s = s + t[i] end
 *       v7:w  = phi v3 v15
 *       v8:b  = is_int v7
 *       v9    = guard v8 expected 1 not-integer [frame]
 *       v10:i = unbox_int v7 | v9               what follows the bar is the proof
 *       ...
 * </pre>
 *
 * <h2>Form, and why</h2>
 * <ul>
 * <li><b>Blocks with ordered operations</b>, not a sea of nodes: most operations of a dynamic language are guards, loads,
 *     stores and calls, whose order matters; one order that is always there makes effects, frame states and the text
 *     readable, and needs no scheduling. What may float is moved by passes that say so.
 * <li><b>Proofs.</b> An operation that makes sense only after a check has that check as an input of its own. So no pass can
 *     move a load above the guard that makes its address one; merging two guards means replacing one by the other.
 * <li><b>Guards</b> are one operation: a condition, what it has to be, a reason, and the {@link perigee.ir.FrameState} to
 *     leave to. Conditions are values, so a branch on {@code has_shape} and a guard on it are the same fact.
 * <li><b>Representations are explicit.</b> Values are words, integers, floats or conditions, and operations between them
 *     are nodes. Boxing is pure and removed when unused; a frame state may refer to any representation.
 * <li><b>Effects are sets of {@link perigee.ir.Alias}.</b> What may call Lua does everything.
 * <li><b>Allocation never collects.</b> The nursery has room beyond its limit for what code can allocate between two
 *     safepoints; so an allocation needs no frame state, and may be left out if an {@link perigee.ir.Op#ACCOUNT} stays.
 * <li><b>Open lists</b> are integers, their number of values, that stand for them as the last input of who takes them. All
 *     results of a call stay where callees leave them until then, so nothing may happen in between.
 * <li><b>Facts about objects hold by dominance</b> if they are about what never changes (is an object, is a table, is a
 *     closure of this code), and until an effect ends them otherwise (has this shape).
 * </ul>
 *
 * <h2>Tools</h2>
 *
 * <p>{@link perigee.ir.BlockOrder} sorts blocks and drops those that cannot be reached; {@link perigee.ir.Dominators},
 * {@link perigee.ir.Loops} and {@link perigee.ir.Uses} are computed when a pass needs them, and thrown away.
 * {@link perigee.ir.GraphText} and {@link perigee.ir.GraphParser} are each other's inverse. {@link perigee.ir.GraphVerifier}
 * says what a right graph is. Among the tests, {@code GraphEvaluator} runs a graph, and {@code RandomGraph} makes some.
 */
package perigee.ir;
