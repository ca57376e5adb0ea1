package perigee.build;

import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.feedback.CallFeedback;
import perigee.feedback.Feedback;
import perigee.feedback.IndexFeedback;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.layout.HeapType;
import perigee.layout.StringLayout;
import perigee.layout.TableLayout;
import perigee.value.Word;

/** Elements of tables, and lengths. */
final class Indexing {
    private static final int GET_ELEMENT = Feedback.ELEMENT | Feedback.ABSENT;
    private static final double LIKELY = 0.8;
    private static final double EVEN = 0.5;

    private final Context c;

    Indexing(Context context) {
        c = context;
    }

    // ---- reading ---------------------------------------------------------------------------------------------------------

    /** {@code table[key]}; its value, if there is a block. */
    Node get(Node table, Node key) {
        int kinds = IndexFeedback.of(c.feedback()).kinds();
        if (table.rep() != Rep.WORD || kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
            return null;
        }
        boolean element = (kinds & ~GET_ELEMENT) == 0 && mayBeIndex(key) && !c.hasFailed(Reason.NO_ELEMENT)
                && !c.hasFailed(Reason.NOT_INTEGER, Reason.NOT_INTEGRAL, Reason.NOT_TABLE);
        if (element) {
            boolean absent = (kinds & Feedback.ABSENT) != 0 || c.hasFailed(Reason.HOLE);
            return element(table, asIndex(key), absent);
        }
        if (!callsMetamethods()) {
            return mayBeElement(kinds, key) ? elementOrOther(table, key) : other(table, key);
        }
        c.bailOut(BailOut.OPERATION);
        return null;
    }

    private Node other(Node table, Node key) {
        return c.add(c.graph.runtime(RuntimeCall.GET_INDEX, table, c.asWord(key))).setState(c.state());
    }

    /** Whether elements of the array part have been accessed, among others. */
    private boolean mayBeElement(int kinds, Node key) {
        return (kinds & Feedback.ELEMENT) != 0 && mayBeIndex(key) && !c.hasFailed(Reason.NOT_TABLE);
    }

    /** An element of the array part in line; any other value, and what there may be instead of nil, by the runtime call. */
    private Node elementOrOther(Node table, Node key) {
        Node isTable = c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        List<Block> others = new ArrayList<>();
        Node index = indexInside(table, key, isTable, others);
        Node value = loadElement(table, index, isTable, c.block.begin());
        others.add(only(false, c.op(Op.SAME, value, c.nil())));
        Context.Meeting meeting = c.new Meeting();
        meeting.arrive(value);
        c.merge(others, new Node[0][]);
        meeting.arrive(other(table, key));
        return meeting.meet();
    }

    /** Goes on with an index within the array part; the block that begins is the proof. */
    private Node indexInside(Node table, Node key, Node isTable, List<Block> others) {
        Node index = index(key, others);
        Node size = c.op(Op.LOAD_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table).setProof(isTable);
        others.add(only(true, c.op(Op.ULT, index, size)));
        return index;
    }

