package perigee.build;

import java.util.List;
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
        Node value = get(c.register(Instruction.b(i)), Instruction.c(i));
        if (c.block != null) {
            c.set(Instruction.a(i), value);
        }
    }

    /** {@code R[A+3] := R[B]; R[A] := R[B][K[C]]} */
    void self(long i) {
        Node receiver = c.register(Instruction.b(i));
        Node value = get(receiver, Instruction.c(i));
        if (c.block != null) {
            c.set(Instruction.a(i), value);
            c.set(Instruction.a(i) + 3, receiver);
        }
    }

    private Node get(Node object, int key) {
        if (isUnseen(object) && metamethods.servesAccesses()) {
            return metamethods.getAbsentField(object, c.constant(key));
        }
        if (tellsNothing(object)) {
            return dynamic.get(object, c.constant(key));
        }
        return access(object, (fact, proof) -> load(object, key, fact, proof),
                () -> c.add(c.graph.runtime(RuntimeCall.LOOKUP, object, c.constant(key))).setState(c.state()));
    }

    // ---- by shape --------------------------------------------------------------------------------------------------------

    /** An access of a receiver that a fact is about; its value, if there is a block afterwards. */
    private interface Way {
        Node go(FieldFact fact, Node proof);
    }

    private FieldFact[] facts() {
        return c.facts().fields()[c.frame.pc];
    }

    /** Whether there have been more shapes than are known. */
    private boolean isOpen() {
        return FieldFeedback.isMegamorphic(c.feedback()) || facts().length == 0 || c.hasFailed(Reason.WRONG_SHAPE);
    }

    /** Whether no cache knows anything of the access to what may be an object. */
    private boolean isUnseen(Node object) {
        return object.rep() == Rep.WORD && facts() == null;
    }

    /** Whether shapes have been of no use, and neither has been the cache that knows more of them. */
    private boolean tellsNothing(Node object) {
        boolean isOfNoUse = facts() == null ? c.hasFailed(Reason.NEVER_TAKEN) : c.hasFailed(Reason.SLOW_PATH) && isOpen();
        return isOfNoUse && object.rep() == Rep.WORD && dynamic.isPossible();
    }

    /** Goes by the receiver's shape; where it has failed to be one of those that are known, another way is for the rest. */
    private Node access(Node object, Way way, Supplier<Node> otherwise) {
        FieldFact[] facts = facts();
        if (object.rep() != Rep.WORD || facts == null) {
            c.exit(object.rep() == Rep.WORD ? Reason.NEVER_TAKEN : Reason.NOT_TABLE);
            return null;
        }
        boolean open = isOpen();
        if (open && c.hasFailed(Reason.SLOW_PATH)) {
            c.bailOut(BailOut.OPERATION);
            return null;
        }
        Node isObject = c.checkObject(object, Reason.NOT_TABLE);
        Context.Meeting meeting = c.new Meeting();
        for (int n = 0; n < facts.length; n++) {
            FieldFact fact = facts[n];
            rely(fact);
            Node condition = hasShape(object, fact, isObject);
            if (n == facts.length - 1 && !open) {
                meeting.arrive(way.go(fact, c.guard(condition, true, Reason.WRONG_SHAPE)));
            } else {
                List<Block> ways = c.branch(condition, 0.5);
                c.block = ways.getFirst();
                meeting.arrive(way.go(fact, c.block.begin()));
                c.block = ways.getLast();
            }
        }
        if (open) {
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
                : c.op(Op.HAS_SHAPE, fact.shape().id(), fact.shape(), object).setProof(isObject);
    }

    private Node load(Node object, int key, FieldFact fact, Node proof) {
        if (fact.kind() == FieldFact.Kind.FUNCTION) {
            return metamethods.call(fact.value(), object, c.constant(key));
        }
        Node value = switch (fact.kind()) {
            case INLINE -> c.load(object, fact.offset(), Alias.FIELD, proof);
            case OUTER -> c.load(c.load(object, TableLayout.SLOTS, Alias.SLOTS, proof), fact.offset(), Alias.OUTER_FIELD,
                    proof);
            case CELL -> cell(fact);
            case INLINE_CELL, OUTER_CELL -> c.load(ownCell(object, fact, proof), FunctionLayout.CELL_VALUE, Alias.CELL, null);
            case ABSENT -> c.nil();
            case ADDED, ADDED_OUTER, FUNCTION -> throw new AssertionError("no load");
        };
        if (!fact.finalNil()) {
            c.checkNotNil(value, Reason.HOLE);
        }
        return value;
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
        int key = Instruction.b(i);
        if (isUnseen(object) && metamethods.servesAccesses()) {
            metamethods.setAbsentField(object, c.constant(key), value);
            return;
        }
        if (tellsNothing(object)) {
            dynamic.set(object, c.constant(key), value);
            return;
        }
        access(object, (fact, proof) -> {
            store(object, key, fact, value, proof);
            return c.block == null ? null : c.nil();
        }, () -> {
            c.add(c.graph.runtime(RuntimeCall.SET_INDEX, object, c.constant(key), c.asWord(value))).setState(c.state());
            return c.nil();
        });
    }

    private void store(Node object, int key, FieldFact fact, Node value, Node proof) {
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
                c.checkNotNil(value, Reason.HOLE);
                c.store(object, fact.offset(), Alias.FIELD, value, proof);
                c.op(Op.STORE_SHAPE, fact.after().id(), fact.after(), object).setProof(proof);
                c.shapesGiven.put(object, fact.after());
            }
            case ADDED_OUTER -> {
                c.checkNotNil(value, Reason.HOLE);
                Node added = c.graph.runtime(RuntimeCall.ADD_FIELD, object, c.asWord(value)).setState(c.state());
                added.setNumber(fact.after().id());
                c.shapesGiven.put(object, fact.after());
                c.add(added);
            }
            case ABSENT -> c.exit(Reason.WRONG_SHAPE);
            case FUNCTION -> metamethods.call(fact.value(), object, c.constant(key), value);
        }
    }
}
