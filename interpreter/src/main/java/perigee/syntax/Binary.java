package perigee.syntax;

/**
 * An arithmetic operator or a comparison, and its operands.
 *
 * @param line      where the left operand is delivered, and line of an arithmetic operator
 * @param rightLine where the right operand is delivered, and line of a comparison
 */
public record Binary(BinaryOperator operator, Expression left, Expression right, int line, int rightLine)
        implements Expression.Chain {
    @Override
    public Kind kind() {
        return Kind.BINARY;
    }

    @Override
    public Expression first() {
        return left;
    }

    @Override
    public int firstLine() {
        return line;
    }
}
