package perigee.syntax;

/**
 * A table constructor.
 *
 * @param line    line of the instruction that makes the table: of the token before the opening brace
 * @param endLine line of the closing brace
 * @param values  the fields' values in the order of the text
 * @param keys    the fields' keys, null where a field has none; or null if no field has one
 */
public record TableConstructor(int line, int endLine, ExpressionList values, ExpressionList keys)
        implements Expression {
    @Override
    public Kind kind() {
        return Kind.TABLE;
    }
}
