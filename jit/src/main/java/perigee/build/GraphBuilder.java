package perigee.build;

import static perigee.ir.Loop.BOUNDS;
import static perigee.ir.Loop.GUESSES;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import perigee.build.Frame.Edge;
import perigee.build.Frame.Loop;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.feedback.BranchFeedback;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;

/**
 * Makes a graph of bytecode and feedback: one walk over the instructions, in an order in which values flow forwards,
 * evaluating them on nodes. Where ways meet there are phis for the registers that are live; at the head of a loop, for those
 * that the loop writes.
 */
public final class GraphBuilder {
    private static final int MAX_NODES = 12_000;
    /** Branches that ran so often and never one way are taken never to go that way. */
    static final int MIN_RUNS = 12;
    /** How often a loop is assumed to run. */
    private static final double LOOP_WEIGHT = 12;

    private final CompileRequest request;
    private final Context c;
    private final Instructions instructions;
    private final Map<Integer, ControlFlow> flows = new HashMap<>();
    /** Calls that are not inlined, since all results are wanted and their number depends on the way taken. */
    private final Set<Place> kept;
    private boolean again;

    /** An instruction of a function. */
    private record Place(int function, int pc) {
    }

    /** A graph, or the reason why there is none. */
    public sealed interface Result {
    }

    /** @param assumptions that the graph rests on */
    public record Built(Graph graph, List<Assumption> assumptions, InlineTree inlined) implements Result {
    }

    /** No graph; {@code where} says at which function, line and operation. */
    public record Failed(BailOut reason, String where, InlineTree inlined) implements Result {
    }

    private GraphBuilder(CompileRequest request, Set<Place> kept) {
        this.request = request;
        this.kept = kept;
        FunctionFacts root = request.root();
        int parameters = request.isForLoop() ? root.prototype().maxStack() : root.prototype().parameters();
        c = new Context(request, new Graph(root.name(), parameters));
        instructions = new Instructions(c, this);
    }

    /** Builds what a request asks for. */
    public static Result build(CompileRequest request) {
        Set<Place> kept = new HashSet<>();
        while (true) {
            GraphBuilder builder = new GraphBuilder(request, kept);
            Result result = builder.build();
            if (!builder.again) {
                return result;
            }
        }
    }

    /** The call that a frame stands at must not be inlined: the graph is built anew. */
    void keep(Frame frame) {
        again |= kept.add(new Place(frame.facts.id(), frame.pc));
    }

    boolean isKept(Frame frame) {
        return kept.contains(new Place(frame.facts.id(), frame.pc));
    }

    ControlFlow flowOf(FunctionFacts facts) {
        return flows.computeIfAbsent(facts.id(), _ -> new ControlFlow(facts.prototype()));
    }

    private Result build() {
        FunctionFacts root = request.root();
        InlineTree tree = InlineTree.root(root);
        ControlFlow flow = flowOf(root);
        if (flow.isIrreducible()) {
            return new Failed(BailOut.IRREDUCIBLE_LOOP, root.name(), tree.finished());
        }
        c.block = c.graph.block(1);
        Node closure = c.op(Op.CLOSURE);
        Node running = request.closure() == 0 ? closure : c.word(request.closure());
        c.frame = new Frame(root, flow, null, null, null, running, null, tree);
        int start = Math.max(request.loop(), 0);
        BitSet live = request.isForLoop() ? flow.live(start) : null;
        for (int i = 0; i < c.graph.parameters(); i++) {
            if (live == null || live.get(i)) {
                c.frame.registers[i] = c.op(Op.PARAMETER, i);
            }
        }
        if (request.closure() != 0) {
            c.frame.pc = start;
            c.guard(c.op(Op.SAME, closure, c.word(request.closure())), true, Reason.WRONG_CLOSURE);
            c.frame.state = null;
        }
        body(start);
        return c.bailOut() != null ? new Failed(c.bailOut(), c.bailOutAt(), tree.finished())
                : new Built(c.graph, List.copyOf(c.assumptions), tree.finished());
    }

