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
    /** The instruction before the topmost frame's saved pc is a CALL or TAILCALL whose function is written in Java. */
    int LIBRARY = 4;

    /** As {@link #EXECUTE}, and the instruction is a field access whose inline cache has missed. */
    int MISS = 3;

    /** No compilers: everything is interpreted. */
    NativeTier NONE = new NativeTier() {
        @Override
        public int run(long address) {
            throw new AssertionError("there is no compiled code");
        }

        @Override
        public void hot(long code) {
        }

        @Override
        public void missed(long base, long pc) {
        }

        @Override
        public void forgetFields() {
        }
    };

    /**
     * Runs compiled code from an address on, in the topmost frame, until it leaves.
     *
     * @return one of the constants of this interface
     */
    int run(long address);

    /** A function has become hot, and has no compiled code; compiles it, or sees to it that this is not called soon again. */
    void hot(long code);

    /**
     * A field access in the frame with this base is about to be executed, whose inline cache has missed: the cache may
     * learn.
     *
     * @param pc address of the instruction after it
     */
    void missed(long base, long pc);

    /** What metatables do has changed: compiled code must not rely any more on what caches of field accesses knew. */
    void forgetFields();
}
