/**
 * The side-by-side runner behind {@code bench/compare}: the same Lua programs under several engines.
 *
 * <p>What comes in: the options of the command line, the programs of {@code bench/programs} (their names and the
 * {@code -- kind:} line of their first comment), and the engines found on this machine. What goes out: a table of
 * times and ratios on standard output, on request a JSON file, and an exit status that says whether every program ran
 * and checked its own result.
 *
 * <pre>
 *   CompareOptions ─┬─ Engine ────┐
 *                   └─ LuaProgram ┴─ EngineProcess ── Outcome ── Comparison ─┬─ ComparisonTable
 *                                    (one process)              (of a mode)  └─ JsonReport
 * </pre>
 *
 * <p>Invariants:
 * <ul>
 *   <li>Every measurement is a fresh process, and at any time there is only one.</li>
 *   <li>The engines take turns within a program, and the rounds repeat those turns, so that a disturbance of the
 *       machine falls on all engines alike.</li>
 *   <li>A time is only ever that of a run whose program accepted its own result: anything else is a failure.</li>
 *   <li>In steady mode the program times itself ({@code os.clock}, processor time in the reference implementations);
 *       in whole mode the runner times the process on the wall clock, start-up included.</li>
 * </ul>
 */
package perigee.bench;
