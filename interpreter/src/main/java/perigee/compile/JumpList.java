package perigee.compile;

/** Forward jumps to one place that is not reached yet; while they wait, each has the pc of the one before as its J. */
final class JumpList {
    static final int END = -1;

    /** The jump added last, or {@link #END}. */
    int last = END;

    boolean isEmpty() {
        return last == END;
    }
}
