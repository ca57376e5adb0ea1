package perigee.build;

import perigee.ir.ShapeFact;

/**
 * One way that a field access has gone: what an entry of an inline cache says, as data.
 *
 * @param shape    of the receiver; a number below {@code HeapType.FIRST_SHAPE} is that type of object, no table
 * @param kind     where the field is
 * @param offset   in the object, or in its SLOTS block
 * @param cell     the cell that holds the value, if that is known; or the table that a function is asked about in the
 *                 receiver's place, if it is one along {@code __index}; else 0
 * @param value    value of a cell that has been assigned once; only with {@code constant}; or the function
 * @param constant whether the cell has been assigned once, and {@code value} may be embedded
 * @param mutable  whether the cell has been assigned more than once, so that stores need not tell anybody
 * @param finalNil whether a nil found there is the result
 * @param unchanged of a store: nothing is done if the value is the one that is there, and any other takes the slow path
 * @param after    of a store that adds the field: the shape then; else null
 * @param rests    number of a {@code Validity} that it rests on, in the order of {@link Snapshot.Taken#rests}; -1: none
 * @param delegate what is asked if there is no own field, or it is nil; null if the rest says all
 */
public record FieldFact(ShapeFact shape, Kind kind, int offset, long cell, long value, boolean constant, boolean mutable,
        boolean finalNil, boolean unchanged, ShapeFact after, int rests, Delegate delegate) {
    /**
     * A table that is asked in the receiver's place, or a function.
     *
     * @param place    of the metamethod; null: the holder is about the receiver itself
     * @param holder   what is known of the table there; null: a function is there
     * @param function number of that; 0: a table is there
     */
    public record Delegate(MetamethodPlace place, FieldFact holder, int function) {
    }

    /** Where a field is. */
    public enum Kind {
        /** In the object. */
        INLINE,
        /** In the SLOTS block. */
        OUTER,
        /** In a cell that is known: the object's own, or one along {@code __index}. */
        CELL,
        /** In a cell whose address is in the object; whether it is still a constant, the cell tells. */
        INLINE_CELL,
        /** The same, in the SLOTS block. */
        OUTER_CELL,
        /** Nowhere: the value is nil. */
        ABSENT,
        /** Nowhere yet; a store adds it, in the object. */
        ADDED,
        /** The same, in the SLOTS block. */
        ADDED_OUTER,
        /** Nowhere: the function {@code value} serves the access, or that of the delegate. */
        FUNCTION
    }
}
