package perigee.syntax;

/**
 * A variable, index, call or vararg in parentheses: one value, and nothing to assign to. (Parentheses around anything
 * else have no meaning and no node.)
 *
 * @param line where the inner value is delivered: at the closing parenthesis
 */
public record Parenthesized(Expression inner, int line) implements Expression {
    @Override
    public Kind kind() {
        return Kind.PARENTHESIZED;
    }
}
