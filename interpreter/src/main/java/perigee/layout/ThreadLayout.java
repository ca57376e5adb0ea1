package perigee.layout;

/** The per-thread block: what interpreter, collector and compiled code share about the running guest thread. */
public final class ThreadLayout {
    public static final Layout LAYOUT = new Layout("thread");
    /** Reasons to leave the fast path at the next safepoint: bits of this class. */
    public static final int ATTENTION = LAYOUT.u32("attention");
    public static final int RESERVED = LAYOUT.u32("reserved");
    /** Where the next young object goes; and the end of what it may take without asking. */
    public static final int NURSERY_POINTER = LAYOUT.raw("nurseryPointer");
    public static final int NURSERY_LIMIT = LAYOUT.raw("nurseryLimit");
    /** Where the write barrier puts the next holder; and the end of the buffer. */
    public static final int REMEMBERED_POINTER = LAYOUT.raw("rememberedPointer");
    public static final int REMEMBERED_LIMIT = LAYOUT.raw("rememberedLimit");
    public static final int SIZE = LAYOUT.size();

    /** A collection is due. */
    public static final int COLLECT = 1;
    /** Somebody wants the program stopped. */
    public static final int INTERRUPT = 2;
    /** A hook is set in the running coroutine. */
    public static final int HOOK = 4;
    /** Finalizers wait to be run. */
    public static final int FINALIZE = 8;

    private ThreadLayout() {
    }
}
