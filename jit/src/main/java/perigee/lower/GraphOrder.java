package perigee.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import perigee.ir.Block;
import perigee.ir.Graph;

/** A reverse postorder of a graph's blocks: a value is defined before it is used, but for phis of loops. */
final class GraphOrder {
    private GraphOrder() {
    }

    static List<Block> of(Graph graph) {
        List<Block> order = new ArrayList<>(graph.blocks().size());
        boolean[] seen = new boolean[graph.blockLimit()];
        int[] next = new int[graph.blockLimit()];
        Deque<Block> path = new ArrayDeque<>();
        path.push(graph.blocks().getFirst());
        seen[graph.blocks().getFirst().id()] = true;
        while (!path.isEmpty()) {
            Block block = path.peek();
            if (next[block.id()] == block.successors().size()) {
                order.add(path.pop());
                continue;
            }
            Block successor = block.successor(next[block.id()]++);
            if (!seen[successor.id()]) {
                seen[successor.id()] = true;
                path.push(successor);
            }
        }
        Collections.reverse(order);
        return order;
    }
}
