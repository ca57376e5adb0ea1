package perigee.ir;

/**
 * What a compile knows of a shape. It holds for ever but for the behaviour, which code has to rely on by an assumption.
 *
 * @param id          its number
 * @param inlineSlots slots in the object
 * @param slotCount   fields that there are; 0 for shapes with cells, whose number changes
 * @param behaviour   what tells behaviours apart within a compile: one more than the number of what it rests on; 0: no metatable
 */
public record ShapeFact(int id, int inlineSlots, int slotCount, int behaviour) {
    @Override
    public String toString() {
        return "shape " + id;
    }
}
