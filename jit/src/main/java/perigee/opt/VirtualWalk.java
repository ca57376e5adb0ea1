package perigee.opt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.FrameState.ObjectState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.value.Word;

/**
 * One walk over a graph on the assumption that certain objects are not made: what their loads give, what frame states say of
 * them, where they would have to be made after all. The graph is not changed.
 *
 * <p>Where ways meet, what is different becomes a phi. At the head of a loop nothing is known yet of what comes back, so
 * it is assumed to be what came first, but for {@link Assumptions#changed}; the end of the loop tells what was wrong.
 */
final class VirtualWalk {
    /** A place of an object at a loop's head. */
    record LoopPlace(Block head, Node object, int place) {
    }

    /** What has turned out in earlier walks; walks add to it until one has nothing to add. */
    static final class Assumptions {
        final Set<Node> made = new HashSet<>();
        final Set<LoopPlace> changed = new HashSet<>();
        private boolean grew;

        boolean grew() {
            return grew;
        }

        void reset() {
            grew = false;
        }

        boolean mayStayUnmade(Node allocation) {
            return !made.contains(allocation) && VirtualContents.isSmall(allocation);
        }

        private void make(Node object) {
            grew |= made.add(object);
        }

        private void change(LoopPlace place) {
            grew |= changed.add(place);
        }
    }

    private final Graph graph;
    private final Constants constants;
    private final Assumptions assumptions;
    private final VirtualAccess access;
    /** By node: what has its value; null: the node itself. */
    private final Node[] values;
    /** By node, of ARRAY blocks of objects that are not made: which object. */
    private final Node[] arrays;
    /** By block: what is known at its end; null where control does not come. */
    private final List<Map<Node, VirtualContents>> ends = new ArrayList<>();
    /** The same at the heads of loops. */
    private final Map<Block, Map<Node, VirtualContents>> heads = new HashMap<>();
    private final Map<LoopPlace, Node> loopPhis = new HashMap<>();
    private final Set<Block> reached = new HashSet<>();
    private Map<Node, VirtualContents> current;
    private final Map<FrameState, FrameState> states = new IdentityHashMap<>();

    /** Phis that the blocks need. */
    final Map<Block, List<Node>> phis = new LinkedHashMap<>();
    /** Frame states that are different. */
    final Map<Node, FrameState> newStates = new IdentityHashMap<>();
    /** Nodes that are not needed any more; those with a value have another one for it. */
    final Set<Node> dropped = new HashSet<>();
    /** New nodes, by the dropped ones whose places they take. */
    final Map<Node, Node> added = new IdentityHashMap<>();

    VirtualWalk(Graph graph, Constants constants, Assumptions assumptions) {
        this.graph = graph;
        this.constants = constants;
        this.assumptions = assumptions;
        access = new VirtualAccess(this, graph, constants);
        values = new Node[graph.nodeLimit()];
        arrays = new Node[graph.nodeLimit()];
        for (int i = 0; i < graph.blockLimit(); i++) {
            ends.add(null);
        }
    }

    void walk() {
        for (Block block : graph.blocks()) {
            current = start(block);
            if (current != null) {
                reached.add(block);
            }
            states.clear();
            for (int i = 0; i < block.nodes().size() && current != null; i++) {
                Node node = block.nodes().get(i);
                visit(node);
                if (isFailing(node)) {
                    current = null;
                }
            }
            ends.set(block.id(), current);
            if (current != null) {
                closeLoops(block);
            }
        }
    }

    // ---- values -----------------------------------------------------------------------------------------------------

    /** What has the value of a node: the node, or what it has been found to be. */
    Node value(Node node) {
        return node.id() < values.length && values[node.id()] != null ? values[node.id()] : node;
    }

    /** A node's value is that of another one, which is final: no node that has yet another value. */
    void setValue(Node node, Node value) {
        values[node.id()] = value;
        dropped.add(node);
    }

    /** What is in an object that is not made, or null. */
    VirtualContents contents(Node value) {
        return current.get(value);
    }

    /** The object that is not made whose ARRAY block this is, or null. */
    VirtualContents owner(Node block) {
        Node object = block.id() < arrays.length ? arrays[block.id()] : null;
        return object == null ? null : current.get(object);
    }

