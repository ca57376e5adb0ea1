/**
 * The heap and its collector: generational, with a moving nursery and an old space that does not move and is marked
 * incrementally and swept lazily.
 *
 * <pre>
 *   allocate ──► nursery ── survived one ──► survivors ── survived two ──► old space
 *                   │     minor collection       │     minor collections   64 KiB blocks of one size class each,
 *                   └──────── moved ─────────────┘                         large objects (over 8 KiB at once),
 *                                                                          marked, swept, never moved
 * </pre>
 *
 * <p><b>Minor collections</b> ({@link perigee.heap.Scavenger}) move what is alive of the young objects: from the nursery
 * to a survivor space, from there to the old space. Roots are the words that Java code keeps, the stack of the running
 * coroutine, and the old objects that may refer to young ones. The <b>write barrier</b> finds those: each object has a
 * state byte, and a store into an object whose state is {@link perigee.layout.ObjectHeader#OLD} puts it into the
 * {@link perigee.heap.RememberedSet} and changes the state; in any other state the barrier is done with one compare. The
 * value stored is not looked at by compiled code; in Java it is, since that is free there. Old arrays and hash parts that
 * are large objects keep the state OLD, and {@link perigee.heap.CardTable} says which 128 bytes of them were stored into.
 * Those of up to 2 MiB are young first, without moving ({@link perigee.heap.LargeYoung}): while they were old at once, what
 * dead lists and dictionaries referred to was tenured, and one major cycle followed another.
 *
 * <p><b>Major cycles</b> ({@link perigee.heap.Collector} lists their phases, {@link perigee.heap.Pacer} says when) mark the
 * old space in steps that follow minor collections. Marking is incremental update on the same barrier: whatever is
 * remembered when a minor collection happens, and is marked already, is visited again, as are the roots and the running
 * stack in each step. A step ends by the clock, if not by the bytes that it is to visit: 5 ms. The last step begins with a minor collection that tenures everything, so that marking has to know
 * nothing of the young; then it visits the roots once more, lets ephemerons converge, and clears weak tables. Objects made
 * or tenured meanwhile are unmarked like any others. What is left to be done with dead objects happens in steps again:
 * interned strings are dropped and memory outside the heap is released, and no block is swept before that is done, so what
 * is made meanwhile stands in other blocks; then blocks are swept; then free blocks that will not be needed soon give their
 * pages back.
 *
 * <p><b>Invariants.</b>
 * <ul>
 * <li>A collection happens only at safepoints ({@code perigee.interp}), and allocating never collects. Java code may hold
 *     raw addresses until it calls into Lua or returns to the interpreter; when it fills the nursery, the nursery is
 *     extended, and a collection is due at the next safepoint.
 * <li>What Java code keeps longer is one of: the address of an old object, which never changes (whatever was allocated
 *     before the first function was called; CODE blocks; coroutines; the cells of module-like tables); a root, which its
 *     owner shows and updates ({@link perigee.heap.RootVisitor}); or a reference that its owner corrects after each minor
 *     collection ({@link perigee.heap.Relocation}: interned strings, caches keyed by them).
 * <li>Code blocks, feedback words, inline caches, and in time compiled code refer to old objects only. The only exceptions
 *     are constants that were already interned as young strings (the block is remembered until they are old) and the last
 *     table of an allocation site (which each collection makes the site forget).
 * <li>Nothing hashes by address: strings by their bytes, other objects by the identity that they carry.
 * <li>Every word in a heap object or a stack region is a valid value word. Memory beyond the top of a stack is cleared by
 *     each collection, so a stale word there refers to an object that has not moved since.
 * <li>A coroutine's stack has no barrier: it is scanned in each minor collection while the coroutine runs, and in the next
 *     one after it ran ({@code Stack.switchTo} has it remembered).
 * </ul>
 *
 * <p><b>Decisions.</b> Nothing is zeroed in advance: {@code allocate} clears what it hands out, compiled code will write
 * every field. Coroutines are old from the start: their stacks are outside the heap anyway, so there is little to gain, and
 * much that Java code knows of the running one stays true. A nursery of 2 MiB: from 256 KiB to 8 MiB the speed of
 * allocation-heavy programs was the same within what a busy machine lets one see, and pauses grow with it; so it is smaller
 * while minor collections take long ({@link perigee.heap.NurserySize}). Marking and minor collections are bound by misses
 * of caches and of address translation: headers are read ahead in batches, and a heap of more than 64 MiB is advised to
 * have huge pages, with which marking went twice as fast. Mark bits
 * stand beside the blocks, so that sweeping reads no dead object. Ranges of addresses, not headers, tell young words from
 * old ones while collecting: return addresses into compiled code, which stand on stacks, are neither.
 *
 * <p><b>Weak tables</b> hold what they refer to in minor collections, and are cleared by marking. <b>Finalizers</b> run
 * after marking; minor collections keep what has one alive. <b>Limit:</b> {@link perigee.heap.HeapLimit}.
 *
 * <p>{@link perigee.heap.HeapVerifier} checks all of this after each collection in tests and under
 * {@code --gc-stress}, which collects at every safepoint and leaves poison where objects were.
 */
package perigee.heap;
