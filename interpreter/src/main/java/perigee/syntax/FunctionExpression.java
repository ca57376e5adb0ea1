package perigee.syntax;

/** A closure of a function. */
public record FunctionExpression(FunctionBody body) implements Expression {
    @Override
    public Kind kind() {
        return Kind.FUNCTION;
    }
}
