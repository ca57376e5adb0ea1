package perigee.lir;

/** Comparisons that set the flags, for the one operation that they are part of: {@link Op#takesTest}. */
public enum Test {
    /** Compares 64 bits. */
    CMP("u:gm u:gmi"),
    /** Compares the lower 32 bits. */
    CMP32("u:gm u:gmi"),
    /** Compares a byte in memory. */
    CMP8("u:m u:gi"),
    /** Ands 64 bits. */
    TEST("u:gm u:gi"),
    /** Ands the lower 32 bits. */
    TEST32("u:gm u:gi"),
    /** Ands the lowest byte. */
    TEST8("u:gm u:gi"),
    /**
     * Compares doubles. A and AE are false, B and BE true of operands that are not ordered, as {@code ucomisd} has it; E
     * is equal and ordered, NE is its contrary; P and NP tell whether they are ordered.
     */
    FCMP("u:x u:xm");

    private final Rule[] rules;

    Test(String notation) {
        rules = Rule.parse(notation);
    }

    Rule[] rules() {
        return rules;
    }

    /** As in the text form. */
    String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
