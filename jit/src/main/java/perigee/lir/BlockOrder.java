package perigee.lir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The order in which allocators and verifiers walk over blocks: a reverse postorder, in which the more frequent successor
 * follows where there is a choice, so that loops stay together. Blocks that cannot be reached are not in it.
 */
public final class BlockOrder {
    private BlockOrder() {
    }

    public static List<Block> of(LirFunction function) {
        int count = function.blocks().size();
        List<Block> order = new ArrayList<>(count);
        boolean[] seen = new boolean[count];
        Block[] stack = new Block[count];
        int[] next = new int[count];
        int depth = 0;
        stack[depth++] = function.entry();
        seen[function.entry().id] = true;
        while (depth > 0) {
            Block block = stack[depth - 1];
            Block successor = unseen(block, seen, next);
            if (successor == null) {
                order.add(block);
                depth--;
            } else {
                seen[successor.id] = true;
                stack[depth++] = successor;
            }
        }
        Collections.reverse(order);
        return order;
    }

    /** The rarest successor that was not seen, or null; the one that is visited last comes first in the order. */
    private static Block unseen(Block block, boolean[] seen, int[] next) {
        if (block.successorCount() > 2) {
            while (next[block.id] < block.successorCount()) {
                Block successor = block.successor(next[block.id]++);
                if (!seen[successor.id]) {
                    return successor;
                }
            }
            return null;
        }
        Block rarest = null;
        for (int i = 0; i < block.successorCount(); i++) {
            Block successor = block.successor(i);
            if (!seen[successor.id] && (rarest == null || successor.frequency < rarest.frequency)) {
                rarest = successor;
            }
        }
        return rarest;
    }

    /**
     * Immediate dominators as places in the order (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm): by the
     * place of a block, that of its dominator; 0 for the entry.
     */
    public static int[] dominators(LirFunction function, List<Block> order) {
        int[] place = places(function, order);
        int[] dominators = new int[order.size()];
        Arrays.fill(dominators, -1);
        dominators[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < order.size(); i++) {
                int common = -1;
                for (Block predecessor : order.get(i).predecessors()) {
                    int p = place[predecessor.id];
                    if (p >= 0 && dominators[p] >= 0) {
                        common = common < 0 ? p : common(dominators, common, p);
                    }
                }
                changed |= dominators[i] != common;
                dominators[i] = common;
            }
        }
        return dominators;
    }

    private static int common(int[] dominators, int a, int b) {
        while (a != b) {
            if (a > b) {
                a = dominators[a];
            } else {
                b = dominators[b];
            }
        }
        return a;
    }

    /** Where each block is in the order, by its id; -1 if it is not. */
    public static int[] places(LirFunction function, List<Block> order) {
        int[] places = new int[function.blocks().size()];
        Arrays.fill(places, -1);
        for (int i = 0; i < order.size(); i++) {
            places[order.get(i).id] = i;
        }
        return places;
    }
}