    // ---- the walk ----------------------------------------------------------------------------------------------------------

    /** Builds the instructions of the current frame's function, from one on; control comes from the current block. */
    void body(int start) {
        Frame frame = c.frame;
        ControlFlow flow = frame.flow;
        long[] code = frame.facts.prototype().code();
        boolean[] done = new boolean[code.length];
        Deque<Integer> open = new ArrayDeque<>();
        int position = 0;
        while (flow.at(position) != start) {
            done[flow.at(position++)] = true;
        }
        Walk walk = new Walk(frame, done);
        if (start > 0 && Instruction.op(code[start - 1]) == Opcode.TFORPREP) {
            // The body of a generic loop: its first round does not begin at the head.
            open.push(walk.beginInBody(flow.target(start - 1)));
        }
        walk.edge(start);
        for (; c.bailOut() == null; position++) {
            while (!open.isEmpty() && (position == code.length || !flow.isIn(open.peek(), flow.at(position)))) {
                int head = open.pop();
                if (walk.closeLoop(head)) {
                    position = flow.position(head);
                }
            }
            if (position == code.length) {
                break;
            }
            int pc = flow.at(position);
            done[pc] = true;
            if (frame.incoming[pc] != null) {
                walk.start(pc);
                if (flow.isLoopHead(pc)) {
                    walk.enterLoop(pc);
                    open.push(pc);
                }
            }
            if (c.block == null) {
                continue;
            }
            if (c.graph.nodeLimit() > MAX_NODES) {
                c.bailOut(BailOut.TOO_LARGE);
                return;
            }
            frame.pc = pc;
            frame.state = null;
            instructions.build(code[pc], Instruction.op(code[pc]), walk);
            if (c.block != null) {
                int next = pc + 1;
                boolean isNext = position + 1 < code.length && flow.at(position + 1) == next;
                if (!isNext || flow.isLeader(next) || flow.isLoopHead(next)) {
                    walk.edge(next);
                }
            }
        }
        c.block = null;
    }

    /** Control flow of one frame. */
    final class Walk {
        private final Frame frame;
        private final boolean[] done;
        /** Heads of loops of whose body the rest of a round is built, or has been. */
        private final BitSet enteredInBody = new BitSet();
        /** By head, of loops that are being built in stages. */
        private final LoopStages[] stages;

        Walk(Frame frame, boolean[] done) {
            this.frame = frame;
            this.done = done;
            stages = new LoopStages[done.length];
        }

        /** The current block ends, and control goes to an instruction. */
        void edge(int target) {
            if (c.block == null) {
                return;
            }
            Edge edge = new Edge(c.block, frame.registers.clone());
            if (frame.loops[target] != null) {
                frame.loops[target].backEdges().add(edge);
            } else if (done[target]) {
                // The head of a loop around the one that was entered in the middle.
                c.exit(Reason.LOOP_LEFT, c.state(target, Resume.EXECUTE, frame.registers));
            } else {
                if (frame.incoming[target] == null) {
                    frame.incoming[target] = new ArrayList<>(2);
                }
                frame.incoming[target].add(edge);
            }
            c.block = null;
        }

        /**
         * Control goes to one of two instructions.
         *
         * @param expected of the condition, for the first one
         */
        void branch(Node condition, boolean expected, int target, int other) {
            BranchFeedback seen = BranchFeedback.of(c.feedback());
            long taken = seen.taken();
            long notTaken = Integer.toUnsignedLong(seen.notTaken());
            boolean judged = taken + notTaken >= MIN_RUNS && !c.hasFailed(Reason.NEVER_TAKEN);
            double likely = (taken + 0.5) / (taken + notTaken + 1.0);
            List<Block> ways = c.branch(condition, expected ? likely : 1 - likely);
            go(ways.get(expected ? 0 : 1), target, judged && taken == 0);
            go(ways.get(expected ? 1 : 0), other, judged && notTaken == 0);
        }

