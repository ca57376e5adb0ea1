package perigee.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A basic block: {@link Op#BEGIN}, phis, operations, a terminator. The inputs of phis are in the order of the
 * predecessors. A block with several successors has only successors with one predecessor.
 */
public final class Block {
    private final int id;
    private List<Node> nodes = new ArrayList<>();
    private final List<Block> predecessors = new ArrayList<>(2);
    private final List<Block> successors = new ArrayList<>(2);
    private double frequency;
    private boolean loopHead;

    Block(int id, double frequency) {
        this.id = id;
        this.frequency = frequency;
    }

    /** Distinct among the blocks of the graph; not their order. */
    public int id() {
        return id;
    }

    /** The operations, in order; passes edit the list. */
    public List<Node> nodes() {
        return nodes;
    }

    public List<Block> predecessors() {
        return predecessors;
    }

    public List<Block> successors() {
        return successors;
    }

    public Block successor(int i) {
        return successors.get(i);
    }

    /** How often it runs, for one run of the function. */
    public double frequency() {
        return frequency;
    }

    public void setFrequency(double frequency) {
        this.frequency = frequency;
    }

    /** Whether it begins a loop: its predecessors but the first are back edges. */
    public boolean isLoopHead() {
        return loopHead;
    }

    public void setLoopHead(boolean head) {
        loopHead = head;
    }

    public Node begin() {
        return nodes.getFirst();
    }

    public Node terminator() {
        return nodes.getLast();
    }

    public boolean isTerminated() {
        return !nodes.isEmpty() && nodes.getLast().op().isTerminator();
    }

    /** How many nodes the begin and the phis are. */
    public int firstAfterPhis() {
        int i = 1;
        while (i < nodes.size() && nodes.get(i).is(Op.PHI)) {
            i++;
        }
        return i;
    }

    /** Adds a node at the end. */
    public Node add(Node node) {
        assert !isTerminated() : this;
        node.block = this;
        nodes.add(node);
        return node;
    }

    /** Adds a node at a place. */
    public Node insert(int at, Node node) {
        node.block = this;
        nodes.add(at, node);
        return node;
    }

    /** Adds a node before the terminator. */
    public Node addBeforeEnd(Node node) {
        return insert(nodes.size() - 1, node);
    }

    /** Takes the node at a place out. */
    public Node remove(int at) {
        Node node = nodes.remove(at);
        node.block = null;
        return node;
    }

    /** Takes all nodes out, for a pass that puts back what it wants to keep. */
    public List<Node> takeNodes() {
        List<Node> taken = nodes;
        nodes = new ArrayList<>(taken.size());
        for (Node node : taken) {
            if (node.block == this) {
                node.block = null;
            }
        }
        return taken;
    }

    /** Takes out all nodes that a pass does not want to keep, or has put into other blocks, in one walk. */
    public void retain(Predicate<Node> wanted) {
        nodes.removeIf(node -> {
            if (node.block == this && wanted.test(node)) {
                return false;
            }
            if (node.block == this) {
                node.block = null;
            }
            return true;
        });
    }

    /** Another end for this block; the edges are the caller's business. */
    public void setTerminator(Node end) {
        assert end.op().isTerminator() : end.op();
        remove(nodes.size() - 1);
        add(end);
    }

    /** Takes the nodes from a place on to the end of another block, as their place is to be there. */
    public void moveNodes(int from, Block to) {
        List<Node> tail = nodes.subList(from, nodes.size());
        for (Node node : tail) {
            node.block = to;
        }
        to.nodes.addAll(tail);
        tail.clear();
    }

    /** An edge to another block, after those that there are. */
    public void addSuccessor(Block to) {
        successors.add(to);
        to.predecessors.add(this);
    }

    /** Takes the edge to a successor away, on both sides. */
    public void removeSuccessor(Block to) {
        successors.remove(to);
        to.removePredecessor(this);
    }

    public void removeSuccessors() {
        while (!successors.isEmpty()) {
            removeSuccessor(successors.getLast());
        }
    }

    /** The edges that leave another block leave this one, in the same order and with the same phi inputs. */
    public void takeSuccessors(Block from) {
        for (Block successor : from.successors) {
            successors.add(successor);
            successor.predecessors.set(successor.predecessors.indexOf(from), this);
        }
        from.successors.clear();
    }

    /** An edge leads to another block instead, which has no phis and no other predecessors for it. */
    public void redirect(Block from, Block to) {
        successors.set(successors.indexOf(from), to);
        from.removePredecessor(this);
        to.predecessors.add(this);
    }

    /** Takes the edge from a predecessor away, and the phis' inputs for it. */
    void removePredecessor(Block from) {
        int at = predecessors.indexOf(from);
        predecessors.remove(at);
        for (int i = 1; i < nodes.size() && nodes.get(i).is(Op.PHI); i++) {
            nodes.get(i).removeInput(at);
        }
    }

    @Override
    public String toString() {
        return "b" + id;
    }
}
