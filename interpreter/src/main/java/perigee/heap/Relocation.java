package perigee.heap;

/** What a minor collection has done to an object that somebody in Java refers to without keeping it alive. */
@FunctionalInterface
public interface Relocation {
    /**
     * @param object the address before the collection; not 0
     * @return the address now, which is the same for old objects; 0 when the object is dead
     */
    long of(long object);
}