        /** The same without feedback. */
        void branch(Node condition, boolean expected, int target, int other, double likely) {
            List<Block> ways = c.branch(condition, expected ? likely : 1 - likely);
            go(ways.get(expected ? 0 : 1), target, false);
            go(ways.get(expected ? 1 : 0), other, false);
        }

        /** Control comes to one of two instructions on several ways. */
        void branch(List<Block> ways, int target, List<Block> otherWays, int other) {
            BranchFeedback seen = BranchFeedback.of(c.feedback());
            boolean judged = seen.taken() + Integer.toUnsignedLong(seen.notTaken()) >= MIN_RUNS
                    && !c.hasFailed(Reason.NEVER_TAKEN);
            ways.forEach(way -> go(way, target, judged && seen.taken() == 0));
            otherWays.forEach(way -> go(way, other, judged && seen.notTaken() == 0));
        }

        private void go(Block way, int target, boolean never) {
            c.block = way;
            if (never) {
                c.exit(Reason.NEVER_TAKEN, c.state(target, Resume.EXECUTE, frame.registers));
            } else {
                edge(target);
            }
        }

        /** Goes on at an instruction, where edges meet. */
        void start(int pc) {
            List<Edge> edges = frame.incoming[pc];
            frame.incoming[pc] = null;
            BitSet live = frame.flow.live(pc);
            frame.registers = meet(edges, live);
        }

        /** The registers where edges meet; there is a block for it afterwards. */
        private Node[] meet(List<Edge> edges, BitSet live) {
            int length = 0;
            for (Edge edge : edges) {
                length = Math.max(length, edge.registers().length);
            }
            if (edges.size() == 1) {
                c.block = edges.getFirst().from();
                return Arrays.copyOf(edges.getFirst().registers(), length);
            }
            Node[][] columns = new Node[length][edges.size()];
            List<Block> ends = new ArrayList<>();
            for (int e = 0; e < edges.size(); e++) {
                ends.add(edges.get(e).from());
                Node[] registers = edges.get(e).registers();
                for (int r = live.nextSetBit(0); r >= 0 && r < registers.length; r = live.nextSetBit(r + 1)) {
                    columns[r][e] = registers[r];
                }
            }
            return c.merge(ends, columns);
        }

        // ---- loops -----------------------------------------------------------------------------------------------------

        void enterLoop(int pc) {
            frame.pc = pc;
            frame.state = null;
            FloatVariables floats = FloatVariables.of(frame, pc);
            if (stages[pc] == null) {
                stages[pc] = LoopStages.begin(c, pc, floats, enteredInBody.get(pc));
            }
            enteredInBody.clear(pc);
            if (stages[pc] != null && stages[pc].stage() == LoopStages.Stage.FIRST) {
                frame.loops[pc] = Loop.firstRound();
            } else {
                beginLoop(pc, floats.registers());
            }
        }

        /** Control is in a round of the loop with this head. */
        int beginInBody(int head) {
            frame.loops[head] = Loop.firstRound();
            enteredInBody.set(head);
            return head;
        }

        /** @param floats the variables that the loop leaves as floats */
        private void beginLoop(int pc, BitSet floats) {
            int guesses = c.hasFailed(Reason.NOT_INTEGER, Reason.NOT_FLOAT, Reason.NOT_NUMBER) ? 0 : GUESSES;
            int bounds = c.hasFailed(Reason.LOOP_BOUNDS) ? 0 : BOUNDS;
            c.op(Op.ANCHOR, guesses | bounds).setState(c.state(pc, Resume.EXECUTE, frame.registers));
            BitSet changing = frame.flow.writtenIn(pc);
            changing.and(frame.flow.live(pc));
            int counter = isNumericLoop(pc) ? Instruction.a(frame.facts.prototype().code()[pc - 1]) : -1;
            if (counter >= 0) {
                changing.clear(counter + 1, counter + 3);
            }
            boolean isCopied = counter >= 0 && frame.registers[counter] == frame.registers[counter + 3];
            if (isCopied) {
                changing.clear(counter + 3);
            }
            int[] registers = changing.stream().filter(r -> r < frame.registers.length && frame.registers[r] != null).toArray();
            Node[] entries = new Node[registers.length];
            for (int n = 0; n < registers.length; n++) {
                Node entry = frame.registers[registers[n]].resolved();
                boolean staysFloat = floats.get(registers[n]) && Context.isFloat(entry) && !c.hasFailed(Reason.NOT_NUMBER);
                entries[n] = registers[n] == counter && entry.rep() != Rep.BOOL ? entry
                        : staysFloat ? c.asFloat(entry) : c.asWord(entry);
            }
            Block head = c.graph.block(c.block.frequency() * LOOP_WEIGHT);
            head.setLoopHead(true);
            c.jump(c.block, head);
            c.block = head;
            Node[] phis = new Node[registers.length];
            for (int n = 0; n < registers.length; n++) {
                phis[n] = c.add(c.graph.phi(entries[n].rep(), entries[n]));
                frame.registers[registers[n]] = phis[n];
            }
            if (isCopied) {
                frame.registers[counter + 3] = frame.registers[counter];
            }
            frame.loops[pc] = new Loop(head, registers, phis, new ArrayList<>());
        }