    void setOwner(Node block, Node object) {
        arrays[block.id()] = object;
        dropped.add(block);
    }

    /** Something in an object is about to change. */
    void change(VirtualContents contents, int place, Node value) {
        contents.places[place] = value;
        states.clear();
    }

    /** Whatever a value is, it is needed. */
    void make(Node value) {
        if (current.containsKey(value)) {
            assumptions.make(value);
        } else if (owner(value) != null) {
            assumptions.make(owner(value).object);
        }
    }

    // ---- control flow -----------------------------------------------------------------------------------------------

    /** Whether control comes to a block; asked after the walk. */
    boolean isReached(Block block) {
        return reached.contains(block);
    }

    /** Whether a guard is known to fail, so that nothing comes after it. */
    boolean isFailing(Node node) {
        if (!node.is(Op.GUARD)) {
            return false;
        }
        Node condition = value(node.input(0));
        return condition.is(Op.BOOL) && condition.number() != node.number();
    }

    /** What is known where an edge ends; null when control does not come by it. */
    private Map<Node, VirtualContents> along(Block from, Block to) {
        Node end = from.terminator();
        if (end.is(Op.BRANCH)) {
            Node condition = value(end.input(0));
            if (condition.is(Op.BOOL) && from.successor(condition.number() == 1 ? 0 : 1) != to) {
                return null;
            }
        }
        return ends.get(from.id());
    }

    private Map<Node, VirtualContents> start(Block block) {
        if (block == graph.entry()) {
            return new LinkedHashMap<>();
        } else if (block.isLoopHead()) {
            return startLoop(block);
        }
        Map<Node, VirtualContents> first = null;
        boolean meets = false;
        for (Block predecessor : block.predecessors()) {
            Map<Node, VirtualContents> other = along(predecessor, block);
            meets |= other != null && first != null;
            first = first == null ? other : first;
        }
        if (first == null) {
            return null;
        }
        Map<Node, VirtualContents> start = copy(first);
        if (meets) {
            start.values().removeIf(contents -> !isEverywhere(block, contents.object));
            start.values().forEach(contents -> merge(block, contents));
        }
        return start;
    }

    private static Map<Node, VirtualContents> copy(Map<Node, VirtualContents> from) {
        Map<Node, VirtualContents> copy = new LinkedHashMap<>();
        from.values().forEach(contents -> copy.put(contents.object, contents.copy()));
        return copy;
    }

    private boolean isEverywhere(Block block, Node object) {
        for (Block predecessor : block.predecessors()) {
            Map<Node, VirtualContents> known = along(predecessor, block);
            if (known != null && !known.containsKey(object)) {
                return false;
            }
        }
        return true;
    }

    private void merge(Block block, VirtualContents contents) {
        for (int place = 0; place < contents.places.length; place++) {
            Node[] inputs = new Node[block.predecessors().size()];
            boolean differ = false;
            for (int i = 0; i < inputs.length; i++) {
                Map<Node, VirtualContents> known = along(block.predecessors().get(i), block);
                inputs[i] = known == null ? nothing(place) : known.get(contents.object).places[place];
                differ |= known != null && inputs[i] != contents.places[place];
            }
            if (differ) {
                contents.places[place] = phi(block, place, inputs);
            }
        }
    }

    /** What a phi has for a way that control does not come by. */
    private Node nothing(int place) {
        return VirtualContents.rep(place) == perigee.ir.Rep.INT ? constants.integer(0) : constants.word(Word.NIL);
    }

    private Node phi(Block block, int place, Node... inputs) {
        for (Node input : inputs) {
            assumeMade(input);
        }
        Node phi = graph.phi(VirtualContents.rep(place), inputs);
        phis.computeIfAbsent(block, key -> new ArrayList<>()).add(phi);
        return phi;
    }

    /** An input of a phi is needed as an object. */
    private void assumeMade(Node value) {
        if (isCandidate(value)) {
            assumptions.make(value);
        }
    }

