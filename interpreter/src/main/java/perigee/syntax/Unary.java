package perigee.syntax;

/**
 * An operator and its operand.
 *
 * @param line        line of the operator; the one of {@code not} counts as done where the operand is delivered
 * @param operandLine where the operand is delivered
 */
public record Unary(UnaryOperator operator, Expression operand, int line, int operandLine) implements Expression {
    @Override
    public Kind kind() {
        return Kind.UNARY;
    }
}
