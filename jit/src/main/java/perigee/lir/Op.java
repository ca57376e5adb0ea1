package perigee.lir;

/**
 * The operations: what they take, in the notation of {@link Rule}, and what else is to be known about them. Operations
 * work on 64 bits unless their name says 32; those leave zeros above.
 */
public enum Op {
    // ---- constants, copies, what the frame begins with --------------------------------------------------------------
    /** Begins each block; no other instruction of the block stands before it. */
    LABEL(""),
    /** d := immediate. */
    CONST("d:g", Trait.IMMEDIATE),
    /** d := the double whose bits are the immediate. */
    CONSTF("d:x", Trait.IMMEDIATE),
    /** d := address of the symbol. */
    ADDRESS("d:g", Trait.SYMBOL),
    /** d := R[immediate] as the function was called; in the entry block only. */
    PARAMETER("d:g", Trait.IMMEDIATE),
    /** d := a; the bits stay, the kind may change. */
    COPY("D:g a:g"),
    COPYF("D:x a:x"),
    /** d := the bits of a double. */
    BITS("d:g u:x"),
    /** d := the double of some bits. */
    FROM_BITS("d:x u:gm"),

    // ---- memory -----------------------------------------------------------------------------------------------------
    LOAD("d:g u:m"),
    /** With zeros above. */
    LOAD32("d:g u:m"),
    /** With the sign above. */
    LOAD32S("d:g u:m"),
    LOAD8("d:g u:m"),
    LOADF("d:x u:m"),
    STORE("u:m u:gi"),
    STORE32("u:m u:gi"),
    STORE8("u:m u:gi"),
    STOREF("u:m u:x"),
    /** d := the address itself. This is also how to add without losing an operand. */
    LEA("d:g u:m"),
    /** Memory := memory + u. */
    ADD_TO("u:m u:gi"),
    ADD_TO32("u:m u:gi"),
    AND_TO32("u:m u:gi"),
    OR_TO32("u:m u:gi"),

    // ---- integers ---------------------------------------------------------------------------------------------------
    ADD("D:g a:g u:gmi", Trait.COMMUTES),
    SUB("D:g a:g u:gmi"),
    AND("D:g a:g u:gmi", Trait.COMMUTES),
    OR("D:g a:g u:gmi", Trait.COMMUTES),
    XOR("D:g a:g u:gmi", Trait.COMMUTES),
    ADD32("D:g a:g u:gmi", Trait.COMMUTES),
    SUB32("D:g a:g u:gmi"),
    AND32("D:g a:g u:gmi", Trait.COMMUTES),
    OR32("D:g a:g u:gmi", Trait.COMMUTES),
    XOR32("D:g a:g u:gmi", Trait.COMMUTES),
    IMUL("D:g a:g u:gm", Trait.COMMUTES),
    /** d := u * immediate. */
    IMULI("d:g u:gm", Trait.IMMEDIATE),
    NEG("D:g a:g"),
    NOT("D:g a:g"),
    /** Shifts by the immediate, 0 to 63. */
    SHLI("D:g a:g", Trait.IMMEDIATE),
    SHRI("D:g a:g", Trait.IMMEDIATE),
    SARI("D:g a:g", Trait.IMMEDIATE),
    SHRI32("D:g a:g", Trait.IMMEDIATE),
    /** Shifts by the lower six bits of the second operand. */
    SHL("D:g a:g a:g=rcx"),
    SHR("D:g a:g a:g=rcx"),
    SAR("D:g a:g a:g=rcx"),
    /** The same where there is BMI2. */
    SHLX("d:g u:gm u:g"),
    SHRX("d:g u:gm u:g"),
    SARX("d:g u:gm u:g"),
    /** Quotient, rounded towards zero. The divisor is not 0, nor -1 when the dividend is the least integer. */
    IDIV("D:g=rax a:g u:gm t:g=rdx"),
    /** Remainder of the same. */
    IREM("T:g=rax a:g u:gm E:g=rdx"),
    /** The upper half of the product of unsigned integers. */
    UMULH("T:g=rax a:g u:gm E:g=rdx"),

