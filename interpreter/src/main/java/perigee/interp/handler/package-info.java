/**
 * The interpreter's handlers: one small method an operation, the fast path only.
 *
 * <p>A handler gets the address of the thread block and that of the next instruction, and returns
 * <ul>
 * <li>the address of the instruction to go on with;
 * <li>that of the next instruction, negated: the fast path does not apply, nothing has changed, and
 *     {@code SlowPaths} is to execute the instruction;
 * <li>0: the saved pc of the topmost frame says where to go on, but something asks for attention first.
 * </ul>
 *
 * <p>HotSpot is told by the launcher to compile each method of this package by itself and inline none of them into the
 * interpreter's loop; what they call is inlined into them. Measured: with everything inlined into the loop, C2 shares the
 * decoding of operands between the cases, computes all of it before the switch and spills it, at 8 to 11 ns an
 * instruction in mixed programs; a call of a small method that keeps everything in its registers takes 3 to 4 ns. Helpers
 * of handlers stand in {@code perigee.interp}, for here they would not be inlined; {@code LoadRun} is one that goes on with
 * the instructions that follow.
 */
package perigee.interp.handler;
