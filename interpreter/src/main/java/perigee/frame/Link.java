package perigee.frame;

/**
 * The link word of a frame header.
 *
 * <pre>
 *   | 0001:16 | continuation:8 | flags:6 | moved:1 | wanted + 1:9 | distance to the caller's base in bytes:24 |
 * </pre>
 *
 * A frame whose link has no flag and no continuation belongs to a Lua function called by a CALL instruction: returning
 * from it is the interpreter's fast path. A distance is at least a frame header's size, but for the bottom frame, which
 * has flags; so no link looks like an object.
 */
public final class Link {
    /** Above this bit a link has its tag, and a return address nothing. */
    public static final int TAG_SHIFT = 48;
    private static final long TAG = 1L << TAG_SHIFT;
    private static final int DISTANCE_BITS = 24;
    private static final int WANTED_SHIFT = DISTANCE_BITS;
    private static final int WANTED_MASK = 0x1FF;
    private static final int MOVED_SHIFT = 33;
    private static final int FLAGS_SHIFT = 34;
    private static final int CONTINUATION_SHIFT = 40;
    private static final long PC_TAG = 0xFFFBL << 48;
    private static final long PC_MASK = (1L << 48) - 1;
    /** Bytecode is below this address, and so is machine code. */
    private static final long SITE = 1L << 47;
    private static final long SITE_MASK = 0x1FFFFL << 47;

    /** The caller takes all results. */
    public static final int MULTIPLE = -1;

    /** Returning leaves the interpreter loop: the frame was called from Java. */
    public static final long ENTRY = 1L << FLAGS_SHIFT;
    /**
     * The caller does not wait in a CALL instruction: returning finishes another instruction of a Lua frame (the frame is
     * a metamethod's), or goes on with the continuation of a Java frame.
     */
    public static final long CONTINUES = 2L << FLAGS_SHIFT;
    /** The frame stands above its extra arguments. */
    public static final long VARARG = 4L << FLAGS_SHIFT;
    /** The frame is a Java function's. */
    public static final long NATIVE = 8L << FLAGS_SHIFT;
    /** The frame's function was called by a tail call: its caller is lost. */
    public static final long TAIL_CALLED = 16L << FLAGS_SHIFT;
    /** The frame is that of a hook function, or of a finalizer. */
    public static final long HOOK = 32L << FLAGS_SHIFT;

    /**
     * The frame stands higher than its caller's CALL or TFORCALL says: the caller was a frame of optimised code when it
     * called. Results have to be moved to where that instruction wants them.
     */
    public static final long MOVED = 1L << MOVED_SHIFT;

    private static final long ANY_FLAG = 63L << FLAGS_SHIFT & ~TAIL_CALLED | MOVED;
    private static final long TAG_MASK = 0xFFFFL << 48;

    private Link() {
    }

    /**
     * @param distanceBytes from the caller's base to this frame's base
     * @param wanted        number of results the caller takes, or {@link #MULTIPLE}
     * @param flags         any of the flags of this class
     */
    public static long of(long distanceBytes, int wanted, long flags) {
        return TAG | distanceBytes | (long) (wanted + 1) << WANTED_SHIFT | flags;
    }

    public static long distanceBytes(long link) {
        return link & (1L << DISTANCE_BITS) - 1;
    }

    /** Number of results the caller takes, or {@link #MULTIPLE}. */
    public static int wanted(long link) {
        return ((int) (link >>> WANTED_SHIFT) & WANTED_MASK) - 1;
    }

    /** Whether returning is the simple case: a link, no return address, with no flag but perhaps {@link #TAIL_CALLED}. */
    public static boolean isPlain(long word) {
        return (word & (ANY_FLAG | TAG_MASK)) == TAG;
    }

    /** Whether the word in a link's place is a return address into compiled code. */
    public static boolean isReturnAddress(long word) {
        return word >>> 48 == 0;
    }

    public static boolean has(long link, long flag) {
        return (link & flag) != 0;
    }

    /** What a Java frame does when the function that it called returns: a number of {@link Continuation}, 0 for none. */
    public static int continuation(long link) {
        return (int) (link >>> CONTINUATION_SHIFT) & 0xFF;
    }

    public static long withContinuation(long link, int continuation) {
        return link & ~(0xFFL << CONTINUATION_SHIFT) | (long) continuation << CONTINUATION_SHIFT;
    }

    /** The same frame at another distance from its caller. */
    public static long withDistance(long link, long distanceBytes) {
        return link & -(1L << DISTANCE_BITS) | distanceBytes;
    }

    /** A saved pc as a value word. */
    public static long ofPc(long address) {
        return PC_TAG | address;
    }

    /** The address in a saved pc. */
    public static long pc(long word) {
        return word & PC_MASK;
    }

    /** The word that a frame of optimised code saves instead of a pc: where that code goes on. */
    public static long ofSite(long address) {
        return PC_TAG | SITE | address;
    }

    /** Whether a saved pc is one of {@link #ofSite}: the frame is not the interpreter's. */
    public static boolean isSite(long word) {
        return (word & SITE_MASK) == (PC_TAG | SITE);
    }

    /** The address in a word of {@link #ofSite}. */
    public static long site(long word) {
        return word & PC_MASK & ~SITE;
    }
}
