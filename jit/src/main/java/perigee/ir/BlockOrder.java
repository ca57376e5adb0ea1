package perigee.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The order in which passes walk over blocks: a reverse postorder, in which the more frequent successor follows where
 * there is a choice. So a block comes after its dominator, and after all its predecessors but those of back edges.
 */
public final class BlockOrder {
    private BlockOrder() {
    }

    /**
     * Sorts the blocks of the graph, and takes those away that cannot be reached any more, with their edges and what
     * phis had for those. A loop that has lost its back edges is none.
     *
     * @return the graph's list
     */
    public static List<Block> sort(Graph graph) {
        List<Block> order = new ArrayList<>(graph.blocks().size());
        boolean[] seen = new boolean[graph.blockLimit()];
        List<Block> stack = new ArrayList<>();
        stack.add(graph.entry());
        seen[graph.entry().id()] = true;
        while (!stack.isEmpty()) {
            Block successor = unseen(stack.getLast(), seen);
            if (successor == null) {
                order.add(stack.removeLast());
            } else {
                seen[successor.id()] = true;
                stack.add(successor);
            }
        }
        Collections.reverse(order);
        List<Block> blocks = graph.blocks();
        if (order.size() < blocks.size()) {
            for (Block block : blocks) {
                if (!seen[block.id()]) {
                    block.removeSuccessors();
                    block.takeNodes();
                }
            }
        }
        for (Block block : order) {
            block.setLoopHead(block.isLoopHead() && block.predecessors().size() > 1);
        }
        blocks.clear();
        blocks.addAll(order);
        return blocks;
    }

    /** The rarest successor that was not seen, or null; the one that is visited last comes first in the order. */
    private static Block unseen(Block block, boolean[] seen) {
        Block rarest = null;
        for (Block successor : block.successors()) {
            if (!seen[successor.id()] && (rarest == null || successor.frequency() < rarest.frequency())) {
                rarest = successor;
            }
        }
        return rarest;
    }

    /** By a block's number, its place in an order; -1 if it is not in it. */
    public static int[] places(Graph graph, List<Block> order) {
        int[] places = new int[graph.blockLimit()];
        java.util.Arrays.fill(places, -1);
        for (int i = 0; i < order.size(); i++) {
            places[order.get(i).id()] = i;
        }
        return places;
    }
}
