package perigee.emit;

import java.util.ArrayList;
import java.util.List;
import perigee.lir.Block;

/** The order of blocks in memory: as they were allocated, but what hardly ever runs comes last. */
final class BlockLayout {
    /** Loops that run more often than this are aligned. */
    static final float HOT = 8;

    private BlockLayout() {
    }

    static List<Block> of(List<Block> order) {
        List<Block> layout = new ArrayList<>(order.size());
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < order.size(); i++) {
                boolean cold = i > 0 && order.get(i).isCold();
                if (cold == (pass == 1)) {
                    layout.add(order.get(i));
                }
            }
        }
        return layout;
    }

    /** Whether a hot loop begins with the block at this place of a layout, whose places by id are given. */
    static boolean isLoop(Block block, int place, int[] places) {
        if (block.frequency < HOT) {
            return false;
        }
        for (Block predecessor : block.predecessors()) {
            if (places[predecessor.id] >= place) {
                return true;
            }
        }
        return false;
    }
}
