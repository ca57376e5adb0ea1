package perigee.opt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Dominators;
import perigee.ir.Graph;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.ir.TableSite;
import perigee.value.Word;

/**
 * What is computed, read or known already is not computed, read or checked again, wherever the first dominates the
 * second: one walk over the dominator tree with tables of values and of {@link Facts}. Reads are the same while the
 * {@link MemoryVersions} that they meet are; a store tells what a read after it gives, and is dropped if a read before it
 * gives the same. A guard whose condition is known
 * is replaced by what proved that.
 *
 * <p><b>Requires:</b> the form that {@link Canonicalizer} leaves, for good results. <b>Ensures:</b> no two equal pure
 * operations of which one dominates the other; no guard on what a dominating guard or branch tells. <b>Never:</b>
 * changes blocks or edges (known branches get constant conditions), moves an operation.
 */
public final class GlobalValueNumbering implements Pass {
    /** What a node computes; equal keys are equal values. */
    private record Key(Op op, long number, Object info, Object version, int[] inputs) {
        @Override
        public boolean equals(Object object) {
            return object instanceof Key key && op == key.op && number == key.number && info == key.info
                    && version.equals(key.version) && Arrays.equals(inputs, key.inputs);
        }

        @Override
        public int hashCode() {
            int hash = (op.ordinal() * 31 + Long.hashCode(number)) * 31 + version.hashCode();
            return hash * 31 + Arrays.hashCode(inputs);
        }
    }

    /** A block that the walk is in: its children still to be visited, and what the tables were before it. */
    private record Frame(List<Block> children, int[] next, int values, int facts) {
    }

    private static final Integer NO_VERSION = 0;

    private Graph graph;
    private Constants constants;
    private MemoryVersions memory;
    private Dominators dominators;
    private final ScopedTable<Key, Node> values = new ScopedTable<>();
    private Facts facts;
    private ObjectVersions objects;
    /** Begins of blocks that are always reached where they are reached at all, by what proves that. */
    private final Map<Node, Node> betterProofs = new HashMap<>();
    private Block block;
    private int[] versions;

    @Override
    public void run(Graph toImprove) {
        graph = toImprove;
        constants = new Constants(graph);
        dominators = new Dominators(graph);
        memory = new MemoryVersions(graph, new Loops(graph));
        facts = new Facts(graph.nodeLimit());
        objects = new ObjectVersions(graph.nodeLimit());
        List<Frame> stack = new ArrayList<>();
        stack.add(enter(graph.entry()));
        while (!stack.isEmpty()) {
            Frame frame = stack.getLast();
            if (frame.next[0] < frame.children.size()) {
                stack.add(enter(frame.children.get(frame.next[0]++)));
            } else {
                values.reset(frame.values);
                facts.reset(frame.facts);
                stack.removeLast();
            }
        }
        constants.place();
        improveProofs();
    }

    private Frame enter(Block to) {
        block = to;
        Frame frame = new Frame(dominators.children(block), new int[1], values.mark(), facts.mark());
        versions = memory.atStart(block);
        if (block.predecessors().size() == 1 && block.predecessors().getFirst().terminator().is(Op.BRANCH)) {
            Block from = block.predecessors().getFirst();
            Node condition = from.terminator().input(0);
            if (!condition.isConstant()) {
                facts.learn(condition, from.successor(0) == block, block.begin());
            }
        }
        Node last = null;
        for (Node node : block.takeNodes()) {
            objects.pass(node);
            Node better = better(node);
            if (better != null) {
                node.replaceBy(better);
            } else if (!node.isConstant() && !isStored(node) && !isBarrierOfStored(node, last)) {
                block.add(node);
            }
            last = node;
            memory.apply(node, versions, objects);
            if (node.is(Op.STORE_SHAPE)) {
                shape(node.input(0), node.number());
            } else if (node.is(Op.NEW_TABLE)) {
                shape(node, ((TableSite) node.info()).shape());
            } else if (isOfWord(node)) {
                values.put(key(readOf(node)), valueOf(node));
            }
        }
        return frame;
    }

    /** What there is for this node already, or null. */
    private Node better(Node node) {
        if (node.isConstant()) {
            Node pooled = constants.of(node);
            return pooled == node ? null : pooled;
        }
        switch (node.op()) {
            case GUARD -> {
                return guard(node);
            }
            case BRANCH -> {
                branch(node);
                return null;
            }
            case BOX_BOOL -> {
                Facts.Fact fact = node.input(0).isConstant() ? null : facts.of(node.input(0));
                if (fact != null) {
                    return constants.word(Word.ofBoolean(fact.isTrue()));
                }
            }
            case UNBOX_NUMBER -> {
                Node typed = unboxNumber(node);
                if (typed != null) {
                    return typed;
                }
            }
            default -> {
            }
        }
        return number(node);
    }

