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
 * <p>Metamethods are told by the shape of the operand ({@link perigee.build.MetamethodGuards}), and are then called or inlined
 * like other functions. Operators note no shapes: {@link perigee.build.MetamethodSearch} takes those with the metamethod in
 * question that field accesses of it, or of the function itself, have met. Their closures are embedded, so they have to be
 * old; while they are young, the compile is given up. Where no shape tells, or those that were known have failed, the
 * metatable is asked ({@link perigee.ir.RuntimeCall#METAMETHOD}), and the code of what it has is guarded by what the
 * instruction has called so far; accesses look for the table's own value before ({@link perigee.build.DynamicAccess}). A shape may
 * tell the place of the metamethod only ({@link perigee.build.MetamethodPlace}): then it is loaded from the metatable.
 *
 * <p>A computed key that turns out to be a constant string, because it is an argument of an inlined function, makes the access
 * one of a field, by what the access has met with that key ({@link perigee.build.FunctionFacts#keyed}). Where there have
 * been a few keys, they are told apart in line.
 *
 * <p>Where values meet that are closures, as methods of receivers of several shapes do, the call tells those closures apart,
 * and each is called or inlined; feedback of the call, which knows three functions, is for what comes in other ways.
 *
 * <p>Values of an open list are nodes where their number is known: extra arguments of an inlined function, results of a
 * callee that always returns so many. Where it is not, the list is one node ({@link perigee.build.OpenLists}), which a
 * return, a call or a constructor takes. Extra arguments can be had again, so guards may stand before that; results cannot:
 * what they are passed to is called as whatever it is. A function whose ways turn out to return different numbers is not
 * inlined where all results are wanted; the graph is begun anew then.
 *
 * <p>{@code type(x) == "name"} is built as a test of x: {@link perigee.build.TypeTests}.
 *
 * <p>A closure that is the only one of its function is a constant, and so are its upvalues: code for it checks at entry that it is
 * that closure which runs. A loop whose variables begin as integers and become floats is built in stages
 * ({@link perigee.build.LoopStages}), of which the first may be one round; a loop that is entered in its body, as generic ones
 * are, is built likewise: the rest of that round, and then the loop.
 *
 * <h2>Frame states</h2>
 *
 * <p>All guards of an instruction have the state before it: so nothing of an instruction has an effect before its last guard.
 * The frames of inlined functions have their caller's state while it waits for results,
 * or for a metamethod whose result finishes its instruction. Back edges have the state at the
 * loop's head, where interpreter and baseline code go on as well.
 */
package perigee.build;