    /** Goes on with the integer that a key is, or that equals a float, if there have been others than integers. */
    private Node index(Node key, List<Block> others) {
        if (Context.isInt(key)) {
            return c.asInt(key);
        }
        if (Context.isFloat(key)) {
            return exact(c.asFloat(key), others);
        }
        if (!c.hasFailed(Reason.NOT_INTEGER)) {
            others.add(only(true, c.op(Op.IS_INT, key)));
            return c.asInt(key);
        }
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.IS_INT, key), EVEN);
        c.block = ways.getFirst();
        meeting.arrive(c.asInt(key));
        c.block = ways.getLast();
        others.add(only(true, c.op(Op.IS_FLOAT, key)));
        meeting.arrive(exact(c.asFloat(key), others));
        return meeting.meet();
    }

    private Node exact(Node number, List<Block> others) {
        Node index = c.op(Op.FLOAT_TO_INT, number);
        others.add(only(true, c.isExact(index, number)));
        return index;
    }

    /** Whether a key may be an integer, or a float that stands for one: feedback counts both as the same. */
    private static boolean mayBeIndex(Node key) {
        return Context.mayBeInt(key) || Context.isFloat(key);
    }

    /** The integer that a key is, or that a float equals; or leaves. */
    private Node asIndex(Node key) {
        return Context.isFloat(key) ? c.whole(c.asFloat(key)) : c.asInt(key);
    }

    /** Goes on where the condition is as expected, which is usual; the block where it is not. */
    private Block only(boolean expected, Node condition) {
        return c.only(expected, condition, expected ? LIKELY : 1 - LIKELY);
    }

    /** Whether functions have been called for the access, or the runtime call that is for any other has refused. */
    boolean callsMetamethods() {
        CallFeedback metamethods = IndexFeedback.of(c.feedback()).metamethods();
        return !metamethods.targets().isEmpty() || !metamethods.isComplete() || c.hasFailed(Reason.SLOW_PATH);
    }

    /** An element of the array part; one that is not there is nil, if {@code absent}, or leaves. */
    Node element(Node table, Node index, boolean absent) {
        Node isTable = c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        Node size = c.op(Op.LOAD_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table).setProof(isTable);
        Node inBounds = c.op(Op.ULT, index, size);
        if (!absent) {
            Node proof = c.guard(inBounds, true, Reason.NO_ELEMENT);
            Node value = loadElement(table, index, isTable, proof);
            c.checkNotNil(value, Reason.HOLE);
            return value;
        }
        plain(table, isTable);
        // Beyond the array, the hash part would have it.
        List<Block> ways = c.branch(inBounds, 0.9);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(loadElement(table, index, isTable, c.block.begin()));
        c.block = ways.getLast();
        Node hash = c.load(table, TableLayout.HASH, Alias.HASH, isTable);
        c.guard(c.op(Op.SAME, hash, c.nil()), true, Reason.NO_ELEMENT);
        meeting.arrive(c.nil());
        return meeting.meet();
    }

    private Node loadElement(Node table, Node index, Node isTable, Node proof) {
        Node array = c.load(table, TableLayout.ARRAY, Alias.ARRAY, isTable);
        return c.op(Op.LOAD_AT, TableLayout.ELEMENTS, Alias.ELEMENT, array, index).setProof(proof);
    }

    /** Leaves unless the table has no metatable. */
    void plain(Node table, Node isTable) {
        Node metatable = c.load(table, TableLayout.METATABLE, Alias.METATABLE, isTable);
        c.guard(c.op(Op.SAME, metatable, c.nil()), true, Reason.WRONG_SHAPE);
    }

    // ---- writing ---------------------------------------------------------------------------------------------------------

    /** {@code table[key] := value} */
    void set(Node table, Node key, Node value) {
        int kinds = IndexFeedback.of(c.feedback()).kinds();
        if (table.rep() != Rep.WORD || kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
            return;
        }
        boolean element = (kinds & ~(Feedback.ELEMENT | Feedback.APPEND)) == 0 && mayBeIndex(key)
                && !c.hasFailed(Reason.NO_ELEMENT, Reason.NOT_INTEGER, Reason.NOT_INTEGRAL, Reason.NOT_TABLE)
                && !c.hasFailed(Reason.HOLE) && !c.hasFailed(Reason.WRONG_SHAPE) && !value.isWord(Word.NIL);
        if (element) {
            store(table, asIndex(key), value, kinds);
        } else if (!callsMetamethods()) {
            if (mayBeElement(kinds, key)) {
                storeElementOrOther(table, key, value, (kinds & Feedback.APPEND) != 0 && !value.isWord(Word.NIL));
            } else {
                storeOther(table, key, value);
            }
        } else {
            c.bailOut(BailOut.OPERATION);
        }
    }

    private void store(Node table, Node index, Node value, int kinds) {
        c.checkNotNil(value, Reason.HOLE);
        Node isTable = c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        // An element that is nil may have a __newindex; without a metatable there is no question.
        plain(table, isTable);
        Node word = c.asWord(value);
        Node size = c.op(Op.LOAD_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table).setProof(isTable);
        Node inBounds = c.op(Op.ULT, index, size);
        if ((kinds & Feedback.APPEND) == 0) {
            storeElement(table, index, word, isTable, c.guard(inBounds, true, Reason.NO_ELEMENT));
            return;
        }
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(inBounds, (kinds & Feedback.ELEMENT) == 0 ? 0.01 : 0.5);
        c.block = ways.getFirst();
        storeElement(table, index, word, isTable, c.block.begin());
        meeting.arrive(index);
        c.block = ways.getLast();
        c.add(c.graph.runtime(RuntimeCall.APPEND, table, index, word)).setState(c.state());
        meeting.arrive(index);
        meeting.meet();
    }

    private void storeOther(Node table, Node key, Node value) {
        c.add(c.graph.runtime(RuntimeCall.SET_INDEX, table, c.asWord(key), c.asWord(value))).setState(c.state());
    }

    /**
     * An element of the array part in line, unless it may be the last and go; anything else by the runtime call. Where tables have
     * had metatables, those do not matter as long as there is an element.
     */
    private void storeElementOrOther(Node table, Node key, Node value, boolean appends) {
        boolean isOfObject = c.hasFailed(Reason.WRONG_SHAPE);
        Node isTable = c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        List<Block> others = new ArrayList<>();
        List<Block> ends = new ArrayList<>();
        if (!isOfObject) {
            Node metatable = c.load(table, TableLayout.METATABLE, Alias.METATABLE, isTable);
            others.add(only(true, c.op(Op.SAME, metatable, c.nil())));
        }
        Node index = indexInside(table, key, isTable, others);
        Block inside = c.block;
        if (appends && !isOfObject) {
            c.block = others.removeLast();
            append(table, index, value, isTable, others);
            ends.add(c.block);
            c.block = inside;
        }
        Node proof = inside.begin();
        if (isOfObject) {
            others.add(only(false, c.op(Op.SAME, loadElement(table, index, isTable, proof), c.nil())));
        }
        if (value.rep() == Rep.WORD && !value.isWord(Word.NIL)) {
            others.add(only(false, c.op(Op.SAME, value, c.nil())));
        } else if (value.rep() == Rep.WORD) {
            Node size = c.op(Op.LOAD_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table).setProof(isTable);
            Block last = c.only(false, c.op(Op.EQ, c.op(Op.ADD, index, c.integer(1)), size), EVEN);
            Block within = c.block;
            c.block = last;
            storeElement(table, index, value, isTable, proof);
            c.op(Op.STORE_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table, index).setProof(isTable);
            ends.add(c.block);
            c.block = within;
        }
        storeElement(table, index, c.asWord(value), isTable, proof);
        ends.add(c.block);
        c.merge(others, new Node[0][]);
        storeOther(table, key, value);
        ends.add(c.block);
        c.merge(ends, new Node[0][]);
    }

    private void append(Node table, Node index, Node value, Node isTable, List<Block> others) {
        Node size = c.op(Op.LOAD_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table).setProof(isTable);
        others.add(c.only(true, c.op(Op.EQ, index, size), EVEN));
        if (value.rep() == Rep.WORD) {
            others.add(only(false, c.op(Op.SAME, value, c.nil())));
        }
        c.add(c.graph.runtime(RuntimeCall.APPEND, table, index, c.asWord(value))).setState(c.state());
    }

    private void storeElement(Node table, Node index, Node word, Node isTable, Node proof) {
        Node array = c.load(table, TableLayout.ARRAY, Alias.ARRAY, isTable);
        c.op(Op.STORE_AT, TableLayout.ELEMENTS, Alias.ELEMENT, array, index, word).setProof(proof);
        if (!Context.isNoObject(word)) {
            c.op(Op.BARRIER_AT, TableLayout.ELEMENTS, array, index, word);
        }
    }

    // ---- length ----------------------------------------------------------------------------------------------------------

    /** {@code R[A] := #R[B]} */
    void length(long i) {
        Node value = c.register(Instruction.b(i));
        int kinds = (int) c.feedback();
        if (value.rep() != Rep.WORD || kinds == 0) {
            c.exit(Reason.NEVER_TAKEN);
        } else if (kinds == Feedback.STRINGS && !c.hasFailed(Reason.SLOW_PATH)) {
            c.set(Instruction.a(i), stringLength(value));
        } else if (kinds == Feedback.TABLES && !c.hasFailed(Reason.SLOW_PATH)) {
            c.set(Instruction.a(i), tableLength(value));
        } else {
            c.bailOut(BailOut.OPERATION);
        }
    }

    Node stringLength(Node string) {
        if (!c.hasFailed(Reason.NOT_STRING)) {
            return stringLength(string, c.checkType(string, HeapType.STRING, Reason.NOT_STRING));
        }
        Node isObject = c.checkObject(string, Reason.SLOW_PATH);
        List<Block> ways = c.branch(c.op(Op.HAS_TYPE, HeapType.STRING, string).setProof(isObject), 0.5);
        Context.Meeting meeting = c.new Meeting();
        c.block = ways.getFirst();
        meeting.arrive(stringLength(string, c.block.begin()));
        c.block = ways.getLast();
        Node isRope = c.op(Op.HAS_TYPE, HeapType.ROPE, string).setProof(isObject);
        meeting.arrive(stringLength(string, c.guard(isRope, true, Reason.SLOW_PATH)));
        return meeting.meet();
    }

    /** Flat strings and ropes have it at the same place. */
    private Node stringLength(Node string, Node proof) {
        return c.op(Op.LOAD_U32, StringLayout.LENGTH, Alias.CONSTANT, string).setProof(proof);
    }

    Node tableLength(Node table) {
        c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        return c.add(c.graph.runtime(RuntimeCall.TABLE_LENGTH, table)).setState(c.state());
    }
}
