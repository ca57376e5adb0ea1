package perigee.runtime;

/**
 * A library function in Java.
 *
 * <p>It finds its arguments in the {@link Call}, puts its results there and returns their number, or returns what
 * {@link Call#callThen}, {@link Call#yield} or {@link Call#resume} gave it. It may hold raw addresses until it calls back
 * into Lua; what it needs afterwards it reads again from the stack.
 */
@FunctionalInterface
public interface NativeFunction {
    /** @throws LuaError for a Lua error */
    int call(Call call);
}
