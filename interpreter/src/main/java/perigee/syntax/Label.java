package perigee.syntax;

/** A place to jump to: of a label statement, or the end of a loop for its {@code break}s. */
public final class Label {
    final Name name;
    /** Line of its declaration. */
    final int line;
    /** How many variables (compile-time constants included) are active there. */
    int activeVariables;
    /** How many registers they occupy. */
    int registerLevel;
    /** Whether what stands there closes all variables from {@link #registerLevel} on. */
    boolean closes;

    Label(Name name, int line) {
        this.name = name;
        this.line = line;
    }
}
