package perigee.code;

/** What came of installing a piece of code. */
public sealed interface Installation {
    record Installed(CodeObject code) implements Installation {
    }

    record Refused(Refusal refusal) implements Installation {
    }

    /**
     * For code that the client cannot do without.
     *
     * @throws IllegalStateException with the refusal's text
     */
    default CodeObject orElseThrow() {
        return switch (this) {
            case Installed(CodeObject code) -> code;
            case Refused(Refusal(Refusal.Reason reason, String detail)) ->
                    throw new IllegalStateException("code not installed: " + reason + ", " + detail);
        };
    }
}
