package perigee.layout;

/**
 * Strings: bytes with a length and a cached hash. A rope has the same two fields first, so that the length of either is
 * read alike.
 */
public final class StringLayout {
    public static final Layout LAYOUT = new Layout("string", ObjectHeader.LAYOUT);
    /** Bytes, at most 2^31 - 1. */
    public static final int LENGTH = LAYOUT.u32("length");
    /** Valid when the flag {@link #HASHED} is set. */
    public static final int HASH = LAYOUT.u32("hash");
    /** First byte of the text. */
    public static final int BYTES = LAYOUT.size();

    public static final Layout ROPE = new Layout("rope", LAYOUT);
    /** Left part; once flattened, the flat string, and the right part is 0. */
    public static final int LEFT = ROPE.reference("left");
    public static final int RIGHT = ROPE.reference("right");
    public static final int ROPE_SIZE = ROPE.size();

    /** Flag: the string is in the intern table; equal interned strings have equal addresses. */
    public static final int INTERNED = 1;
    /** Flag: the hash is computed. */
    public static final int HASHED = 2;
    /** Flag: the name of a metamethod; the header's detail byte is the event's number. */
    public static final int EVENT = 4;

    private StringLayout() {
    }
}
