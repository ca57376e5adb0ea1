/**
 * Frame states: what optimised code knows of the interpreter's frames that it stands for, and how these are made of it.
 *
 * <p><b>In:</b> a {@link perigee.deopt.DeoptState} is the origin of each {@link perigee.lir.Exit}, at guards, calls and
 * safepoints; the places of its values come from {@link perigee.emit.StateAt}. <b>Out:</b> frames on the stack, by
 * {@link perigee.deopt.FrameBuilder}.
 *
 * <pre>
 *   one frame of optimised code, waiting        the frames that it stands for, in the same place
 *
 *   ...            the callee                   ...            the callee
 *   link ── distance ──┐                        link ── distance ──┐   (moved: results belong elsewhere)
 *   function           │                        function           │
 *   (reserved)         │                        nil                │
 *   spilled values     │                        R[0] ... of g  ◄───┘   VirtualFrame 1: g, called at R[A] of f
 *   parameters     ◄───┘                        link, pc, function g
 *   link                                        R[0] ... of f          VirtualFrame 0: f, the header is there already
 *   site                                        link, pc, function f
 *   function f
 *
 *   values are int references: an operand of the low-level frame state, a VirtualObject, or dead (nil will do)
 *
 *   StateAt ──► SavedValues ──► ObjectBuilder ──► FrameBuilder
 *               registers in the thread block,    headers, registers, pc words; the callee's link
 *               slots, constants; boxes
 * </pre>
 *
 * <p>In tests guards leave although they hold, and {@link perigee.deopt.FrameVerifier} checks the frames.
 *
 * <p>A state describes a moment <i>between</i> instructions: everything before {@code pc} has happened, nothing of what
 * {@code pc} does has. All frames but the innermost wait in the instruction before their {@code pc} for the frame above
 * to return; what the innermost does is its {@link perigee.deopt.Resume}.
 *
 * <h2>Nothing moves</h2>
 *
 * <p>A frame of optimised code reserves what the frames of its states need below what they call
 * ({@link perigee.lir.FrameOrigin#callWords}), and its entry checks that there is room for any of its states
 * ({@link perigee.lir.FrameOrigin#words}). So a frame in the middle of a stack is turned into others without moving what is
 * above, and a guard that fails cannot overflow the stack. The price is that frames of optimised code are as large as the
 * interpreter's. The callee stands higher than the interpreter's CALL has it; its link says so, and its results are moved.
 * (Sliding everything above down, the other way, would change addresses and offsets that Java code keeps in many places.)
 *
 * <h2>Invariants</h2>
 * <ul>
 * <li>An object that is virtual in a state is made once for it, whoever refers to it.
 * <li>Addresses in a state (CODE blocks, constants) are of old objects that the code keeps alive.
 * <li>States are values: they are made with the code, on any thread, and do not change.
 * <li>Everything is read and allocated before anything is written; allocating does not collect.
 * <li>Memory may run out while boxes and objects are made: at a guard the frame is a frame of the interpreter by then, whose
 *     registers nobody reads any more, since the error leaves it.
 * </ul>
 */
package perigee.deopt;
