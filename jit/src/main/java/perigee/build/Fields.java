package perigee.build;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.feedback.FieldFeedback;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.ObjectHeader;
import perigee.layout.TableLayout;

/** Global variables and fields, by what the inline caches know. */
final class Fields {
    /** Fields that an access by a computed key tells apart. */
    private static final int MAX_WAYS = 12;

    private final Context c;
    private final Metamethods metamethods;
    private final DynamicAccess dynamic;

    Fields(Context context, Metamethods metamethods, DynamicAccess dynamic) {
        c = context;
        this.dynamic = dynamic;
        this.metamethods = metamethods;
    }

    // ---- globals -----------------------------------------------------------------------------------------------------------

    void getGlobal(long i) {
        GlobalFact global = checkedGlobal(i);
        if (global == null) {
            return;
        }
        if (global.constant()) {
            c.assumptions.add(new Assumption.ConstantCell(global.cell()));
            c.set(Instruction.a(i), c.word(global.value()));
            return;
        }
        Node value = c.load(c.word(global.cell()), FunctionLayout.CELL_VALUE, Alias.CELL, null);
        c.checkNotNil(value, Reason.HOLE);
        c.set(Instruction.a(i), value);
    }

    void setGlobal(long i) {
        GlobalFact global = checkedGlobal(i);
        if (global == null) {
            return;
        }
        if (!global.mutable()) {
            c.exit(Reason.WRONG_VALUE);
            return;
        }
        Node cell = c.word(global.cell());
        c.checkNotNil(c.load(cell, FunctionLayout.CELL_VALUE, Alias.CELL, null), Reason.HOLE);
        c.store(cell, FunctionLayout.CELL_VALUE, Alias.CELL, c.register(Instruction.a(i)), null);
    }

    /** What is known of a global variable, the environment being the table of globals; null, and no block: nothing. */
    private GlobalFact checkedGlobal(long i) {
        GlobalFact global = c.facts().globals()[c.frame.pc];
        if (global == null) {
            if (c.feedback() == 0) {
                c.exit(Reason.NEVER_TAKEN);
            } else {
                c.bailOut(BailOut.OPERATION);
            }
            return null;
        }
        Node environment = c.upvalue(Instruction.b(i));
        c.guard(c.op(Op.SAME, environment, c.word(c.request.globals())), true, Reason.WRONG_VALUE);
        return global;
    }

    // ---- reading -------------------------------------------------------------------------------------------------------------

    /** {@code R[A] := R[B][K[C]]} */
    void get(long i) {
        Node value = get(c.register(Instruction.b(i)), c.constant(Instruction.c(i)));
        if (c.block != null) {
            c.set(Instruction.a(i), value);
        }
    }

    /** {@code R[A+3] := R[B]; R[A] := R[B][K[C]]} */
    void self(long i) {
        Node receiver = c.register(Instruction.b(i));
        Node value = get(receiver, c.constant(Instruction.c(i)));
        if (c.block != null) {
            c.set(Instruction.a(i), value);
            c.set(Instruction.a(i) + 3, receiver);
        }
    }

    private Node get(Node object, Node key) {
        if (isUnseen(object) && metamethods.servesAccesses()) {
            return metamethods.getAbsentField(object, key);
        }
        if (tellsNothing(object)) {
            return dynamic.get(object, key);
        }
        return get(object, key, facts(), isOpen(), RuntimeCall.LOOKUP);
    }

    private Node get(Node object, Node key, FieldFact[] facts, boolean open, RuntimeCall how) {
        Supplier<Node> lookup = () -> c.add(c.graph.runtime(how, object, key)).setState(c.state());
        return access(object, facts, open, (some, proof) -> load(object, key, some, proof, open ? lookup : null), lookup);
    }

    // ---- by a computed key -----------------------------------------------------------------------------------------------

    /** {@code table[key]}: a field, if the key is one of those that are known; or else another way gives the value. */
    Node getIndex(Node table, Node key, Supplier<Node> otherwise) {
        return byKey(table, key, (known, facts) -> get(table, known, facts, c.hasFailed(Reason.WRONG_SHAPE),
                RuntimeCall.GET_INDEX), otherwise);
    }

    /** {@code table[key] := value}; the same. */
    void setIndex(Node table, Node key, Node value, Runnable otherwise) {
        byKey(table, key, (known, facts) -> {
            set(table, known, value, facts, c.hasFailed(Reason.WRONG_SHAPE));
            return nothing();
        }, () -> {
            otherwise.run();
            return nothing();
        });
    }