    // ---- conditions -------------------------------------------------------------------------------------------------

    private Node guard(Node guard) {
        Node condition = guard.input(0);
        if (condition.isConstant()) {
            return null;
        }
        Facts.Fact fact = facts.of(condition);
        if (fact == null) {
            facts.learn(condition, guard.number() == 1, guard);
            return null;
        }
        if (fact.isTrue() == (guard.number() == 1)) {
            return fact.proof();
        }
        guard.setInput(0, constants.bool(fact.isTrue()));
        return null;
    }

    private void branch(Node branch) {
        Node condition = branch.input(0);
        Facts.Fact fact = condition.isConstant() ? null : facts.of(condition);
        if (fact != null) {
            branch.setInput(0, constants.bool(fact.isTrue()));
            betterProofs.put(block.successor(fact.isTrue() ? 0 : 1).begin(), fact.proof());
        }
    }

    private void improveProofs() {
        if (betterProofs.isEmpty()) {
            return;
        }
        for (Block each : graph.blocks()) {
            for (Node node : each.nodes()) {
                for (Node better = betterProofs.get(node.proof()); better != null; better = betterProofs.get(better)) {
                    node.setProof(better);
                }
            }
        }
    }

    /** The float of a number whose kind is known. */
    private Node unboxNumber(Node node) {
        Node word = node.input(0);
        Facts.Fact integer = facts.isTrue(Op.IS_INT, word);
        if (integer != null) {
            return make(graph.node(Op.INT_TO_FLOAT, make(graph.node(Op.UNBOX_INT, word).setProof(integer.proof()))));
        }
        Facts.Fact floating = facts.isTrue(Op.IS_FLOAT, word);
        return floating == null ? null : make(graph.node(Op.UNBOX_FLOAT, word).setProof(floating.proof()));
    }

    private Node make(Node node) {
        Node better = number(node);
        return better != null ? better : block.add(node);
    }

    // ---- values -----------------------------------------------------------------------------------------------------

    private Node number(Node node) {
        Key key = key(node);
        if (key == null) {
            return null;
        }
        Node first = values.get(key);
        if (first != null) {
            return first.resolved();
        }
        values.put(key, node);
        return null;
    }

    /** What the node computes, or null when it is not to be compared with others. */
    private Key key(Node node) {
        Op op = node.op();
        if (op.isPure()) {
            return new Key(op, node.number(), null, NO_VERSION, inputs(node));
        } else if (op.isLoad()) {
            int version = memory.version(node, versions, objects);
            if (op == Op.HAS_SHAPE) {
                facts.setVersion(node, version);
            }
            return new Key(op, node.number(), op == Op.HAS_SHAPE ? null : node.info(), version, inputs(node));
        } else if (op == Op.PHI) {
            return new Key(op, block.id(), node.info(), NO_VERSION, inputs(node));
        } else if (op == Op.RUNTIME && node.writes() == 0) {
            int reads = ((RuntimeCall) node.info()).reads() & ~Alias.CONSTANT.bit();
            return new Key(op, 0, node.info(), memory.versions(reads, versions), inputs(node));
        }
        return null;
    }

    /** A table has this shape here. */
    private void shape(Node table, long shape) {
        facts.learnShape(table, shape, memory.shapeVersion(table, versions, objects), block.begin());
    }

    private static int[] inputs(Node node) {
        int[] inputs = new int[node.count()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = node.input(i).id();
        }
        // Not of float arithmetic: which NaN comes of two depends on the order.
        if (node.op().commutes() && node.rep() != Rep.FLOAT && inputs[0] > inputs[1]) {
            int first = inputs[0];
            inputs[0] = inputs[1];
            inputs[1] = first;
        }
        return inputs;
    }

    // ---- stores -----------------------------------------------------------------------------------------------------

    private static boolean isOfWord(Node store) {
        return store.is(Op.STORE) || store.is(Op.STORE_AT);
    }

    private static Node valueOf(Node store) {
        return store.input(store.count() - 1);
    }

    /** What reads the place of a store. */
    private Node readOf(Node store) {
        return store.is(Op.STORE) ? graph.node(Op.LOAD, store.number(), store.info(), store.input(0))
                : graph.node(Op.LOAD_AT, store.number(), store.info(), store.input(0), store.input(1));
    }

    /** Whether a read before this store would give what it stores: then there is no need for it. */
    private boolean isStored(Node store) {
        if (!isOfWord(store)) {
            return false;
        }
        Node known = values.get(key(readOf(store)));
        return known != null && known.resolved() == valueOf(store);
    }

    private static boolean isBarrierOfStored(Node barrier, Node store) {
        return store != null && store.op().isStore() && store.block() == null
                && StoreElimination.isBarrierOf(barrier, store);
    }
}
