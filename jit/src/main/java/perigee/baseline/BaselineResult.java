package perigee.baseline;

/** What came of a compile. */
public sealed interface BaselineResult {
    /** Code, to be installed. */
    record Code(BaselineCode code) implements BaselineResult {
    }

    /** Nothing, and why. */
    record BailOut(String reason) implements BaselineResult {
    }

    /**
     * For code that the client cannot do without.
     *
     * @throws IllegalStateException with the reason
     */
    default BaselineCode orElseThrow() {
        if (this instanceof BailOut(String reason)) {
            throw new IllegalStateException("not compiled: " + reason);
        }
        return ((Code) this).code;
    }
}
