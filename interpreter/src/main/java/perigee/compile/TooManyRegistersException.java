package perigee.compile;

/** A function needs more registers than there are. The {@link Compiler} makes a syntax error of it. */
final class TooManyRegistersException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private int line;

    TooManyRegistersException() {
        super(null, null, false, false);
    }

    /** Line of the last instruction before. */
    int line() {
        return line;
    }

    TooManyRegistersException at(int errorLine) {
        if (line == 0) {
            line = errorLine;
        }
        return this;
    }
}
