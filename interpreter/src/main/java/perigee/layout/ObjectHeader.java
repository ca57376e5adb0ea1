package perigee.layout;

/**
 * The eight bytes every heap object starts with.
 *
 * <p>The first four are the shape: of a table its hidden class; of every other object its type number, so that one
 * 32-bit compare tells both "is a table" and "has this shape".
 */
public final class ObjectHeader {
    public static final Layout LAYOUT = new Layout("object");
    public static final int SHAPE = LAYOUT.u32("shape");
    /** A {@link HeapType} number. */
    public static final int TYPE = LAYOUT.u8("type");
    /**
     * Owned by the collector: one of the states below. A store of a reference into an object whose state is {@link #OLD}
     * has to tell the collector (the write barrier); into any other object it has not.
     */
    public static final int MARK = LAYOUT.u8("mark");
    /** Meaning depends on the type. */
    public static final int FLAGS = LAYOUT.u8("flags");
    /**
     * Meaning depends on the type: in-object slots of a table, metamethod number of a string, intrinsic of a
     * function in Java.
     */
    public static final int DETAIL = LAYOUT.u8("detail");

    // ---- states, in MARK ---------------------------------------------------------------------------------------------
    /** In the old space, and no reference to a young object is in it (or its cards tell where). */
    public static final byte OLD = 0;
    /** In the nursery, or young though large. */
    public static final byte NEW = 1;
    /** Young, but has survived a minor collection. */
    public static final byte AGED = 2;
    /** In the old space and in the remembered set. */
    public static final byte REMEMBERED = 3;
    /** Only during a minor collection: has moved to the address in its second word. */
    public static final byte FORWARDED = 4;

    private ObjectHeader() {
    }
}
