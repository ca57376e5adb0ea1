package perigee.runtime;

/**
 * A Lua error on its way to the protected call that catches it. The error value is in {@link LuaState#errorValue()},
 * where the collector sees it; the frames of the coroutine stand as they were when the error was raised, until a driver
 * loop has found who catches it.
 */
public final class LuaError extends RuntimeException {
    LuaError() {
        super("a Lua error", null, false, false);
    }
}
