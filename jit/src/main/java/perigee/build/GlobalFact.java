package perigee.build;

/**
 * A global variable.
 *
 * @param cell     where it is; cells never move
 * @param constant whether it has been assigned once, and {@code value} may be embedded
 * @param mutable  whether it has been assigned more than once, so that stores need not tell anybody
 */
public record GlobalFact(long cell, long value, boolean constant, boolean mutable) {
}
