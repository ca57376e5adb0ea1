package perigee.build;

import perigee.ir.ShapeFact;

/**
 * What {@code setmetatable} does to tables of a shape without metatable.
 *
 * @param metatable that they get: a table that does not move
 * @param after     the shape that they have then
 */
public record MetatableFact(long metatable, ShapeFact after) {
}
