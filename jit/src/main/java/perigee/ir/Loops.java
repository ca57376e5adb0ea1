package perigee.ir;

import java.util.ArrayList;
import java.util.List;

/** The loops of a graph whose blocks are sorted, as a forest. It is true until the edges change. */
public final class Loops {
    /** The outer ones first. */
    private final List<Loop> loops = new ArrayList<>();
    /** By a block's number: the innermost loop around it. */
    private final Loop[] innermost;

    public Loops(Graph graph) {
        List<Block> order = graph.blocks();
        innermost = new Loop[graph.blockLimit()];
        for (int i = order.size() - 1; i >= 0; i--) {
            if (order.get(i).isLoopHead()) {
                find(order.get(i));
            }
        }
        java.util.Collections.reverse(loops);
        for (Loop loop : loops) {
            loop.depth = loop.parent == null ? 1 : loop.parent.depth + 1;
        }
        for (Block block : order) {
            for (Loop loop = innermost[block.id()]; loop != null; loop = loop.parent) {
                loop.blocks().add(block);
            }
        }
    }

    /** Inner heads come later in the order, so inner loops are found before the loops around them. */
    private void find(Block head) {
        Loop loop = new Loop(head);
        loops.add(loop);
        List<Block> work = new ArrayList<>(head.predecessors().subList(1, head.predecessors().size()));
        claim(head, loop);
        while (!work.isEmpty()) {
            Block block = work.removeLast();
            if (block == head) {
                continue;
            }
            Loop inner = innermost[block.id()];
            if (inner == null) {
                innermost[block.id()] = loop;
                work.addAll(block.predecessors());
                continue;
            }
            while (inner.parent != null) {
                inner = inner.parent;
            }
            if (inner != loop) {
                inner.parent = loop;
                work.add(inner.preheader());
            }
        }
    }

    private void claim(Block head, Loop loop) {
        assert innermost[head.id()] == null : "two loops at " + head;
        innermost[head.id()] = loop;
    }

    /** All loops, the outer ones before those in them. */
    public List<Loop> all() {
        return loops;
    }

    /** The innermost loop around a block, or null. */
    public Loop of(Block block) {
        return innermost[block.id()];
    }

    /** Whether a node is in a loop, or in one that is in it. */
    public boolean isInside(Loop loop, Node node) {
        Loop inner = of(node.block());
        return inner != null && loop.contains(inner);
    }

    public int depth(Block block) {
        Loop loop = of(block);
        return loop == null ? 0 : loop.depth();
    }
}
