package perigee.ir;

import java.util.Arrays;
import perigee.deopt.DeoptHistory.Failure;
import perigee.deopt.Reason;

/**
 * An operation in a block, and the value it gives. Nodes are made by {@link Graph}; a pass that has found a better node for
 * the same value calls {@link #replaceBy}, and whoever reads an input meets the better one from then on.
 */
public final class Node {
    private static final Node[] NONE = {};

    private final int id;
    private final Op op;
    private final Rep rep;
    private Node[] inputs;
    private Node proof;
    private long number;
    private Object info;
    private FrameState state;
    private Failure cause;
    private Node replacement;
    private int line;
    Block block;

    Node(int id, Op op, Rep rep, long number, Object info, Node... inputs) {
        this.id = id;
        this.op = op;
        this.rep = rep;
        this.number = number;
        this.info = info;
        this.inputs = inputs.length == 0 ? NONE : inputs;
    }

    public int id() {
        return id;
    }

    public Op op() {
        return op;
    }

    public Rep rep() {
        return rep;
    }

    /** See {@link Op}. */
    public long number() {
        return number;
    }

    public Object info() {
        return info;
    }

    public void setNumber(long number) {
        this.number = number;
    }

    public void setInfo(Object info) {
        this.info = info;
    }

    /** The block it is in; null when it is in none any more. */
    public Block block() {
        return block;
    }

    /**
     * The source line that it comes from, in the chunk of the compiled function: where other chunks are inlined, that of the
     * call. 0: none, or many, as constants do. For people who read graphs.
     */
    public int line() {
        return line;
    }

    public Node setLine(int number) {
        line = op.isConstant() ? 0 : number;
        return this;
    }

    // ---- inputs ----------------------------------------------------------------------------------------------------------

    /** How many inputs there are, the proof aside. */
    public int count() {
        return inputs.length;
    }

    /**
     * The open list whose values follow the inputs: its number of values, the last of the inputs; null if there is none. It
     * is a {@link Op#CALL} of which all results are wanted, whose values stand where the results of calls do: so nothing else
     * may leave or be called before they are taken, once. Or it is a {@link RuntimeCall#EXTRA_LIST}.
     */
    public Node list() {
        Node last = inputs.length == 0 || !op.takesList() ? null : input(inputs.length - 1);
        return last != null && last.rep == Rep.INT ? last : null;
    }

    /** Whether it stands for all results of a call. */
    public boolean isOpenCall() {
        return op == Op.CALL && rep == Rep.INT;
    }

    /** Whether it stands for the values of an open list. */
    public boolean isList() {
        return isOpenCall() || op == Op.RUNTIME && info == RuntimeCall.EXTRA_LIST;
    }

    public Node input(int i) {
        Node node = inputs[i];
        if (node != null && node.replacement != null) {
            node = node.resolved();
            inputs[i] = node;
        }
        return node;
    }

    public void setInput(int i, Node node) {
        inputs[i] = node;
    }

    /** Adds an input; of phis, calls and the like. */
    public void addInput(Node node) {
        inputs = Arrays.copyOf(inputs, inputs.length + 1);
        inputs[inputs.length - 1] = node;
    }

    /** Takes an input away; the later ones move. */
    public void removeInput(int i) {
        Node[] fewer = Arrays.copyOf(inputs, inputs.length - 1);
        System.arraycopy(inputs, i + 1, fewer, i, fewer.length - i);
        inputs = fewer;
    }

    /** What has to be passed before; null: nothing. */
    public Node proof() {
        if (proof != null && proof.replacement != null) {
            proof = proof.resolved();
        }
        return proof;
    }

    public Node setProof(Node guard) {
        assert guard == null || op.takesProof() : op;
        proof = guard;
        return this;
    }

    /** The frame state of an operation that has one. */
    public FrameState state() {
        return state;
    }

    public Node setState(FrameState frameState) {
        assert frameState == null || op.hasState() : op;
        state = frameState;
        return this;
    }

    /** The instruction and the reason that a guard is blamed on when it fails; where it has not moved, those of its state. */
    public Failure cause() {
        assert op == Op.GUARD : op;
        return cause != null || state == null ? cause : new Failure(state.code(), state.pc(), (Reason) info);
    }

    public boolean hasMoved() {
        return cause != null;
    }

    /** A guard does from now on what one did that stood elsewhere, perhaps itself. */
    public void setCause(Failure failure) {
        assert op == Op.GUARD : op;
        cause = failure;
        info = failure.reason();
    }

    // ---- replacing ---------------------------------------------------------------------------------------------------------

    /** Whoever has this as an input, a proof or in a state, has the other one from now on, which may have its line. */
    public void replaceBy(Node other) {
        assert replacement == null && other.resolved() != this;
        replacement = other;
        if (other.line == 0) {
            other.setLine(line);
        }
    }

    public boolean isReplaced() {
        return replacement != null;
    }

    /** What this has been replaced by, or itself. */
    public Node resolved() {
        Node node = this;
        while (node.replacement != null) {
            node = node.replacement;
        }
        for (Node at = this; at.replacement != null && at.replacement != node; ) {
            Node next = at.replacement;
            at.replacement = node;
            at = next;
        }
        return node;
    }

    // ---- questions ----------------------------------------------------------------------------------------------------------

    public boolean is(Op what) {
        return op == what;
    }

    public boolean isConstant() {
        return op.isConstant();
    }

    /** Whether it is the constant word. */
    public boolean isWord(long word) {
        return op == Op.WORD && number == word;
    }

    /** What it reads: bits of {@link Alias}. */
    public int reads() {
        return switch (op) {
            case HAS_SHAPE -> Alias.SHAPE.bit();
            case LOAD, LOAD_U32, LOAD_U8, LOAD_I64, LOAD_AT, LOAD_BYTE_AT -> ((Alias) info).bit();
            case CALL, SAFEPOINT, TAIL_CALL, RETURN -> Alias.EVERYTHING;
            case RUNTIME -> ((RuntimeCall) info).reads();
            default -> Alias.NOTHING;
        };
    }

    /** What it writes: bits of {@link Alias}. */
    public int writes() {
        return switch (op) {
            case STORE, STORE_U32, STORE_AT -> ((Alias) info).bit();
            case STORE_SHAPE -> Alias.SHAPE.bit();
            case CALL, TAIL_CALL -> Alias.EVERYTHING;
            case SAFEPOINT -> Alias.THREAD.bit();
            case RUNTIME -> ((RuntimeCall) info).writes();
            default -> Alias.NOTHING;
        };
    }

    /**
     * Whether it may be left out when nobody uses its value. Allocations may not: programs wait for collections in loops that do
     * nothing but allocate; so an {@link Op#ACCOUNT} has to stay for one.
     */
    public boolean isRemovable() {
        return op.isPure() || op.isLoad() || op == Op.PHI || op == Op.PARAMETER || op == Op.CLOSURE
                || op == Op.RESULT || op == Op.RUNTIME && ((RuntimeCall) info).isRemovable();
    }

    @Override
    public String toString() {
        return "v" + id;
    }
}
