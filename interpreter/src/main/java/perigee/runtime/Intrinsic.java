package perigee.runtime;

/**
 * Library functions whose meaning the interpreter and the compilers know. The number stands in the header of the function
 * value, so a call site tests for one with a byte.
 */
public enum Intrinsic {
    /** Any other function. */
    NONE,
    /** {@code next}. */
    NEXT,
    /** The iterator that {@code ipairs} returns. */
    IPAIRS_ITERATOR,
    /** What {@code string.gmatch} returns; its upvalues are subject, pattern, where to go on, and where the last match ended. */
    MATCHES,
    // ---- functions that do not return to their caller at once: they go on in another frame ---------------------------
    PCALL, RESUME,
    /** What {@code coroutine.wrap} returns; its first upvalue is the coroutine. */
    WRAPPED,
    YIELD,
    SORT,
    // ---- coroutines; running has the main one as an upvalue, status the names of the states, wrap the number of what it
    // returns -----------------------------------------------------------------------------------------------------------
    CREATE, RUNNING, STATUS, WRAP,

    // ---- basic functions; pairs and ipairs have their iterator as the first upvalue, type has the types' names ----------
    ASSERT, GETMETATABLE, IPAIRS, PAIRS, RAWEQUAL, RAWGET, RAWLEN, RAWSET, SELECT, SETMETATABLE, TONUMBER, TOSTRING, TYPE,
    // ---- math; type has the names of the kinds -----------------------------------------------------------------------
    ABS, ACOS, ASIN, ATAN, CEIL, COS, DEG, EXP, FLOOR, FMOD, LOG, MAX, MIN, MODF, RAD, RANDOM, SIN, SQRT, TAN, TOINTEGER,
    MATH_TYPE, ULT,
    // ---- string ------------------------------------------------------------------------------------------------------
    BYTE, CHAR, FIND, GSUB, LEN, LOWER, MATCH, REP, REVERSE, SUB, UPPER,
    // ---- table -------------------------------------------------------------------------------------------------------
    CONCAT, INSERT, REMOVE, UNPACK;

    /** A text with one of these is a pattern that {@link #FIND} has to match; another is what it looks for. */
    public static final String PATTERN_SPECIALS = "^$*+?.([%-";

    /** Whether the function goes on in another frame before it returns to its caller. */
    public boolean isCalling() {
        return this == PCALL || this == RESUME || this == WRAPPED || this == YIELD || this == SORT;
    }
}
