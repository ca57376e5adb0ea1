/**
 * The JMH benchmarks behind {@code bench/jmh}: what the parts of the runtime cost, each class a question.
 *
 * <pre>
 *   question                                                        class
 *   into machine code and back, from Java                           Downcalls, Entering
 *   calls between Lua functions; to functions of the library        Calls, LibraryCalls
 *   accesses by the state of their inline cache                     FieldAccess, GlobalAccess, TableAccess
 *   how fast a program gets, and how soon                           Programs, WarmUp
 *   compiling: how long, how much code                              Compiling
 *   what a guard that fails costs, and code that is made again      Deoptimization
 *   objects made, and waiting for the collector                     Allocating, Waiting
 * </pre>
 *
 * <p>Where an operation takes less than a call from Java does, it stands in a loop of a Lua function ({@code
 * LuaLoops}), and the figure is that of one round. The same loop with everything but the operation is a benchmark
 * called {@code loop}, or {@code NAMELoop} where that of {@code NAME} is another one: what the operation costs is the
 * difference, which {@code bench/jmh-report} prints.
 *
 * <p>What benchmarks count beside times is of one iteration; JMH's own table has the sum of all iterations there.
 *
 * <p><b>Invariants:</b>
 * <ul>
 * <li>No tier that is asked for by name counts unless code of it ran: otherwise the benchmark fails at its end.
 * <li>Nothing that is measured can be taken out of the loop or left out by the optimising compiler: what is read
 * depends on
 *     the round and goes into a sum, or into a comparison; what is written is in an object that others see.
 * <li>One benchmark with one set of parameters is one process, so caches and feedback are those of its function alone.
 * </ul>
 */
package perigee.bench.jmh;
