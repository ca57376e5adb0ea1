package perigee.build;

import java.util.List;
import perigee.ir.ShapeFact;

/**
 * What {@code setmetatable} does to tables of a shape without metatable.
 *
 * @param metatable      that they get: a table that does not move; 0 for any table of a shape
 * @param after          the shape that they have then
 * @param metatableShape that shape; null if there is a certain metatable
 * @param metatableAfter the metatable's shape then
 * @param having         what a table of that shape must have, for shapes that tell what metamethods do
 */
public record MetatableFact(long metatable, ShapeFact after, ShapeFact metatableShape, ShapeFact metatableAfter,
        List<Having> having) {
    /** A word that does not move, and where it must be. */
    public record Having(MetamethodPlace place, long value) {
    }
}
