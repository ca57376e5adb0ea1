/**
 * The optimising compiler as a whole: a function from one value to another.
 *
 * <pre>
 *   CompileRequest ──► GraphBuilder ──► Pipeline ──► Lowering ──► Allocator ──► Emitter ──► CompileResult
 *   CompileSettings                └───────┬──────────┴───────────────────────────┘
 *                                       Stages: told of each
 * </pre>
 *
 * <p><b>In:</b> what is to be compiled ({@link perigee.build.CompileRequest}) and for which processor, with which registers
 * ({@link perigee.optimize.CompileSettings}). <b>Out:</b> {@link perigee.optimize.CompileResult}: code with what it rests on, or
 * why there is none.
 *
 * <p><b>Invariants.</b> Nothing is kept from one compile to the next, and nothing is read but the two values: no guest memory,
 * which is another process's perhaps, and no property of this machine. The same values give the same bytes, in every process:
 * so nothing may depend on the order of a hash table whose keys have no hash of their own.
 */
package perigee.optimize;
