package perigee.object;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import perigee.heap.Heap;
import perigee.heap.RootVisitor;
import perigee.value.Word;

/** The behaviours of one state: which there are, and which end. */
final class Behaviours {
    /** Behaviours that metatables of one shape may have before such metatables are told by the places of their metamethods. */
    private static final int MOST_OF_A_SHAPE = 16;
    /** So often may places change before nothing is promised any more of metatables that look alike. */
    private static final int MOST_RETIRED_PLACES = 32;
    private static final Words NO_PLACES = new Words(new long[Event.BEHAVIOUR_COUNT]);

    private final Heap heap;
    private final Behaviour none = Behaviour.ofValues(new long[Event.BEHAVIOUR_COUNT]);
    private final Behaviour unpredictable = Behaviour.unpredictable();
    private final Map<Words, Behaviour> byValues = new HashMap<>();
    private final Map<Words, Behaviour> byPlaces = new HashMap<>();
    private int retiredPlaces;
    private int retiredAbsences;
    /** Behaviours whose metamethods may be young. */
    private final List<Behaviour> young = new ArrayList<>();
    /** Is told of each behaviour that is retired. */
    private final Consumer<Behaviour> onEnd;
    private Runnable retirementListener = () -> { };

    Behaviours(Heap heap, Consumer<Behaviour> onEnd) {
        this.heap = heap;
        this.onEnd = onEnd;
    }

    private record Words(long[] words) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Words(long[] otherWords) && Arrays.equals(words, otherWords);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(words);
        }
    }

    Behaviour none() {
        return none;
    }

    Behaviour unpredictable() {
        return unpredictable;
    }

    /** Whom to tell when behaviours have been retired. */
    void setRetirementListener(Runnable listener) {
        retirementListener = listener;
    }

    /**
     * The behaviour of these metamethods.
     *
     * @param shape of the metatable they were read from
     * @param found of metatables like this one, which are not told by place so far
     * @param words metamethod words by event number; the caller does not change them any more
     */
    Behaviour find(Shape shape, BehavioursFound found, long[] words) {
        Behaviour last = shape.lastBehaviour;
        if (last != null && last.isPrecise() && Arrays.equals(last.metamethods(), words)) {
            return last;
        }
        if (Arrays.equals(words, none.metamethods())) {
            // That it has none is a place, too, unless it is likely to get some soon.
            return isFilled(shape) ? byPlace(shape) : unpredictable;
        }
        Words tuple = new Words(words);
        Behaviour behaviour = byValues.get(tuple);
        if (behaviour == null && found.count() >= MOST_OF_A_SHAPE) {
            takeAsAlike(found);
            return byPlace(shape);
        }
        if (behaviour == null) {
            behaviour = Behaviour.ofValues(words);
            byValues.put(tuple, behaviour);
            if (Arrays.stream(words).anyMatch(heap::isYoung)) {
                young.add(behaviour);
            }
            found.add(behaviour);
        }
        shape.lastBehaviour = behaviour;
        return behaviour;
    }

    /** Whether fields of a metatable say that it is one, though none is of a behaviour. */
    private static boolean isFilled(Shape shape) {
        for (int slot = 0; slot < shape.slotCount(); slot++) {
            if (Strings.eventOf(shape.key(slot)) >= Event.BEHAVIOUR_COUNT) {
                return true;
            }
        }
        return false;
    }

    /** From now on, metatables like these are told by place. */
    void takeAsAlike(BehavioursFound found) {
        if (found.areAlike) {
            return;
        }
        found.areAlike = true;
        List<Behaviour> until = found.takeAll();
        until.forEach(this::forget);
        if (!until.isEmpty()) {
            retirementListener.run();
        }
    }

    /** The behaviour of metatables of a shape by place; dictionaries have none. */
    Behaviour byPlace(Shape shape) {
        if (shape.kind == Shape.Kind.DICTIONARY) {
            return unpredictable;
        }
        Behaviour last = shape.lastBehaviour;
        if (last != null && last.isByPlace()) {
            return last;
        }
        Words places = new Words(places(shape));
        if ((places.equals(NO_PLACES) ? retiredAbsences : retiredPlaces) > MOST_RETIRED_PLACES) {
            return unpredictable;
        }
        Behaviour behaviour = byPlaces.computeIfAbsent(places, some -> Behaviour.ofPlaces(some.words));
        shape.lastBehaviour = behaviour;
        return behaviour;
    }

    /** Whether a behaviour is by place, and the one of metatables of a shape. */
    static boolean agree(Behaviour behaviour, Shape shape) {
        return shape.role == Shape.Role.ONE_OF_MANY && shape.kind != Shape.Kind.DICTIONARY
                && behaviour.hasPlaces(places(shape));
    }

    private static long[] places(Shape shape) {
        long[] places = new long[Event.BEHAVIOUR_COUNT];
        for (int slot = 0; slot < shape.slotCount(); slot++) {
            int event = Strings.eventOf(shape.key(slot));
            if (event >= 0 && event < places.length) {
                places[event] = shape.location(slot);
            }
        }
        return places;
    }

    // ---- the end -------------------------------------------------------------------------------------------------------

    /** A metatable with these metamethods is about to change: nobody may rely any more on the behaviour that says so. */
    void retire(long[] words) {
        Behaviour behaviour = byValues.get(new Words(words));
        if (behaviour != null) {
            forget(behaviour);
            retirementListener.run();
        }
    }

    /** A metatable of this shape, one of many, is about to have metamethods in other places. */
    void retirePlaces(Shape shape) {
        Words places = new Words(places(shape));
        Behaviour behaviour = byPlaces.remove(places);
        if (behaviour != null) {
            if (places.equals(NO_PLACES)) {
                retiredAbsences++;
            } else {
                retiredPlaces++;
            }
            behaviour.retire();
            onEnd.accept(behaviour);
            retirementListener.run();
        }
    }

    /** What caches know of metatables of a shape, one of many, may be wrong now, though the places are not. */
    void tell() {
        retirementListener.run();
    }

    private void forget(Behaviour behaviour) {
        behaviour.retire();
        byValues.remove(new Words(behaviour.metamethods()));
        onEnd.accept(behaviour);
    }

    /** Retires the behaviours whose metamethods are dead: their addresses may come to mean something else. */
    void dropDead(LongPredicate isDead) {
        List<Behaviour> dead = byValues.values().stream().filter(behaviour -> Arrays.stream(behaviour.metamethods())
                .anyMatch(word -> Word.isObject(word) && isDead.test(word))).toList();
        dead.forEach(this::forget);
        if (!dead.isEmpty()) {
            retirementListener.run();
        }
    }

    /** Shows, in a minor collection, the metamethods that may be young, and follows those that move. */
    void visitYoung(RootVisitor visitor) {
        young.removeIf(Behaviour::isRetired);
        for (Behaviour behaviour : young) {
            byValues.remove(new Words(behaviour.metamethods()));
            long[] words = behaviour.metamethods();
            for (int event = 0; event < words.length; event++) {
                words[event] = visitor.visit(words[event]);
            }
            byValues.put(new Words(words), behaviour);
        }
        young.removeIf(behaviour -> Arrays.stream(behaviour.metamethods()).noneMatch(heap::isYoung));
    }
}
