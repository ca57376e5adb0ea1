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
    IPAIRS_ITERATOR
}
