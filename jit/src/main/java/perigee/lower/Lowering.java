package perigee.lower;

import java.util.List;
import perigee.asm.CpuFeature;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.BlockOrder;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.layout.FunctionLayout;
import perigee.lir.Comparison;
import perigee.lir.LirBuilder;
import perigee.lir.LirFunction;

/**
 * Lowers a graph: a walk over its blocks in an order in which what is used has been seen before, an operation at a time.
 *
 * <p>One instance lowers one graph.
 */
public final class Lowering {
    /** So far behind a guard that a word is a number its float is looked for. */
    private static final int REACH = 16;

    private final Graph graph;
    private final List<Block> order;
    private final Selection s;
    private final LirBuilder b;
    private final Memory memory;
    private final Conditions conditions;
    private final Conversions conversions;
    private final Integers integers;
    private final Floats floats;
    private final Allocations allocations;
    private final States states;
    private final OpenLists lists;
    private final Calls calls;
    private final RuntimeCalls runtime;
    /** By the number of the graph's block. */
    private final perigee.lir.Block[] blocks;
    private BailOut bailOut;

    /** What came of it. */
    public sealed interface Result {
    }

    /** It is done. */
    public record Lowered(LirFunction function) implements Result {
    }

    /** It is not. */
    public record Refused(BailOut reason) implements Result {
    }

    private Lowering(Request request) {
        graph = request.graph();
        order = BlockOrder.sort(graph);
        s = new Selection(request, new UseMap(graph, order));
        b = s.b;
        memory = new Memory(s);
        conditions = new Conditions(s, memory);
        conversions = new Conversions(s, conditions, memory);
        states = new States(s);
        lists = new OpenLists(s);
        runtime = new RuntimeCalls(s, states, conditions, conversions, lists, new ArrayEnds(b, s, memory));
        integers = new Integers(s);
        floats = new Floats(s, runtime);
        allocations = new Allocations(s);
        calls = new Calls(s, states, lists);
        blocks = new perigee.lir.Block[graph.blockLimit()];
    }

    public static Result lower(Request request) {
        return new Lowering(request).lower();
    }

    private Result lower() {
        for (Block block : order) {
            boolean leaves = block.terminator().is(Op.EXIT);
            blocks[block.id()] = b.block(leaves ? Selection.coldFrequency(block.frequency()) : block.frequency());
            defineParameters(block);
        }
        for (Block block : order) {
            s.enter(block);
            b.begin(blocks[block.id()]);
            for (Node node : block.nodes()) {
                if (s.uses.isNeeded(node) && bailOut == null) {
                    b.setLine(node.line());
                    lower(node);
                }
            }
            if (bailOut != null) {
                return new Refused(bailOut);
            }
        }
        s.finish(blocks[order.getFirst().id()]);
        return allocations.isWithinRoom() ? new Lowered(b.finish()) : new Refused(BailOut.TOO_MUCH_ALLOCATION);
    }

    // ---- phis ------------------------------------------------------------------------------------------------------

    /** Phis where several ways meet are parameters; others are what comes the only way. */
    private void defineParameters(Block block) {
        if (block.predecessors().size() < 2) {
            return;
        }
        for (Node phi : phis(block)) {
            if (s.uses.isNeeded(phi)) {
                s.define(phi, b.parameter(blocks[block.id()], Selection.kind(phi.rep()), phi.rep() == Rep.BOOL));
            }
        }
    }

    private static List<Node> phis(Block block) {
        return block.nodes().subList(1, block.firstAfterPhis());
    }

    private void jump(Block from) {
        Block to = from.successor(0);
        int[] arguments = new int[0];
        if (to.predecessors().size() > 1) {
            int way = to.predecessors().indexOf(from);
            arguments = phis(to).stream().filter(s.uses::isNeeded).mapToInt(phi -> argument(phi, phi.input(way)))
                    .toArray();
        }
        b.jump(blocks[to.id()], arguments);
    }

    private int argument(Node phi, Node value) {
        if (value.rep() == Rep.BOOL && !value.isConstant()) {
            return conditions.bit(value);
        }
        int argument = s.useAnywhere(value);
        return phi.rep() == Rep.INT && Ranges.fits(phi) && !Ranges.fits(value) ? b.fitting(argument) : argument;
    }

    /** The phi of a block with one predecessor. */
    private void pass(Node phi) {
        if (!s.isDefined(phi)) {
            s.define(phi, phi.rep() == Rep.BOOL ? conditions.bit(phi.input(0)) : s.use(phi.input(0)));
        }
        if (phi.rep() == Rep.BOOL && s.uses.isInState(phi)) {
            s.defineBoolean(phi, conditions.booleanOf(phi));
        }
    }

    // ---- operations ------------------------------------------------------------------------------------------------

