package perigee.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dominator tree (Cooper, Harvey, Kennedy: A Simple, Fast Dominance Algorithm), of a graph whose blocks are sorted
 * by {@link BlockOrder}. It is true until the edges change.
 */
public final class Dominators {
    private final List<Block> order;
    private final int[] places;
    /** By place: that of the immediate dominator. */
    private final int[] parents;
    private final List<List<Block>> children = new ArrayList<>();
    /** By place: numbers of a walk over the tree; a block dominates those that are entered before it is left. */
    private final int[] entered;
    private final int[] left;

    public Dominators(Graph graph) {
        order = graph.blocks();
        places = BlockOrder.places(graph, order);
        parents = new int[order.size()];
        entered = new int[order.size()];
        left = new int[order.size()];
        findParents();
        number();
    }

    private void findParents() {
        Arrays.fill(parents, -1);
        parents[0] = 0;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = 1; i < order.size(); i++) {
                int common = -1;
                for (Block predecessor : order.get(i).predecessors()) {
                    int p = places[predecessor.id()];
                    if (p >= 0 && parents[p] >= 0) {
                        common = common < 0 ? p : common(common, p);
                    }
                }
                changed |= parents[i] != common;
                parents[i] = common;
            }
        }
    }

    private int common(int a, int b) {
        while (a != b) {
            if (a > b) {
                a = parents[a];
            } else {
                b = parents[b];
            }
        }
        return a;
    }

    private void number() {
        int[] sizes = new int[order.size()];
        for (int i = order.size() - 1; i >= 0; i--) {
            children.add(null);
            sizes[i]++;
            if (i > 0) {
                sizes[parents[i]] += sizes[i];
            }
        }
        int[] next = new int[order.size()];
        left[0] = sizes[0];
        next[0] = 1;
        for (int i = 0; i < order.size(); i++) {
            if (i > 0) {
                int parent = parents[i];
                entered[i] = next[parent];
                next[parent] += sizes[i];
                next[i] = entered[i] + 1;
                left[i] = entered[i] + sizes[i];
                if (children.get(parent) == null) {
                    children.set(parent, new ArrayList<>(2));
                }
                children.get(parent).add(order.get(i));
            }
        }
    }

    /** The immediate dominator; null for the entry. */
    public Block parent(Block block) {
        int place = places[block.id()];
        return place == 0 ? null : order.get(parents[place]);
    }

    /** The blocks that this one dominates immediately, in their order. */
    public List<Block> children(Block block) {
        List<Block> list = children.get(places[block.id()]);
        return list == null ? List.of() : list;
    }

    /** Whether all ways to b lead through a; so does a block itself. */
    public boolean dominates(Block a, Block b) {
        int i = places[a.id()];
        int j = places[b.id()];
        return entered[i] <= entered[j] && entered[j] < left[i];
    }

    /** The lowest block that dominates both. */
    public Block common(Block a, Block b) {
        return order.get(common(places[a.id()], places[b.id()]));
    }

    /** Place of the block in the order; of blocks that dominate one another, the dominator has the lower one. */
    public int place(Block block) {
        return places[block.id()];
    }
}
