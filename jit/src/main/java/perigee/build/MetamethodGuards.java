package perigee.build;

import java.util.List;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.deopt.Reason;
import perigee.interp.OperatorEvents;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;
import perigee.layout.FunctionLayout;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;
import perigee.object.Event;

/** Which metamethod an object has for the instruction: guards of its shape tell, or else its metatable is asked. */
final class MetamethodGuards {
    private final Context c;

    MetamethodGuards(Context context) {
        c = context;
    }

    /** The event of an operator, a comparison or a concatenation; null for other instructions. */
    static Event operator(Opcode op) {
        return op == Opcode.CONCAT ? Event.CONCAT : OperatorEvents.of(op);
    }

    /** The same of the instruction that is built. */
    Event operator() {
        return operator(Instruction.op(c.facts().prototype().code()[c.frame.pc]));
    }

    // ---- by shape --------------------------------------------------------------------------------------------------------

    /** What is known for the instruction; null: nothing, or it has turned out to be wrong. */
    MetamethodFact[] known() {
        MetamethodFact[] facts = c.facts().metamethods()[c.frame.pc];
        return facts == MetamethodFact.NOT_YET || c.hasFailed(Reason.WRONG_SHAPE) ? null : facts;
    }

    /** Whether more will soon be known. */
    boolean isTooEarly() {
        return c.facts().metamethods()[c.frame.pc] == MetamethodFact.NOT_YET && !c.hasFailed(Reason.WRONG_SHAPE);
    }

    /** The metamethod of an object that has one of the known shapes; others leave. */
    Node function(MetamethodFact[] known, Node subject) {
        Node isObject = c.checkObject(subject, c.hasFailed(Reason.NOT_TABLE) ? Reason.WRONG_SHAPE : Reason.NOT_TABLE);
        Node common = known[0].place() != null ? null : c.word(known[0].function());
        Context.Meeting meeting = c.new Meeting();
        for (int n = 0; n < known.length; n++) {
            MetamethodFact fact = known[n];
            c.assumptions.add(new Assumption.Rests(fact.shape().behaviour() - 1));
            Node condition = c.hasShape(subject, fact.shape(), isObject);
            Block other = null;
            Node proof = null;
            if (n == known.length - 1) {
                proof = c.guard(condition, true, Reason.WRONG_SHAPE);
            } else {
                List<Block> ways = c.branch(condition, 0.5);
                c.block = ways.getFirst();
                other = ways.getLast();
            }
            meeting.arrive(fact.place() != null ? closureAt(fact.place(), subject, proof)
                    : fact.function() == known[0].function() ? common : c.word(fact.function()));
            c.block = other;
        }
        return meeting.meet();
    }

    private Node closureAt(MetamethodPlace place, Node subject, Node proof) {
        Node function = at(place, subject, proof == null ? c.block.begin() : proof);
        c.checkType(function, HeapType.CLOSURE, Reason.NOT_FUNCTION);
        return function;
    }

    /**
     * What is in a place of an object's metatable.
     *
     * @param proof that it is a place of metamethods there
     */
    Node at(MetamethodPlace place, Node object, Node proof) {
        return in(place, c.load(object, TableLayout.METATABLE, Alias.METATABLE, proof), proof);
    }

    /** What a metatable has in a place. */
    Node in(MetamethodPlace place, Node metatable, Node proof) {
        Node value = place.outside()
                ? c.load(c.load(metatable, TableLayout.SLOTS, Alias.SLOTS, proof), place.offset(), Alias.METAMETHOD, proof)
                : c.load(metatable, place.offset(), Alias.METAMETHOD, proof);
        return place.isCell() ? c.load(value, FunctionLayout.CELL_VALUE, Alias.CELL, null) : value;
    }

    // ---- by metatable ----------------------------------------------------------------------------------------------------

    /** Whatever the metatable of a table has for an event; nil if there is none. */
    Node find(Node table, Event event) {
        return c.add(c.graph.runtime(RuntimeCall.METAMETHOD, table, c.word(c.request.eventNames().get(event.ordinal()))));
    }

    /**
     * The closure that an object's metatable has for an event, or leaves.
     *
     * @param notTable the reason if it is no table; the other one is {@link Reason#NOT_FUNCTION}
     */
    Node closure(Node subject, Event event, Reason notTable) {
        c.checkType(subject, HeapType.TABLE, notTable);
        Node function = find(subject, event);
        c.checkType(function, HeapType.CLOSURE, Reason.NOT_FUNCTION);
        return function;
    }
}