    // ---- doubles ----------------------------------------------------------------------------------------------------
    ADDSD("D:x a:x u:xm", Trait.COMMUTES),
    SUBSD("D:x a:x u:xm"),
    MULSD("D:x a:x u:xm", Trait.COMMUTES),
    DIVSD("D:x a:x u:xm"),
    MINSD("D:x a:x u:xm"),
    MAXSD("D:x a:x u:xm"),
    /** The same where there is AVX. */
    VADDSD("d:x u:x u:xm"),
    VSUBSD("d:x u:x u:xm"),
    VMULSD("d:x u:x u:xm"),
    VDIVSD("d:x u:x u:xm"),
    VMINSD("d:x u:x u:xm"),
    VMAXSD("d:x u:x u:xm"),
    SQRTSD("d:x u:xm"),
    /** The immediate is SSE4.1's: 8 to the nearest, 9 down, 10 up, 11 towards zero. */
    ROUNDSD("d:x u:xm", Trait.IMMEDIATE),
    /** Clears or flips the sign. */
    ABSSD("D:x a:x"),
    NEGSD("D:x a:x"),
    CVTSI2SD("d:x u:gm"),
    /** Towards zero; the least integer when it is out of range. */
    CVTTSD2SI("d:g u:xm"),

    // ---- with a test ------------------------------------------------------------------------------------------------
    /** d := 1 if the condition holds, else 0. */
    SET("d:g", Trait.TEST),
    /** d := a if the condition holds, else u. Not with FCMP and NE. */
    SELECT("D:g a:g u:g", Trait.TEST),
    /** To the first target if the condition holds, else to the second. */
    BRANCH("", Trait.TEST, Trait.TERMINATOR),
    /** Leaves by the exit unless the condition holds. */
    GUARD("", Trait.TEST, Trait.STATE),

    // ---- control ----------------------------------------------------------------------------------------------------
    /** To the target, whose parameters become the arguments. */
    JUMP("", Trait.TERMINATOR),
    /** To the target with the number of the first operand, which is in range. */
    SWITCH("T:g a:g", Trait.TERMINATOR),
    /** Leaves by the exit. */
    EXIT("", Trait.STATE, Trait.TERMINATOR),
    /** As the {@link Call} says; results, then arguments. */
    CALL("", Trait.STATE, Trait.CALL),
    /** Goes where the {@link Call} says and does not come back, with the operands in their places. */
    TAIL("", Trait.CALL, Trait.TERMINATOR),
    /** d := address of slot immediate of the frame that a call makes, {@link Call#FUNCTION_SLOT} being the first. */
    OUTGOING("d:g", Trait.IMMEDIATE),
    /** d := result immediate of the call that was just made, from 1 on, or 0 if it left for Java; others may stand in between. */
    RESULT("d:g", Trait.IMMEDIATE),
    /** Leaves when somebody wants attention, and comes back. */
    SAFEPOINT("", Trait.STATE, Trait.SAFEPOINT),
    /** Returns to the address in the first operand; results follow. */
    RETURN("", Trait.TERMINATOR);

    private enum Trait { IMMEDIATE, SYMBOL, COMMUTES, TEST, TERMINATOR, STATE, SAFEPOINT, CALL }

    private final Rule[] rules;
    private final int traits;

    Op(String notation, Trait... traits) {
        rules = Rule.parse(notation);
        int set = 0;
        for (Trait trait : traits) {
            set |= 1 << trait.ordinal();
        }
        this.traits = set;
    }

    Rule[] rules() {
        return rules;
    }

    private boolean has(Trait trait) {
        return (traits >>> trait.ordinal() & 1) != 0;
    }

    /** Whether it has an immediate that is none of its operands. */
    public boolean hasImmediate() {
        return has(Trait.IMMEDIATE);
    }

    public boolean hasSymbol() {
        return has(Trait.SYMBOL);
    }

    /** Whether operands 1 and 2 may change places. */
    public boolean commutes() {
        return has(Trait.COMMUTES);
    }

    public boolean takesTest() {
        return has(Trait.TEST);
    }

    public boolean isTerminator() {
        return has(Trait.TERMINATOR);
    }

    /** Whether a {@link Call} says what its operands are. */
    public boolean hasCall() {
        return has(Trait.CALL);
    }

    /** Whether it has a frame state; that of a call or safepoint may be missing. */
    public boolean hasState() {
        return has(Trait.STATE);
    }

    /** Whether its value is known before the code runs, and can be made again anywhere. */
    public boolean isConstant() {
        return this == CONST || this == CONSTF || this == ADDRESS;
    }

    /** As in the text form. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
