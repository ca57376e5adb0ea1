package perigee.ir;

/**
 * Parts of the guest's memory that do not overlap: what operations read and write. Sets of them are bits in an int.
 *
 * <p>Within {@link #FIELD} and {@link #OUTER_FIELD}, other offsets are other places; within {@link #ELEMENT}, other
 * indices are; and objects that are known to be different do not overlap anywhere.
 */
public enum Alias {
    /** Shapes of tables. (That something is a table, a closure, a string of the kind it is, never changes.) */
    SHAPE,
    /** Fields of tables in the object. */
    FIELD,
    /** Fields of tables in their SLOTS blocks. */
    OUTER_FIELD,
    /** Which SLOTS block a table has. */
    SLOTS,
    METATABLE,
    /** Metamethods in metatables of which there are many that look alike. Compiled code does not write them. */
    METAMETHOD,
    /** Which ARRAY block a table has, and how many elements fit into that. */
    ARRAY,
    ARRAY_SIZE,
    ELEMENT,
    /** Which HASH block a table has, and what is in it. */
    HASH,
    /** Values of cells, and whether they are still constants. */
    CELL,
    /** Words of the thread block, extra arguments of the frame, results of calls. */
    THREAD,
    /** What never changes once the object is made: upvalues, code, strings, identities. */
    CONSTANT;

    /** Whatever a program can do. */
    public static final int EVERYTHING = (1 << CONSTANT.ordinal()) - 1;
    public static final int NOTHING = 0;

    private static final Alias[] ALL = values();

    public int bit() {
        return 1 << ordinal();
    }

    public static Alias of(int ordinal) {
        return ALL[ordinal];
    }
}
