package perigee.opt;

import java.util.ArrayList;
import java.util.List;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Dominators;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Loop;
import perigee.ir.Loops;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.ir.Uses;
import perigee.value.Word;

/**
 * Variables that are always integers, or always floats, become phis of that representation, so that loops run on raw
 * numbers:
 *
 * <pre>
 *   v7:w  = phi v1 v12                 v20:i = phi v19 v11        v1 is unboxed before the loop, behind a guard
 *   v8:b  = is_int v7                  v21:w = box_int v20
 *   v9    = guard true v8              ...                        the rest folds away
 *   v10:i = unbox_int v7 | v9
 *   v11:i = add v10 v3
 *   v12:w = box_int v11
 * </pre>
 *
 * What a phi is, is found optimistically: all phis are taken for numbers until an input speaks against it. An input is
 * a number if it is boxed from one, or a constant, or a guard that dominates the edge says so. The value that a loop
 * begins with may also be guarded at the loop's anchor, if in every round of the loop there is such a guard on the
 * variable; or, if the anchor lets passes guess, when all that the loop makes of the variable is of one kind, and
 * arithmetic is done with it. Uses in frame states do not count: states take numbers as they are.
 *
 * <p>A variable that is an integer at first, and then a float ({@code local sum = 0}), is both: a phi of words, for the
 * states, and a phi of floats for those who want its value as one, so that computing does not wait for boxes.
 *
 * <p><b>Requires:</b> {@link GlobalValueNumbering}, for guards to be found. <b>Ensures:</b> nobody unboxes a phi
 * all of whose inputs are boxed from numbers. <b>Never:</b> guards where the program does not come by a guard of
 * the same kind soon. Leaves boxes of the new phis for {@link Canonicalizer} to fold.
 */
public final class PhiRepresentation implements Pass {
    /** How long a chain of operations is looked through. */
    private static final int DEPTH = 12;

    /** What a value may be; the order is that of the analysis, from hope downwards. */
    private enum Kind {
        ANY(null, null, null, null, null),
        INT(Rep.INT, Op.IS_INT, Op.UNBOX_INT, Op.BOX_INT, Reason.NOT_INTEGER),
        FLOAT(Rep.FLOAT, Op.IS_FLOAT, Op.UNBOX_FLOAT, Op.BOX_FLOAT, Reason.NOT_FLOAT),
        /** One or the other. */
        NUMBER(Rep.FLOAT, Op.IS_NUMBER, Op.UNBOX_NUMBER, null, Reason.NOT_NUMBER),
        WORD(null, null, null, null, null);

        /** Those that a test tells, the better ones first. */
        static final List<Kind> TESTED = List.of(INT, FLOAT, NUMBER);

        final Rep rep;
        final Op test;
        final Op unbox;
        final Op box;
        final Reason reason;

        Kind(Rep rep, Op test, Op unbox, Op box, Reason reason) {
            this.rep = rep;
            this.test = test;
            this.unbox = unbox;
            this.box = box;
            this.reason = reason;
        }

        /** What arithmetic makes of the two, if it is told by them alone and needs no box for a large integer. */
        static Kind ofResult(RuntimeCall operation, Kind a, Kind b) {
            if (operation == RuntimeCall.DIV_WORDS || operation == RuntimeCall.POW_WORDS || a == FLOAT || b == FLOAT) {
                return FLOAT;
            }
            return a == ANY || b == ANY ? ANY : a == INT && b == INT ? INT : WORD;
        }

        Kind meet(Kind other) {
            if (this == ANY || this == other) {
                return other;
            } else if (other == ANY) {
                return this;
            }
            return this == WORD || other == WORD ? WORD : NUMBER;
        }
    }

    private Graph graph;
    private Dominators dominators;
    private Loops loops;
    private Uses uses;
    private Proofs proofs;
    private Constants constants;
    private final List<Node> phis = new ArrayList<>();
    /** By node, of phis of words. */
    private Kind[] kinds;
    /** By node, of phis at loop heads: the kind that a guard in each round asks for, or null. */
    private Kind[] demands;
    /** By node, of phis at loop heads: whether what the loop begins with may be taken for what the loop makes. */
    private boolean[] guesses;
    private boolean[] wanted;
    private Node[] raw;

