package perigee.opt;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import perigee.deopt.DeoptHistory.Failure;
import perigee.deopt.Reason;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.Loop;
import perigee.ir.Node;
import perigee.ir.Op;

/**
 * A loop that stores elements of some arrays does not change those of others: which loads of elements may leave it if arrays
 * that are told apart before it are not the same. So the rows of a matrix are found once, though the loop writes into one:
 *
 * <pre>
 *     loop: r = load_at rows i                   r = load_at rows i
 *       guards that r is a table                 guards that r is a table
 *       row = load array r                 ─►    row = load array r
 *       store_at row j x                         guard false loop-bounds (same rows row)
 *                                                loop: store_at row j x
 * </pre>
 *
 * That takes all arrays that are stored into to be found before the loop, perhaps by such loads themselves. When arrays have
 * turned out to be the same, the loop's anchor says so the next time, as it does of {@link LoopBounds}.
 */
final class DistinctArrays {
    /** So many comparisons before a loop are worth it. */
    private static final int MOST_PAIRS = 6;

    /** Arrays that an element is stored into. */
    private final Set<Node> written = new LinkedHashSet<>();
    /** Loads that may leave the loop. */
    private final Set<Node> loads = new LinkedHashSet<>();

    DistinctArrays(Loop loop) {
        if (!loop.allows(Loop.BOUNDS) || !findStores(loop) || written.isEmpty()) {
            return;
        }
        for (Block block : loop.blocks()) {
            for (Node node : block.nodes()) {
                if (node.is(Op.LOAD_AT) && node.info() == Alias.ELEMENT && !written.contains(node.input(0))) {
                    loads.add(node);
                }
            }
        }
    }

    /** False if elements are written in other ways as well. */
    private boolean findStores(Loop loop) {
        for (Block block : loop.blocks()) {
            for (Node node : block.nodes()) {
                if (node.is(Op.STORE_AT)) {
                    written.add(node.input(0));
                } else if ((node.writes() & Alias.ELEMENT.bit()) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    boolean isEmpty() {
        return loads.isEmpty();
    }

    /** Whether the loop does not change what a load reads, if arrays are as they are taken to be. */
    boolean isUnchanged(Node load) {
        return loads.contains(load);
    }

    /** Keeps the loads that would leave the loop, if the arrays stored into would be known before it, too. */
    void restrict(Predicate<Node> leaves) {
        loads.removeIf(leaves.negate());
        if (!written.stream().allMatch(leaves) || loads.stream().map(load -> load.input(0)).distinct().count()
                * written.size() > MOST_PAIRS) {
            loads.clear();
        }
    }

    /** Tells the arrays apart, at the end of the block before the loop, where the loads are now. */
    void guard(Graph graph, Loop loop) {
        Node anchor = loop.anchor();
        for (Node array : loads.stream().map(load -> load.input(0)).distinct().toList()) {
            for (Node other : written) {
                Node same = loop.preheader().addBeforeEnd(graph.node(Op.SAME, array, other));
                Node guard = graph.guard(same, false, Reason.LOOP_BOUNDS, anchor.state());
                guard.setCause(new Failure(anchor.state().code(), anchor.state().pc(), Reason.LOOP_BOUNDS));
                loop.preheader().addBeforeEnd(guard);
            }
        }
    }
}
