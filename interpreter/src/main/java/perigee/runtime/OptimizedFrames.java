package perigee.runtime;

/**
 * Frames of optimised code, as the runtime sees them. Such a frame has a header like any other, a site instead of a pc, and
 * may stand for several frames of the interpreter. Who wants to look into one has it <i>materialised</i> first: turned into
 * the interpreter's frames, in its place. Code sees to it that there is room for these, below what it calls; so nothing
 * moves, and nothing can fail.
 *
 * <p>{@link Frames#top} and {@link Frames#caller} are the ways to frames; who uses them meets no frame of optimised code.
 */
public interface OptimizedFrames {
    /** There is no optimised code. */
    OptimizedFrames NONE = new OptimizedFrames() {
        @Override
        public long end(long base) {
            throw new AssertionError("there is no optimised code");
        }

        @Override
        public long callee(long base) {
            throw new AssertionError("there is no optimised code");
        }

        @Override
        public long materialize(long coroutine, long base, long callee) {
            throw new AssertionError("there is no optimised code");
        }

        @Override
        public int uncountedCalls(long base) {
            throw new AssertionError("there is no optimised code");
        }

        @Override
        public void clearDead(long base) {
            throw new AssertionError("there is no optimised code");
        }
    };

    /** The end of the values of a frame that waits at a site, and of those that it may be turned into. */
    long end(long base);

    /** Where the function stands that a frame calls, and the results of a call come back to. */
    long callee(long base);

    /**
     * Turns a frame into the interpreter's. Allocates; does not collect, and does not change any pointer to frames.
     *
     * @param coroutine whose stack it is on
     * @param base      of the frame
     * @param callee    base of the frame above, which is told of its new caller; 0 if there is none
     * @return base of the innermost of the new frames
     */
    long materialize(long coroutine, long base, long callee);

    /** How many calls of metamethods a frame waits in that {@link Stack#nesting} counts only when it is materialised. */
    int uncountedCalls(long base);

    /** Makes the slots nil that the site's code will not read again. */
    void clearDead(long base);
}
