package perigee.syntax;

/** The operators between two operands, with their binding powers (manual 3.4.8). */
public enum BinaryOperator {
    ADD(10, 10),
    SUB(10, 10),
    MUL(11, 11),
    MOD(11, 11),
    POW(14, 13),
    DIV(11, 11),
    IDIV(11, 11),
    BAND(6, 6),
    BOR(4, 4),
    BXOR(5, 5),
    SHL(7, 7),
    SHR(7, 7),
    CONCAT(9, 8),
    EQ(3, 3),
    NE(3, 3),
    LT(3, 3),
    LE(3, 3),
    GT(3, 3),
    GE(3, 3),
    AND(2, 2),
    OR(1, 1);

    /** Binding power towards the left operand; larger than {@link #right} means right associative. */
    final int left;
    /** Binding power towards the right operand. */
    final int right;

    BinaryOperator(int left, int right) {
        this.left = left;
        this.right = right;
    }

    /** Whether the operator computes a number from two numbers. */
    public boolean isArithmetic() {
        return ordinal() <= SHR.ordinal();
    }

    /** Whether the operands must be integers. */
    public boolean isBitwise() {
        return ordinal() >= BAND.ordinal() && ordinal() <= SHR.ordinal();
    }

    /** Whether the result is a boolean that the operator itself decides. */
    public boolean isComparison() {
        return ordinal() >= EQ.ordinal() && ordinal() <= GE.ordinal();
    }
}
