package perigee.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;

/**
 * Which nodes are needed, by how many others, and by whom if by one only. What only a proof or an {@link Op#ANCHOR} refers
 * to is not needed. A frame state takes the integer or float itself where it has a box of it, unless somebody else needs
 * the box.
 */
final class UseMap {
    private final boolean[] needed;
    private final boolean[] inState;
    private final int[] count;
    private final Node[] user;
    private final int[] position;
    private final Map<Node, List<Node>> results = new IdentityHashMap<>();
    private final Set<FrameState> states = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Node> waiting = new ArrayDeque<>();

    UseMap(Graph graph, List<Block> order) {
        int limit = graph.nodeLimit();
        needed = new boolean[limit];
        inState = new boolean[limit];
        count = new int[limit];
        user = new Node[limit];
        position = new int[limit];
        Set<Node> virtual = virtualObjects(order);
        for (Block block : order) {
            List<Node> nodes = block.nodes();
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                position[node.id()] = i;
                if (!node.isRemovable() && !virtual.contains(node) && !node.is(Op.BEGIN) && !node.is(Op.ANCHOR)) {
                    need(node);
                }
            }
        }
        while (!waiting.isEmpty()) {
            visit(waiting.pop());
        }
        countUses(order);
    }

    /** What exists in states only is made when one is left to, if nobody else uses it. */
    private static Set<Node> virtualObjects(List<Block> order) {
        Set<Node> virtual = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Block block : order) {
            for (Node node : block.nodes()) {
                if (node.state() != null) {
                    virtual.addAll(States.objects(node.state()).keySet());
                }
            }
        }
        return virtual;
    }

    private void need(Node node) {
        if (!needed[node.id()]) {
            needed[node.id()] = true;
            waiting.push(node);
        }
    }

    private void visit(Node node) {
        for (int i = 0; i < node.count(); i++) {
            need(node.input(i));
        }
        FrameState state = node.state();
        if (state != null && !node.is(Op.ANCHOR) && states.add(state)) {
            Map<Node, FrameState.ObjectState> virtual = States.objects(state);
            for (Node value : state.values()) {
                if (!virtual.containsKey(value)) {
                    needInState(value);
                }
            }
        }
    }

    private void needInState(Node value) {
        inState[value.id()] = true;
        if (isBox(value)) {
            needInState(value.input(0));
        } else {
            need(value);
        }
    }

    /** Whether a state may take the node's input instead. */
    static boolean isBox(Node node) {
        return node.is(Op.BOX_INT) || node.is(Op.BOX_FLOAT);
    }

    private void countUses(List<Block> order) {
        for (Block block : order) {
            for (Node node : block.nodes()) {
                if (needed[node.id()]) {
                    for (int i = 0; i < node.count(); i++) {
                        Node input = node.input(i);
                        count[input.id()]++;
                        user[input.id()] = node;
                    }
                    if (node.is(Op.RESULT) && !node.input(0).isOpenCall()) {
                        results.computeIfAbsent(node.input(0), call -> new ArrayList<>(2)).add(node);
                    }
                }
            }
        }
    }

    boolean isNeeded(Node node) {
        return needed[node.id()];
    }

    boolean isInState(Node node) {
        return inState[node.id()];
    }

    int count(Node node) {
        return count[node.id()];
    }

    /** Where in its block a node is. */
    int position(Node node) {
        return position[node.id()];
    }

    /** The only user of a node that no state refers to, or null. */
    Node onlyUser(Node node) {
        return count[node.id()] == 1 && !inState[node.id()] ? user[node.id()] : null;
    }

    /** The results of a call that are needed, but for the first. */
    List<Node> results(Node call) {
        return results.getOrDefault(call, List.of());
    }
}
