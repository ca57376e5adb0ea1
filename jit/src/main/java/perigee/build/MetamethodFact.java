package perigee.build;

import perigee.ir.ShapeFact;

/**
 * What an operation on tables of a shape calls.
 *
 * @param shape    of the table
 * @param function the metamethod that its behaviour says: a closure that does not move; 0 if it says the place only
 * @param place    that place; else null
 */
public record MetamethodFact(ShapeFact shape, long function, MetamethodPlace place) {
    /** What is known while functions are still young: they cannot be embedded, but soon. */
    public static final MetamethodFact[] NOT_YET = {};
}
