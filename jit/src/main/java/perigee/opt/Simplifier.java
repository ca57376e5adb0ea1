package perigee.opt;

import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/**
 * Finds a better node for the value of a pure node, or of arithmetic of words, by looking at its inputs: constants are folded, then the rules of
 * its representation are tried. New nodes are simplified themselves and put at the end of the block at hand.
 */
final class Simplifier {
    private final Graph graph;
    private final Constants constants;
    private final ConstantFolding folding;
    private final IntegerRules integers;
    private final FloatRules floats;
    private final WordRules words;
    private final WordArithmetic arithmetic;
    private Block block;

    Simplifier(Graph graph, Constants constants) {
        this.graph = graph;
        this.constants = constants;
        folding = new ConstantFolding(constants);
        integers = new IntegerRules(this, constants);
        floats = new FloatRules(this, constants);
        words = new WordRules(this, constants);
        arithmetic = new WordArithmetic(graph, this, constants);
    }

    /** Where new nodes go to, at the end. */
    void setBlock(Block to) {
        block = to;
        arithmetic.setBlock(to);
    }

    /** A node at the place at hand, or one that is as good. */
    Node make(Op op, Node... inputs) {
        Node node = graph.node(op, inputs);
        Node better = simplify(node);
        return better != null ? better : block.add(node);
    }

    /** A node that has the same value, or null when there is none to be found. */
    Node simplify(Node node) {
        if (node.isConstant()) {
            Node pooled = constants.of(node);
            return pooled == node ? null : pooled;
        }
        if (node.is(Op.RUNTIME)) {
            return arithmetic.simplify(node);
        }
        if (!node.op().isPure()) {
            return null;
        }
        boolean constant = true;
        for (int i = 0; i < node.count(); i++) {
            constant &= node.input(i).isConstant();
        }
        Node folded = constant ? folding.fold(node) : null;
        if (folded != null) {
            return folded;
        }
        if (node.op().commutes() && node.input(0).isConstant() && !node.input(1).isConstant()
                && !isNaN(node.input(0))) {
            Node first = node.input(0);
            node.setInput(0, node.input(1));
            node.setInput(1, first);
        }
        return switch (node.op().arity() == 0 ? Rep.NONE : node.op().input(0)) {
            case INT -> integers.simplify(node);
            case FLOAT -> floats.simplify(node);
            case WORD -> words.simplify(node);
            case BOOL, NONE -> null;
        };
    }

    /** The sign of a NaN that is made of two is that of the first. */
    private static boolean isNaN(Node constant) {
        return constant.is(Op.FLOAT) && Double.isNaN(Double.longBitsToDouble(constant.number()));
    }
}
