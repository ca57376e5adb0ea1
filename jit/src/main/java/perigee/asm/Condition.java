package perigee.asm;

/**
 * The sixteen conditions of Jcc, SETcc and CMOVcc, in the order of their encoding. After a comparison of integers take
 * {@link #L} and its like for signed, {@link #B} and its like for unsigned operands. {@code ucomisd} sets the flags as
 * for unsigned operands, and {@link #P} (with {@link #E} and {@link #B}) if one operand is not a number.
 */
public enum Condition {
    O, NO, B, AE, E, NE, BE, A, S, NS, P, NP, L, GE, LE, G;

    /** By encoding; {@code values()} would copy. */
    private static final Condition[] ALL = values();

    /** The condition that holds exactly when this one does not. */
    public Condition negate() {
        return ALL[ordinal() ^ 1];
    }

    /** The condition on {@code (b, a)} that says of integers what this one says on {@code (a, b)}. */
    public Condition swap() {
        return switch (this) {
            case B -> A;
            case A -> B;
            case AE -> BE;
            case BE -> AE;
            case L -> G;
            case G -> L;
            case GE -> LE;
            case LE -> GE;
            case E, NE -> this;
            case O, NO, S, NS, P, NP -> throw new IllegalArgumentException("not a comparison: " + this);
        };
    }

    /** The suffix of a mnemonic. */
    public String suffix() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    static Condition of(int encoding) {
        return ALL[encoding];
    }
}
