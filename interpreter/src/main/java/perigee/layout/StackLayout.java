package perigee.layout;

/**
 * Coroutines and the frames on their stacks.
 *
 * <p>Every word of a stack region is a valid value word, frame headers included: a saved pc is tagged as a light
 * userdata and a link has a tag of its own, so that the collector scans frames without maps.
 *
 * <pre>
 *   higher addresses
 *     ...               registers of the callee
 *     R[0]          ◄── base of the callee
 *     link              distance to the caller's base, results wanted, flags, continuation
 *     pc                where this frame goes on; written when it calls
 *     function          the caller's R[A] of the CALL; the first result goes here
 *     ...               registers of the caller
 *     R[0]          ◄── base of the caller
 *   lower addresses
 *
 *   A vararg function's frame stands above its extra arguments:
 *     function, pc, link, (unused fixed parameters), extra arguments, count, function, pc, link, R[0] ...
 *   The lower link is what it was at the call, a return address of compiled code perhaps; the upper one is always a link.
 * </pre>
 *
 * <p>A frame of optimised code has the same header, but its pc is a word of {@link perigee.frame.Link#ofSite} and its
 * registers are that code's affair; see {@code perigee.runtime.OptimizedFrames}.
 */
public final class StackLayout {
    // ---- frame header, relative to base ------------------------------------------------------------------------
    /** Words between the function's place and base. */
    public static final int HEADER_WORDS = 3;
    public static final int HEADER_BYTES = 8 * HEADER_WORDS;

    public static final Layout FRAME = new Layout("frame", -4 * 8);
    /** Only in frames with the flag {@link perigee.frame.Link#VARARG}: an integer word, the number of extra arguments. */
    public static final int EXTRA_COUNT = FRAME.word("extraCount");
    public static final int FUNCTION = FRAME.word("function");
    public static final int PC = FRAME.word("pc");
    public static final int LINK = FRAME.word("link");

    /** Words between {@link #LIMIT} and the end of the region: a frame header and a metamethod's arguments go there. */
    public static final int SLACK_WORDS = 32;

    // ---- coroutines ----------------------------------------------------------------------------------------------
    public static final Layout COROUTINE = new Layout("coroutine", ObjectHeader.LAYOUT);
    /** First byte of the stack region; 0 when the coroutine is dead and its region given back. */
    public static final int REGION = COROUTINE.raw("region");
    /** One past the last byte that values may use without asking; {@link #SLACK_WORDS} more are there. */
    public static final int LIMIT = COROUTINE.raw("limit");
    /** Base and top of the topmost frame while the coroutine is not running. */
    public static final int SAVED_BASE = COROUTINE.raw("savedBase");
    public static final int SAVED_TOP = COROUTINE.raw("savedTop");
    /** The coroutine that resumed this one, or 0. */
    public static final int RESUMER = COROUTINE.reference("resumer");
    /** An ARRAY block of integer words: offsets from the region of the variables to be closed; or 0. */
    public static final int TO_CLOSE = COROUTINE.reference("toClose");
    public static final int TO_CLOSE_COUNT = COROUTINE.u32("toCloseCount");
    /** One of the states of {@code perigee.frame.Coroutines}. */
    public static final int STATUS = COROUTINE.u32("status");
    /** Frames of Java on the way that a yield cannot cross. */
    public static final int NON_YIELDABLE = COROUTINE.u32("nonYieldable");
    public static final int IDENTITY = COROUTINE.u32("identity");
    /** Hook function (nil when none), its event mask, count and countdown. */
    public static final int HOOK = COROUTINE.word("hook");
    /** The error that ended the coroutine, while its frames still stand and its variables are not closed. */
    public static final int ERROR = COROUTINE.word("error");
    public static final int HOOK_MASK = COROUTINE.u32("hookMask");
    public static final int HOOK_COUNT = COROUTINE.u32("hookCount");
    public static final int HOOK_COUNTDOWN = COROUTINE.u32("hookCountdown");
    /** Index of the instruction a line hook last saw in the running frame, so that it tells new lines. */
    public static final int HOOK_LAST_PC = COROUTINE.u32("hookLastPc");
    public static final int COROUTINE_SIZE = COROUTINE.size();

    private StackLayout() {
    }
}
