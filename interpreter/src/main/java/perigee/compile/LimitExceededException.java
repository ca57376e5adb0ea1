package perigee.compile;

/**
 * A function needs more registers than there are, or a loop is too long; the parser foresees the first nearly always.
 * The {@link Compiler} makes a syntax error of it.
 */
final class LimitExceededException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private int line;

    private LimitExceededException(String message, int line) {
        super(message, null, false, false);
        this.line = line;
    }

    static LimitExceededException tooManyRegisters() {
        return new LimitExceededException("function or expression needs too many registers", 0);
    }

    /** @param endLine line of the loop's {@code end}, which the reference has read when it notices */
    static LimitExceededException loopTooLong(int endLine) {
        return new LimitExceededException("control structure too long near 'end'", endLine);
    }

    /** Line in the message. */
    int line() {
        return line;
    }

    /** Sets the line unless it is known already. */
    LimitExceededException at(int errorLine) {
        if (line == 0) {
            line = errorLine;
        }
        return this;
    }
}