    /** The value of a way that has none, if there is a block. */
    private Node nothing() {
        return c.block == null ? null : c.nil();
    }

    /** What is built for a key that is known, if there is a block; its value if there is one afterwards. */
    private interface KeyedWay {
        Node go(Node key, FieldFact[] facts);
    }

    /** By the key, if it is the same string wherever this code runs; one of a few are told apart where it runs. */
    private Node byKey(Node table, Node key, KeyedWay way, Supplier<Node> otherwise) {
        Map<Long, FieldFact[]> keyed = c.facts().keyed()[c.frame.pc];
        boolean isUseful = keyed != null && key.rep() == Rep.WORD && table.rep() == Rep.WORD && !c.hasFailed(Reason.HOLE)
                && !(c.hasFailed(Reason.WRONG_SHAPE) && c.hasFailed(Reason.SLOW_PATH));
        if (!isUseful) {
            return otherwise.get();
        }
        if (key.is(Op.WORD)) {
            FieldFact[] facts = keyed.get(key.number());
            return facts == null ? otherwise.get() : way.go(key, facts);
        }
        if (keyed.values().stream().mapToInt(facts -> facts.length).sum() > MAX_WAYS || key.op() == Op.SINGLE_STRING) {
            return otherwise.get();
        }
        Context.Meeting meeting = c.new Meeting();
        int left = keyed.size() + 1;
        for (Map.Entry<Long, FieldFact[]> one : keyed.entrySet()) {
            List<Block> ways = c.branch(c.op(Op.SAME, key, c.word(one.getKey())), 1.0 / left--);
            c.block = ways.getFirst();
            meeting.arrive(way.go(c.word(one.getKey()), one.getValue()));
            c.block = ways.getLast();
        }
        meeting.arrive(otherwise.get());
        return meeting.meet();
    }

    // ---- by shape --------------------------------------------------------------------------------------------------------

    /** An access of a receiver of the shape that some facts are about; its value, if there is a block afterwards. */
    private interface Way {
        Node go(List<FieldFact> facts, Node proof);
    }

    private FieldFact[] facts() {
        return c.facts().fields()[c.frame.pc];
    }

    /** Whether there have been more shapes than are known. */
    private boolean isOpen() {
        return FieldFeedback.isMegamorphic(c.feedback()) || facts() != null && facts().length == 0
                || c.hasFailed(Reason.WRONG_SHAPE);
    }

    /** Whether no cache knows anything of the access to what may be an object. */
    private boolean isUnseen(Node object) {
        return object.rep() == Rep.WORD && facts() == null;
    }

    /**
     * Whether shapes have been of no use, and neither has been the cache that knows more of them; or the metamethod is a function
     * at times, and at times is not.
     */
    private boolean tellsNothing(Node object) {
        boolean isOfNoUse = facts() == null ? c.hasFailed(Reason.NEVER_TAKEN)
                : c.hasFailed(Reason.NOT_FUNCTION) || c.hasFailed(Reason.SLOW_PATH) && isOpen();
        return isOfNoUse && object.rep() == Rep.WORD && dynamic.isPossible();
    }

    /** Goes by the receiver's shape; where it has failed to be one of those that are known, another way is for the rest. */
    private Node access(Node object, FieldFact[] facts, boolean open, Way way, Supplier<Node> otherwise) {
        if (object.rep() != Rep.WORD || facts == null) {
            c.exit(object.rep() == Rep.WORD ? Reason.NEVER_TAKEN : Reason.NOT_TABLE);
            return null;
        }
        if (open && c.hasFailed(Reason.SLOW_PATH)) {
            c.bailOut(BailOut.OPERATION);
            return null;
        }
        return byShape(object, c.checkObject(object, Reason.NOT_TABLE), List.of(facts), way, open ? otherwise : null);
    }

    /** @param otherwise for objects that no fact is about; null: there are none */
    private Node byShape(Node object, Node isObject, List<FieldFact> facts, Way way, Supplier<Node> otherwise) {
        Map<Integer, List<FieldFact>> byShape = new LinkedHashMap<>();
        facts.forEach(fact -> byShape.computeIfAbsent(fact.shape().id(), _ -> new ArrayList<>()).add(fact));
        Context.Meeting meeting = c.new Meeting();
        int left = byShape.size();
        for (List<FieldFact> ofShape : byShape.values()) {
            ofShape.forEach(this::rely);
            Node condition = hasShape(object, ofShape.getFirst(), isObject);
            if (--left == 0 && otherwise == null) {
                meeting.arrive(way.go(ofShape, c.guard(condition, true, Reason.WRONG_SHAPE)));
            } else {
                List<Block> ways = c.branch(condition, 0.5);
                c.block = ways.getFirst();
                meeting.arrive(way.go(ofShape, c.block.begin()));
                c.block = ways.getLast();
            }
        }
        if (otherwise != null) {
            meeting.arrive(otherwise.get());
        }
        return meeting.meet();
    }

