package perigee.interp;

/**
 * The functions in Java that optimised code leaves for, and comes back from: what stubs have no code for. Their operands
 * are words that stand where the arguments of a call would; the result is a word, in the function's place. One that would
 * have to call Lua or to raise an error is refused: the frame becomes the interpreter's, which executes the instruction. So
 * none of them has an effect before it succeeds.
 */
public enum RuntimeFunction {
    /** Table, index, value. */
    APPEND(3),
    /** An integer that fits into a word. */
    TABLE_LENGTH(1),
    /** Object, key. */
    LOOKUP(2),
    GET_INDEX(2),
    /** Table, key, value. */
    SET_INDEX(3),
    /** A boolean, as the other comparisons. */
    EQUAL_WORDS(2),
    LESS_STRINGS(2),
    LESS_OR_EQUAL_STRINGS(2),
    /** Any number of operands: the site's call has so many arguments. */
    CONCAT(-1),
    ADD_WORDS(2),
    SUB_WORDS(2),
    MUL_WORDS(2),
    DIV_WORDS(2),
    MOD_WORDS(2),
    IDIV_WORDS(2),
    POW_WORDS(2),
    /** Object, value, number of the shape that the object has then. Does not refuse. */
    ADD_FIELD(3),
    /** String, first and last position. Does not refuse. */
    SUBSTRING(3),
    /** Of two floats. Do not refuse. */
    FLOAT_MODULO(2),
    FLOAT_POWER(2);

    private static final RuntimeFunction[] VALUES = values();

    private final int operands;

    RuntimeFunction(int operands) {
        this.operands = operands;
    }

    /** How many operands there are; -1: any number. */
    public int operands() {
        return operands;
    }

    /** The function of this number. */
    public static RuntimeFunction of(int number) {
        return VALUES[number];
    }
}
