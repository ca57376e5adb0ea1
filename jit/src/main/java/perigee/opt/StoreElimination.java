package perigee.opt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;

/**
 * Drops stores that another store overwrites, whichever way control goes, before anybody could have read them; with their
 * barriers. A walk from the end of the graph to its entry, with the places that are about to be overwritten.
 *
 * <p>Whatever has a frame state may leave to the interpreter, which reads everything; so the two stores have no guard between
 * them. That is so where an object gets one field after another, and with each a shape; and where a field that is known to
 * be a number is changed twice.
 *
 * <p><b>Requires:</b> {@link GlobalValueNumbering}, for good results: it tells what is read from what was stored, and leaves
 * no guards in between. <b>Ensures:</b> what is said above. <b>Never:</b> drops a store around a loop, or one that a
 * collection could come by.
 */
public final class StoreElimination implements Pass {
    /**
     * What is overwritten.
     *
     * @param index of an element; else null
     */
    private record Place(Op op, Object alias, long offset, Node object, Node index) {
        /** What a store writes to. */
        static Place of(Node store) {
            boolean shape = store.is(Op.STORE_SHAPE);
            return new Place(store.op(), shape ? Alias.SHAPE : store.info(), shape ? 0 : store.number(), store.input(0),
                    store.is(Op.STORE_AT) ? store.input(1) : null);
        }

        /** Whether a load may read it. */
        boolean mayBeReadBy(Node load) {
            if ((load.reads() & ((Alias) alias).bit()) == 0) {
                return false;
            }
            boolean otherOffset = (alias == Alias.FIELD || alias == Alias.OUTER_FIELD) && load.number() != offset;
            Node made = NewObjects.of(object);
            Node other = NewObjects.of(load.input(0));
            return !otherOffset && (made == null || other == null || made == other);
        }

        /** Distinct for what is not equal in most cases, and the same in each process. */
        @Override
        public int hashCode() {
            return (object.id() * 31 + (int) offset) * 31 + op.ordinal();
        }
    }

    /** By block that the walk has come by: the places that are overwritten from its start on. */
    private final Map<Block, Set<Place>> starts = new HashMap<>();

    @Override
    public void run(Graph graph) {
        for (Block block : graph.blocks().reversed()) {
            Set<Place> overwritten = atEnd(block);
            List<Node> dead = walk(block, overwritten);
            if (!dead.isEmpty()) {
                block.retain(node -> !dead.contains(node));
            }
            starts.put(block, overwritten);
        }
    }

    /** What all ways on overwrite; a way back to a loop's head, which the walk has not come by, nothing. */
    private Set<Place> atEnd(Block block) {
        Set<Place> common = null;
        for (Block successor : block.successors()) {
            Set<Place> start = starts.getOrDefault(successor, Set.of());
            if (common == null) {
                common = new HashSet<>(start);
            } else {
                common.retainAll(start);
            }
        }
        return common == null ? new HashSet<>() : common;
    }

    /** The stores of a block that are dead, and their barriers; what is overwritten at its end becomes that at its start. */
    private static List<Node> walk(Block block, Set<Place> overwritten) {
        List<Node> nodes = block.nodes();
        List<Node> dead = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (node.op().isStore()) {
                if (!overwritten.add(Place.of(node))) {
                    dead.add(node);
                    if (isBarrierOf(nodes.get(i + 1), node)) {
                        dead.add(nodes.get(i + 1));
                    }
                }
            } else if (node.state() != null || node.reads() == Alias.EVERYTHING) {
                overwritten.clear();
            } else if (node.is(Op.RUNTIME)) {
                // What it changes it may read as well.
                int touched = node.reads() | node.writes();
                overwritten.removeIf(place -> (touched & ((Alias) place.alias).bit()) != 0);
            } else if (node.reads() != Alias.NOTHING) {
                overwritten.removeIf(place -> place.mayBeReadBy(node));
            }
        }
        return dead;
    }

    /** Whether a node is the barrier for what a store, just before it, has stored. */
    static boolean isBarrierOf(Node barrier, Node store) {
        return store.is(Op.STORE) && barrier.is(Op.BARRIER) && barrier.input(0) == store.input(0)
                && barrier.input(1) == store.input(1)
                || store.is(Op.STORE_AT) && barrier.is(Op.BARRIER_AT) && barrier.number() == store.number()
                && barrier.input(0) == store.input(0) && barrier.input(1) == store.input(1)
                && barrier.input(2) == store.input(2);
    }
}
