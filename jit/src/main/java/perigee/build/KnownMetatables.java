package perigee.build;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/**
 * Which tables have become metatables of tables of which shapes: what {@code setmetatable} has done where compiled code had
 * to ask. Of tables that do not move any more; or of any of a shape, if there are many alike.
 */
public final class KnownMetatables {
    /** Beyond that, the program makes metatables all the time, and none is like another. */
    private static final int MOST = 1024;

    private record Change(int shape, long metatable, int metatableShape) {
    }

    private record Result(int shape, int metatableShape) {
    }

    /**
     * One of them.
     *
     * @param shape          of tables without metatable
     * @param metatable      that they get, or 0
     * @param after          the shape that they have with this one
     * @param metatableShape if any metatable of a shape will do: that shape; else 0
     * @param metatableAfter the metatable's shape afterwards
     */
    public record Known(int shape, long metatable, int after, int metatableShape, int metatableAfter) {
    }

    private final Map<Change, Result> after = new HashMap<>();

    public void add(int shape, long metatable, int shapeAfter) {
        add(new Change(shape, metatable, 0), new Result(shapeAfter, 0));
    }

    /** The same of any metatable of a shape, which has another one afterwards. */
    public void addShape(int shape, int metatableShape, int shapeAfter, int metatableAfter) {
        add(new Change(shape, 0, metatableShape), new Result(shapeAfter, metatableAfter));
    }

    private void add(Change change, Result result) {
        if (after.size() < MOST) {
            after.put(change, result);
        }
    }

    /** Forgets those that are dead. */
    public void dropDead(LongPredicate isDead) {
        after.keySet().removeIf(change -> change.metatable != 0 && isDead.test(change.metatable));
    }

    /** Forgets those that lead to shapes that say what is no longer true. */
    public void forget(IntPredicate isStale) {
        after.values().removeIf(result -> isStale.test(result.shape));
    }

    /** All of them, those of certain metatables first. */
    public List<Known> list() {
        return after.entrySet().stream()
                .map(entry -> new Known(entry.getKey().shape, entry.getKey().metatable, entry.getValue().shape,
                        entry.getKey().metatableShape, entry.getValue().metatableShape))
                .sorted(Comparator.comparing(known -> known.metatable == 0)).toList();
    }
}
