package perigee.code;

/** What came of asking the operating system for something: the thing, or why not. */
public sealed interface Attempt<T> {
    record Success<T>(T value) implements Attempt<T> {
    }

    record Failure<T>(OsError error) implements Attempt<T> {
    }

    /**
     * For callers that cannot go on without it.
     *
     * @throws IllegalStateException with the error's text
     */
    default T orElseThrow() {
        if (this instanceof Failure<T>(OsError error)) {
            throw new IllegalStateException(error.text());
        }
        return ((Success<T>) this).value;
    }
}
