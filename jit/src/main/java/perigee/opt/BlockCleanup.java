package perigee.opt;

import java.util.List;
import perigee.ir.Block;
import perigee.ir.BlockOrder;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;

/**
 * Fewer blocks: straight lines become one, empty blocks between jumps are jumped over, branches that make no difference
 * are jumps. Edges that must not be critical keep their empty blocks.
 */
final class BlockCleanup {
    private boolean changed;

    /** Whether anything was done. The blocks are sorted before and after. */
    boolean clean(Graph graph) {
        boolean[] provedBy = provingBlocks(graph);
        for (Block block : graph.blocks()) {
            if (block.isTerminated() && block != graph.entry() && isEmpty(block) && !provedBy[block.id()]) {
                skip(block);
            }
        }
        for (Block block : graph.blocks()) {
            while (block.isTerminated() && (dropBranch(block) || merge(block))) {
                changed = true;
            }
        }
        if (changed) {
            BlockOrder.sort(graph);
        }
        return changed;
    }

    /** By block: whether its begin is a proof. */
    private static boolean[] provingBlocks(Graph graph) {
        boolean[] proving = new boolean[graph.blockLimit()];
        for (Block block : graph.blocks()) {
            for (Node node : block.nodes()) {
                if (node.proof() != null && node.proof().is(Op.BEGIN)) {
                    proving[node.proof().block().id()] = true;
                }
            }
        }
        return proving;
    }

    private static boolean isEmpty(Block block) {
        return block.nodes().size() == 2 && block.terminator().is(Op.JUMP);
    }

    /** The jumps to an empty block lead to where that jumps to. */
    private void skip(Block empty) {
        Block target = empty.successor(0);
        if (target == empty || target.isLoopHead() || empty.isLoopHead()) {
            return;
        }
        for (Block predecessor : empty.predecessors()) {
            if (!predecessor.terminator().is(Op.JUMP)) {
                return;
            }
        }
        int way = target.predecessors().indexOf(empty);
        for (Block predecessor : List.copyOf(empty.predecessors())) {
            predecessor.removeSuccessor(empty);
            predecessor.addSuccessor(target);
            for (int i = 1; i < target.firstAfterPhis(); i++) {
                target.nodes().get(i).addInput(target.nodes().get(i).input(way));
            }
        }
        empty.removeSuccessors();
        changed = true;
    }

    /** A branch both of whose sides are empty and go on to the same, with the same values, is a jump. */
    private static boolean dropBranch(Block block) {
        if (!block.terminator().is(Op.BRANCH) || !isEmpty(block.successor(0)) || !isEmpty(block.successor(1))) {
            return false;
        }
        Block one = block.successor(0);
        Block other = block.successor(1);
        Block target = one.successor(0);
        if (other.successor(0) != target) {
            return false;
        }
        int first = target.predecessors().indexOf(one);
        int second = target.predecessors().indexOf(other);
        for (int i = 1; i < target.firstAfterPhis(); i++) {
            if (target.nodes().get(i).input(first) != target.nodes().get(i).input(second)) {
                return false;
            }
        }
        block.removeSuccessors();
        other.removeSuccessors();
        block.takeSuccessors(one);
        block.setTerminator(one.remove(1));
        return true;
    }

    /** A block that is only reached from this one's end becomes a part of this one. */
    private static boolean merge(Block block) {
        if (!block.terminator().is(Op.JUMP) || block.successors().isEmpty()) {
            return false; // the latter: jumped over
        }
        Block next = block.successor(0);
        if (next.predecessors().size() != 1 || next == block) {
            return false;
        }
        for (int i = 1; i < next.firstAfterPhis(); i++) {
            Node phi = next.nodes().get(i);
            phi.replaceBy(phi.input(0));
        }
        // What needed this begin for its proof needed a branch that is always taken so.
        next.begin().replaceBy(block.begin());
        block.remove(block.nodes().size() - 1);
        next.moveNodes(next.firstAfterPhis(), block);
        block.removeSuccessors();
        block.takeSuccessors(next);
        return true;
    }
}
