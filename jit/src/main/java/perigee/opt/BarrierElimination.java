package perigee.opt;

import java.util.List;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Dominators;
import perigee.ir.Graph;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Uses;

/**
 * Drops write barriers of stores that the collector need not hear of: of a value that is no object, or an old one (an
 * object that is a constant is), and into an object that has been made since the last safepoint, and so is young, like the
 * ARRAY block that it was made with.
 *
 * <p><b>Requires:</b> that no pass folds guards afterwards: {@code IS_INT(BOX_INT x)} counts as true, but a large
 * integer is an object, and a guard that this pass has relied on has to stand. <b>Ensures:</b> what is said above.
 * <b>Never:</b> drops the barrier of a boxed integer.
 */
public final class BarrierElimination implements Pass {
    private static final List<Op> NUMBERS = List.of(Op.IS_INT, Op.IS_FLOAT, Op.IS_NUMBER);

    private MemoryVersions memory;
    private Proofs proofs;
    /** By node, of allocations: which safepoint was the last before them. */
    private int[] safepoints;
    /** By node, of allocations and of loads of ARRAY blocks: which change of those was the last before them. */
    private int[] arrays;
    /** By node: whether the walk has come by it. */
    private boolean[] passed;

    @Override
    public void run(Graph graph) {
        if (graph.blocks().stream().flatMap(block -> block.nodes().stream()).noneMatch(BarrierElimination::isBarrier)) {
            return;
        }
        memory = new MemoryVersions(graph, new Loops(graph));
        proofs = new Proofs(new Uses(graph), new Dominators(graph));
        safepoints = new int[graph.nodeLimit()];
        arrays = new int[graph.nodeLimit()];
        passed = new boolean[graph.nodeLimit()];
        for (Block block : graph.blocks()) {
            int[] versions = memory.atStart(block);
            block.retain(node -> {
                memory.apply(node, versions);
                passed[node.id()] = true;
                if (node.op().isAllocation()) {
                    safepoints[node.id()] = version(Alias.THREAD, versions);
                }
                if (node.op().isAllocation() || node.is(Op.LOAD)) {
                    arrays[node.id()] = version(Alias.ARRAY, versions);
                }
                return !isBarrier(node) || isNeeded(node, versions);
            });
        }
    }

    private static boolean isBarrier(Node node) {
        return node.is(Op.BARRIER) || node.is(Op.BARRIER_AT);
    }

    /** All that writes the thread's words is what may collect; the version tells which of that was the last. */
    private int version(Alias alias, int[] versions) {
        return memory.versions(alias.bit(), versions).getFirst();
    }

    /** Whether an object, or an ARRAY block, has been made since the last safepoint. */
    private boolean isYoung(Node holder, int[] versions) {
        Node made = holder.is(Op.LOAD) && holder.info() == Alias.ARRAY ? NewObjects.of(holder) : holder;
        return made != null && made.op().isAllocation() && safepoints[made.id()] == version(Alias.THREAD, versions)
                && (made == holder || arrays[made.id()] == arrays[holder.id()]);
    }

    private boolean isNeeded(Node barrier, int[] versions) {
        Node holder = barrier.input(0);
        Node value = barrier.input(barrier.count() - 1);
        if (isYoung(holder, versions)) {
            return false;
        }
        return !value.is(Op.WORD) && !value.is(Op.BOX_FLOAT) && !value.is(Op.BOX_BOOL)
                && !isGuarded(value, barrier.block());
    }

    /** Whether a guard that has been passed before tells that the word is no object. */
    private boolean isGuarded(Node value, Block block) {
        for (Op test : NUMBERS) {
            Node proof = proofs.find(test, value, block);
            if (proof != null && passed[proof.id()]) {
                return true;
            }
        }
        return false;
    }
}
