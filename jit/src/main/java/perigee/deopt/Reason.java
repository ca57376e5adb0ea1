package perigee.deopt;

import java.util.Locale;

/** Why optimised code leaves, for good or to be resumed. */
public enum Reason {
    // ---- a value is not what it used to be ---------------------------------------------------------------------------
    NOT_INTEGER,
    NOT_FLOAT,
    NOT_NUMBER,
    NOT_STRING,
    NOT_BOOLEAN,
    NOT_NIL,
    NOT_TABLE,
    NOT_FUNCTION,
    /** A table of a shape that the code does not know. */
    WRONG_SHAPE,
    /** Another function is called than those the code knows. */
    WRONG_TARGET,
    /** The function that runs is another closure than the one that the code was made for. */
    WRONG_CLOSURE,
    /** Another value than the one that the code takes for a constant. */
    WRONG_VALUE,

    // ---- an operation has no fast form for these operands -------------------------------------------------------------
    /** The array part has no such element. */
    NO_ELEMENT,
    /** The element, or field, is nil. */
    HOLE,
    /** An integer does not fit into a word. */
    INTEGER_TOO_LARGE,
    /** A float is not equal to an integer. */
    NOT_INTEGRAL,
    ZERO_DIVISOR,
    /** A number of results or arguments other than the usual one. */
    WRONG_COUNT,
    /** A runtime call refused, and the interpreter is to do it. */
    SLOW_PATH,

    // ---- the code ends here --------------------------------------------------------------------------------------------
    /** A branch that was never taken when the code was made. */
    NEVER_TAKEN,
    /** The operation is not compiled. */
    NOT_COMPILED,
    /** The last round of a loop, which may never come, would be beyond the end of an array. */
    LOOP_BOUNDS,
    /** A loop's variable would overflow where the code takes it not to. */
    OVERFLOW_OF_LOOP,
    /** Variables are to be closed. */
    TO_CLOSE,
    /** The loop that the code was entered in the middle of is over. */
    LOOP_LEFT,

    // ---- no fault of the code's ----------------------------------------------------------------------------------------
    /** What the code rests on is no longer true. */
    ASSUMPTION,
    /** Somebody looked at the frame, or changed it. */
    MATERIALIZED,
    /** A tail call of an object, or of what cannot be called: the interpreter makes it. */
    TAIL_CALL,
    /** The state of a call or a safepoint that goes on with the code. */
    RESUMED;

    /** Whether code that leaves for this reason was made of wrong expectations. */
    public boolean isFailure() {
        return switch (this) {
            case LOOP_LEFT, ASSUMPTION, MATERIALIZED, TAIL_CALL, RESUMED -> false;
            default -> true;
        };
    }

    /** As it is printed. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
