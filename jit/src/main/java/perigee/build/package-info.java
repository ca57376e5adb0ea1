/**
 * From bytecode and feedback to the graph, speculation and inlining included.
 *
 * <p><b>In:</b> a {@link perigee.build.CompileRequest}, which {@link perigee.build.Snapshot} takes on the running thread and
 * which never changes. <b>Out:</b> {@link perigee.build.GraphBuilder.Built}: the graph, what it rests on
 * ({@link perigee.build.Assumption}), what was inlined and why ({@link perigee.build.InlineTree}); or
 * {@link perigee.build.GraphBuilder.Failed}.
 *
 * <pre>
 *   CompileRequest ──► GraphBuilder.Walk ──► Instructions ──► Arithmetic Branches Fields Indexing Calls Loops
 *     functions          order: ControlFlow                     │                            │
 *     feedback           edges, phis, loops                     └──────► Context ◄───────────┤
 *     facts                                                              nodes, guards,      └─► Walk of the callee
 *                                                                        frame states
 * </pre>
 *
 * <p>An instruction that has never run leaves ({@code never-taken}), as does a branch that never went that way; one whose
 * guards have failed often is built in a more general form ({@link perigee.build.FunctionFacts#failed}), and if there is none,
 * the compile is given up: the baseline code is as good.
 *
 * <h2>Frame states</h2>
 *
 * <p>All guards of an instruction have the state before it: so nothing of an instruction has an effect before its last guard.
 * The frames of inlined functions have their caller's state while it waits for results. Back edges have the state at the
 * loop's head, where interpreter and baseline code go on as well.
 */
package perigee.build;
