/**
 * The baseline compiler: one linear walk over the bytecode, a template an instruction.
 *
 * <p><b>In:</b> a {@link perigee.baseline.BaselineRequest}: prototype, feedback words, what caches know. <b>Out:</b>
 * {@link perigee.baseline.BaselineCode}: machine code, its entry, and where each instruction begins.
 *
 * <p>The code works on the interpreter's frames. Whenever it leaves, all registers are in the frame, and the saved pc says
 * what is to be done or where to go on; so either tier can go on with a frame at any instruction, entering a loop in the
 * middle is nothing special, and what a template has no fast path for is executed by the interpreter's slow paths: the
 * meaning of an operation is not written twice.
 *
 * <p>Templates are in families ({@code MoveTemplates}, {@code ArithmeticTemplates}, ...) over
 * {@link perigee.baseline.FrameAssembler}; rare paths are emitted behind the function. A field access is an inline cache:
 * the entries that the interpreter's caches knew at compile time are in line, later ones are stubs that are attached by
 * patching one jump ({@link perigee.baseline.FieldTemplates} has the picture), and a megamorphic site asks a cache that all
 * share. Metamethods are called without leaving; a function has landings that they return to. Code keeps filling the feedback
 * words as the interpreter does.
 *
 * <p><b>Invariants.</b> Code contains the addresses of old objects only. Each shape it compares with is a patchable site,
 * switched off when what the comparison stands for is no longer true.
 */
package perigee.baseline;
