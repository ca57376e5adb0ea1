package perigee.ir;

import java.util.ArrayList;
import java.util.List;
import perigee.deopt.Reason;

/**
 * Checks a graph, at any point between passes:
 * <ol>
 * <li>a block is begin, phis, operations, a terminator; a node is in one block, once, and has not been replaced;
 * <li>edges are known on both sides; a jump has one successor, a branch two, other ends none; no edge leads from a block with
 *     several successors to one with several predecessors; the entry has no predecessors; all blocks can be reached;
 * <li>inputs are as many as, and of the representations that, the row says; a phi has one for each predecessor, all of its
 *     own representation; constants of SAR are constants, results are of calls;
 * <li>all results of a call, an open list, are taken before anything else leaves or is called;
 * <li>a value dominates its uses, in phis the end of the predecessor, and so do values of frame states, but for objects that
 *     exist in the state only, and for a closure that captures itself;
 * <li>a proof is a guard or a begin and dominates its uses; what unboxes has one, even if its input has just been boxed: that may
 *     be replaced by what it was unboxed from;
 * <li>what may leave has a frame state; an inlined frame says how it was called;
 * <li>infos are of the types that {@link Op} names;
 * <li>parameters and the closure are in the entry; a loop's head is marked as one, is entered from its first
 *     predecessor only, which has the ANCHOR and no effect after it, and dominates its back edges.
 * </ol>
 */
public final class GraphVerifier {
    private final Graph graph;
    private final Dominators dominators;
    /** By node: its place in its block, from 1 on; 0: it is in none. */
    private final int[] places;
    private final List<String> problems = new ArrayList<>();
    private Block block;
    private Node node;

    private GraphVerifier(Graph graph, int[] places) {
        this.graph = graph;
        this.places = places;
        dominators = new Dominators(graph);
    }

    /** What is wrong, in words; empty if all is well. The blocks have to be sorted: {@link BlockOrder#sort}. */
    public static List<String> verify(Graph graph) {
        List<String> problems = new ArrayList<>();
        int[] places = new int[graph.nodeLimit()];
        for (Block block : graph.blocks()) {
            checkForm(block, places, problems);
        }
        if (problems.isEmpty()) {
            checkEdges(graph, problems);
        }
        if (problems.isEmpty()) {
            GraphVerifier verifier = new GraphVerifier(graph, places);
            verifier.run();
            problems = verifier.problems;
        }
        return problems;
    }

    // ---- form, before anything else can be asked ------------------------------------------------------------------------------

