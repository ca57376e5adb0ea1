package perigee.syntax;

/**
 * Two or more operands joined by {@code and} (or by {@code or}): evaluated until one is false (true).
 *
 * @param operands each with the line at which it is delivered and tested
 */
public record Logical(boolean isAnd, ExpressionList operands) implements Expression {
    @Override
    public Kind kind() {
        return Kind.LOGICAL;
    }
}
