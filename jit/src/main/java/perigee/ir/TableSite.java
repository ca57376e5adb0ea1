package perigee.ir;

/**
 * How tables of one allocation site are made.
 *
 * @param shape       number of the shape of the empty table
 * @param inlineSlots slots in the object
 * @param capacity    of the ARRAY block, element 0 included; 0: the shared empty one
 */
public record TableSite(int shape, int inlineSlots, int capacity) {
}
