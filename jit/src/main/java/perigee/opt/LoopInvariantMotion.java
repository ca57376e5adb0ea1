package perigee.opt;

import java.util.HashSet;
import java.util.Set;
import perigee.ir.Block;
import perigee.ir.Dominators;
import perigee.ir.Graph;
import perigee.ir.Loop;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/**
 * What does not change while a loop runs is done once, before it; inner loops first, so that things move out of several.
 * <ul>
 * <li>Pure operations, if their inputs are from outside and their proof is, and they run often enough.
 * <li>Guards on such conditions, if they run in every round, and on average whenever the loop is entered. They leave to
 *     the anchor's state then: before the loop instead of in it.
 * <li>Loads, if nothing in the loop writes what they read; those of elements if only {@link DistinctArrays} are written.
 * <li>Then checks of indices become checks of all of them: {@link LoopBounds}.
 * </ul>
 * Conditions move with the guards that they are for: by themselves they would only use up a register.
 *
 * <p><b>Requires:</b> {@link GlobalValueNumbering}, so that each guard is there once. <b>Ensures:</b> what is said above.
 * <b>Never:</b> moves an operation above its proof, a load out of a loop that writes what it reads, or anything that writes.
 */
public final class LoopInvariantMotion implements Pass {
    private Dominators dominators;
    private Loops loops;
    private MemoryVersions memory;
    private DistinctArrays arrays;
    /** What would leave the loop, while that is only tried. */
    private Set<Node> leaving;

    @Override
    public void run(Graph graph) {
        loops = new Loops(graph);
        if (loops.all().isEmpty()) {
            return;
        }
        dominators = new Dominators(graph);
        memory = new MemoryVersions(graph, loops);
        LoopBounds bounds = new LoopBounds(graph, loops, dominators);
        for (Loop loop : loops.all().reversed()) {
            arrays = new DistinctArrays(loop);
            if (!arrays.isEmpty()) {
                leaving = new HashSet<>();
                loop.blocks().forEach(block -> hoist(loop, block));
                arrays.restrict(node -> !isInside(loop, node));
                leaving = null;
            }
            loop.blocks().forEach(block -> hoist(loop, block));
            arrays.guard(graph, loop);
            bounds.run(loop);
            loop.blocks().forEach(block -> block.retain(node -> !node.isReplaced()));
        }
    }

    /** Whether a block runs at least once, on average, whenever its loop is entered. */
    static boolean isOften(Loop loop, Block block) {
        return block.frequency() >= loop.preheader().frequency();
    }

    /** What is moved stays in the block's list until the loop is done. */
    private void hoist(Loop loop, Block block) {
        boolean often = isOften(loop, block);
        boolean guards = often && loop.isInEveryRound(block, dominators);
        for (Node node : block.nodes()) {
            if (node.is(Op.GUARD)) {
                if (guards && canMove(loop, node.input(0))) {
                    move(loop, node.input(0));
                    moveGuard(loop, node);
                }
            } else if (often && node.rep() != Rep.BOOL && node.block() == block && canMove(loop, node)) {
                move(loop, node);
            }
        }
    }

    /** Whether the node could be done before the loop, or is. */
    private boolean canMove(Loop loop, Node node) {
        if (!isInside(loop, node)) {
            return true;
        }
        if (!node.op().isPure() && !(node.op().isLoad() && isUnchanged(loop, node))) {
            return false;
        }
        for (int i = 0; i < node.count(); i++) {
            if (isInside(loop, node.input(i))) {
                return false;
            }
        }
        return node.proof() == null || !isInside(loop, node.proof());
    }

    private boolean isUnchanged(Loop loop, Node load) {
        return !memory.isWrittenIn(loop, load) || arrays.isUnchanged(load);
    }

    private boolean isInside(Loop loop, Node node) {
        return loops.isInside(loop, node) && (leaving == null || !leaving.contains(node));
    }

    private void move(Loop loop, Node node) {
        if (leaving != null) {
            leaving.add(node);
        } else if (loops.isInside(loop, node)) {
            loop.preheader().addBeforeEnd(node);
        }
    }

    private void moveGuard(Loop loop, Node guard) {
        move(loop, guard);
        if (leaving == null) {
            guard.setCause(guard.cause());
            guard.setState(loop.anchor().state());
        }
    }
}
