/**
 * The baseline compiler: one linear walk over the bytecode, a template an instruction.
 *
 * <p><b>In:</b> a {@link perigee.baseline.BaselineRequest}: prototype, feedback words, what caches know. <b>Out:</b>
 * {@link perigee.baseline.BaselineCode}: machine code, its entry, and where each instruction begins; or why there is none.
 *
 * <p>The code works on the interpreter's frames. Whenever it leaves, all registers are in the frame, and the saved pc says
 * what is to be done or where to go on; so either tier can go on with a frame at any instruction, entering a loop in the
 * middle is nothing special, and what a template has no fast path for is executed by the interpreter's slow paths: the
 * meaning of an operation is not written twice. Whatever fails in a compile is a {@link perigee.baseline.BaselineResult}.
 *
 * <p>Templates are in families ({@code MoveTemplates}, {@code ArithmeticTemplates}, ...) over
 * {@link perigee.baseline.FrameAssembler}; rare paths are emitted behind the function. A field access is an inline cache:
 * the entries that the interpreter's caches knew at compile time are in line, later ones are stubs that are attached by
 * patching one jump ({@link perigee.baseline.FieldTemplates} has the picture), and a megamorphic site asks a cache that all
 * share. Metamethods are called without leaving; a function has landings that they return to. Code keeps filling the feedback
 * words as the interpreter does.
 *
 * <p>What is no patch point, though a first plan had it so, and why:
 * <ul>
 * <li><i>Globals:</i> the feedback word of an access holds the address of the global's cell once it is known, and code loads
 *     the cell from there. That costs a load and a test, and there is nothing to patch, or to undo when the global goes.
 * <li><i>Kinds of array accesses:</i> integer keys of array parts are in line, whatever the access has seen; the rest is one call
 *     of a stub, which searches array and hash part.
 * <li><i>Call targets:</i> a call loads the entry from the function's CODE block and jumps there. The processor predicts that
 *     as well as a patched jump, and a function that gets better code is called there at once. The header of a
 *     library function has the number of its stub, for a jump through a table.
 * <li><i>Stubs:</i> a field access has up to eight ways ({@link perigee.feedback.FieldCache#MAX}), not four: as many as the
 *     interpreter's caches, of which code is made again.
 * </ul>
 *
 * <p><b>Invariants.</b> Code contains the addresses of old objects only. Each shape it compares with is a patchable site,
 * switched off when what the comparison stands for is no longer true.
 */
package perigee.baseline;
