package perigee.syntax;

/**
 * A variable, index, call or vararg in parentheses: one value, and nothing to assign to. (Parentheses around anything
 * else have no meaning and no node.) Operands of {@code and} and {@code or} are put into such a node, too, if they are
 * delivered at another line than they are tested.
 *
 * @param line where the inner value is delivered: at the closing parenthesis
 */
public record Parenthesized(Expression inner, int line) implements Expression {
    @Override
    public Kind kind() {
        return Kind.PARENTHESIZED;
    }
}
