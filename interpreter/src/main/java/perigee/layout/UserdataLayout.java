package perigee.layout;

/** Full userdata: an identity, a metatable, user values, and a Java object kept in the state's handle table. */
public final class UserdataLayout {
    public static final Layout LAYOUT = new Layout("userdata", ObjectHeader.LAYOUT);
    public static final int METATABLE = LAYOUT.reference("metatable");
    /** Number of the Java object in the state's handle table; 0 for none. */
    public static final int HANDLE = LAYOUT.u32("handle");
    public static final int IDENTITY = LAYOUT.u32("identity");
    public static final int USER_VALUE = LAYOUT.word("userValue");
    public static final int SIZE = LAYOUT.size();

    private UserdataLayout() {
    }
}
