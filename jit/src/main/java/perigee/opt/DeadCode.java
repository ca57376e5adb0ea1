package perigee.opt;

import java.util.ArrayList;
import java.util.List;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;

/**
 * Takes out what nobody needs: everything that does nothing and whose value does not reach something that does, phis of
 * loops that only feed themselves included.
 *
 * <p><b>Requires:</b> nothing. <b>Ensures:</b> every removable node has a use. <b>Never:</b> changes anything else.
 */
public final class DeadCode implements Pass {
    private final List<Node> work = new ArrayList<>();
    private boolean[] needed;

    @Override
    public void run(Graph graph) {
        needed = new boolean[graph.nodeLimit()];
        FrameState last = null;
        for (Block block : graph.blocks()) {
            for (Node node : block.nodes()) {
                if (!node.isRemovable()) {
                    need(node);
                }
            }
        }
        while (!work.isEmpty()) {
            Node node = work.removeLast();
            for (int i = 0; i < node.count(); i++) {
                need(node.input(i));
            }
            if (node.proof() != null) {
                need(node.proof());
            }
            if (node.state() != null && node.state() != last) {
                last = node.state();
                last.forEachValue(this::need);
            }
        }
        for (Block block : graph.blocks()) {
            block.retain(node -> needed[node.id()]);
        }
    }

    private void need(Node node) {
        if (!needed[node.id()]) {
            needed[node.id()] = true;
            work.add(node);
        }
    }
}
