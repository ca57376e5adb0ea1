/**
 * The register bytecode: what an instruction is, and the tools around it.
 *
 * <p><b>In:</b> a {@link perigee.bytecode.Prototype}, made by the front end or read from a precompiled chunk.
 * <b>Out:</b> the same prototype, verified, for the loader that gives it a place in guest memory; its text; its
 * binary form; names for messages. The package knows nothing of the guest heap, of source text, or of how
 * instructions are run.
 *
 * <pre>
 *   front end ----------> Prototype ---------------> loader, interpreter, compilers
 *                          |   ^   \
 *            BinaryWriter  |   |    +--> Printer        text, for --dump=bytecode
 *                          v   |    +--> VariableNames  "local 'x'", for messages
 *   string.dump <------ bytes  |
 *                          |   |
 *             BinaryReader +---+  after Verifier: StructureCheck, then FlowCheck over FrameTypes
 *
 *   all of them read operands through:  Opcode (roles) and RegisterEffects (ranges)
 * </pre>
 *
 * <p>{@link perigee.bytecode.Opcode} is the one table of operations, {@link perigee.bytecode.Instruction} the layout of
 * an instruction word, {@link perigee.bytecode.RegisterEffects} the registers that operations touch beyond their
 * operands. A new opcode takes a row in the table, its ranges if it has any, its rule in the verifier if roles and
 * ranges do not say it all, and another {@code OWN_VERSION} of the binary form; printer and binary form follow by
 * themselves.
 *
 * <h2>What is promised of a verified prototype</h2>
 *
 * The checklist stands in {@link perigee.bytecode.Verifier}. In short: every operand is in range; control stays in the
 * code; every cycle has a back edge where interrupts are polled; a register is read only after it was written on every
 * path, so a fresh frame needs no nils for the program's sake; cells never reach a place where a program could see
 * them; FORLOOP finds what FORPREP left; open lists go from one instruction to the next; a function is left only after
 * what it marked is closed.
 *
 * <h2>What is expected in return</h2>
 *
 * These promises hold as long as nobody else writes into a frame. Who does, as {@code debug.setlocal}, writes through a
 * register that holds a cell, and leaves alone what {@link perigee.bytecode.FrameTypes} does not call a plain value
 * ({@code Verifier.typesBefore}). The loader makes the outermost function's upvalues with cells where the descriptors
 * say so; {@code debug.upvaluejoin} joins cells with cells only. An instruction that may be interrupted by a call (a
 * metamethod, an open list that grows the stack) keeps its frame's registers below maxStack as they are, but for those
 * that {@link perigee.bytecode.RegisterEffects} lists.
 */
package perigee.bytecode;
