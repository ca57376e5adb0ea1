package perigee.regalloc;

import java.util.List;
import perigee.lir.Block;
import perigee.lir.Instruction;
import perigee.lir.LirFunction;

/**
 * The instructions in a row, and the positions of what happens at each:
 *
 * <pre>
 *   4i       the gap before: values are moved to where the instruction wants them; what is defined early begins
 *   4i + 1   operands are read
 *   4i + 2   results are written
 *   4i + 3   results in fixed registers are moved to where they will be
 * </pre>
 *
 * A block begins with its label, in whose gap the moves along the edges to it happen unless they happen in the gap of a
 * jump.
 */
final class Numbering {
    final List<Block> order;
    final Instruction[] code;
    /** By block id: number of its label, and one past its terminator. */
    final int[] starts;
    final int[] ends;
    /** By instruction: its block. */
    final Block[] blocks;
    /** Where the blocks begin that are at the end because they are cold. */
    final int coldStart;

    Numbering(LirFunction function, LinearOrder linear) {
        order = linear.blocks();
        int count = 0;
        for (Block block : order) {
            count += block.instructions().size();
        }
        code = new Instruction[count];
        blocks = new Block[count];
        starts = new int[function.blocks().size()];
        ends = new int[starts.length];
        int at = 0;
        for (Block block : order) {
            starts[block.id] = at;
            for (int i = 0; i < block.instructions().size(); i++) {
                blocks[at] = block;
                code[at++] = block.instructions().get(i);
            }
            ends[block.id] = at;
        }
        coldStart = linear.coldStart() == order.size() ? 4 * count : from(order.get(linear.coldStart()));
    }

    int from(Block block) {
        return 4 * starts[block.id];
    }

    int to(Block block) {
        return 4 * ends[block.id];
    }
}
