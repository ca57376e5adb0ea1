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
        if (this instanceof Refused(Refusal refusal)) {
            throw new IllegalStateException("code not installed: " + refusal.reason() + ", " + refusal.detail());
        }
        return ((Installed) this).code;
    }
}
