package perigee.layout;

/** Type numbers of heap objects: bytes in the header, and the shape of all objects that are not tables. */
public final class HeapType {
    /** Not an object: free space. */
    public static final int FREE = 0;
    public static final int STRING = 1;
    /** A string that is a concatenation not yet carried out. */
    public static final int ROPE = 2;
    public static final int TABLE = 3;
    /** A Lua function. */
    public static final int CLOSURE = 4;
    /** A function written in Java. */
    public static final int NATIVE = 5;
    public static final int USERDATA = 6;
    public static final int COROUTINE = 7;
    /** An integer that does not fit into a word. */
    public static final int BOX = 8;
    // The types below are internal: no value of a program is one.
    /** A captured variable, or a global variable's place. */
    public static final int CELL = 9;
    /** The array part of a table. */
    public static final int ARRAY = 10;
    /** The hash part of a table. */
    public static final int HASH = 11;
    /** Out-of-object slots of a table. */
    public static final int SLOTS = 12;
    /** Instructions and constants of a function. */
    public static final int CODE = 13;

    /** Shape numbers of tables start here. */
    public static final int FIRST_SHAPE = 64;

    private HeapType() {
    }
}
