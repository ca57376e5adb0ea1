package perigee.build;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * Which tables have become metatables of tables of which shapes: what {@code setmetatable} has done where compiled code had
 * to ask. Of tables that do not move any more.
 */
public final class KnownMetatables {
    /** Beyond that, the program makes metatables all the time, and none is like another. */
    private static final int MOST = 1024;

    private record Change(int shape, long metatable) {
    }

    /**
     * One of them.
     *
     * @param shape of tables without metatable
     * @param after the shape that they have with this one
     */
    public record Known(int shape, long metatable, int after) {
    }

    private final Map<Change, Integer> after = new HashMap<>();

    public void add(int shape, long metatable, int shapeAfter) {
        if (after.size() < MOST) {
            after.put(new Change(shape, metatable), shapeAfter);
        }
    }

    /** Forgets those that are dead. */
    public void dropDead(LongPredicate isDead) {
        after.keySet().removeIf(change -> isDead.test(change.metatable));
    }

    /** All of them. */
    public List<Known> list() {
        return after.entrySet().stream()
                .map(entry -> new Known(entry.getKey().shape, entry.getKey().metatable, entry.getValue())).toList();
    }
}
