package perigee.lir;

import java.util.List;

/**
 * Which registers are alive at the beginning and the end of blocks: sets of bits, a row of words a block. A block's
 * parameters are not alive at its beginning; arguments of a jump are not alive at the end of its block.
 */
public final class Liveness {
    private final int words;
    private final long[] in;
    private final long[] out;

    private Liveness(LirFunction function) {
        words = function.registerCount() + 63 >>> 6;
        in = new long[function.blocks().size() * words];
        out = new long[in.length];
    }

    /**
     * Computes them.
     *
     * @param order all blocks that can be reached, predecessors first as far as there are no loops
     */
    public static Liveness of(LirFunction function, List<Block> order) {
        Liveness liveness = new Liveness(function);
        long[] defined = new long[liveness.in.length];
        for (Block block : order) {
            liveness.gather(block, defined);
        }
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = order.size() - 1; i >= 0; i--) {
                changed |= liveness.update(order.get(i), defined);
            }
        }
        return liveness;
    }

    /** Registers that the block reads before it defines them, and those it defines. */
    private void gather(Block block, long[] defined) {
        int row = block.id * words;
        for (int i = 0; i < block.parameterCount(); i++) {
            set(defined, row, block.parameter(i));
        }
        List<Instruction> instructions = block.instructions();
        for (int n = 0; n < instructions.size(); n++) {
            Instruction instruction = instructions.get(n);
            int count = instruction.count();
            for (int i = 0; i < count; i++) {
                int value = instruction.operand(i);
                if (Value.isRegister(value) && !instruction.rule(i).action().writes() && !get(defined, row, value)) {
                    set(in, row, value);
                }
            }
            for (int i = 0; i < count; i++) {
                if (instruction.rule(i).action().writes()) {
                    set(defined, row, instruction.operand(i));
                }
            }
        }
    }

    private boolean update(Block block, long[] defined) {
        int row = block.id * words;
        boolean changed = false;
        for (int s = 0; s < block.successorCount(); s++) {
            int next = block.successor(s).id * words;
            for (int w = 0; w < words; w++) {
                long more = in[next + w] & ~out[row + w];
                if (more != 0) {
                    out[row + w] |= more;
                    in[row + w] |= more & ~defined[row + w];
                    changed = true;
                }
            }
        }
        return changed;
    }

    private static void set(long[] bits, int row, int register) {
        bits[row + (register >>> 6)] |= 1L << register;
    }

    private static boolean get(long[] bits, int row, int register) {
        return (bits[row + (register >>> 6)] >>> register & 1) != 0;
    }

    public boolean isLiveIn(Block block, int register) {
        return get(in, block.id * words, register);
    }

    public boolean isLiveOut(Block block, int register) {
        return get(out, block.id * words, register);
    }

    /** The first register from one on that is alive at the beginning of a block, or -1. */
    public int nextLiveIn(Block block, int from) {
        return next(in, block, from);
    }

    /** The first register from one on that is alive at the end of a block, or -1. */
    public int nextLiveOut(Block block, int from) {
        return next(out, block, from);
    }

    private int next(long[] bits, Block block, int from) {
        int row = block.id * words;
        for (int w = from >>> 6; w < words; w++) {
            long rest = bits[row + w];
            if (w == from >>> 6) {
                rest &= -1L << from;
            }
            if (rest != 0) {
                return (w << 6) + Long.numberOfTrailingZeros(rest);
            }
        }
        return -1;
    }
}
