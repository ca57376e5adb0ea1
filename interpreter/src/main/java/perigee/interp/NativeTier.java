package perigee.interp;

/**
 * The compilers, as the driver sees them. A function has compiled code as long as {@code nativeEntry} of its CODE block is
 * not 0; its frames look like the interpreter's whenever compiled code has left, so either can go on with them.
 */
public interface NativeTier {
    /** Why compiled code left: the instruction before the topmost frame's saved pc is to be executed. */
    int EXECUTE = 0;
    /** Something asks for attention; the topmost frame's saved pc is the next instruction. */
    int SAFEPOINT = 1;
    /** A call: the topmost frame has been made, and its function is to be called anew by the driver. */
    int CALL = 2;
    /** The instruction before the topmost frame's saved pc is a CALL, TAILCALL or TFORCALL whose function is written in Java. */
    int LIBRARY = 4;

    /** As {@link #EXECUTE}, and the instruction is a field access whose inline cache has missed. */
    int MISS = 3;

    // Optimised code has left; the topmost frame's saved pc is a site.
    /** It waits at a safepoint. */
    int POLL = 5;
    /** It wants the function above its frame called; the thread block says with how many arguments, for how many results. */
    int CALL_OUT = 6;
    /** It wants a function of the compilers' own; the thread block says which. Never seen by the driver. */
    int FUNCTION = 7;
    /** The topmost frame has returned; results stand from the function's place on, the thread block has count and link. */
    int RETURN = 8;
    /** As {@link #CALL}; the function has become hot. */
    int HOT_CALL = 9;
    /** As {@link #SAFEPOINT}; the loop that the next instruction begins has become hot. */
    int HOT_LOOP = 10;
    /** A guard has failed; the registers are in the thread block. Never seen by the driver, since {@link #run} sees to it. */
    int DEOPT = 11;
    /** The topmost frame is to be gone on with, by whoever runs such frames. */
    int CONTINUE = 12;

    /** No compilers: everything is interpreted. */
    NativeTier NONE = new NativeTier() {
        @Override
        public int run() {
            throw new AssertionError("there is no compiled code");
        }

        @Override
        public void deliver() {
            throw new AssertionError("there is no compiled code");
        }

        @Override
        public void hot(long code) {
        }

        @Override
        public void missed(long base, long pc) {
        }

        @Override
        public void forgetStale() {
        }

        @Override
        public void learnsAgain(long code, int pc) {
        }
    };

    /**
     * Runs compiled code in the topmost frame, from where that goes on, until it leaves.
     *
     * @return one of the constants of this interface
     */
    int run();

    /**
     * The topmost frame, of optimised code, has got the results that it waits for, if it waits for any: they stand where
     * the function was. Turns it into the interpreter's, which has got them.
     */
    void deliver();

    /** A function has become hot; compiles it (better), or sees to it that this is not called soon again. */
    void hot(long code);

    /**
     * A field access in the frame with this base is about to be executed, whose inline cache has missed: the cache may
     * learn.
     *
     * @param pc address of the instruction after it
     */
    void missed(long base, long pc);

    /** What metatables do has changed: compiled code must not rely any more on shapes that are stale. */
    void forgetStale();

    /**
     * A field access is no longer megamorphic: most of what was known of it is gone.
     *
     * @param code block of its function
     */
    void learnsAgain(long code, int pc);
}