    private void rely(FieldFact fact) {
        if (fact.rests() >= 0) {
            c.assumptions.add(new Assumption.Rests(fact.rests()));
        }
        if (fact.shape().behaviour() != 0) {
            c.assumptions.add(new Assumption.Rests(fact.shape().behaviour() - 1));
        }
    }

    private Node hasShape(Node object, FieldFact fact, Node isObject) {
        return fact.shape().id() < HeapType.FIRST_SHAPE ? c.op(Op.HAS_TYPE, fact.shape().id(), object).setProof(isObject)
                : c.hasShape(object, fact.shape(), isObject);
    }

    /**
     * A field of an object of the shape that facts are about; there are several when its delegates have several shapes.
     *
     * @param otherwise for delegates that no fact is about; null: there are none
     */
    private Node load(Node object, Node key, List<FieldFact> facts, Node proof, Supplier<Node> otherwise) {
        FieldFact fact = facts.getFirst();
        if (fact.delegate() == null) {
            return load(object, key, fact, proof);
        }
        if (fact.kind() == FieldFact.Kind.ABSENT || fact.kind() == FieldFact.Kind.FUNCTION) {
            return delegated(object, key, facts, proof, otherwise);
        }
        Node own = own(object, fact, proof);
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.SAME, own, c.nil()), 0.5);
        c.block = ways.getLast();
        meeting.arrive(own);
        c.block = ways.getFirst();
        meeting.arrive(delegated(object, key, facts, proof, otherwise));
        return meeting.meet();
    }

    /** What a table has that is asked in the place of an object, or what a function returns. */
    private Node delegated(Node object, Node key, List<FieldFact> facts, Node proof, Supplier<Node> otherwise) {
        FieldFact.Delegate first = facts.getFirst().delegate();
        if (first.place() == null) {
            rely(first.holder());
            return load(object, key, first.holder(), proof);
        }
        Node delegate = metamethods.delegate(first, object, proof);
        List<FieldFact> holders = facts.stream().map(fact -> fact.delegate().holder()).filter(Objects::nonNull).toList();
        if (holders.isEmpty()) {
            return metamethods.call(delegate, usual(facts), object, key);
        }
        Node isObject = c.checkObject(delegate, Reason.WRONG_SHAPE);
        return byShape(delegate, isObject, holders,
                (some, shapeProof) -> load(delegate, key, some, shapeProof, otherwise), otherwise);
    }

    /** The number of the only function that delegates are; 0: there are several. */
    private static int usual(List<FieldFact> facts) {
        return facts.size() == 1 ? facts.getFirst().delegate().function() : 0;
    }

    private Node load(Node object, Node key, FieldFact fact, Node proof) {
        if (fact.kind() == FieldFact.Kind.FUNCTION) {
            return metamethods.call(fact.value(), fact.cell() == 0 ? object : c.word(fact.cell()), key);
        }
        Node value = own(object, fact, proof);
        if (!fact.finalNil()) {
            c.checkNotNil(value, Reason.HOLE);
        }
        return value;
    }

    private Node own(Node object, FieldFact fact, Node proof) {
        return switch (fact.kind()) {
            case INLINE -> c.load(object, fact.offset(), Alias.FIELD, proof);
            case OUTER -> c.load(c.load(object, TableLayout.SLOTS, Alias.SLOTS, proof), fact.offset(), Alias.OUTER_FIELD,
                    proof);
            case CELL -> cell(fact);
            case INLINE_CELL, OUTER_CELL -> c.load(ownCell(object, fact, proof), FunctionLayout.CELL_VALUE, Alias.CELL, null);
            case ABSENT -> c.nil();
            case ADDED, ADDED_OUTER, FUNCTION -> throw new AssertionError("no load");
        };
    }

    private Node cell(FieldFact fact) {
        if (fact.constant()) {
            c.assumptions.add(new Assumption.ConstantCell(fact.cell()));
            return c.word(fact.value());
        }
        return c.load(c.word(fact.cell()), FunctionLayout.CELL_VALUE, Alias.CELL, null);
    }

    /** The cell of a field, in a table that has cells for ever, once it has this shape. */
    private Node ownCell(Node object, FieldFact fact, Node proof) {
        Node holder = fact.kind() == FieldFact.Kind.OUTER_CELL ? c.load(object, TableLayout.SLOTS, Alias.SLOTS, proof) : object;
        return c.load(holder, fact.offset(), Alias.CONSTANT, proof);
    }

    // ---- writing -------------------------------------------------------------------------------------------------------------

    /** {@code R[A][K[B]] := R[C]} */
    void set(long i) {
        Node object = c.register(Instruction.a(i));
        Node value = c.register(Instruction.c(i));
        Node key = c.constant(Instruction.b(i));
        if (isUnseen(object) && metamethods.servesAccesses()) {
            metamethods.setAbsentField(object, key, value);
            return;
        }
        if (tellsNothing(object)) {
            dynamic.set(object, key, value);
            return;
        }
        set(object, key, value, facts(), isOpen());
    }

    private void set(Node object, Node key, Node value, FieldFact[] facts, boolean open) {
        access(object, facts, open, (some, proof) -> {
            store(object, key, some, value, proof);
            return nothing();
        }, () -> {
            c.add(c.graph.runtime(RuntimeCall.SET_INDEX, object, key, c.asWord(value))).setState(c.state());
            return c.nil();
        });
    }

    private void store(Node object, Node key, List<FieldFact> facts, Node value, Node proof) {
        FieldFact fact = facts.getFirst();
        if (fact.unchanged()) {
            unchanged(object, key, fact, c.asWord(value), proof);
            return;
        }
        switch (fact.kind()) {
            case INLINE -> c.store(object, fact.offset(), Alias.FIELD, value, proof);
            case OUTER -> c.store(c.load(object, TableLayout.SLOTS, Alias.SLOTS, proof), fact.offset(), Alias.OUTER_FIELD,
                    value, proof);
            case CELL -> {
                if (!fact.mutable()) {
                    c.exit(Reason.WRONG_VALUE);
                } else {
                    c.store(c.word(fact.cell()), FunctionLayout.CELL_VALUE, Alias.CELL, value, null);
                }
            }
            case INLINE_CELL, OUTER_CELL -> {
                Node cell = ownCell(object, fact, proof);
                Node flags = c.op(Op.LOAD_U8, ObjectHeader.FLAGS, Alias.CELL, cell);
                Node mutable = c.op(Op.AND, flags, c.integer(FunctionLayout.CELL_MUTABLE));
                Node isMutable = c.guard(c.op(Op.EQ, mutable, c.integer(0)), false, Reason.WRONG_VALUE);
                if (!fact.finalNil()) {
                    c.checkNotNil(c.load(cell, FunctionLayout.CELL_VALUE, Alias.CELL, null), Reason.HOLE);
                }
                c.store(cell, FunctionLayout.CELL_VALUE, Alias.CELL, value, isMutable);
            }
            case ADDED -> {
                c.store(object, fact.offset(), Alias.FIELD, value, proof);
                c.op(Op.STORE_SHAPE, fact.after().id(), fact.after(), object).setProof(proof);
                c.shapesGiven.put(object, fact.after());
            }
            case ADDED_OUTER -> {
                Node added = c.graph.runtime(RuntimeCall.ADD_FIELD, object, c.asWord(value)).setState(c.state());
                added.setNumber(fact.after().id());
                c.shapesGiven.put(object, fact.after());
                c.add(added);
            }
            case ABSENT -> c.exit(Reason.WRONG_SHAPE);
            case FUNCTION -> {
                if (fact.delegate() == null) {
                    metamethods.call(fact.value(), object, key, value);
                } else {
                    metamethods.call(metamethods.delegate(fact.delegate(), object, proof), usual(facts), object,
                            key, value);
                }
            }
        }
    }

    /** A store of what is there already; of something else it leaves, and if it has left, calls. */
    private void unchanged(Node object, Node key, FieldFact fact, Node value, Node proof) {
        Node same = c.op(Op.SAME, own(object, fact, proof), value);
        if (!c.hasFailed(Reason.WRONG_VALUE)) {
            c.guard(same, true, Reason.WRONG_VALUE);
            return;
        }
        Block other = c.only(true, same, 0.5);
        Block end = c.block;
        c.block = other;
        c.add(c.graph.runtime(RuntimeCall.SET_INDEX, object, key, value)).setState(c.state());
        c.merge(List.of(end, c.block), new Node[0][]);
    }
}
