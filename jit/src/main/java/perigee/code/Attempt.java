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
        return switch (this) {
            case Success<T>(T value) -> value;
            case Failure<T>(OsError error) -> throw new IllegalStateException(error.text());
        };
    }
}
