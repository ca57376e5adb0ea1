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
    /** Owned by the collector. */
    public static final int MARK = LAYOUT.u8("mark");
    /** Meaning depends on the type. */
    public static final int FLAGS = LAYOUT.u8("flags");
    /**
     * Meaning depends on the type: in-object slots of a table, metamethod number of a string, intrinsic of a
     * function in Java.
     */
    public static final int DETAIL = LAYOUT.u8("detail");

    private ObjectHeader() {
    }
}
