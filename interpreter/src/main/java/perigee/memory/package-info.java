/**
 * Raw guest memory. {@link perigee.memory.Memory} is the only class that reads or writes it; everything else says what
 * it means through a field of {@code perigee.layout}. Nothing is checked here: the invariants are those of the callers,
 * and the verifiers hold them to it.
 */
package perigee.memory;
