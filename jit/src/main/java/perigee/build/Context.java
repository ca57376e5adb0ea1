package perigee.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.deopt.Resume;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.FrameState;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.ShapeFact;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.runtime.Functions;
import perigee.runtime.Intrinsic;
import perigee.value.Word;

/**
 * What all families of instructions share while a graph is built: the block at whose end operations are put, the frame that
 * runs, frame states, conversions between representations.
 */
final class Context {
    /** How likely an object that is asked for its metamethods is a table. */
    private static final double USUALLY_TABLE = 0.9;

    final CompileRequest request;
    final Graph graph;
    /** By table that is made here: the shape that it was given last, as far as the walk has come. */
    final Map<Node, ShapeFact> shapesGiven = new HashMap<>();
    /** Shapes that objects have been found to have, somewhere. */
    private final Map<Node, Set<ShapeFact>> shapesMet = new HashMap<>();
    final Set<Assumption> assumptions = new LinkedHashSet<>();
    /** Null after what control does not get past. */
    Block block;
    Frame frame;
    private BailOut bailOut;
    private String bailOutAt = "";

    Context(CompileRequest request, Graph graph) {
        this.request = request;
        this.graph = graph;
    }

    // ---- the instruction ---------------------------------------------------------------------------------------------

    FunctionFacts facts() {
        return frame.facts;
    }

    long feedback() {
        return frame.facts.feedback()[frame.pc];
    }

    Node register(int number) {
        Node node = frame.registers[number];
        assert node != null : "R[" + number + "] at " + frame.facts + " " + frame.pc;
        return node.resolved();
    }

    void set(int number, Node value) {
        frame.registers[number] = value;
    }

    boolean hasFailed(Reason reason) {
        return frame.facts.hasFailed(frame.pc, reason)
                || frame.list != null && !frame.list.isOpenCall() && frame.facts.hasFailed(frame.listPc, reason);
    }

    /** Whether guards of one of these kinds have failed often at the instruction. */
    boolean hasFailed(Reason... reasons) {
        for (Reason reason : reasons) {
            if (hasFailed(reason)) {
                return true;
            }
        }
        return false;
    }

    /** The compile is given up. */
    void bailOut(BailOut reason) {
        if (bailOut == null) {
            bailOut = reason;
            bailOutAt = frame.facts + " line " + frame.line() + " "
                    + Instruction.op(frame.facts.prototype().code()[frame.pc]).name().toLowerCase(Locale.ROOT);
        }
        block = null;
    }

    BailOut bailOut() {
        return bailOut;
    }

    /** Function, line and operation where the compile was given up. */
    String bailOutAt() {
        return bailOutAt;
    }

    // ---- operations ------------------------------------------------------------------------------------------------------

    Node add(Node node) {
        return block.add(node.setLine(frame == null ? 0 : frame.lineInChunk()));
    }

    Node op(Op op, Node... inputs) {
        return add(graph.node(op, inputs));
    }

    Node op(Op op, long number, Node... inputs) {
        return add(graph.node(op, number, inputs));
    }

    Node op(Op op, long number, Object info, Node... inputs) {
        return add(graph.node(op, number, info, inputs));
    }

    Node word(long word) {
        return op(Op.WORD, word);
    }

    Node nil() {
        return word(Word.NIL);
    }

    Node integer(long value) {
        return op(Op.INT, value);
    }

    /** The word of constant K[number]. */
    Node constant(int number) {
        FunctionFacts facts = frame.facts;
        if (facts.embeds().get(number)) {
            return word(facts.constants()[number]);
        }
        int offset = (int) (Functions.constant(facts.code(), facts.prototype().code().length, number) - facts.code());
        return load(word(facts.code()), offset, Alias.CONSTANT, null);
    }

    Node load(Node object, int offset, Alias alias, Node proof) {
        return op(Op.LOAD, offset, alias, object).setProof(proof);
    }

    /** Stores a word into an object that is no ARRAY or HASH block, and tells the collector. */
    void store(Node object, int offset, Alias alias, Node value, Node proof) {
        Node word = asWord(value);
        op(Op.STORE, offset, alias, object, word).setProof(proof);
        barrier(object, word);
    }

    void barrier(Node object, Node word) {
        if (!isNoObject(word)) {
            op(Op.BARRIER, object, word);
        }
    }

    /** Whether a word is known to be none that the collector cares for. */
    static boolean isNoObject(Node word) {
        return word.is(Op.WORD) && !Word.isObject(word.number()) || word.is(Op.BOX_FLOAT) || word.is(Op.BOX_BOOL);
    }

    // ---- leaving -----------------------------------------------------------------------------------------------------------

