package perigee.build;

import java.util.List;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;

/** Global variables and fields, by what the inline caches know. */
final class Fields {
    private final Context c;
    private final Metamethods metamethods;

    Fields(Context context, Metamethods metamethods) {
        c = context;
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
        FieldFact[] facts = c.facts().fields()[c.frame.pc];
        if (object.rep() != Rep.WORD) {
            c.exit(Reason.NOT_TABLE);
            return null;
        }
        if (facts == null && metamethods.servesAccesses()) {
            return metamethods.getAbsentField(object, c.constant(key));
        }
        if (facts == null) {
            c.exit(Reason.NEVER_TAKEN);
            return null;
        }
        boolean open = facts.length == 0 || c.hasFailed(Reason.WRONG_SHAPE);
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
                Node proof = c.guard(condition, true, Reason.WRONG_SHAPE);
                meeting.arrive(load(object, fact, proof));
            } else {
                List<Block> ways = c.branch(condition, 0.5);
                c.block = ways.getFirst();
                meeting.arrive(load(object, fact, c.block.begin()));
                c.block = ways.getLast();
            }
        }
        if (open) {
            meeting.arrive(c.add(c.graph.runtime(RuntimeCall.LOOKUP, object, c.constant(key))).setState(c.state()));
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

    private Node load(Node object, FieldFact fact, Node proof) {
        Node value = switch (fact.kind()) {
            case INLINE -> c.load(object, fact.offset(), Alias.FIELD, proof);
            case OUTER -> c.load(c.load(object, TableLayout.SLOTS, Alias.SLOTS, proof), fact.offset(), Alias.OUTER_FIELD,
                    proof);
            case CELL -> cell(fact);
            case ABSENT -> c.nil();
            case ADDED, ADDED_OUTER -> throw new AssertionError("a store");
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

    // ---- writing -------------------------------------------------------------------------------------------------------------

    /** {@code R[A][K[B]] := R[C]} */
    void set(long i) {
        Node object = c.register(Instruction.a(i));
        Node value = c.register(Instruction.c(i));
        FieldFact[] facts = c.facts().fields()[c.frame.pc];
        if (object.rep() != Rep.WORD) {
            c.exit(Reason.NOT_TABLE);
            return;
        }
        if (facts == null && metamethods.servesAccesses()) {
            metamethods.setAbsentField(object, c.constant(Instruction.b(i)), value);
            return;
        }
        if (facts == null) {
            c.exit(Reason.NEVER_TAKEN);
            return;
        }
        boolean open = facts.length == 0 || c.hasFailed(Reason.WRONG_SHAPE);
        if (open && c.hasFailed(Reason.SLOW_PATH)) {
            c.bailOut(BailOut.OPERATION);
            return;
        }
        Node isObject = c.checkObject(object, Reason.NOT_TABLE);
        Context.Meeting meeting = c.new Meeting();
        for (int n = 0; n < facts.length; n++) {
            FieldFact fact = facts[n];
            rely(fact);
            Node condition = hasShape(object, fact, isObject);
            if (n == facts.length - 1 && !open) {
                Node proof = c.guard(condition, true, Reason.WRONG_SHAPE);
                store(object, fact, value, proof);
            } else {
                List<Block> ways = c.branch(condition, 0.5);
                c.block = ways.getFirst();
                store(object, fact, value, c.block.begin());
                if (c.block != null) {
                    meeting.arrive(c.nil());
                }
                c.block = ways.getLast();
            }
        }
        if (open) {
            c.add(c.graph.runtime(RuntimeCall.SET_INDEX, object, c.constant(Instruction.b(i)), c.asWord(value)))
                    .setState(c.state());
        }
        if (c.block != null) {
            meeting.arrive(c.nil());
        }
        meeting.meet();
    }

    private void store(Node object, FieldFact fact, Node value, Node proof) {
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
            case ADDED -> {
                c.checkNotNil(value, Reason.HOLE);
                c.store(object, fact.offset(), Alias.FIELD, value, proof);
                c.op(Op.STORE_SHAPE, fact.after().id(), fact.after(), object).setProof(proof);
            }
            case ADDED_OUTER -> {
                c.checkNotNil(value, Reason.HOLE);
                Node added = c.graph.runtime(RuntimeCall.ADD_FIELD, object, c.asWord(value)).setState(c.state());
                added.setNumber(fact.after().id());
                c.add(added);
            }
            case ABSENT -> c.exit(Reason.WRONG_SHAPE);
        }
    }
}
