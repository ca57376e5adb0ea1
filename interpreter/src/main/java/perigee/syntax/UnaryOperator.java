package perigee.syntax;

/** The operators before one operand. */
public enum UnaryOperator {
    MINUS,
    BNOT,
    NOT,
    LENGTH;

    /** Binding power towards the operand: above all operators between two operands except {@code ^}. */
    static final int PRIORITY = 12;
}
