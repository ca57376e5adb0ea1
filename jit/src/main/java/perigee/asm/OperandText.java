package perigee.asm;

/** Operands as text. */
final class OperandText {
    private OperandText() {
    }

    /** An operand, whatever it is, for a message. */
    static String describe(long operand) {
        if (Register.isGpr(operand) || Register.isXmm(operand)) {
            return Register.name(operand, 8);
        }
        long kind = Operand.kind(operand);
        return kind >= Operand.MEMORY && kind <= Operand.SYMBOL ? "memory" : Long.toString(operand);
    }
}
