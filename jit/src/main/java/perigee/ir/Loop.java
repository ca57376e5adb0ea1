package perigee.ir;

import java.util.ArrayList;
import java.util.List;

/** A natural loop: a head, and all blocks from which its back edges can be reached without it. */
public final class Loop {
    /** A bit of an {@link Op#ANCHOR}'s number: guards may be hoisted that only guess what the loop's variables are. */
    public static final int GUESSES = 1;
    /** Another one: so may such as check the indices of all rounds. */
    public static final int BOUNDS = 2;

    private final Block head;
    private final List<Block> blocks = new ArrayList<>();
    Loop parent;
    int depth;

    Loop(Block head) {
        this.head = head;
    }

    public Block head() {
        return head;
    }

    /** All blocks, those of inner loops too; the head is the first, and dominators precede what they dominate. */
    public List<Block> blocks() {
        return blocks;
    }

    /** The loop around this one, or null. */
    public Loop parent() {
        return parent;
    }

    /** 1 for a loop that is in no other. */
    public int depth() {
        return depth;
    }

    /** The block before the loop, which ends with a jump to its head and has its {@link Op#ANCHOR}. */
    public Block preheader() {
        return head.predecessors().getFirst();
    }

    /** The anchor before the loop, or null. */
    public Node anchor() {
        return anchor(head);
    }

    /** The anchor of a loop by its head, or null: the last one of the preheader. */
    static Node anchor(Block head) {
        List<Node> nodes = head.predecessors().getFirst().nodes();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            if (nodes.get(i).is(Op.ANCHOR)) {
                return nodes.get(i);
            }
        }
        return null;
    }

    /** Whether there is an anchor, and it allows what a bit stands for. */
    public boolean allows(int what) {
        Node anchor = anchor();
        return anchor != null && (anchor.number() & what) != 0;
    }

    /** Whether a block dominates all back edges: it runs in every round that is finished. */
    public boolean isInEveryRound(Block block, Dominators dominators) {
        for (int i = 1; i < head.predecessors().size(); i++) {
            if (!dominators.dominates(block, head.predecessors().get(i))) {
                return false;
            }
        }
        return true;
    }

    public boolean contains(Loop other) {
        for (Loop loop = other; loop != null; loop = loop.parent) {
            if (loop == this) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return "loop at " + head;
    }
}
