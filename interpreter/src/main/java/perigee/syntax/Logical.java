package perigee.syntax;

/**
 * Two or more operands joined by {@code and} (or by {@code or}): evaluated until one is false (true).
 *
 * @param operands all but the last with the line at which they are delivered and tested; the last with the line
 *                 at which it is delivered
 */
public record Logical(boolean isAnd, ExpressionList operands) implements Expression {
    @Override
    public Kind kind() {
        return Kind.LOGICAL;
    }
}