    private void lower(Node node) {
        switch (node.op()) {
            case WORD, INT, FLOAT, BOOL, BEGIN, ANCHOR -> { }
            case RESULT -> {
                if (node.input(0).isOpenCall()) {
                    s.define(node, lists.result(node.input(0), (int) node.number()));
                }
            }
            case PARAMETER -> s.defineParameter(node);
            case CLOSURE -> s.defineClosure(node);
            case PHI -> pass(node);

            case GUARD -> guard(node);
            case BRANCH -> branch(node);
            case JUMP -> jump(node.block());
            case EXIT -> {
                States.Lowered state = states.lower(node.state(), (Reason) node.info());
                b.exit(state.origin(), state.values());
            }
            case SAFEPOINT -> {
                States.Lowered state = states.lower(node.state(), Reason.RESUMED);
                b.safepoint(state.origin(), state.values());
            }
            case RETURN -> calls.ret(node);
            case TAIL_CALL -> calls.tailCall(node);
            case CALL -> calls.call(node);
            case RUNTIME -> runtime(node);

            case BOX_INT -> {
                allocations.reserve(FunctionLayout.BOX_SIZE);
                conversions.lower(node);
            }
            case UNBOX_NUMBER -> {
                if (!s.isDefined(node)) {
                    conversions.lower(node);
                }
            }
            case BOX_FLOAT, BOX_BOOL, UNBOX_INT, UNBOX_FLOAT, UNBOX_LARGE, INT_TO_FLOAT, FLOAT_TO_INT ->
                    conversions.lower(node);
            case SINGLE_STRING -> memory.loadSingleString(node);

            case IS_INT, IS_FLOAT, IS_NUMBER, IS_OBJECT, HAS_TYPE, HAS_SHAPE, HAS_CODE, SAME, TRUTHY, EQ, LT, LE, ULT, FEQ,
                    FLT, FLE -> conditions.visit(node);

            case ADD, SUB, MUL, NEG, AND, OR, XOR, NOT, SHL, SHR, SAR, FLOOR_DIV, FLOOR_MOD -> integers.lower(node);

            case FFLOOR, FCEIL -> {
                if (s.request.features().has(CpuFeature.SSE41)) {
                    floats.lower(node);
                } else {
                    bailOut = BailOut.PROCESSOR;
                }
            }
            case FADD, FSUB, FMUL, FDIV, FNEG, FABS, FSQRT, FMOD, FPOW, FMIN, FMAX, FACOS, FASIN, FATAN2, FCOS, FEXP,
                    FREM, FLOG, FLOG2, FLOG10, FSIN, FTAN -> floats.lower(node);

            case LOAD, LOAD_U32, LOAD_U8, LOAD_I64, LOAD_AT, LOAD_BYTE_AT -> {
                if (conditions.takes(node)) {
                    memory.defer(node);
                } else {
                    memory.load(node);
                }
            }
            case STORE, STORE_U32, STORE_AT -> memory.store(node);
            case STORE_SHAPE -> memory.storeShape(node);
            case BARRIER -> memory.barrier(node);
            case BARRIER_AT -> memory.barrierAt(node);

            case NEW_TABLE, NEW_CLOSURE, NEW_CELL -> allocations.lower(node);
            case ACCOUNT -> allocations.account(node);
        }
    }

    private void guard(Node guard) {
        Node condition = guard.input(0);
        boolean expected = guard.number() != 0;
        if (condition.isConstant() && (condition.number() != 0) == expected) {
            return;
        }
        States.Lowered state = states.lower(guard.state(), guard.cause());
        if (condition.is(Op.IS_NUMBER) && expected && !s.isDefined(condition)) {
            Node unboxed = unboxedAfter(guard, condition.input(0));
            if (unboxed == null) {
                conditions.guardNumber(s.use(condition, 0), state);
            } else {
                s.define(unboxed, conversions.numberOrLeave(s.use(condition, 0), state));
            }
        } else {
            b.guard(conditions.comparison(condition, expected), state.origin(), state.values());
        }
    }

    /** What makes a float of a number not far behind the guard that it is one, or null: both are one branch then. */
    private Node unboxedAfter(Node guard, Node word) {
        List<Node> nodes = guard.block().nodes();
        int from = s.uses.position(guard) + 1;
        for (Node node : nodes.subList(from, Math.min(from + REACH, nodes.size()))) {
            if (node.is(Op.UNBOX_NUMBER) && node.input(0) == word && s.uses.isNeeded(node)) {
                return node;
            }
        }
        return null;
    }

    private void branch(Node branch) {
        Comparison comparison = conditions.comparison(branch.input(0), true);
        Block block = branch.block();
        b.branch(comparison, blocks[block.successor(0).id()], blocks[block.successor(1).id()]);
    }

    private void runtime(Node node) {
        allocations.reserve(RuntimeCalls.allocated((RuntimeCall) node.info()));
        runtime.lower(node);
    }
}
