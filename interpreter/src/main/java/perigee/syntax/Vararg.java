package perigee.syntax;

/** The extra arguments, {@code ...}. */
public record Vararg(int line) implements Expression {
    @Override
    public Kind kind() {
        return Kind.VARARG;
    }

    @Override
    public boolean isMultiple() {
        return true;
    }
}
