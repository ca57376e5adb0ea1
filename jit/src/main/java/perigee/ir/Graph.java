package perigee.ir;

import java.util.ArrayList;
import java.util.List;

/** A function as a control-flow graph of nodes in static single assignment form. */
public final class Graph {
    private final String name;
    private final int parameters;
    private final List<Block> blocks = new ArrayList<>();
    private int nodes;
    private int blockIds;

    /**
     * @param name       for dumps
     * @param parameters registers of the frame that hold something when the code is entered
     */
    public Graph(String name, int parameters) {
        this.name = name;
        this.parameters = parameters;
    }

    public String name() {
        return name;
    }

    public int parameters() {
        return parameters;
    }

    /** The blocks; the first one is the entry. Passes that need an order sort them: see {@link BlockOrder}. */
    public List<Block> blocks() {
        return blocks;
    }

    /** One more than the largest number of a node. */
    public int nodeLimit() {
        return nodes;
    }

    /** One more than the largest number of a block. */
    public int blockLimit() {
        return blockIds;
    }

    /** Where the code is entered. */
    public Block entry() {
        return blocks.getFirst();
    }

    /** A block without anything, with the number that its text has. */
    Block emptyBlock(int id, double frequency) {
        Block block = new Block(id, frequency);
        blockIds = Math.max(blockIds, id + 1);
        blocks.add(block);
        return block;
    }

    /** A node with the number that its text has, and no inputs yet. */
    Node numberedNode(int id, Op op, Rep rep, long number, Object info) {
        nodes = Math.max(nodes, id + 1);
        return new Node(id, op, rep, number, info);
    }

    /** A new block that begins. */
    public Block block(double frequency) {
        Block block = new Block(blockIds++, frequency);
        block.add(node(Op.BEGIN));
        blocks.add(block);
        return block;
    }

    // ---- nodes, in no block yet --------------------------------------------------------------------------------------------

    public Node node(Op op, Node... inputs) {
        return node(op, 0, null, inputs);
    }

    public Node node(Op op, long number, Node... inputs) {
        return node(op, number, null, inputs);
    }

    /** A node with everything but proof and state. */
    public Node node(Op op, long number, Object info, Node... inputs) {
        Rep rep = op == Op.CALL ? ((CallSite) info).result() : op.result();
        assert rep != null : op;
        return new Node(nodes++, op, rep, number, info, inputs);
    }

    public Node phi(Rep rep, Node... inputs) {
        return new Node(nodes++, Op.PHI, rep, 0, rep, inputs);
    }

    public Node runtime(RuntimeCall call, Node... inputs) {
        return new Node(nodes++, Op.RUNTIME, call.result(), 0, call, inputs);
    }

    /** A guard, in no block yet. */
    public Node guard(Node condition, boolean expected, Object reason, FrameState state) {
        return node(Op.GUARD, expected ? 1 : 0, reason, condition).setState(state);
    }
}
