package perigee.opt;

import java.util.Collections;
import java.util.List;
import perigee.ir.Block;
import perigee.ir.BlockOrder;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.value.Word;

/**
 * Local improvements, to a fixed point: {@link Simplifier} on values; phis of one value; guards and branches whose
 * condition is known; the negation of a condition taken into its branch or guard; values in frame states as they were
 * before they were boxed; then {@link BlockCleanup} and {@link DeadCode}.
 *
 * <p><b>Requires:</b> nothing. <b>Ensures:</b> constants are in the entry, each once, and on the right of what
 * commutes; a guard's and a branch's condition is no constant; a block with one successor is not the only predecessor
 * of that.
 * <b>Never:</b> moves an operation, merges operations with effects, or looks at memory.
 */
public final class Canonicalizer implements Pass {
    /** A sweep sees the simplified inputs of everything but phis of loops; so more are hardly ever needed. */
    private static final int SWEEPS = 5;

    private Graph graph;
    private Constants constants;
    private Simplifier simplifier;
    private boolean changed;

    @Override
    public void run(Graph toImprove) {
        graph = toImprove;
        for (int i = 0; i < SWEEPS; i++) {
            changed = false;
            constants = new Constants(graph);
            simplifier = new Simplifier(graph, constants);
            sweep();
            constants.place();
            BlockOrder.sort(graph);
            changed |= new BlockCleanup().clean(graph);
            if (!changed) {
                break;
            }
        }
        new DeadCode().run(graph);
    }

    /** Blocks whose last edge has gone are left out: in loops that nobody enters, values could depend on themselves. */
    private void sweep() {
        boolean[] reached = new boolean[graph.blockLimit()];
        for (Block block : graph.blocks()) {
            boolean reachable = block == graph.entry();
            for (int i = 0; i < block.predecessors().size() && !reachable; i++) {
                reachable = reached[block.predecessors().get(i).id()];
            }
            if (reachable) {
                reached[block.id()] = true;
                rewrite(block);
            }
        }
    }

    private void rewrite(Block block) {
        List<Node> nodes = block.takeNodes();
        FrameState last = null;
        simplifier.setBlock(block);
        for (int i = 0; i < nodes.size() && !block.isTerminated(); i++) {
            Node node = nodes.get(i);
            if (node.state() != null && node.state() != last) {
                last = node.state();
                unbox(last);
            }
            Node better = node.is(Op.PHI) ? onlyInput(node) : simplifier.simplify(node);
            if (better != null) {
                node.replaceBy(better);
                changed = true;
            } else if (node.is(Op.GUARD)) {
                guard(block, node);
            } else if (node.is(Op.BRANCH)) {
                branch(block, node);
            } else if (!node.isConstant()) {
                block.add(node);
            }
        }
    }

    /** The value that a phi has whichever way control comes, or null. */
    private static Node onlyInput(Node phi) {
        Node only = null;
        for (int i = 0; i < phi.count(); i++) {
            Node input = phi.input(i);
            if (input != phi && input != only) {
                if (only != null) {
                    return null;
                }
                only = input;
            }
        }
        return only;
    }

    // ---- control ----------------------------------------------------------------------------------------------------

    private void guard(Block block, Node guard) {
        for (Node inner = negated(guard.input(0)); inner != null; inner = negated(inner)) {
            guard.setInput(0, inner);
            guard.setNumber(1 - guard.number());
            changed = true;
        }
        Node condition = guard.input(0);
        if (!condition.is(Op.BOOL)) {
            block.add(guard);
            return;
        }
        changed = true;
        if (condition.number() == guard.number()) {
            guard.replaceBy(constants.nothing());
        } else {
            block.removeSuccessors();
            block.add(graph.node(Op.EXIT, 0, guard.info()).setState(guard.state()));
        }
    }

    private void branch(Block block, Node branch) {
        for (Node inner = negated(branch.input(0)); inner != null; inner = negated(inner)) {
            branch.setInput(0, inner);
            Collections.swap(block.successors(), 0, 1);
            changed = true;
        }
        Node condition = branch.input(0);
        if (condition.is(Op.BOOL)) {
            block.removeSuccessor(block.successor(condition.number() == 1 ? 1 : 0));
            block.add(graph.node(Op.JUMP));
            changed = true;
        } else {
            block.add(branch);
        }
    }

    /** The condition of which this one is the negation, or null: {@code SAME(BOX_BOOL b, false)}. */
    private static Node negated(Node condition) {
        return condition.is(Op.SAME) && condition.input(0).is(Op.BOX_BOOL) && condition.input(1).isWord(Word.FALSE)
                ? condition.input(0).input(0) : null;
    }

    // ---- frame states -----------------------------------------------------------------------------------------------

    /** A state takes numbers as they are; the deoptimiser boxes them when it needs to. */
    private static void unbox(FrameState state) {
        for (FrameState frame = state; frame != null; frame = frame.parent()) {
            unbox(frame.registers());
            if (frame.call() != null) {
                unbox(frame.call().extra());
            }
            if (!frame.objects().isEmpty()) {
                frame.objects().values().forEach(object -> {
                    unbox(object.fields());
                    unbox(object.elements());
                });
            }
        }
    }

    private static void unbox(Node[] values) {
        for (int i = 0; i < values.length; i++) {
            Node value = values[i];
            if (value != null) {
                value = value.isReplaced() ? value.resolved() : value;
                values[i] = value.is(Op.BOX_INT) || value.is(Op.BOX_FLOAT) ? value.input(0) : value;
            }
        }
    }
}
