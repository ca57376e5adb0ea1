package perigee.syntax;

/**
 * {@code left .. right}; right associative, so {@code right} is often another concatenation.
 *
 * @param line      where the left operand is delivered, and line of the operator
 * @param rightLine where the right operand is delivered
 */
public record Concatenation(Expression left, Expression right, int line, int rightLine) implements Expression {
    @Override
    public Kind kind() {
        return Kind.CONCATENATION;
    }
}
