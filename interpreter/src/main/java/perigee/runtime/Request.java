package perigee.runtime;

/** What a Java function wants of the driver that has returned {@link Call#CALL} or a number like it. */
public final class Request {
    private long function;
    private int count;
    private long returnAddress;
    private long coroutine;

    Request() {
    }

    void call(long place, int arguments, long address) {
        function = place;
        count = arguments;
        returnAddress = address;
    }

    void yield(int values) {
        count = values;
    }

    void resume(long suspended, int arguments) {
        coroutine = suspended;
        count = arguments;
    }

    /** Address of the function that is to be called. */
    public long function() {
        return function;
    }

    /** Where it returns to, if it is one in Lua; 0: to the driver. */
    public long returnAddress() {
        return returnAddress;
    }

    /** Number of arguments, or of values to be yielded. */
    public int count() {
        return count;
    }

    /** The coroutine to be resumed. */
    public long coroutine() {
        return coroutine;
    }
}