    /**
     * The state before the instruction; if that takes extra arguments as an open list, the one before that was begun.
     *
     * @throws IllegalStateException if the instruction takes the results of a call, which nobody else could keep
     */
    FrameState state() {
        if (frame.list != null && takesOpenList()) {
            if (frame.list.isOpenCall()) {
                throw new IllegalStateException("no state for an open list at " + frame.facts + " " + frame.pc);
            }
            return frame.listState;
        }
        if (frame.state == null) {
            frame.state = state(frame.pc, Resume.EXECUTE, frame.registers);
            if (takesOpenList()) {
                frame.state = withOpenList(frame.state);
            }
        }
        return frame.state;
    }

    /** The state before an instruction that takes the results of a call, without these: only an error may come of it. */
    FrameState stateOfError() {
        return state(frame.pc, Resume.EXECUTE, frame.registers);
    }

    private boolean takesOpenList() {
        long i = frame.facts.prototype().code()[frame.pc];
        return switch (Instruction.op(i)) {
            case CALL, TAILCALL, RETURN, SETLIST -> Instruction.b(i) == 0;
            case LIFT -> Instruction.d(i) != 0;
            default -> false;
        };
    }

    /** An open list ends where the registers of a state end, and may be longer than the frame. */
    private FrameState withOpenList(FrameState state) {
        Node[] kept = Arrays.copyOf(state.registers(), frame.openEnd);
        for (int i = state.registers().length; i < kept.length; i++) {
            kept[i] = frame.registers[i];
        }
        return new FrameState(state.parent(), state.code(), state.pc(), state.resume(), kept, state.function(), state.call(),
                state.objects());
    }

    /** The state of the frame at an instruction, of whose registers those are kept that are live there. */
    FrameState state(int pc, Resume resume, Node[] registers) {
        return state(pc, resume, registers, frame.flow.live(pc));
    }

    /** The state of the frame at an instruction, of whose registers some are kept. */
    FrameState state(int pc, Resume resume, Node[] registers, BitSet live) {
        Node[] kept = new Node[live.length()];
        for (int i = live.nextSetBit(0); i >= 0; i = live.nextSetBit(i + 1)) {
            kept[i] = registers[i];
        }
        return new FrameState(frame.waiting, frame.facts.code(), pc, resume, kept, frame.isInlined() ? frame.closure : null,
                frame.call, Map.of());
    }

    /** Leaves, unless the condition is as expected, to have the instruction executed. */
    Node guard(Node condition, boolean expected, Reason reason) {
        return add(graph.guard(condition, expected, reason, state()));
    }

    /** Leaves to have the instruction executed. */
    void exit(Reason reason) {
        exit(reason, state());
    }

    void exit(Reason reason, FrameState state) {
        add(graph.node(Op.EXIT, 0, reason)).setState(state);
        block = null;
    }

    // ---- control -----------------------------------------------------------------------------------------------------------

    /** Ends the block by a branch; the two ways. */
    List<Block> branch(Node condition, double likely) {
        double frequency = block.frequency();
        Block yes = graph.block(frequency * likely);
        Block no = graph.block(frequency * (1 - likely));
        op(Op.BRANCH, condition);
        block.addSuccessor(yes);
        block.addSuccessor(no);
        return List.of(yes, no);
    }

    /**
     * Goes on where a condition is as expected; the block where it is not.
     *
     * @param likely that the condition holds
     */
    Block only(boolean expected, Node condition, double likely) {
        List<Block> ways = branch(condition, likely);
        block = ways.get(expected ? 0 : 1);
        return ways.get(expected ? 1 : 0);
    }

    void jump(Block from, Block to) {
        from.add(graph.node(Op.JUMP));
        from.addSuccessor(to);
    }

    /** Ways that meet, with a value each; goes on where they have met. */
    final class Meeting {
        private final List<Block> ends = new ArrayList<>();
        private final List<Node> values = new ArrayList<>();

        /** The current block ends here; nothing if there is none. */
        void arrive(Node value) {
            if (block != null) {
                ends.add(block);
                values.add(value);
                block = null;
            }
        }

        /** Goes on; null if nobody has arrived. The values are made words unless they are alike. */
        Node meet() {
            if (ends.isEmpty()) {
                return null;
            }
            if (ends.size() == 1) {
                block = ends.getFirst();
                return values.getFirst();
            }
            Node[][] columns = {values.toArray(Node[]::new)};
            Node[] merged = merge(ends, columns);
            return merged[0];
        }
    }

