/**
 * The machine code that all compiled functions share, and what they agree on.
 *
 * <pre>
 *   Java ── enter ──► compiled code ── jmp exit_... ──► ret ──► Java: why it left
 *                       │    ▲
 *                  call │    │ ret         stubs: numbers, lookups, barriers, allocation, library functions, iteration
 *                       ▼    │
 *                      stubs
 * </pre>
 *
 * <p>{@link perigee.stub.Abi} says which registers are pinned and what a frame looks like. Guest frames are never on the
 * machine's stack: a call leaves its return address in the callee's frame and jumps, so leaving for Java is a jump to an
 * exit and one return, whatever the depth (the figures are in {@code perigee.code}). Stubs are called by {@code call} and
 * return by {@code ret}, on the C stack; none of them calls guest code or Java. {@link perigee.stub.MathFunctionStubs} call C.
 *
 * <p>Library functions are done by stubs that return, but for those that go on in another frame
 * ({@link perigee.stub.CallingStubs}): {@code pcall}, the switches of coroutines ({@link perigee.stub.CoroutineStubs}), and
 * {@code table.sort} with an order function ({@link perigee.stub.SortStubs}). A resume and the yield that answers it take 17 ns
 * in a loop over a generator, and took 230 when the driver did them; a comparison of a sort takes 10 and took 60.
 *
 * <p>Sort is a machine whose states are in its frame, not Lua code of ours that could be inlined into: to the program it is a
 * function in C as ever, in tracebacks, for hooks, and for who would yield across it, with nothing done for that; and what
 * inlining would save is little beside a comparison whose outcome the processor cannot predict.
 *
 * <p>Patterns of strings are matched here ({@link perigee.stub.PatternStubs}) if they need no backtracking, once Java has met
 * them and made programs of them ({@code perigee.runtime.PatternPrograms}): most of those that programs take text apart with.
 * A lexer that asks for {@code ^[%w_]+} and the like four times a token got 4 times as fast, a loop over {@code gmatch} twice.
 *
 * <p>Optimised code leaves to be resumed at a site, by the stubs of {@link perigee.stub.OptimizedStubs}; to have something
 * called, to have the runtime do something, at a safepoint, or for good, when a guard has failed.
 *
 * <p>Three kinds of stubs serve tables. {@link perigee.stub.IndexStubs} and {@link perigee.stub.IndexStoreStubs} search array and
 * hash parts; {@link perigee.stub.LookupStubs} know, by shape and key, where fields are, from a cache that is filled when
 * code has left for want of an answer (keys that the program has made are first found among the interned strings:
 * {@code InternStubs}); {@link perigee.stub.MetamethodStubs} know from the same cache what metamethods do, and
 * call those that are compiled, in a frame whose return address stands for "finish the instruction".
 *
 * <p>A departure from the design, measured: return addresses and spills do not grow down from the other end of a guest
 * stack. With {@code call} and {@code ret} on guest stacks, leaving from a function that compiled code had called took 25 to
 * 45 ns, for each pending return is mispredicted; with return addresses in frames it takes 6 to 13.
 */
package perigee.stub;