        private boolean isNumericLoop(int pc) {
            return pc > 0 && Instruction.op(frame.facts.prototype().code()[pc - 1]) == Opcode.FORPREP;
        }

        /** Ends a loop, or what has been built of it; whether it is to be built once more. */
        boolean closeLoop(int pc) {
            Loop loop = frame.loops[pc];
            frame.loops[pc] = null;
            frame.pc = pc;
            frame.state = null;
            LoopStages staged = stages[pc];
            List<Edge> edges = staged == null || staged.stage() == LoopStages.Stage.FLOATS ? loop.backEdges()
                    : staged.sort(loop.backEdges());
            if (!loop.isFirstRound()) {
                close(pc, loop, edges);
                edges = List.of();
            }
            if (staged != null) {
                edges = staged.next(edges);
            }
            if (edges.isEmpty()) {
                stages[pc] = null;
                return false;
            }
            frame.incoming[pc] = edges;
            frame.flow.instructions(pc).forEach(inside -> done[inside] = false);
            return true;
        }

        private void close(int pc, Loop loop, List<Edge> backEdges) {
            Block resume = c.block;
            if (backEdges.isEmpty()) {
                loop.head().setLoopHead(false);
            } else {
                backEdges.forEach(edge -> prepare(pc, loop, edge));
                Node[] registers = meet(backEdges, frame.flow.live(pc));
                for (int n = 0; n < loop.registers().length; n++) {
                    Node value = registers[loop.registers()[n]].resolved();
                    registers[loop.registers()[n]] = loop.phis()[n].rep() == Rep.WORD ? c.asWord(value) : value;
                }
                frame.state = null;
                c.add(c.graph.node(Op.SAFEPOINT)).setState(c.state(pc, Resume.EXECUTE, registers));
                c.jump(c.block, loop.head());
                for (int n = 0; n < loop.registers().length; n++) {
                    loop.phis()[n].addInput(registers[loop.registers()[n]]);
                }
            }
            c.block = resume;
        }

        /** Each variable has a value on a back edge, and the index of a numeric loop, and what was taken to stay a float, are that. */
        private void prepare(int pc, Loop loop, Edge edge) {
            for (int n = 0; n < loop.registers().length; n++) {
                if (edge.registers()[loop.registers()[n]] == null) {
                    // A call has left it without a value: it is live at the head for those only who ask for variables by name.
                    c.block = edge.from();
                    edge.registers()[loop.registers()[n]] = c.nil();
                }
                Node value = edge.registers()[loop.registers()[n]].resolved();
                Rep rep = loop.phis()[n].rep();
                if (rep != Rep.WORD && rep != value.rep()) {
                    c.block = edge.from();
                    frame.state = c.state(pc, Resume.EXECUTE, edge.registers());
                    edge.registers()[loop.registers()[n]] = rep == Rep.INT ? c.asInt(value) : c.asFloat(value, Reason.NOT_NUMBER);
                }
            }
        }
    }
}
