/**
 * Installed code: where it is, whose it is, how it is entered, patched and freed.
 *
 * <pre>
 *   UnlinkedCode            CodeCache.install                          NativeEntry.call
 *   bytes, relocations, ──► CodeLinker  ◄── SymbolTable     ┌────────► runs, in the executable view
 *   sites; no addresses     FreeRanges  ◄── Placement       │
 *                           CodeMemory                      │          retire ──► no new entries
 *                                │                          │          reclaim ─► memory traps (int3), then is free
 *                                ▼                          │
 *                           CodeObject ── in CodeMap, by address; in the accounts, by owner and by kind
 *                                │
 *                           Patcher: the only writer to it, then synchronise()
 * </pre>
 *
 * <p>What comes in is plain data, made by any compiler on any thread or in another process. What goes out is a
 * {@link perigee.code.CodeObject} that belongs to the client, or a {@link perigee.code.Refusal}. One
 * {@link perigee.code.CodeCache} serves one VM instance, and only the thread that runs the guest program uses it. It may
 * be opened on another one: that takes some milliseconds the first time, and {@link perigee.code.MachineFloor} under it
 * more. {@link perigee.code.PerfMap} and {@link perigee.code.JitDump} give {@code perf} the names.
 *
 * <h2>Invariants</h2>
 * <ul>
 *   <li>No address is writable and executable. ({@link perigee.code.CodeMemory})
 *   <li>Every executable byte belongs to installed or retired code, or is {@code int3}.
 *   <li>Free ranges, code and nothing else make up the cache; neighbouring free ranges are joined.
 *   <li>The accounts by owner and by kind are the sums over the code in the {@link perigee.code.CodeMap}.
 *   <li>A patch changes one aligned word, at a site made for it, and only if the old bytes are what they should be.
 *   <li>Code that was written or patched is entered after {@link perigee.code.Patcher#synchronise} only.
 *   <li>Nothing here throws because the system, the space or a relocation says no: that is a value. Exceptions are bugs
 *       of the client.
 * </ul>
 *
 * <h2>How guest code should call, leave and come back</h2>
 *
 * <p>Measured with hand-written code before anything was built on it ({@code CallingFigures} among the tests; AMD EPYC,
 * a virtual machine that was not idle, JDK 25; one run, least times in ns). Three ways for guest functions to call each
 * other:
 * <ul>
 *   <li><i>call</i>: {@code call} and {@code ret}, with rsp on a guest stack;
 *   <li><i>push</i>: {@code lea, push, jmp} and {@code pop, jmp}, with rsp on a guest stack;
 *   <li><i>frame</i>: {@code lea, mov, jmp} and {@code jmp [base-16]}: the return address is a word of the frame, whose
 *       base is in a register, and rsp stays on the C stack.
 * </ul>
 *
 * <pre>
 *   leaving to Java and coming back, calls and returns included (the same without leaving),
 *   from functions nested so deep in native code
 *                        0              1             2             4             8             16
 *     call        12.0 ( 0.6)    24.9 ( 1.9)   38.7 ( 3.2)   40.9 ( 5.3)   44.9 (11.0)   54.2 (20.7)
 *     push        12.3 ( 0.6)     7.9 ( 0.9)   11.6 ( 2.8)   10.5 ( 3.7)   16.5 ( 5.5)   15.9 (10.4)
 *     frame        6.5 ( 0.3)     6.6 ( 0.9)   10.1 ( 2.7)   12.4 ( 4.9)   12.7 (10.1)   16.1 (10.7)
 *
 *   a call and its return                                       call     push     frame
 *     chain of 4 functions                                      1.32     0.71     0.70
 *     chain of 64, more than the return predictor holds         4.35     0.72     0.90
 *     fib(30)                                                   1.66     1.72     1.91
 *     one function with a loop of 10, called from 8 places      15.8     15.4     14.0
 *     the same, from 32 places                                   6.5     10.8     10.3   (the worst found)
 * </pre>
 *
 * <p>All leave by {@code jmp} to an exit stub that {@code ret}s to the downcall, and come back by an indirect jump. With
 * {@code call} that keeps the return predictor in balance only for the function which the driver itself entered (8.4 in
 * another run): deeper ones pay for a wrong prediction on the way out and at every return afterwards. (Leaving by a
 * {@code call} of the exit stub takes 19 to 24 even at depth 0, going to the downcall by {@code pop, jmp} 13 to 19.)
 * Calls by jumps leave the return predictor alone and are predicted by history as well as returns are, unless a function
 * called from many places washes the history out. So guest code is to call by jumps; and <i>frame</i> needs no stack
 * switch, no room on guest stacks for the JVM's signals, and leaves those stacks free to be small and to move.
 *
 * <p>Entering alone takes 4.2, 4.0 when {@code critical}; 5.6 with six registers saved and restored; a switch to another
 * guest stack and back 2.8.
 *
 * <h2>If rsp is to be on guest stacks after all</h2>
 *
 * <p>{@link perigee.code.StackReservation} reserves a terabyte in 0.1 ms. 100,000 regions of 10 MB, touched at both ends,
 * take 8 KB each and 4 KB of page tables, which only closing gives back; 22 us to touch and 4 us to give back. Of 64 KB:
 * 8 KB and 0.1 KB, 5.4 us, 4 us. ({@code ReservationFigures}; a block of 2 KB from {@code malloc}, as the interpreter's
 * coroutines have it, takes 0.7 to 2 KB and 0.7 us.) Native code that spun on such a stack under forced collections,
 * stack dumps and samples by signals at 1 ms did no harm; the signals took at most 3.5 KB below its stack pointer
 * ({@code GuestStackTest}, 20 s).
 *
 * <h2>What the rest costs</h2>
 *
 * <p>({@code CacheFigures}, on a busy machine.) To set the floor up, 110 ms of processor time, nearly all for the first
 * call through FFM; the first cache, 30 ms more. To install 500 bytes of code 0.15 us, to free them 2 us, to look an
 * address up 15 ns. To patch, synchronise and run 0.3 us, half of which is the serialising {@code iretq}; without it, no
 * run in 5,000,000 was seen to execute old bytes on this processor, but Intel's manual asks for it.
 */
package perigee.code;
