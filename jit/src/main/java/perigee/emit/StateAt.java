package perigee.emit;

import java.util.Arrays;
import perigee.lir.Call;
import perigee.lir.Exit;
import perigee.lir.Kind;
import perigee.lir.Place;

/**
 * The frame state at a site: for each of its values the place, its kind, and the bits of those that are constants. At calls
 * and safepoints everything is in the frame while somebody looks.
 *
 * @param call      the call that is being made, or null
 * @param exit      whose state it is; null if there is none
 * @param places    as {@link Place} says; a {@link Place#constant} means the bits
 * @param bits      of constants; elsewhere 0
 * @param liveSlots slots of the frame that are alive, ascending; empty at guards
 */
public record StateAt(Call call, Exit exit, int[] places, Kind[] kinds, long[] bits, int[] liveSlots) {
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(exit == null ? "call" : "exit #" + exit.number() + " " + exit.origin());
        for (int i = 0; i < places.length; i++) {
            text.append(i == 0 ? " {" : ", ").append(Place.isConstant(places[i]) ? "0x" + Long.toHexString(bits[i])
                    : Place.text(places[i])).append(':').append(kinds[i].name().toLowerCase(java.util.Locale.ROOT));
        }
        return text.append(places.length == 0 ? "" : "}")
                .append(liveSlots.length == 0 ? "" : " live " + Arrays.toString(liveSlots)).toString();
    }
}
