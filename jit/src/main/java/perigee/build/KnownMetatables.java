package perigee.build;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import perigee.heap.Relocation;
import perigee.object.Metamethod;
import perigee.value.Word;

/**
 * Which tables have become metatables of tables of which shapes: what {@code setmetatable} has done where compiled code had
 * to ask. Of certain tables; or of any of a shape, if there are many alike.
 */
public final class KnownMetatables {
    /** Beyond that, the program makes metatables all the time, and none is like another. */
    private static final int MOST = 1024;

    private record Change(int shape, long metatable, int metatableShape, List<Metamethod> having) {
        /** Whether an object that it is about is of a kind. */
        boolean isAbout(LongPredicate kind) {
            return metatable != 0 && kind.test(metatable)
                    || having.stream().anyMatch(one -> Word.isObject(one.value()) && kind.test(one.value()));
        }

        /** The same of objects that have moved; null if one is dead. */
        Change moved(Relocation relocation) {
            long at = metatable == 0 ? 0 : relocation.of(metatable);
            List<Metamethod> values = having.stream().map(one -> new Metamethod(one.location(),
                    Word.isObject(one.value()) ? relocation.of(one.value()) : one.value())).toList();
            boolean lives = (at != 0 || metatable == 0) && values.stream().noneMatch(one -> one.value() == 0);
            return lives ? new Change(shape, at, metatableShape, values) : null;
        }
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
     * @param having         what such a metatable must have
     */
    public record Known(int shape, long metatable, int after, int metatableShape, int metatableAfter, List<Metamethod> having) {
    }

    private final Map<Change, Result> after = new HashMap<>();
    private final LongPredicate isYoung;
    /** Those about objects that may move. */
    private Set<Change> young = new HashSet<>();

    /** @param isYoung whether an object may move */
    public KnownMetatables(LongPredicate isYoung) {
        this.isYoung = isYoung;
    }

    public void add(int shape, long metatable, int shapeAfter) {
        add(new Change(shape, metatable, 0, List.of()), new Result(shapeAfter, 0));
    }

    /**
     * The same of any metatable of a shape, which has another one afterwards.
     *
     * @param having what it must have
     */
    public void addShape(int shape, int metatableShape, List<Metamethod> having, int shapeAfter, int metatableAfter) {
        add(new Change(shape, 0, metatableShape, having), new Result(shapeAfter, metatableAfter));
    }

    private void add(Change change, Result result) {
        if (after.size() < MOST) {
            after.put(change, result);
            if (change.isAbout(isYoung)) {
                young.add(change);
            }
        }
    }

    /** A minor collection has moved objects. */
    public void objectsMoved(Relocation relocation) {
        Set<Change> before = young;
        young = new HashSet<>();
        for (Change change : before) {
            Result result = after.remove(change);
            Change now = result == null ? null : change.moved(relocation);
            if (now != null) {
                add(now, result);
            }
        }
    }

    /** Forgets those that are dead. */
    public void dropDead(LongPredicate isDead) {
        after.keySet().removeIf(change -> change.isAbout(isDead));
    }

    /** Forgets those that lead to shapes that say what is no longer true. */
    public void forget(IntPredicate isStale) {
        after.values().removeIf(result -> isStale.test(result.shape));
    }

    /** All of them, those of certain metatables first. */
    public List<Known> list() {
        return after.entrySet().stream()
                .map(entry -> new Known(entry.getKey().shape, entry.getKey().metatable, entry.getValue().shape,
                        entry.getKey().metatableShape, entry.getValue().metatableShape, entry.getKey().having))
                .sorted(Comparator.comparing(known -> known.metatable == 0)).toList();
    }
}
