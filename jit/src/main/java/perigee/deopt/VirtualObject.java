package perigee.deopt;

/** An object that optimised code has not made; its parts are references as {@link Ref} says, to other such objects perhaps. */
public sealed interface VirtualObject {
    /**
     * A table.
     *
     * @param shape     number of its shape, an integer; of kind RECORD; says which keys the slots have
     * @param slots     values of slots, at least as many as the shape has, and as there are in the object
     * @param elements  the array part, from key 0 on
     * @param size      how many elements count, an integer; trailing nils may
     * @param metatable a table, or {@link Ref#DEAD} for none; what it does is what the shape says
     */
    record Table(int shape, int[] slots, int[] elements, int size, int metatable) implements VirtualObject {
        @Override
        public String toString() {
            return "table shape " + Ref.text(shape) + ' ' + Ref.text(slots) + (elements.length == 0 ? "" : " " + Ref.text(elements) + " size " + Ref.text(size))
                    + (metatable == Ref.DEAD ? "" : " metatable " + Ref.text(metatable));
        }
    }

    /**
     * A function.
     *
     * @param code     address of its CODE block, in the old space
     * @param upvalues values or cells
     */
    record Closure(long code, int[] upvalues) implements VirtualObject {
        @Override
        public String toString() {
            return "closure 0x" + Long.toHexString(code) + ' ' + Ref.text(upvalues);
        }
    }

    /** The cell of a captured variable. */
    record Cell(int value) implements VirtualObject {
        @Override
        public String toString() {
            return "cell " + Ref.text(value);
        }
    }
}
