package perigee.build;

import perigee.ir.ShapeFact;

/**
 * What {@code setmetatable} does to tables of a shape without metatable.
 *
 * @param metatable      that they get: a table that does not move; 0 for any table of a shape
 * @param after          the shape that they have then
 * @param metatableShape that shape; null if there is a certain metatable
 * @param metatableAfter the metatable's shape then
 */
public record MetatableFact(long metatable, ShapeFact after, ShapeFact metatableShape, ShapeFact metatableAfter) {
}
