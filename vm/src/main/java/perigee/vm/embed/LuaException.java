package perigee.vm.embed;

/**
 * A Lua error. Lua code raised it, and none caught it; or a {@link JavaFunction} raises it, for Lua code to catch. Its
 * message is the text of the error value. Its cause, if it has one, is the exception that a {@link JavaFunction} has
 * thrown.
 */
public final class LuaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Object value;
    private final String luaTraceback;

    /** An error to be raised in Lua with this value, as {@code error(value, 0)} does. */
    public LuaException(Object value) {
        this(String.valueOf(value), value, "", null);
    }

    LuaException(String message, Object value, String luaTraceback, Throwable cause) {
        super(message, cause);
        this.value = value;
        this.luaTraceback = luaTraceback;
    }

    /** The error value: most often a {@link LuaString}. */
    public Object value() {
        return value;
    }

    /**
     * The Lua functions that were active, in lines as of {@code debug.traceback}. Empty of errors in the text of a
     * chunk, when memory or stack have run out, and of those that did not come out of Lua code.
     */
    public String luaTraceback() {
        return luaTraceback;
    }
}
