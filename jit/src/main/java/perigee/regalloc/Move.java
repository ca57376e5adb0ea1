package perigee.regalloc;

import perigee.lir.Kind;
import perigee.lir.Place;

/**
 * A value goes from one place to another. What has to be done to its bits follows from the places: a slot of the frame
 * holds a word, whatever the kind.
 *
 * @param kind     of the value
 * @param register the virtual register that this is about; -1 for a literal
 */
public record Move(int from, int to, Kind kind, int register) {
    @Override
    public String toString() {
        return Place.text(to) + " := " + Place.text(from) + " (" + kind + (register < 0 ? ")" : " v" + register + ")");
    }
}
