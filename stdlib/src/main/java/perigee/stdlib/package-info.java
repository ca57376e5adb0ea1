/**
 * Lua's standard libraries (manual 6). What comes in is a state without globals; what goes out, after
 * {@link perigee.stdlib.StandardLibrary#open}, is the same state with the reference's functions in its tables, equal to
 * the reference's in results and in messages.
 *
 * <pre>
 *   StandardLibrary ── BaseLibrary       ProtectedCalls, ChunkLoading, LoadFunction, CollectorFunction
 *                   ├─ StringLibrary     PatternFunctions ── PatternCache ── PatternParser ─► Pattern ─► PatternMatcher
 *                   │                                                                          └► StraightPattern: for machine code
 *                   │                    StringFormat, StringPacking ── PackFormat, StringArithmetic
 *                   ├─ TableLibrary      TableSort ── ArraySort; ListAccess
 *                   ├─ MathLibrary       RandomFunctions ── Xoshiro
 *                   ├─ Utf8Library       Utf8
 *                   ├─ CoroutineLibrary, PackageLibrary
 *                   ├─ IoLibrary         FileMethods, FileOpening, ReadFormats
 *                   ├─ OsLibrary         DateFunctions, DateFormat, the time zone's rules
 *                   └─ DebugLibrary      FunctionInfo, LocalVariables, UpvalueFunctions, Traceback
 * </pre>
 *
 * <p>Rules that all functions keep:
 * <ul>
 * <li>Arguments are checked in the reference's order, for the first wrong one is the one that the message names.
 * <li>A function may hold addresses of strings and tables in Java until it calls Lua; afterwards it reads them from the
 * stack again. Positions in strings and lists are kept as offsets. Allocation collects nothing.
 * <li>Results stand where the arguments stood: they are written when the arguments have been read.
 * <li>What is kept in Java from one call to the next (buffers, parsed patterns) belongs to one state, is small, and is
 * shared by nested calls only where each begins anew after having called Lua. Words among it are roots of the collector,
 * or dropped by a death listener.
 * <li>A loop whose length the program chooses polls for interruption.
 * <li>Errors are thrown; what programs call to raise one returns {@link perigee.runtime.Call#raise}, since they do so in hot
 * code.
 * <li>The functions that hot code calls make no garbage on the Java heap.
 * </ul>
 */
package perigee.stdlib;
