package perigee.regalloc;

import java.util.ArrayList;
import java.util.List;
import perigee.lir.Block;
import perigee.lir.BlockOrder;
import perigee.lir.LirFunction;

/**
 * The order of blocks that positions follow: what is cold comes last, so that calls there do not lie within the lives of
 * values that are alive around them, and splits that look for a rare place do not find one that the way does not come by.
 * Whatever dominates a block still precedes it.
 *
 * @param blocks    in this order
 * @param coldStart place of the first one that was put to the end
 */
record LinearOrder(List<Block> blocks, int coldStart) {
    /** @param order in reverse postorder */
    static LinearOrder of(LirFunction function, List<Block> order) {
        int[] dominators = BlockOrder.dominators(function, order);
        boolean[] stays = new boolean[order.size()];
        stays[0] = true;
        for (int i = order.size() - 1; i > 0; i--) {
            stays[i] |= !order.get(i).isCold();
            stays[dominators[i]] |= stays[i];
        }
        List<Block> blocks = new ArrayList<>(order.size());
        select(order, stays, true, blocks);
        int coldStart = blocks.size();
        select(order, stays, false, blocks);
        return new LinearOrder(blocks, coldStart);
    }

    private static void select(List<Block> from, boolean[] stays, boolean which, List<Block> to) {
        for (int i = 0; i < stays.length; i++) {
            if (stays[i] == which) {
                to.add(from.get(i));
            }
        }
    }
}
