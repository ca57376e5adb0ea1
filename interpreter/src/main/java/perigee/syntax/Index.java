package perigee.syntax;

/**
 * {@code object[key]}. A global is an index of the variable {@code _ENV} with a string.
 *
 * <p>An object that is a plain variable is read after the key has been evaluated, any other before.
 */
public record Index(Expression object, Expression key, int objectLine, int keyLine) implements Expression.Chain {
    @Override
    public Kind kind() {
        return Kind.INDEX;
    }

    @Override
    public Expression first() {
        return object;
    }

    @Override
    public int firstLine() {
        return objectLine;
    }
}