    private static void checkForm(Block block, int[] places, List<String> problems) {
        List<Node> nodes = block.nodes();
        int phis = nodes.isEmpty() ? 0 : block.firstAfterPhis();
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.is(Op.BEGIN) != (i == 0) || node.is(Op.PHI) != (i > 0 && i < phis)
                    || node.op().isTerminator() != (i == nodes.size() - 1)) {
                problems.add(block + ", " + node + ": " + node.op().text() + " at the wrong place");
            }
            if (node.block() != block || places[node.id()] != 0) {
                problems.add(block + ", " + node + ": is in another place, too");
            }
            if (node.isReplaced()) {
                problems.add(block + ", " + node + ": has been replaced");
            }
            places[node.id()] = i + 1;
        }
        if (!block.isTerminated()) {
            problems.add(block + " has no end");
        }
    }

    private static void checkEdges(Graph graph, List<String> problems) {
        boolean[] known = new boolean[graph.blockLimit()];
        graph.blocks().forEach(block -> known[block.id()] = true);
        for (Block block : graph.blocks()) {
            int wanted = block.terminator().is(Op.JUMP) ? 1 : block.terminator().is(Op.BRANCH) ? 2 : 0;
            if (block.successors().size() != wanted) {
                problems.add(block + ": " + block.successors().size() + " successors");
            }
            for (Block successor : block.successors()) {
                if (!known[successor.id()]
                        || count(successor.predecessors(), block) != count(block.successors(), successor)) {
                    problems.add(block + ": edge to " + successor + " is known on one side only");
                }
                if (wanted > 1 && successor.predecessors().size() > 1) {
                    problems.add(block + ": critical edge to " + successor);
                }
            }
            for (Block predecessor : block.predecessors()) {
                if (!known[predecessor.id()] || count(predecessor.successors(), block) == 0) {
                    problems.add(block + ": edge from " + predecessor + " is known on one side only");
                }
            }
            if (block != graph.entry() && block.predecessors().isEmpty()) {
                problems.add(block + " cannot be reached");
            }
        }
        if (!graph.entry().predecessors().isEmpty()) {
            problems.add("the entry has predecessors");
        }
    }

    private static long count(List<Block> blocks, Block wanted) {
        return blocks.stream().filter(block -> block == wanted).count();
    }

    // ---- the rest ---------------------------------------------------------------------------------------------------------------

    private void run() {
        boolean[] before = new boolean[graph.blockLimit()];
        for (Block each : graph.blocks()) {
            block = each;
            node = null;
            checkOrder(before);
            before[block.id()] = true;
            for (Node next : block.nodes()) {
                node = next;
                if (checkInputs()) {
                    checkDominance();
                    checkList();
                }
                checkState();
                checkInfo();
                checkPlace();
            }
        }
    }

    private void problem(String text) {
        problems.add(block + (node == null ? "" : ", " + GraphText.of(node)) + ": " + text);
    }

    private void checkOrder(boolean[] before) {
        if (block != graph.entry()
                && block.predecessors().stream().noneMatch(predecessor -> before[predecessor.id()])) {
            problem("comes before its predecessors");
            return;
        }
        boolean head = false;
        for (Block predecessor : block.predecessors()) {
            if (!before[predecessor.id()]) {
                head = true;
                if (!dominators.dominates(block, predecessor)) {
                    problem("the loop by " + predecessor + " is entered elsewhere");
                }
            }
        }
        if (head != block.isLoopHead()) {
            problem(head ? "is no loop head, but has a back edge" : "is a loop head without a back edge");
        } else if (head) {
            checkLoop(before);
        }
    }

    private void checkLoop(boolean[] before) {
        List<Block> predecessors = block.predecessors();
        for (int i = 0; i < predecessors.size(); i++) {
            if (before[predecessors.get(i).id()] != (i == 0)) {
                problem("the first predecessor is not the only one that enters the loop");
                return;
            }
        }
        Node anchor = Loop.anchor(block);
        if (anchor == null) {
            problem("no anchor before the loop");
            return;
        }
        List<Node> nodes = predecessors.getFirst().nodes();
        for (int i = places[anchor.id()]; i < nodes.size(); i++) {
            if (nodes.get(i).writes() != 0) {
                problem(nodes.get(i) + " between anchor and loop");
            }
        }
    }

    // ---- inputs -------------------------------------------------------------------------------------------------------------------

    private boolean checkInputs() {
        int arity = arity();
        if (node.is(Op.PHI) ? node.count() != block.predecessors().size()
                : node.count() < arity || node.count() > arity && !isOpen()) {
            problem("wrong number of inputs");
            return false;
        }
        for (int i = 0; i < node.count(); i++) {
            Node input = node.input(i);
            if (input == null || places[input.id()] == 0) {
                problem("input " + i + " is in no block");
                return false;
            }
            if (input.rep() != wanted(i)) {
                problem("input " + i + " is " + input.rep().letter() + ", not " + wanted(i).letter());
            }
        }
        return true;
    }

    private int arity() {
        return node.is(Op.RUNTIME) && node.info() instanceof RuntimeCall call ? call.arity() : node.op().arity();
    }

    private boolean isOpen() {
        return node.is(Op.RUNTIME) && node.info() instanceof RuntimeCall call ? call.isOpen() : node.op().isOpen();
    }

    private Rep wanted(int input) {
        if (node.is(Op.PHI)) {
            return node.rep();
        } else if (node.is(Op.RUNTIME) && node.info() instanceof RuntimeCall call) {
            return call.input(input);
        }
        if (node.is(Op.RESULT)) {
            return node.input(0).rep();
        }
        return input < node.op().arity() ? node.op().input(input) : node.list() == node.input(input) ? Rep.INT : Rep.WORD;
    }

    /** The open list that the node takes. */
    private void checkList() {
        boolean isElement = node.is(Op.RESULT) && node.input(0).isOpenCall();
        Node list = isElement ? node.input(0) : node.is(Op.RUNTIME) && node.info() == RuntimeCall.SET_LIST ? node.input(2)
                : node.list();
        if (list != null && !list.isList()) {
            problem(list + " is no open list");
        } else if (list != null && list.isOpenCall() && !isUntouched(list)) {
            problem("something may happen between " + list + " and this");
        }
    }

    /** Whether nothing leaves or is called after a call and before this node. */
    private boolean isUntouched(Node call) {
        Block at = block;
        int place = places[node.id()] - 2;
        while (true) {
            for (; place >= 0; place--) {
                Node before = at.nodes().get(place);
                if (before == call) {
                    return true;
                }
                if (before.op().hasState() && !before.is(Op.ANCHOR)) {
                    return false;
                }
            }
            if (at.predecessors().size() != 1) {
                return false;
            }
            at = at.predecessors().getFirst();
            place = at.nodes().size() - 1;
        }
    }

    private void checkDominance() {
        for (int i = 0; i < node.count(); i++) {
            if (node.is(Op.NEW_CLOSURE) && node.input(i) == node) {
                continue;
            }
            if (node.is(Op.PHI) ? !dominates(node.input(i), block.predecessors().get(i)) : !dominates(node.input(i))) {
                problem(node.input(i) + " is not computed on all ways here");
            }
        }
        Node proof = node.proof();
        if (proof != null) {
            if (!proof.is(Op.GUARD) && !proof.is(Op.BEGIN)) {
                problem("proof " + proof + " is none");
            } else if (places[proof.id()] == 0 || !dominates(proof)) {
                problem("proof " + proof + " is not passed on all ways here");
            }
        } else if (needsProof()) {
            problem("no proof");
        }
    }

    /** Whether a value is there before this node. */
    private boolean dominates(Node value) {
        return value.block() == block ? places[value.id()] < places[node.id()] : dominates(value, block);
    }

    /** Whether a value is there at the end of a block. */
    private boolean dominates(Node value, Block end) {
        return places[value.id()] > 0 && dominators.dominates(value.block(), end);
    }

    private boolean needsProof() {
        return switch (node.op()) {
            case UNBOX_INT, UNBOX_FLOAT, UNBOX_NUMBER, UNBOX_LARGE -> !node.input(0).is(Op.WORD);
            default -> false;
        };
    }

    // ---- states, infos, places --------------------------------------------------------------------------------------------------------

    private void checkState() {
        FrameState state = node.state();
        boolean needed = node.op().hasState()
                && (!node.is(Op.RUNTIME) || node.info() instanceof RuntimeCall call && call.refuses());
        if (state == null) {
            if (needed) {
                problem("no frame state");
            }
            return;
        }
        List<Node> virtual = new ArrayList<>();
        for (FrameState frame = state; frame != null; frame = frame.parent()) {
            virtual.addAll(frame.objects().keySet());
            if ((frame.parent() == null) != (frame.call() == null)) {
                problem("the state does not say how it was called");
            }
        }
        for (Node value : state.values()) {
            if (!virtual.contains(value) && (places[value.id()] == 0 || !dominates(value))) {
                problem(value + " of the state is not computed on all ways here");
            } else if (value.rep() == Rep.NONE) {
                problem(value + " of the state is no value");
            }
        }
    }

    private void checkInfo() {
        Class<?> type = switch (node.op()) {
            case PHI -> Rep.class;
            case GUARD, EXIT -> Reason.class;
            case LOAD, LOAD_U32, LOAD_U8, LOAD_I64, LOAD_AT, LOAD_BYTE_AT, STORE, STORE_U32, STORE_AT -> Alias.class;
            case NEW_TABLE -> TableSite.class;
            case CALL, TAIL_CALL -> CallSite.class;
            case RUNTIME -> RuntimeCall.class;
            default -> null;
        };
        if (type != null && !type.isInstance(node.info())) {
            problem("info is no " + type.getSimpleName());
        }
        if (node.is(Op.HAS_SHAPE) && node.info() != null && !(node.info() instanceof ShapeFact fact
                && fact.id() == node.number())) {
            problem("info is no fact of the shape");
        }
    }

    private void checkPlace() {
        switch (node.op()) {
            case PARAMETER, CLOSURE -> {
                if (block != graph.entry()) {
                    problem("not in the entry");
                }
                if (node.is(Op.PARAMETER) && (node.number() < 0 || node.number() >= graph.parameters())) {
                    problem("no such parameter");
                }
            }
            case RESULT -> {
                if (!node.input(0).is(Op.CALL)) {
                    problem("not of a call");
                }
            }
            case SAR -> {
                if (!node.input(1).is(Op.INT)) {
                    problem("not by a constant");
                }
            }
            case GUARD, BOOL -> {
                if (node.number() != 0 && node.number() != 1) {
                    problem("neither true nor false");
                }
            }
            default -> {
            }
        }
    }

    /** As a precondition of what follows. */
    public static void require(Graph graph, String when) {
        List<String> problems = verify(graph);
        if (!problems.isEmpty()) {
            throw new IllegalStateException("graph is wrong: " + String.join("\n", problems) + "\n" + when + "\n"
                    + GraphText.of(graph));
        }
    }
}
