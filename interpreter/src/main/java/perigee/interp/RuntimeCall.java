package perigee.interp;

/**
 * What optimised code can have the runtime do while it waits. A call that would raise an error or call Lua is refused: the
 * frame becomes the interpreter's, which executes the instruction. So none of them has effects before it succeeds.
 *
 * <p>Arguments are words; the result stands above the frame, where the function of a call would.
 */
public enum RuntimeCall {
    /** Has room made for allocating as many bytes as the integer says. No result. */
    MAKE_ROOM,
    /** {@code (table, key)}: the value. */
    GET_INDEX,
    /** {@code (table, key, value)}; no result. */
    SET_INDEX,
    /** {@code (a, b)}: the two joined. */
    CONCATENATE,
    /** {@code (a, b)}: whether they are equal. */
    EQUAL,
    /** {@code (a, b)}: whether the first is less. */
    LESS,
    /** {@code (a, b)}: whether the first is less or equal. */
    LESS_OR_EQUAL,
    /** {@code (a)}: its length. */
    LENGTH;

    private static final RuntimeCall[] VALUES = values();

    /** The call of this number. */
    public static RuntimeCall of(int number) {
        return VALUES[number];
    }
}