    private Map<Node, VirtualContents> startLoop(Block head) {
        Map<Node, VirtualContents> before = along(head.predecessors().getFirst(), head);
        if (before == null) {
            return null;
        }
        Map<Node, VirtualContents> start = copy(before);
        for (VirtualContents contents : start.values()) {
            for (int place = 0; place < contents.places.length; place++) {
                LoopPlace loopPlace = new LoopPlace(head, contents.object, place);
                if (assumptions.changed.contains(loopPlace)) {
                    Node[] inputs = new Node[head.predecessors().size()];
                    java.util.Arrays.fill(inputs, nothing(place));
                    inputs[0] = contents.places[place];
                    contents.places[place] = phi(head, place, inputs);
                    loopPhis.put(loopPlace, contents.places[place]);
                }
            }
        }
        heads.put(head, copy(start));
        return start;
    }

    /** If the block ends with a back edge, what comes by that is what was assumed, or goes into the phis. */
    private void closeLoops(Block block) {
        for (Block head : block.successors()) {
            int way = head.predecessors().indexOf(block);
            if (!head.isLoopHead() || way == 0 || along(block, head) == null) {
                continue;
            }
            for (int i = 1; i < head.firstAfterPhis(); i++) {
                make(value(head.nodes().get(i).input(way)));
            }
            for (VirtualContents contents : heads.get(head).values()) {
                Node[] places = current.get(contents.object).places;
                for (int place = 0; place < places.length; place++) {
                    LoopPlace loopPlace = new LoopPlace(head, contents.object, place);
                    Node phi = loopPhis.get(loopPlace);
                    if (phi != null) {
                        phi.setInput(way, places[place]);
                        assumeMade(places[place]);
                    } else if (places[place] != contents.places[place]) {
                        assumptions.change(loopPlace);
                    }
                }
            }
        }
    }

    // ---- operations -------------------------------------------------------------------------------------------------

    private void visit(Node node) {
        if (node.state() != null) {
            FrameState better = state(node.state());
            if (better != null) {
                newStates.put(node, better);
            }
        }
        if (node.is(Op.PHI)) {
            visitPhi(node);
        } else if (isCandidate(node)) {
            allocate(node);
        } else if (!access.visit(node)) {
            for (int i = 0; i < node.count(); i++) {
                make(value(node.input(i)));
            }
        }
    }

    private boolean isCandidate(Node node) {
        return node.op().isAllocation() && assumptions.mayStayUnmade(node);
    }

    private void allocate(Node node) {
        VirtualContents contents = VirtualContents.of(node, constants);
        for (int i = 0; i < node.count(); i++) {
            contents.places[contents.field(i)] = value(node.input(i));
        }
        current.put(node, contents);
        dropped.add(node);
    }

    /** A phi of one object, whichever way control comes, is that; all others need theirs. */
    private void visitPhi(Node phi) {
        Block block = phi.block();
        Node only = null;
        boolean same = !block.isLoopHead();
        for (int i = 0; i < phi.count(); i++) {
            if (block.isLoopHead() ? i == 0 : along(block.predecessors().get(i), block) != null) {
                Node input = value(phi.input(i));
                same &= only == null || only == input;
                only = input;
            }
        }
        if (same && current.containsKey(only)) {
            setValue(phi, only);
            return;
        }
        for (int i = 0; i < phi.count(); i++) {
            if (i == 0 || !block.isLoopHead()) {
                assumeMade(value(phi.input(i)));
                make(value(phi.input(i)));
            }
        }
    }

    // ---- frame states -----------------------------------------------------------------------------------------------

    /** A state with what is in the objects that it mentions; null when it mentions none. */
    private FrameState state(FrameState state) {
        if (current.isEmpty()) {
            return null;
        }
        return states.computeIfAbsent(state, this::withObjects);
    }

    private FrameState withObjects(FrameState state) {
        Map<Node, ObjectState> objects = new LinkedHashMap<>();
        List<Node> work = new ArrayList<>(state.values());
        for (int i = 0; i < work.size(); i++) {
            Node value = value(work.get(i));
            VirtualContents contents = current.get(value);
            if (contents != null && !objects.containsKey(value)) {
                objects.put(value, contents.state());
                work.addAll(List.of(contents.places));
            } else if (owner(value) != null) {
                assumptions.make(owner(value).object);
            }
        }
        if (objects.isEmpty()) {
            return null;
        }
        objects.putAll(state.objects());
        return new FrameState(state.parent(), state.code(), state.pc(), state.resume(), state.registers(), state.function(),
                state.call(), objects);
    }
}
