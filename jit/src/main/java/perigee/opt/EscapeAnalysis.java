package perigee.opt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perigee.ir.Block;
import perigee.ir.BlockOrder;
import perigee.ir.Dominators;
import perigee.ir.Graph;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;

/**
 * Objects that nobody but this code could see are not made: what would have been stored in their fields stays in values,
 * and frame states say how to make them when one is left to (scalar replacement). An object may live on across a call or
 * a safepoint whose state alone has it.
 *
 * <p>An optimistic fixed point: all objects are assumed not to be made; a {@link VirtualWalk} finds those that have to be,
 * because they are stored into what is made, passed on, or meet others in a phi; and again, until nothing new is found.
 *
 * <pre>
 *   v1:w = new_table {70 2 0}              account 64
 *   v2 = store field 48 v1 v0
 *   v3 = store_shape 71 v1
 *   v4:b = has_shape 71 v1                 bool 1
 *   v5 = guard true v4 [... v1]            guard true bool 1 [... v1 {v1 = new_table shape 71 (v0 -)}]
 *   v6:w = load field 48 v1 | v5           v0
 * </pre>
 *
 * <p>In place of the object there is an {@link Op#ACCOUNT}: programs wait for collections in loops that do nothing but
 * allocate.
 *
 * <p><b>Requires:</b> the form that {@link Canonicalizer} leaves, for good results. <b>Ensures:</b> an allocation that is
 * left escapes, or meets another value. <b>Never:</b> makes an object later than it was made, or twice.
 */
public final class EscapeAnalysis implements Pass {
    /** Walks; if that is not enough, nothing is done. Few graphs need more than five. */
    private static final int WALKS = 25;
    /** As often, to one who accounts for bytes. */
    private static final double OFTEN = 1.1;

    private Graph graph;
    private Constants constants;
    private VirtualWalk walk;
    private final Map<Block, Integer> accounts = new LinkedHashMap<>();

    @Override
    public void run(Graph toImprove) {
        graph = toImprove;
        constants = new Constants(graph);
        VirtualWalk.Assumptions assumptions = new VirtualWalk.Assumptions();
        for (int i = 0; i < WALKS && mayGain(assumptions); i++) {
            assumptions.reset();
            walk = new VirtualWalk(graph, constants, assumptions);
            walk.walk();
            if (!assumptions.grew()) {
                rewrite();
                return;
            }
        }
    }

    /** Whether there is an object that may not have to be made. */
    private boolean mayGain(VirtualWalk.Assumptions assumptions) {
        for (Block block : graph.blocks()) {
            for (Node node : block.nodes()) {
                if (node.op().isAllocation() && assumptions.mayStayUnmade(node)) {
                    return true;
                }
            }
        }
        return false;
    }

    // ---- changing the graph -----------------------------------------------------------------------------------------

    private void rewrite() {
        for (Map.Entry<Block, List<Node>> phis : walk.phis.entrySet()) {
            for (Node phi : phis.getValue()) {
                phis.getKey().insert(1, phi);
            }
        }
        Dominators dominators = new Dominators(graph);
        Loops loops = new Loops(graph);
        for (Block block : graph.blocks()) {
            if (walk.isReached(block)) {
                rewrite(block);
                account(block, dominators, loops);
            }
        }
        accounts.forEach((block, bytes) -> block.insert(block.firstAfterPhis(), graph.node(Op.ACCOUNT, bytes)));
        constants.place();
        BlockOrder.sort(graph);
    }

    private void rewrite(Block block) {
        List<Node> nodes = block.takeNodes();
        for (int i = 0; i < nodes.size() && !block.isTerminated(); i++) {
            Node node = nodes.get(i);
            if (walk.newStates.containsKey(node)) {
                node.setState(walk.newStates.get(node));
            }
            if (walk.dropped.contains(node)) {
                drop(block, node);
            } else if (walk.isFailing(node)) {
                block.removeSuccessors();
                block.add(graph.node(Op.EXIT, 0, node.info()).setState(node.state()));
            } else if (node.is(Op.BRANCH) && walk.value(node.input(0)).is(Op.BOOL)) {
                block.removeSuccessor(block.successor(walk.value(node.input(0)).number() == 1 ? 1 : 0));
                block.add(graph.node(Op.JUMP));
            } else {
                block.add(node);
            }
        }
    }

    private void drop(Block block, Node node) {
        Node value = walk.value(node);
        if (node.op().isAllocation()) {
            accounts.merge(block, VirtualContents.bytes(node), Integer::sum);
        } else if (value != node) {
            if (walk.added.containsKey(node)) {
                block.add(value);
            }
            node.replaceBy(value);
        }
    }

    /** What a block accounts for is accounted for further up where that runs as often: at once is cheaper. */
    private void account(Block block, Dominators dominators, Loops loops) {
        Integer bytes = accounts.remove(block);
        if (bytes != null) {
            Block at = block;
            Block up = dominators.parent(at);
            while (up != null && loops.of(up) == loops.of(at) && up.frequency() <= OFTEN * block.frequency()) {
                at = up;
                up = dominators.parent(at);
            }
            accounts.merge(at, bytes, Integer::sum);
        }
    }
}
