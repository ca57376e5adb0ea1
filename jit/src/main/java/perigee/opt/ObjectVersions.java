package perigee.opt;

import java.util.HashMap;
import java.util.Map;
import perigee.ir.Node;

/**
 * Versions of memory, as one object meets them: what is stored into a {@linkplain NewObjects new object} changes nothing for
 * other new ones, nor for whatever was there before it was made. For walks over the dominator tree.
 */
final class ObjectVersions {
    private record Key(int place, int version) {
        @Override
        public boolean equals(Object object) {
            return object instanceof Key key && place == key.place && version == key.version;
        }

        @Override
        public int hashCode() {
            return place * 31 + version;
        }
    }

    /** A new object that was stored into, and the version of the place before. */
    private record Given(Node object, int before) {
    }

    private final Map<Key, Given> given = new HashMap<>();
    /** By node: when the walk came by it; of two on one way the earlier one was there first. */
    private final int[] passed;
    private int count;

    ObjectVersions(int nodes) {
        passed = new int[nodes];
    }

    void pass(Node node) {
        passed[node.id()] = ++count;
    }

    /** A store, which is all that has happened, made a version of the place out of the one before. */
    void give(Node store, int place, int before, int version) {
        Node object = NewObjects.written(store);
        if (object != null) {
            given.put(new Key(place, version), new Given(object, before));
        }
    }

    /** The first of the versions of a place that are the same for an object. */
    int of(Node object, int place, int version) {
        int first = version;
        for (Given last = given.get(new Key(place, first)); last != null && isOther(object, last.object);
                last = given.get(new Key(place, first))) {
            first = last.before;
        }
        return first;
    }

    private boolean isOther(Node object, Node made) {
        Node own = NewObjects.of(object);
        if (own != null) {
            return own != made;
        }
        return object.isConstant()
                || object.id() < passed.length && passed[object.id()] > 0 && passed[object.id()] < passed[made.id()];
    }
}