    /** Joins blocks in a new one, which becomes the current; each column has a value for each of them, or a null. */
    Node[] merge(List<Block> ends, Node[][] columns) {
        double frequency = 0;
        for (Block end : ends) {
            frequency += end.frequency();
        }
        Node[] merged = new Node[columns.length];
        Rep[] reps = new Rep[columns.length];
        for (int i = 0; i < columns.length; i++) {
            reps[i] = prepare(ends, columns[i]);
        }
        Block target = graph.block(frequency);
        for (Block end : ends) {
            jump(end, target);
        }
        block = target;
        for (int i = 0; i < columns.length; i++) {
            merged[i] = reps[i] == null ? null : allSame(columns[i]) ? columns[i][0] : add(graph.phi(reps[i], columns[i]));
        }
        return merged;
    }

    private static boolean allSame(Node[] values) {
        for (Node value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    /** Makes values of one representation of those that meet; null if one of them is missing. */
    private Rep prepare(List<Block> ends, Node[] values) {
        Rep rep = null;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                return null;
            }
            values[i] = values[i].resolved();
            Rep own = values[i].rep();
            rep = rep == null || rep == own ? own : Rep.WORD;
        }
        if (rep == Rep.BOOL) {
            rep = Rep.WORD;
        }
        if (rep == Rep.WORD && !allSame(values)) {
            Block before = block;
            for (int i = 0; i < values.length; i++) {
                block = ends.get(i);
                values[i] = asWord(values[i]);
            }
            block = before;
        }
        return rep;
    }

    // ---- representations ---------------------------------------------------------------------------------------------------

    Node asWord(Node value) {
        return switch (value.rep()) {
            case WORD -> value;
            case INT -> value.is(Op.INT) && Word.fits(value.number()) ? word(Word.ofInteger(value.number()))
                    : op(Op.BOX_INT, value);
            case FLOAT -> op(Op.BOX_FLOAT, value);
            case BOOL -> op(Op.BOX_BOOL, value);
            case NONE -> throw new IllegalArgumentException(value + " is no value");
        };
    }

    static boolean isInt(Node value) {
        return value.rep() == Rep.INT || value.is(Op.BOX_INT) || value.is(Op.WORD) && Word.isInteger(value.number());
    }

    static boolean isFloat(Node value) {
        return value.rep() == Rep.FLOAT || value.is(Op.BOX_FLOAT) || value.is(Op.WORD) && Word.isFloat(value.number());
    }

    /** Whether it may be an integer, as far as the graph tells. */
    static boolean mayBeInt(Node value) {
        return isInt(value) || value.rep() == Rep.WORD && !value.is(Op.WORD) && !value.is(Op.BOX_FLOAT)
                && !value.is(Op.BOX_BOOL);
    }

    /** The integer that a value is, or leaves. */
    Node asInt(Node value) {
        if (value.rep() == Rep.INT) {
            return value;
        }
        if (value.is(Op.BOX_INT)) {
            return value.input(0);
        }
        if (value.is(Op.WORD) && Word.isInteger(value.number())) {
            return integer(Word.integer(value.number()));
        }
        Node word = asWord(value);
        Node proof = guard(op(Op.IS_INT, word), true, Reason.NOT_INTEGER);
        return op(Op.UNBOX_INT, word).setProof(proof);
    }

    /** The integer that a value is, in a box perhaps, or leaves. */
    Node asLargeInt(Node value) {
        return asLargeInt(value, Reason.NOT_INTEGER);
    }

    /** The integer that a value is, in a box perhaps, or leaves for a reason. */
    Node asLargeInt(Node value, Reason reason) {
        if (isInt(value)) {
            return asInt(value);
        }
        Node word = asWord(value);
        List<Block> ways = branch(op(Op.IS_INT, word), 0.5);
        Meeting meeting = new Meeting();
        block = ways.getFirst();
        meeting.arrive(op(Op.UNBOX_INT, word).setProof(block.begin()));
        block = ways.getLast();
        Node proof = checkType(word, HeapType.BOX, reason);
        meeting.arrive(op(Op.UNBOX_LARGE, word).setProof(proof));
        return meeting.meet();
    }

    /** The integer that a float equals, or leaves. */
    Node whole(Node number) {
        Node integer = op(Op.FLOAT_TO_INT, number);
        guard(isExact(integer, number), true, Reason.NOT_INTEGRAL);
        return integer;
    }

    /** Whether a float is the integer that was made of it. */
    Node isExact(Node integer, Node number) {
        return op(Op.FEQ, op(Op.INT_TO_FLOAT, integer), number);
    }

    /** The float that a value is, or leaves. */
    Node asFloat(Node value) {
        return asFloat(value, Reason.NOT_FLOAT);
    }