    @Override
    public void run(Graph toImprove) {
        graph = toImprove;
        for (Block block : graph.blocks()) {
            for (int i = 1; i < block.firstAfterPhis(); i++) {
                if (block.nodes().get(i).rep() == Rep.WORD) {
                    phis.add(block.nodes().get(i));
                }
            }
        }
        if (phis.isEmpty()) {
            return;
        }
        dominators = new Dominators(graph);
        loops = new Loops(graph);
        uses = new Uses(graph);
        proofs = new Proofs(uses, dominators);
        constants = new Constants(graph);
        kinds = new Kind[graph.nodeLimit()];
        demands = new Kind[graph.nodeLimit()];
        guesses = new boolean[graph.nodeLimit()];
        wanted = new boolean[graph.nodeLimit()];
        raw = new Node[graph.nodeLimit()];
        findDemands();
        findKinds();
        findWanted();
        phis.removeIf(phi -> kinds[phi.id()].rep == null || !wanted[phi.id()]);
        phis.forEach(phi -> raw[phi.id()] = graph.phi(kinds[phi.id()].rep));
        phis.forEach(this::convert);
        phis.forEach(this::replace);
        constants.place();
    }

    // ---- what they are ----------------------------------------------------------------------------------------------

    private void findDemands() {
        for (Node phi : phis) {
            if (phi.block().isLoopHead()) {
                Loop loop = loops.of(phi.block());
                guesses[phi.id()] = loop.allows(Loop.GUESSES) && isOperand(phi);
                demands[phi.id()] = Kind.TESTED.stream().filter(kind -> isGuardedIn(loop, phi, kind)).findFirst()
                        .orElse(null);
            }
        }
    }

    private boolean isOperand(Node phi) {
        return proofs.someUses(phi).stream().anyMatch(PhiRepresentation::isArithmetic);
    }

    private static boolean isArithmetic(Node node) {
        return node.is(Op.RUNTIME) && ((RuntimeCall) node.info()).isArithmetic();
    }

