package perigee.syntax;

/** A call; {@code line} is that of the opening parenthesis, or of what stands in its place. */
public record Call(Expression function, ExpressionList arguments, int functionLine, int line)
        implements Expression.Chain {
    @Override
    public Kind kind() {
        return Kind.CALL;
    }

    @Override
    public boolean isMultiple() {
        return true;
    }

    @Override
    public Expression first() {
        return function;
    }

    @Override
    public int firstLine() {
        return functionLine;
    }
}
