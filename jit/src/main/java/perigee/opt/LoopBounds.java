package perigee.opt;

import perigee.deopt.DeoptHistory.Failure;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Dominators;
import perigee.ir.Graph;
import perigee.ir.Loop;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/**
 * Checks that an index is within an array are done once for all rounds of a loop, if the index is the loop's variable, or the
 * sum or difference of that and something that does not change: the first and the last one are checked before the loop.
 *
 * <pre>
 *     loop: i = phi first next                    guard false (lt first 0)
 *       guard true no-element (ult i size)        guard true loop-bounds (le first last)
 *       ...                                 ─►    guard true loop-bounds (ult last size)
 *       next = add i 1                            loop: i = phi first next
 *       branch (le next last) ? loop : end          ...
 * </pre>
 *
 * A loop that is left early, and whose last index would be outside, fails at that though nothing was wrong: its anchor says so
 * the next time. (W. H. Harrison, Compiler Analysis of the Value Ranges for Variables, 1977; loop predication in HotSpot.)
 */
final class LoopBounds {
    /** A step that is not known is to be less: so neither it nor anything below 2^32 can reach the end of the integers. */
    private static final long LARGEST_STEP = 1L << 40;
    /** So many blocks above a back edge the loop's condition is looked for. */
    private static final int DISTANCE = 5;

    private final Graph graph;
    private final Loops loops;
    private final Dominators dominators;
    private Loop loop;

    LoopBounds(Graph graph, Loops loops, Dominators dominators) {
        this.graph = graph;
        this.loops = loops;
        this.dominators = dominators;
    }

    /** Does so for a loop whose invariant guards and loads have been hoisted; what is no longer needed is replaced. */
    void run(Loop of) {
        loop = of;
        if (!loop.allows(Loop.BOUNDS) || loop.head().predecessors().size() != 2) {
            return;
        }
        for (Block block : loop.blocks()) {
            if (LoopInvariantMotion.isOften(loop, block) && loop.isInEveryRound(block, dominators)) {
                for (Node node : block.nodes()) {
                    if (node.is(Op.GUARD) && node.number() == 1 && node.block() == block && node.input(0).is(Op.ULT)) {
                        check(node, node.input(0).input(0), node.input(0).input(1));
                    }
                }
            }
        }
    }

    private void check(Node guard, Node index, Node size) {
        if (isInside(size) || !isLength(size)) {
            return;
        }
        Node offset = null;
        Node variable = index;
        if (index.is(Op.ADD) && isInside(index)) {
            int which = isInside(index.input(0)) ? 0 : 1;
            variable = index.input(which);
            offset = index.input(1 - which);
        } else if (index.is(Op.SUB) && isInside(index)) {
            variable = index.input(0);
            offset = index.input(1);
        }
        if (offset != null && isInside(offset) || !variable.is(Op.PHI) || variable.block() != loop.head()
                || variable.rep() != Rep.INT) {
            return;
        }
        Node next = variable.input(1);
        Node step = stepOf(variable, next);
        if (step == null) {
            return;
        }
        boolean up = !step.is(Op.INT) || step.number() > 0;
        Node last = bound(next, up);
        if (last != null) {
            Node first = variable.input(0);
            Node least = up ? first : last;
            Node largest = up ? last : first;
            guard.replaceBy(hoist(least, largest, offset == null ? null : index.op(), offset, step, size));
        }
    }

    /** Only the length of an array is known to be from 0 to 2^32. */
    private static boolean isLength(Node size) {
        return size.is(Op.LOAD_U32);
    }

    private boolean isInside(Node node) {
        return loops.isInside(loop, node);
    }

    /** What is added to the variable in each round; null if it is not that simple. */
    private Node stepOf(Node variable, Node next) {
        if (!next.is(Op.ADD) || next.input(0) != variable && next.input(1) != variable) {
            return null;
        }
        Node step = next.input(next.input(0) == variable ? 1 : 0);
        if (step.is(Op.INT)) {
            return step.number() != 0 && Math.abs(step.number()) < LARGEST_STEP ? step : null;
        }
        return isInside(step) ? null : step;
    }

    /** What the next value of the variable is not beyond whenever there is another round; null if that is not seen. */
    private Node bound(Node next, boolean up) {
        Block at = loop.head().predecessors().get(1);
        for (int i = 0; i < DISTANCE && at != loop.head() && at.predecessors().size() == 1; i++) {
            Block above = at.predecessors().getFirst();
            Node branch = above.terminator();
            if (branch.is(Op.BRANCH) && above.successor(0) == at && branch.input(0).is(Op.LE)) {
                Node condition = branch.input(0);
                Node limit = condition.input(up ? 1 : 0);
                if (condition.input(up ? 0 : 1) == next && !isInside(limit)) {
                    return limit;
                }
            }
            at = above;
        }
        return null;
    }

    /** Checks all indices from the least to the largest, an offset added to both or subtracted; the last guard. */
    private Node hoist(Node least, Node largest, Op shift, Node offset, Node step, Node size) {
        // Then the distance between the two is an integer, and the sums do not wrap around between them.
        require(Op.LT, least, integer(0), false);
        require(Op.LE, least, largest, true);
        if (!step.is(Op.INT)) {
            require(Op.LT, integer(0), step, true);
            require(Op.LT, step, integer(LARGEST_STEP), true);
        }
        if (offset == null) {
            return require(Op.ULT, largest, size, true);
        }
        require(Op.ULT, operate(shift, least, offset), size, true);
        return require(Op.ULT, operate(shift, largest, offset), size, true);
    }

    private Node integer(long value) {
        Block entry = graph.entry();
        for (Node node : entry.nodes()) {
            if (node.is(Op.INT) && node.number() == value) {
                return node;
            }
        }
        return entry.insert(1, graph.node(Op.INT, value));
    }

    private Node operate(Op op, Node a, Node b) {
        return loop.preheader().addBeforeEnd(graph.node(op, a, b));
    }

    private Node require(Op op, Node a, Node b, boolean expected) {
        Node anchor = loop.anchor();
        Node condition = loop.preheader().addBeforeEnd(graph.node(op, a, b));
        Node guard = graph.guard(condition, expected, Reason.LOOP_BOUNDS, anchor.state());
        guard.setCause(new Failure(anchor.state().code(), anchor.state().pc(), Reason.LOOP_BOUNDS));
        return loop.preheader().addBeforeEnd(guard);
    }
}
