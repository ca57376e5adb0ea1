package perigee.build;

/**
 * Where a metamethod is in metatables, of which there are many that look alike.
 *
 * @param offset  in the metatable, or in its SLOTS block
 * @param outside whether it is the latter
 * @param isCell  whether a cell is there, which has the metamethod
 */
public record MetamethodPlace(int offset, boolean outside, boolean isCell) {
}
