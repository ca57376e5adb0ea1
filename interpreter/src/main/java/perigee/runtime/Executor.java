package perigee.runtime;

/** The flat driver: runs guest frames until the one it was called for returns. */
public interface Executor {
    /**
     * Calls the function at an address of the current stack, in the place of a new frame whose results Java takes.
     *
     * @param function address of the function's place; two free words and the arguments follow
     * @param count    number of arguments
     * @param wanted   number of results, or {@link perigee.frame.Link#MULTIPLE}; they stand from {@code function} on, and
     *                 the stack's top is after the last one
     */
    default void call(long function, int count, int wanted) {
        call(function, count, wanted, 0);
    }

    /**
     * The same.
     *
     * @param flags of the frame's link: 0, or {@link perigee.frame.Link#HOOK}
     */
    void call(long function, int count, int wanted, long flags);
}
