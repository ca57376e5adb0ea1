package perigee.ir;

import java.util.List;

/**
 * Who uses what, counted once for the whole graph: inputs, proofs and values of frame states. It is true until uses
 * change.
 */
public final class Uses {
    /** By node: where its users start in {@link #users}; one more at the end. */
    private final int[] starts;
    private final Node[] users;
    private final boolean[] inStates;

    public Uses(Graph graph) {
        int limit = graph.nodeLimit();
        int[] counts = new int[limit + 1];
        inStates = new boolean[limit];
        for (Block block : graph.blocks()) {
            for (Node node : block.nodes()) {
                for (int i = 0; i < node.count(); i++) {
                    counts[node.input(i).id()]++;
                }
                if (node.proof() != null) {
                    counts[node.proof().id()]++;
                }
                if (node.state() != null) {
                    node.state().forEachValue(value -> inStates[value.id()] = true);
                }
            }
        }
        starts = new int[limit + 1];
        for (int i = 0; i < limit; i++) {
            starts[i + 1] = starts[i] + counts[i];
        }
        users = new Node[starts[limit]];
        int[] next = starts.clone();
        for (Block block : graph.blocks()) {
            for (Node node : block.nodes()) {
                for (int i = 0; i < node.count(); i++) {
                    users[next[node.input(i).id()]++] = node;
                }
                if (node.proof() != null) {
                    users[next[node.proof().id()]++] = node;
                }
            }
        }
    }

    /** How many inputs and proofs it is; frame states aside. */
    public int count(Node node) {
        return starts[node.id() + 1] - starts[node.id()];
    }

    /** The nodes that have it as an input or proof, each as often as it has it. */
    public List<Node> of(Node node) {
        return java.util.Arrays.asList(users).subList(starts[node.id()], starts[node.id() + 1]);
    }

    /** Whether a frame state has it. */
    public boolean isInState(Node node) {
        return inStates[node.id()];
    }

    /** Whether nobody has it. */
    public boolean isUnused(Node node) {
        return count(node) == 0 && !isInState(node);
    }
}
