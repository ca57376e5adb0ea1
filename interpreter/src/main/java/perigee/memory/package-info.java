/**
 * Raw guest memory. {@link perigee.memory.Memory} is the only class that reads or writes it; everything else says what
 * it means through a field of {@code perigee.layout}. Nothing is checked here: the invariants are those of the callers,
 * and the verifiers hold them to it. {@link perigee.memory.PageAdvice} tells the operating system what pages are for, and
 * which are no longer needed; {@link perigee.memory.Regions} hands out the memory of coroutines' stacks.
 */
package perigee.memory;
