package perigee.vm.embed;

/** A function in Java that Lua code can call, once it has been given to a {@link Lua}. */
@FunctionalInterface
public interface JavaFunction {
    /**
     * Runs on the thread that has called into Lua, and may call into Lua itself.
     *
     * @param arguments as many as the caller gives
     * @return the result, any value that {@link Lua} takes; or {@link LuaValues} for any other number of results than
     *         one
     * @throws Exception becomes a Lua error. The error value of a {@link LuaException} is that exception's; of others
     *                   it is a string with the place of the call and the exception's text. An {@link Error} is not
     *                   caught by Lua code: it ends all of it
     */
    Object call(LuaValues arguments) throws Exception;
}
