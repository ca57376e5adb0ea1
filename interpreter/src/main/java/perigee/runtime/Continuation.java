package perigee.runtime;

/**
 * What a Java function does when a function returns that it called by {@link Call#callThen}. Such calls nest without
 * recursion in Java, and coroutines can yield across them.
 */
public interface Continuation {
    /**
     * The function returned.
     *
     * @param call  the frame of the Java function, its arguments as it left them
     * @param first address of the first result
     * @param count number of results; they end at the stack's top
     * @return as of {@link NativeFunction#call}
     */
    int resume(Call call, long first, int count);

    /**
     * Whether the function has forbidden yields before the call ({@link Stack#forbidYields}), and allows them when it goes on.
     * If an error leaves the frame instead, whoever unwinds does that.
     */
    default boolean forbidsYields() {
        return false;
    }

    /** Whether errors raised by the called function end here. */
    default boolean catchesErrors() {
        return false;
    }

    /**
     * The function raised an error, and all variables to be closed above this frame have been closed. Only called when
     * {@link #catchesErrors}.
     *
     * @param error the error value
     * @return as of {@link NativeFunction#call}
     */
    default int caught(Call call, long error) {
        throw new AssertionError("a continuation that catches nothing");
    }

    /** Whether errors that end here are shown to the message handler of a catching frame further out. */
    default boolean leavesHandler() {
        return false;
    }

    /**
     * Called where the error was raised, before anything is unwound.
     *
     * @param frame base of the Java function's frame
     * @return the value that {@link #caught} shall get
     */
    default long handle(LuaState state, long frame, long error) {
        return error;
    }
}
