package perigee.layout;

/** The per-thread block: what interpreter, collector and compiled code share about the running guest thread. */
public final class ThreadLayout {
    public static final Layout LAYOUT = new Layout("thread");
    /** Reasons to leave the fast path at the next safepoint: bits of this class. Any thread sets some, so all do it locked. */
    public static final int ATTENTION = LAYOUT.u32("attention");
    /** Number of arguments of the call that made the topmost Lua frame; VARARGPREP asks. */
    public static final int ARGUMENT_COUNT = LAYOUT.u32("argumentCount");
    /** Base of the topmost frame, which is there whenever Java runs: a profiler's signal handler may look at it at any time. */
    public static final int BASE = LAYOUT.raw("base");
    /** One past the last value of an open list, or of the topmost frame of a Java function. */
    public static final int TOP = LAYOUT.raw("top");
    /** Values may stand below this address of the running coroutine's region without asking. */
    public static final int LIMIT = LAYOUT.raw("limit");
    /** The coroutine that runs. */
    public static final int CURRENT = LAYOUT.raw("current");
    /** First of the regions that coroutines left when they ended in compiled code, each with the address of the next; or 0. */
    public static final int FREE_REGIONS = LAYOUT.raw("freeRegions");
    /** How many of {@link #MADE_COROUTINES} there are. */
    public static final int MADE_COUNT = LAYOUT.raw("madeCount");
    /** Constants of the topmost frame's function, while the interpreter runs it. */
    public static final int CONSTANTS = LAYOUT.raw("constants");
    /** A function called so often is to be compiled. */
    public static final int HOT_CALLS = LAYOUT.u32("hotCalls");
    /** A mask: so is one that has a loop when the number of its rounds has none of these bits. */
    public static final int HOT_LOOPS = LAYOUT.u32("hotLoops");
    /** A word that nobody reads. */
    public static final int SCRATCH = LAYOUT.raw("scratch");
    /** How many tables along {@code __index} a stub has asked. */
    public static final int CHAIN = LAYOUT.raw("chain");
    /** Where the next young object goes; and the end of what it may take without asking. */
    public static final int NURSERY_POINTER = LAYOUT.raw("nurseryPointer");
    public static final int NURSERY_LIMIT = LAYOUT.raw("nurseryLimit");
    /**
     * Where the write barrier puts the next holder; and from where on a collection is due. Beyond that there is room for
     * more than code can store before it gets to a safepoint.
     */
    public static final int REMEMBERED_POINTER = LAYOUT.raw("rememberedPointer");
    public static final int REMEMBERED_LIMIT = LAYOUT.raw("rememberedLimit");
    /** Added to an address shifted right by {@link #CARD_SHIFT}: its card, a byte that is not 0 when it is dirty. */
    public static final int CARDS = LAYOUT.raw("cards");
    /** The identity that was given out last. */
    public static final int IDENTITY = LAYOUT.u32("identity");
    /** How many variables of the running coroutine wait to be closed. */
    public static final int TO_CLOSE_COUNT = LAYOUT.u32("toCloseCount");
    /** The ARRAY block of tables without elements. */
    public static final int EMPTY_ARRAY = LAYOUT.raw("emptyArray");
    /**
     * Address of a table, by the in-object slots wanted: {@code | slots in the object:32 | shape of an empty record:32 |}, or 0
     * as long as there is none.
     */
    public static final int ROOT_SHAPES = LAYOUT.raw("rootShapes");
    /** How deep calls are nested, as {@code perigee.runtime.Stack} counts them. */
    public static final int NESTING = LAYOUT.u32("nesting");
    /** Shapes from this number on are not in the table of keys. */
    public static final int SHAPE_KEYS_LIMIT = LAYOUT.u32("shapeKeysLimit");
    /** By number of the shape: address of its keys, see {@code perigee.runtime.ShapeKeys}; or 0. */
    public static final int SHAPE_KEYS = LAYOUT.raw("shapeKeys");
    /** Number of results that a call wants for which optimised code has left. */
    public static final int WANTED = LAYOUT.u32("wanted");
    /** Which function in Java optimised code has left for: a number of {@code perigee.stub.RuntimeFunction}. */
    public static final int RUNTIME_FUNCTION = LAYOUT.u32("runtimeFunction");
    /** Link of the frame that has returned to the driver: results stand where it was. */
    public static final int RETURN_LINK = LAYOUT.raw("returnLink");
    /**
     * Strings whose interned equal was asked for lately: {@link #RECENT_STRINGS_COUNT} entries of two words, the string and its
     * interned equal or 0. The entry of a string is told by its address, shifted right by {@link #RECENT_STRINGS_SHIFT}.
     */
    public static final int RECENT_STRINGS = LAYOUT.raw("recentStrings");
    /** By the address of a pattern: its program, see {@code perigee.runtime.PatternPrograms}. */
    public static final int PATTERNS = LAYOUT.raw("patterns");
    /** Address of position 0 of the string that machine code matches. */
    public static final int MATCHED = LAYOUT.raw("matched");
    /** The interned strings: see {@code perigee.object.InternTable}; 0 while some of them may be dead. */
    public static final int INTERNED = LAYOUT.raw("interned");
    /** Number of places of that, less one. */
    public static final int INTERNED_MASK = LAYOUT.u32("internedMask");
    /** Whether numbers have a metatable, which a {@code debug} function may give them. */
    public static final int NUMBERS_HAVE_METATABLE = LAYOUT.u32("numbersHaveMetatable");
    /**
     * By question of {@link SortLayout}: where machine code goes on with the answer. Zeros as long as there is none.
     */
    public static final int SORT_RETURNS = LAYOUT.size() + 7 & -8;
    /** The state of {@code math.random}'s generator: {@link #RANDOM_WORDS} words. */
    public static final int RANDOM = SORT_RETURNS + 8 * SortLayout.QUESTIONS;
    public static final int RANDOM_WORDS = 4;
    /** First of 256 words, the addresses of the strings of one byte. */
    public static final int SINGLE_STRINGS = RANDOM + 8 * RANDOM_WORDS;
    /** The string of none. */
    public static final int EMPTY_STRING = SINGLE_STRINGS + 8 * 256;
    /** Operands of a concatenation in machine code, {@link #PARTS_COUNT} at most; nothing is there when it has been made. */
    public static final int PARTS = EMPTY_STRING + 8;
    public static final int PARTS_COUNT = 8;
    /** Coroutines without a function, for whoever makes some next; the collector does not know of them. */
    public static final int MADE_COROUTINES = PARTS + 8 * PARTS_COUNT;
    public static final int MADE_MOST = 16;

    /** Where each capture of a match in machine code begins. */
    public static final int CAPTURE_STARTS = MADE_COROUTINES + 8 * MADE_MOST;
    public static final int MOST_CAPTURES = 8;
    /** Where each ends; 0 for a capture of a position. */
    public static final int CAPTURE_ENDS = CAPTURE_STARTS + 8 * MOST_CAPTURES;

    // ---- what optimised code had in its registers when a guard failed ------------------------------------------------
    /** General registers by encoding, 8 bytes each; r11 has the address of the guard's site. */
    public static final int DUMP = CAPTURE_ENDS + 8 * MOST_CAPTURES;
    /** Lower halves of the vector registers. */
    public static final int VECTOR_DUMP = DUMP + 8 * 16;
    /** The words of the C stack that are the code's own. */
    public static final int STACK_DUMP = VECTOR_DUMP + 8 * 16;
    public static final int STACK_WORDS = 256;
    public static final int SIZE = STACK_DUMP + 8 * STACK_WORDS;

    /** Binary logarithm of the bytes that share a card. */
    public static final int CARD_SHIFT = 7;

    public static final int RECENT_STRINGS_COUNT = 4096;
    public static final int RECENT_STRINGS_SHIFT = 4;

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
