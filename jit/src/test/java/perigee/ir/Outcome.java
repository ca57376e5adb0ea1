package perigee.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

/**
 * What a run of a graph did.
 *
 * @param end    how it ended: what was returned, or where it left to
 * @param left   whether it left by a guard or an exit
 * @param events calls and safepoints with what was passed to them and what memory was then
 * @param points all states that it could have left to, with what memory was then
 */
public record Outcome(Point end, boolean left, List<String> events, Set<Point> points) {
    /**
     * A moment.
     *
     * @param text   the values of a frame state, or those returned
     * @param events how many there had been
     * @param memory its hash
     */
    public record Point(String text, int events, int memory) {
    }

    /**
     * A graph does the same as another one if it ends in the same way, or leaves to a state that the other came by,
     * with memory as it was then: the interpreter would go on from there as the other did. Nor can it come by any state that
     * the other did not come by.
     */
    public void refines(Outcome original, String message) {
        for (Point point : points) {
            assertTrue(original.points.contains(point), () -> message + "\ncomes by " + point + "\nwhich is none of "
                    + String.join("\n", original.points.stream().map(Point::toString).toList()));
        }
        if (!left) {
            assertEquals(original.end, end, message);
            assertEquals(original.events, events, message);
            return;
        }
        assertTrue(original.points.contains(end), () -> message + "\nleaves to " + end + "\nwhich is none of "
                + String.join("\n", original.points.stream().map(Point::toString).toList()));
        assertEquals(original.events.subList(0, events.size()), events, message);
    }
}
