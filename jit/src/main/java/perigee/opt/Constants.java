package perigee.opt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;

/** The constants of a graph: one node for each, at the start of the entry, where all can use it. */
final class Constants {
    private record Key(Op op, long number) {
        @Override
        public boolean equals(Object object) {
            return object instanceof Key key && op == key.op && number == key.number;
        }

        @Override
        public int hashCode() {
            return op.ordinal() * 31 + Long.hashCode(number);
        }
    }

    private final Graph graph;
    private final Map<Key, Node> known = new LinkedHashMap<>();

    Constants(Graph graph) {
        this.graph = graph;
        for (Node node : graph.entry().nodes()) {
            if (node.isConstant()) {
                known.putIfAbsent(new Key(node.op(), node.number()), node);
            }
        }
    }

    /** The node for the same constant, perhaps this one itself. */
    Node of(Node constant) {
        return of(constant.op(), constant.number());
    }

    Node integer(long value) {
        return of(Op.INT, value);
    }

    Node floating(double value) {
        return of(Op.FLOAT, Double.doubleToRawLongBits(value));
    }

    Node word(long word) {
        return of(Op.WORD, word);
    }

    Node bool(boolean value) {
        return of(Op.BOOL, value ? 1 : 0);
    }

    Node of(Op op, long number) {
        return known.computeIfAbsent(new Key(op, number), key -> graph.node(op, number));
    }

    /** The proof of what is always so. */
    Node nothing() {
        return graph.entry().begin();
    }

    /** Puts all of them at the start of the entry, wherever in it they were, or in none. */
    void place() {
        Block entry = graph.entry();
        List<Node> nodes = List.copyOf(entry.nodes());
        entry.retain(node -> node.is(Op.BEGIN));
        known.values().forEach(entry::add);
        nodes.stream().skip(1).filter(node -> known.get(new Key(node.op(), node.number())) != node)
                .forEach(entry::add);
    }
}
