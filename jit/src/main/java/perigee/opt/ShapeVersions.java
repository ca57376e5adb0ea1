package perigee.opt;

import java.util.HashMap;
import java.util.Map;
import perigee.ir.Node;
import perigee.ir.Op;

/**
 * Versions of the shapes, as one object meets them: giving a new table a shape changes nothing for other new tables, nor for
 * whatever was there before it was made. For walks over the dominator tree.
 */
final class ShapeVersions {
    /** A table that was given a shape, and the version before. */
    private record Given(Node table, int before) {
    }

    /** By version. */
    private final Map<Integer, Given> given = new HashMap<>();
    /** By node: when the walk came by it; of two on one way the earlier one was there first. */
    private final int[] passed;
    private int count;

    ShapeVersions(int nodes) {
        passed = new int[nodes];
    }

    void pass(Node node) {
        passed[node.id()] = ++count;
    }

    /** A shape has been stored, which made a version of the one before. */
    void give(Node store, int before, int version) {
        if (store.input(0).is(Op.NEW_TABLE)) {
            given.put(version, new Given(store.input(0), before));
        }
    }

    /** The first of the versions that are the same for an object. */
    int of(Node object, int version) {
        int first = version;
        for (Given last = given.get(first); last != null && isOther(object, last.table); last = given.get(first)) {
            first = last.before;
        }
        return first;
    }

    private boolean isOther(Node object, Node table) {
        return object != table && (object.is(Op.NEW_TABLE) || object.isConstant()
                || object.id() < passed.length && passed[object.id()] > 0 && passed[object.id()] < passed[table.id()]);
    }
}