    private boolean isGuardedIn(Loop loop, Node phi, Kind kind) {
        for (Node condition : proofs.someUses(phi)) {
            if (condition.is(kind.test)) {
                for (Node guard : proofs.someUses(condition)) {
                    if (guard.is(Op.GUARD) && guard.number() == 1 && dominators.dominates(loop.head(), guard.block())
                            && loop.isInEveryRound(guard.block(), dominators)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void findKinds() {
        phis.forEach(phi -> kinds[phi.id()] = Kind.ANY);
        meetInputs();
        // Of those that are left nothing is told but by guesses.
        phis.stream().filter(phi -> kinds[phi.id()] == Kind.ANY).forEach(phi -> kinds[phi.id()] = Kind.WORD);
        meetInputs();
    }

    private void meetInputs() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node phi : phis) {
                Kind kind = kinds[phi.id()];
                for (int i = 0; i < phi.count() && kind != Kind.WORD; i++) {
                    kind = kind.meet(kindOfInput(phi, i));
                }
                changed |= kind != kinds[phi.id()];
                kinds[phi.id()] = kind;
            }
        }
    }

    private Kind kindOfInput(Node phi, int i) {
        Node input = phi.input(i);
        Kind own = kindOf(input, 0);
        if (own != Kind.WORD) {
            return own;
        }
        Block edge = phi.block().predecessors().get(i);
        for (Kind kind : Kind.TESTED) {
            if (proofs.find(kind.test, input, edge) != null) {
                return kind;
            }
        }
        if (i != 0 || !phi.block().isLoopHead() || !mayBeNumber(input)) {
            return Kind.WORD;
        }
        return demands[phi.id()] != null ? demands[phi.id()] : guesses[phi.id()] ? kinds[phi.id()] : Kind.WORD;
    }

    /** What a value is by how it is made. */
    private Kind kindOf(Node value, int depth) {
        return switch (value.op()) {
            case BOX_INT -> Kind.INT;
            case BOX_FLOAT -> Kind.FLOAT;
            case WORD -> Word.isInteger(value.number()) ? Kind.INT : Word.isFloat(value.number()) ? Kind.FLOAT : Kind.WORD;
            case PHI -> kinds[value.id()];
            case RUNTIME -> {
                RuntimeCall call = (RuntimeCall) value.info();
                yield call.isArithmetic() && depth < DEPTH
                        ? Kind.ofResult(call, kindOf(value.input(0), depth + 1), kindOf(value.input(1), depth + 1)) : Kind.WORD;
            }
            default -> Kind.WORD;
        };
    }

    private static boolean mayBeNumber(Node word) {
        // Of constants it is known what they are, so a constant that gets here is no number that needs no box.
        return !word.op().isAllocation() && !word.is(Op.BOX_BOOL) && !word.is(Op.CLOSURE) && !word.is(Op.WORD);
    }

    /** Only where somebody unboxes it, or nobody but frame states has it, something is gained. */
    private void findWanted() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Node phi : phis) {
                if (!wanted[phi.id()] && isWanted(phi)) {
                    wanted[phi.id()] = true;
                    changed = true;
                }
            }
        }
    }

    private boolean isWanted(Node phi) {
        boolean mixed = kinds[phi.id()] == Kind.NUMBER;
        for (Node use : uses.of(phi)) {
            switch (use.op()) {
                case UNBOX_NUMBER -> {
                    return true;
                }
                case UNBOX_INT, UNBOX_FLOAT, IS_INT, IS_FLOAT, IS_NUMBER -> {
                    if (!mixed) {
                        return true;
                    }
                }
                case PHI -> {
                    if (wanted[use.id()]) {
                        return true;
                    }
                }
                default -> {
                    if (!mixed && isArithmetic(use)) {
                        return true;
                    }
                }
            }
        }
        return !mixed && uses.count(phi) == 0;
    }

    // ---- what they become -------------------------------------------------------------------------------------------

    private void convert(Node phi) {
        Kind kind = kinds[phi.id()];
        for (int i = 0; i < phi.count(); i++) {
            Block edge = phi.block().predecessors().get(i);
            Kind inputKind = kindOfInput(phi, i);
            Node input = rawInput(phi, phi.input(i), inputKind, edge);
            boolean convert = kind == Kind.NUMBER && inputKind == Kind.INT;
            raw[phi.id()].addInput(convert ? edge.addBeforeEnd(graph.node(Op.INT_TO_FLOAT, input)) : input);
        }
    }

    private Node rawInput(Node phi, Node input, Kind kind, Block edge) {
        if (input.is(kind.box)) {
            return input.input(0);
        } else if (input.is(Op.WORD)) {
            return kind == Kind.INT ? constants.integer(Word.integer(input.number()))
                    : constants.floating(Word.floating(input.number()));
        } else if (input.is(Op.PHI) && raw[input.id()] != null) {
            return raw[input.id()];
        }
        // Arithmetic that is told by its operands needs no test; any other value does.
        Node proof = kindOf(input, 0) == kind ? constants.nothing() : proofs.find(kind.test, input, edge);
        if (proof == null) {
            Node condition = edge.addBeforeEnd(graph.node(kind.test, input));
            FrameState state = loops.of(phi.block()).anchor().state();
            proof = edge.addBeforeEnd(graph.guard(condition, true, kind.reason, state));
        }
        return edge.addBeforeEnd(graph.node(kind.unbox, input).setProof(proof));
    }

    private void replace(Node phi) {
        Block block = phi.block();
        Node number = raw[phi.id()];
        if (kinds[phi.id()] == Kind.NUMBER) {
            block.insert(1, number);
            useNumber(phi, number);
            return;
        }
        // The new phi takes the old one's place; who wants the word gets it boxed.
        int at = block.nodes().indexOf(phi);
        block.remove(at);
        block.insert(at, number);
        phi.replaceBy(block.insert(block.firstAfterPhis(), graph.node(kinds[phi.id()].box, number)));
    }

    /** The phi remains, for frame states and others that want to know which kind of number it is. */
    private void useNumber(Node phi, Node number) {
        for (Node use : uses.of(phi)) {
            if (use.is(Op.UNBOX_NUMBER) || use.is(Op.IS_NUMBER)) {
                use.replaceBy(use.is(Op.UNBOX_NUMBER) ? number : constants.bool(true));
                use.block().remove(use.block().nodes().indexOf(use));
            }
        }
    }
}
