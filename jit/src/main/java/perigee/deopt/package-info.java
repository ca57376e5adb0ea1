/**
 * Frame states: what optimised code knows of the interpreter's frames that it stands for.
 *
 * <p><b>In:</b> a {@link perigee.deopt.DeoptState} is the origin of each {@link perigee.lir.Exit}, at guards, calls and
 * safepoints; the places of its values come from {@link perigee.emit.StateAt}. <b>Out:</b> the frames, for whoever makes
 * them again.
 *
 * <pre>
 *   one frame of optimised code              what it stands for, in the same place of the stack
 *
 *   ...                                      R[0] ... of g            VirtualFrame 1: g, called at R[A] of f
 *   spilled values                           link, pc, function g
 *   parameters                               R[0] ... of f            VirtualFrame 0: f, the header is there already
 *   link, pc (a site's), function f          link, pc, function f
 *
 *   values are int references: an operand of the low-level frame state, a VirtualObject, or dead (nil will do)
 * </pre>
 *
 * <p>A state describes a moment <i>between</i> instructions: everything before {@code pc} has happened, nothing of what
 * {@code pc} does has. All frames but the innermost wait in the instruction before their {@code pc} for the frame above
 * to return; what the innermost does is its {@link perigee.deopt.Resume}.
 *
 * <h2>Invariants</h2>
 * <ul>
 * <li>An object that is virtual in a state is made once for it, whoever refers to it.
 * <li>Addresses in a state (CODE blocks) are of old objects that the code keeps alive.
 * <li>States are values: they are made with the code, on any thread, and do not change.
 * </ul>
 */
package perigee.deopt;
