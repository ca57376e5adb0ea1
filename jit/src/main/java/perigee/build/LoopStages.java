package perigee.build;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import perigee.build.Frame.Edge;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/**
 * A loop that is built several times, since it has variables that begin as integers and become floats, at once
 * ({@code local sum = 0}) or later ({@code n = n / 2} for even n only):
 *
 * <pre>
 *   FIRST    the first round on its own:  0 + x is a float    ──────────────────────┐ all variables are floats
 *      │ some are not                                                               │
 *   MIXED    the loop for whatever there may be  ◄─┐          ──────────────────────┤
 *      │                                           │                                │
 *      └───────────────────────────────────────────┘                                ▼
 *   FLOATS   the loop with phis of floats                        ◄──────────────────┘
 * </pre>
 *
 * A stage that no edge leads to is not built. Values that nobody knows are tested on their way to the head.
 */
final class LoopStages {
    private static final double EVEN = 0.5;
    /** In instructions. */
    private static final int LONGEST = 150;
    /** So many nodes in the graph are enough. */
    private static final int MAX_NODES = 3_000;

    enum Stage { FIRST, MIXED, FLOATS }

    private final Context c;
    private final BitSet variables;
    private final List<Edge> floats = new ArrayList<>();
    private Stage stage;

    private LoopStages(Context context, Stage stage, BitSet variables) {
        this.c = context;
        this.stage = stage;
        this.variables = variables;
    }

    /**
     * The stages of the loop whose head the current block is about to enter; null if it is built once. Variables that may be
     * floats by now are sent to their stage.
     */
    static LoopStages begin(Context c, int head, FloatVariables candidates, boolean firstRoundIsBuilt) {
        Frame frame = c.frame;
        if (c.graph.nodeLimit() > MAX_NODES || frame.flow.instructions(head).count() > LONGEST
                || frame.facts.hasFailed(head, Reason.NOT_NUMBER)) {
            return null;
        }
        boolean failed = frame.facts.hasFailed(head, Reason.NOT_FLOAT) || frame.facts.hasFailed(head, Reason.NOT_INTEGER);
        BitSet variables = candidates.registers();
        boolean areIntegers = true;
        for (int r = variables.nextSetBit(0); r >= 0; r = variables.nextSetBit(r + 1)) {
            Node entry = r < frame.registers.length && frame.registers[r] != null ? frame.registers[r].resolved() : null;
            if (entry == null || !Context.isInt(entry) && (!isUnknown(entry) || !failed && !candidates.isVaried(r))) {
                variables.clear(r);
            } else {
                areIntegers &= Context.isInt(entry);
            }
        }
        if (variables.isEmpty()) {
            return null;
        }
        LoopStages stages = new LoopStages(c, firstRoundIsBuilt || !areIntegers ? Stage.MIXED : Stage.FIRST, variables);
        if (!areIntegers) {
            stages.enter();
        }
        return stages;
    }

    private static boolean isUnknown(Node value) {
        return value.rep() == Rep.WORD && Context.mayBeInt(value);
    }

    private void enter() {
        List<Edge> others = sort(List.of(new Edge(c.block, c.frame.registers)));
        c.merge(others.stream().map(Edge::from).toList(), new Node[0][]);
    }

    Stage stage() {
        return stage;
    }

    /**
     * Those of some edges to the head that do not go on to the last stage, which the others are kept for.
     */
    List<Edge> sort(List<Edge> edges) {
        Block resume = c.block;
        List<Edge> others = new ArrayList<>();
        for (Edge edge : edges) {
            c.block = edge.from();
            Node[] registers = edge.registers().clone();
            for (int r = variables.nextSetBit(0); r >= 0 && c.block != null; r = variables.nextSetBit(r + 1)) {
                Node value = registers[r].resolved();
                if (isUnknown(value)) {
                    List<Block> ways = c.branch(c.op(Op.IS_FLOAT, value), EVEN);
                    others.add(new Edge(ways.getLast(), edge.registers().clone()));
                    c.block = ways.getFirst();
                    registers[r] = c.op(Op.UNBOX_FLOAT, value).setProof(c.block.begin());
                } else if (!Context.isFloat(value)) {
                    others.add(new Edge(c.block, edge.registers().clone()));
                    c.block = null;
                }
            }
            if (c.block != null) {
                floats.add(new Edge(c.block, registers));
            }
        }
        c.block = resume;
        return others;
    }

    /** The edges that enter the next stage, given those that may enter the one after this; an empty list after the last. */
    List<Edge> next(List<Edge> others) {
        if (stage == Stage.FIRST && !others.isEmpty()) {
            stage = Stage.MIXED;
            return others;
        }
        boolean isLast = stage == Stage.FLOATS;
        stage = Stage.FLOATS;
        return isLast ? List.of() : floats;
    }
}
