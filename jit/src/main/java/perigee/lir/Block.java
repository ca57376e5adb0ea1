package perigee.lir;

import java.util.ArrayList;
import java.util.List;

/**
 * A basic block: parameters, instructions of which the last alone is a terminator, and how often it runs for one run of
 * the function.
 *
 * <p>Values meet in parameters, which the jumps to the block supply; only {@link Op#JUMP} can. So there is no edge from a
 * block with several successors to one with parameters, and moves along an edge always have a place.
 */
public final class Block {
    /** What runs less often than this, for a run of the function, is cold. */
    private static final float COLD = 1f / 16;

    public final int id;
    private final List<Instruction> instructions = new ArrayList<>();
    int[] parameters = {};
    /** Estimate of how often it runs, relative to the entry's 1. */
    public final float frequency;
    private final List<Block> predecessors = new ArrayList<>();

    Block(int id, float frequency) {
        this.id = id;
        this.frequency = frequency;
    }

    /** Whether it hardly ever runs. */
    public boolean isCold() {
        return frequency < COLD;
    }

    public List<Instruction> instructions() {
        return instructions;
    }

    public Instruction terminator() {
        return instructions.getLast();
    }

    public boolean isTerminated() {
        return !instructions.isEmpty() && instructions.getLast().op.isTerminator();
    }

    public int parameterCount() {
        return parameters.length;
    }

    /** A parameter, which is a virtual register. */
    public int parameter(int i) {
        return parameters[i];
    }

    /** In no order; one that jumps here from two targets of a switch is there twice. Known once the function is finished. */
    public List<Block> predecessors() {
        return predecessors;
    }

    public int successorCount() {
        return terminator().targetCount();
    }

    public Block successor(int i) {
        return terminator().target(i);
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
