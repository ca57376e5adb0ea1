package perigee.asm;

/**
 * A place in the code or in the data after it, known or still to come. Made by an {@link Assembler} and of use with
 * that one only.
 */
public final class Label {
    final Assembler owner;
    final int id;
    /** A name that the result shows, or null. */
    final String name;
    /** The offset while branches are still short, or the offset within the data; -1 until it is known. */
    int at = -1;
    /** How many of the {@link Stretches} lie before it; {@link #IN_DATA} for a place in the data. */
    int stretches;

    static final int IN_DATA = -1;

    Label(Assembler owner, int id, String name) {
        this.owner = owner;
        this.id = id;
        this.name = name;
    }

    public boolean isBound() {
        return at >= 0;
    }

    @Override
    public String toString() {
        return name != null ? name : "label " + id;
    }
}
