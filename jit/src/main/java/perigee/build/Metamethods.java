package perigee.build;

import java.util.List;
import perigee.deopt.Reason;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;
import perigee.value.Word;

/** Instructions that call metamethods: the shape of an operand tells which, or its metatable, and it is called or inlined. */
final class Metamethods {
    private final Context c;
    private final Calls calls;
    private final MetamethodGuards guards;

    Metamethods(Context context, Calls calls, MetamethodGuards guards) {
        c = context;
        this.calls = calls;
        this.guards = guards;
    }

    // ---- operators -------------------------------------------------------------------------------------------------------

    /** What the metamethod of the first operand that is a table returns; for unary operators, both are the same. */
    Node operator(Node left, Node right) {
        MetamethodFact[] known = guards.known();
        boolean isServed = known != null || !guards.isTooEarly() && !c.hasFailed(Reason.NOT_FUNCTION);
        Node subject = isServed ? subject(left, right) : null;
        if (subject == null || subject.rep() != Rep.WORD) {
            c.bailOut(BailOut.OPERATION);
            return null;
        }
        Node function = known != null ? guards.function(known, subject) : guards.closure(subject, guards.operator(),
                c.hasFailed(Reason.NOT_TABLE) ? Reason.NOT_FUNCTION : Reason.NOT_TABLE);
        return calls.metamethod(function, left, right);
    }

    /** Whether more will soon be known of the instruction. */
    boolean isTooEarly() {
        return guards.isTooEarly();
    }

    /** What {@code __eq} says of two tables, and false if there is none, goes to a meeting. Not every table has to have one. */
    void equality(Node left, Node right, Context.Meeting meeting) {
        MetamethodFact[] known = guards.known();
        if (known != null) {
            meeting.arrive(calls.metamethod(guards.function(known, left), left, right));
            return;
        }
        c.checkType(left, HeapType.TABLE, Reason.NOT_TABLE);
        Context.Meeting functions = c.new Meeting();
        ofFirst(List.of(left, right), functions);
        meeting.arrive(c.word(Word.FALSE));
        Node function = functions.meet();
        c.checkType(function, HeapType.CLOSURE, Reason.NOT_FUNCTION);
        meeting.arrive(calls.metamethod(function, left, right));
    }

    /** What the first of some tables that has one has for the instruction's event goes to a meeting; on where none has. */
    private void ofFirst(List<Node> tables, Context.Meeting functions) {
        for (Node table : tables) {
            Node function = guards.find(table, guards.operator());
            List<Block> ways = c.branch(c.op(Op.SAME, function, c.nil()), 0.1);
            c.block = ways.getLast();
            functions.arrive(function);
            c.block = ways.getFirst();
        }
    }

    /** The operand whose metamethod is asked for first. That of the other would be asked for only if this has none. */
    private Node subject(Node left, Node right) {
        if (left.rep() != Rep.WORD || Context.isInt(left) || Context.isFloat(left)) {
            return right;
        }
        if (left == right || right.rep() != Rep.WORD || Context.isInt(right) || Context.isFloat(right)
                || !c.hasFailed(Reason.NOT_TABLE)) {
            return left;
        }
        Context.Meeting meeting = c.new Meeting();
        c.unlessTable(left, 0.5, () -> meeting.arrive(right));
        meeting.arrive(left);
        return meeting.meet();
    }

    // ---- accesses --------------------------------------------------------------------------------------------------------

    /** Whether the instruction, an access, is known to call {@code __index} or {@code __newindex} functions. */
    boolean servesAccesses() {
        return guards.known() != null;
    }

    /** A function that serves an access. */
    Node call(long function, Node... arguments) {
        return calls.metamethod(c.word(function), arguments);
    }

    /** What is asked in an object's place. */
    Node delegate(FieldFact.Delegate delegate, Node object, Node proof) {
        return guards.at(delegate.place(), object, proof);
    }

    /**
     * What serves an access in an object's place, if that is a function.
     *
     * @param usual number of the function that it has been so far; 0: there have been several
     */
    Node call(Node function, int usual, Node... arguments) {
        c.checkType(function, HeapType.CLOSURE, Reason.NOT_FUNCTION);
        return calls.usualMetamethod(usual, function, arguments);
    }

    /** A field that tables of the known shapes do not have. */
    Node getAbsentField(Node table, Node key) {
        return calls.metamethod(guards.function(guards.known(), table), table, key);
    }

    void setAbsentField(Node table, Node key, Node value) {
        calls.metamethod(guards.function(guards.known(), table), table, key, value);
    }

    /** An element, or anything else by a computed key, of tables of known shapes: those have no fields. */
    Node get(Node table, Node key) {
        Node function = guards.function(guards.known(), table);
        Context.Meeting meeting = c.new Meeting();
        Node index = checkKey(key);
        if (index != null) {
            elements(table, index, true, meeting);
        }
        checkNoHash(table);
        meeting.arrive(calls.metamethod(function, table, key));
        return meeting.meet();
    }

    /** Stores where nothing is; over an element, it leaves. */
    void set(Node table, Node key, Node value) {
        Node function = guards.function(guards.known(), table);
        Node index = checkKey(key);
        if (index != null) {
            elements(table, index, false, null);
        }
        checkNoHash(table);
        calls.metamethod(function, table, key, value);
    }

    /** The integer that a key is; null: it is an object. */
    private Node checkKey(Node key) {
        if (Context.mayBeInt(key) && !c.hasFailed(Reason.NOT_INTEGER)) {
            return c.asInt(key);
        }
        c.guard(c.op(Op.IS_OBJECT, c.asWord(key)), true, Reason.WRONG_SHAPE);
        return null;
    }

    private void checkNoHash(Node table) {
        Node hash = c.load(table, TableLayout.HASH, Alias.HASH, null);
        c.guard(c.op(Op.SAME, hash, c.nil()), true, Reason.WRONG_SHAPE);
    }

    /** Goes on where there is no element: one that there is goes to a meeting, or leaves. */
    private void elements(Node table, Node index, boolean reads, Context.Meeting meeting) {
        Node size = c.op(Op.LOAD_U32, TableLayout.ARRAY_SIZE, Alias.ARRAY_SIZE, table);
        Node inBounds = c.op(Op.ULT, index, size);
        if (!reads) {
            c.guard(inBounds, false, Reason.WRONG_SHAPE);
            return;
        }
        List<Block> ways = c.branch(inBounds, 0.5);
        Context.Meeting absent = c.new Meeting();
        c.block = ways.getFirst();
        Node array = c.load(table, TableLayout.ARRAY, Alias.ARRAY, null);
        Node value = c.op(Op.LOAD_AT, TableLayout.ELEMENTS, Alias.ELEMENT, array, index).setProof(c.block.begin());
        List<Block> holes = c.branch(c.op(Op.SAME, value, c.nil()), 0.1);
        Block hole = holes.getFirst();
        c.block = holes.getLast();
        meeting.arrive(value);
        c.block = hole;
        absent.arrive(index);
        c.block = ways.getLast();
        absent.arrive(index);
        absent.meet();
    }
}