    /** The float that a value is, or leaves for a reason. */
    Node asFloat(Node value, Reason reason) {
        if (value.rep() == Rep.FLOAT) {
            return value;
        }
        if (value.is(Op.BOX_FLOAT)) {
            return value.input(0);
        }
        if (value.is(Op.WORD) && Word.isFloat(value.number())) {
            return op(Op.FLOAT, value.number() - Word.FLOAT_OFFSET);
        }
        Node word = asWord(value);
        Node proof = guard(op(Op.IS_FLOAT, word), true, reason);
        return op(Op.UNBOX_FLOAT, word).setProof(proof);
    }

    /** The float that a number is, converted if it is an integer; or leaves. */
    Node asNumber(Node value) {
        if (isFloat(value)) {
            return asFloat(value);
        }
        if (isInt(value)) {
            return op(Op.INT_TO_FLOAT, asInt(value));
        }
        Node word = asWord(value);
        Node proof = guard(op(Op.IS_NUMBER, word), true, Reason.NOT_NUMBER);
        return op(Op.UNBOX_NUMBER, word).setProof(proof);
    }

    // ---- objects -----------------------------------------------------------------------------------------------------------

    /** A condition: whether an object has a shape. */
    Node hasShape(Node object, ShapeFact shape, Node isObject) {
        shapesMet.computeIfAbsent(object, _ -> new LinkedHashSet<>()).add(shape);
        return op(Op.HAS_SHAPE, shape.id(), shape, object).setProof(isObject);
    }

    /** Shapes that an object has been found to have or not to have so far, or has got: it may well have one of them. */
    Set<ShapeFact> shapesMet(Node object) {
        Set<ShapeFact> met = new LinkedHashSet<>(shapesMet.getOrDefault(object, Set.of()));
        if (shapesGiven.containsKey(object)) {
            met.add(shapesGiven.get(object));
        }
        return met;
    }

    /** A proof that the value is an object, or leaves. Null: none is needed. */
    Node checkObject(Node word, Reason reason) {
        if (word.op().isAllocation() || word.is(Op.WORD) && Word.isObject(word.number())) {
            return null;
        }
        return guard(op(Op.IS_OBJECT, word), true, reason);
    }

    /** A proof that the value is an object of a type. */
    Node checkType(Node word, int type, Reason reason) {
        if (word.is(Op.NEW_TABLE) && type == HeapType.TABLE || word.is(Op.NEW_CLOSURE) && type == HeapType.CLOSURE) {
            return null;
        }
        Node object = checkObject(word, reason);
        return guard(op(Op.HAS_TYPE, type, word).setProof(object), true, reason);
    }

    /**
     * Goes on where a value is a table; elsewhere, which is two ways, something else is built.
     *
     * @param likely that it is an object
     */
    void unlessTable(Node word, double likely, Runnable otherwise) {
        List<Block> objects = branch(op(Op.IS_OBJECT, word), likely);
        block = objects.getLast();
        otherwise.run();
        block = objects.getFirst();
        List<Block> tables = branch(op(Op.HAS_TYPE, HeapType.TABLE, word).setProof(block.begin()), USUALLY_TABLE);
        block = tables.getLast();
        otherwise.run();
        block = tables.getFirst();
    }

    /** Leaves unless the value is this library function. */
    void checkIntrinsic(Node function, Intrinsic intrinsic) {
        Node isNative = checkType(function, HeapType.NATIVE, Reason.NOT_FUNCTION);
        Node detail = op(Op.LOAD_U8, ObjectHeader.DETAIL, Alias.CONSTANT, function).setProof(isNative);
        guard(op(Op.EQ, detail, integer(intrinsic.ordinal())), true, Reason.WRONG_TARGET);
    }

    /** The word of an upvalue of the function that runs. */
    Node upvalue(int number) {
        long[] known = frame.closure.is(Op.WORD) ? request.upvalues().get(frame.closure.number()) : null;
        if (known != null && known[number] != CompileRequest.UNKNOWN) {
            assumptions.add(new Assumption.Rests(request.upvaluesRest()));
            return word(known[number]);
        }
        return load(frame.closure, FunctionLayout.UPVALUES + 8 * number, Alias.CONSTANT, frame.proof);
    }

    /** A guard that a value is not nil; null if that is known. */
    Node checkNotNil(Node value, Reason reason) {
        if (value.rep() != Rep.WORD || value.op().isAllocation() || value.is(Op.BOX_INT) || value.is(Op.BOX_FLOAT)
                || value.is(Op.BOX_BOOL) || value.is(Op.WORD) && value.number() != Word.NIL) {
            return null;
        }
        return guard(op(Op.SAME, value, nil()), false, reason);
    }
}
