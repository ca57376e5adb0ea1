package perigee.syntax;

/** {@code object:name(...)}; the object is delivered and the method looked up at {@code nameLine}. */
public record MethodCall(Expression object, Literal name, ExpressionList arguments, int nameLine, int line)
        implements Expression.Chain {
    @Override
    public Kind kind() {
        return Kind.METHOD_CALL;
    }

    @Override
    public boolean isMultiple() {
        return true;
    }

    @Override
    public Expression first() {
        return object;
    }

    @Override
    public int firstLine() {
        return nameLine;
    }
}
