package perigee.opt;

import perigee.ir.Block;
import perigee.ir.Dominators;
import perigee.ir.Graph;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/**
 * Pure operations go to where they are needed, if that is reached much less often: behind a loop whose variable becomes a
 * word only once it is over, into the rare side of a branch, or before an exit.
 *
 * <pre>
 *   loop: s = phi zero next                 loop: s = phi zero next
 *     word = box_int s                        branch (le i n) ? body : end
 *     branch (le i n) ? body : end    ─►      ...
 *     ...                                   end:
 *   end:                                      word = box_int s
 *     return word                             return word
 * </pre>
 *
 * <p>The place is the one that dominates all uses, frame states included, or one on the way there from where the operation
 * was. (C. Click, Global Code Motion, Global Value Numbering, 1995: the late half.)
 *
 * <p><b>Requires:</b> that states have raw numbers, as {@link Canonicalizer} leaves them, for good results. <b>Ensures:</b>
 * what is said above. <b>Never:</b> moves an operation into a loop, or a condition, which belongs to its branch or guard.
 */
public final class CodeSinking implements Pass {
    /** What runs at most so often, for one run of the operation, is worth a move: it may keep several inputs alive. */
    private static final double RARE = 0.5;

    private Dominators dominators;
    private Loops loops;
    /** By node: what dominates all uses that the walk has come by; null: there are none. */
    private Block[] needed;

    @Override
    public void run(Graph graph) {
        dominators = new Dominators(graph);
        loops = new Loops(graph);
        needed = new Block[graph.nodeLimit()];
        for (Block block : graph.blocks()) {
            for (int i = 1; i < block.firstAfterPhis(); i++) {
                Node phi = block.nodes().get(i);
                for (int way = 0; way < phi.count(); way++) {
                    need(phi.input(way), block.predecessors().get(way));
                }
            }
        }
        for (Block block : graph.blocks().reversed()) {
            walk(block);
        }
    }

    /** Uses come before what they use; so what moves to the start of a block comes before its uses there. */
    private void walk(Block block) {
        for (int i = block.nodes().size() - 1; i >= 0 && !block.nodes().get(i).is(Op.PHI); i--) {
            Node node = block.nodes().get(i);
            Block place = isMovable(node) ? place(block, needed[node.id()]) : block;
            if (place != block) {
                block.remove(i);
                place.insert(place.firstAfterPhis(), node);
            }
            for (int input = 0; input < node.count(); input++) {
                need(node.input(input), place);
            }
            if (node.state() != null) {
                node.state().forEachValue(value -> need(value, block));
            }
        }
    }

    private static boolean isMovable(Node node) {
        return node.op().isPure() && !node.isConstant() && node.rep() != Rep.BOOL;
    }

    private void need(Node value, Block where) {
        Block known = needed[value.id()];
        needed[value.id()] = known == null ? where : dominators.common(known, where);
    }

    /** The block that runs least often of those from a block to another one that it dominates; null: there is no other. */
    private Block place(Block from, Block to) {
        Block best = from;
        for (Block at = to; at != null && at != from; at = dominators.parent(at)) {
            if (at.frequency() < best.frequency() && loops.depth(at) <= loops.depth(from)) {
                best = at;
            }
        }
        return best.frequency() <= RARE * from.frequency() ? best : from;
    }
}
