package perigee.opt;

import perigee.ir.Alias;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;
import perigee.value.Word;

/** What an operation on an object that is not made does to its {@link VirtualContents}, and what it gives. */
final class VirtualAccess {
    private final VirtualWalk walk;
    private final Graph graph;
    private final Constants constants;

    VirtualAccess(VirtualWalk walk, Graph graph, Constants constants) {
        this.walk = walk;
        this.graph = graph;
        this.constants = constants;
    }

    /** Does an operation if it is on such objects, and can be done without them; else tells that it is not. */
    boolean visit(Node node) {
        if (node.count() == 0) {
            return false;
        }
        Node first = walk.value(node.input(0));
        VirtualContents object = walk.contents(first);
        VirtualContents owner = object == null ? walk.owner(first) : null;
        if (owner != null) {
            return block(node, owner);
        } else if (object == null) {
            return node.is(Op.SAME) && different(node);
        }
        return switch (node.op()) {
            case LOAD, LOAD_U32 -> load(node, object);
            case STORE, STORE_U32 -> store(node, object);
            case STORE_SHAPE -> storeShape(node, object);
            case BARRIER -> walk.dropped.add(node);
            case HAS_SHAPE -> hasShape(node, object);
            case HAS_TYPE -> condition(node, type(first) == node.number());
            case HAS_CODE -> first.is(Op.NEW_CLOSURE) && condition(node, first.number() == node.number());
            case IS_OBJECT, TRUTHY -> condition(node, true);
            case IS_INT, IS_FLOAT, IS_NUMBER -> condition(node, false);
            case SAME -> walk.owner(walk.value(node.input(1))) == null
                    && condition(node, first == walk.value(node.input(1)));
            default -> false;
        };
    }

    private static int type(Node object) {
        return object.is(Op.NEW_TABLE) ? HeapType.TABLE : object.is(Op.NEW_CELL) ? HeapType.CELL : HeapType.CLOSURE;
    }

    private boolean condition(Node node, boolean truth) {
        walk.setValue(node, constants.bool(truth));
        return true;
    }

    /** Nothing that has been made, or came from elsewhere, is an object that has not been made. */
    private boolean different(Node same) {
        return walk.contents(walk.value(same.input(1))) != null && condition(same, false);
    }

    // ---- tables, closures and cells ---------------------------------------------------------------------------------

    private boolean load(Node load, VirtualContents object) {
        int place = object.place(load);
        if (place >= 0) {
            walk.setValue(load, object.places[place]);
            return true;
        } else if (!object.object.is(Op.NEW_TABLE)) {
            return false;
        }
        if (load.info() == Alias.ARRAY && load.number() == TableLayout.ARRAY) {
            walk.setOwner(load, object.object);
            return true;
        } else if (load.info() == Alias.HASH || load.info() == Alias.SLOTS) {
            walk.setValue(load, constants.word(Word.NIL));
            return true;
        }
        return false;
    }

    private boolean store(Node store, VirtualContents object) {
        int place = object.place(store);
        Node value = walk.value(store.input(1));
        if (place < 0 || walk.owner(value) != null) {
            return false;
        }
        walk.change(object, place, value);
        return walk.dropped.add(store);
    }

    private boolean storeShape(Node store, VirtualContents object) {
        if (!object.takesShape(store)) {
            return false;
        }
        walk.change(object, VirtualContents.SHAPE, constants.integer(store.number()));
        return walk.dropped.add(store);
    }

    private boolean hasShape(Node node, VirtualContents object) {
        Node shape = object.places[VirtualContents.SHAPE];
        if (shape.is(Op.INT)) {
            return condition(node, shape.number() == node.number());
        }
        Node equal = graph.node(Op.EQ, shape, constants.integer(node.number()));
        walk.setValue(node, equal);
        walk.added.put(node, equal);
        return true;
    }

    // ---- ARRAY blocks -----------------------------------------------------------------------------------------------

    private boolean block(Node node, VirtualContents owner) {
        if (node.is(Op.IS_OBJECT)) {
            return condition(node, true);
        } else if (node.is(Op.BARRIER_AT)) {
            return walk.dropped.add(node);
        } else if (!node.is(Op.LOAD_AT) && !node.is(Op.STORE_AT)) {
            return false;
        }
        Node index = walk.value(node.input(1));
        int place = index.is(Op.INT) && node.number() == TableLayout.ELEMENTS ? owner.element(index.number()) : -1;
        if (place < 0) {
            return false;
        }
        if (node.is(Op.LOAD_AT)) {
            walk.setValue(node, owner.places[place]);
            return true;
        }
        Node value = walk.value(node.input(2));
        if (walk.owner(value) != null) {
            return false;
        }
        walk.change(owner, place, value);
        return walk.dropped.add(node);
    }
}
