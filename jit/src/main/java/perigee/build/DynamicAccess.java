package perigee.build;

import java.util.List;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;
import perigee.layout.HeapType;
import perigee.object.Event;

/**
 * Accesses of tables whose shape does not tell what they call: what the table itself has goes first, then its metatable is
 * asked. That is taken to have a function; where this has failed, it may have another table, or nothing.
 */
final class DynamicAccess {
    private static final double EVEN = 0.5;

    private final Context c;
    private final Calls calls;
    private final MetamethodGuards guards;

    DynamicAccess(Context context, Calls calls, MetamethodGuards guards) {
        c = context;
        this.calls = calls;
        this.guards = guards;
    }

    /** Whether this is a way to build the instruction. */
    boolean isPossible() {
        return !c.hasFailed(Reason.NOT_TABLE) && !guards.isTooEarly();
    }

    /** {@code table[key]} */
    Node get(Node table, Node key) {
        Node own = own(table, key);
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.SAME, own, c.nil()), EVEN);
        c.block = ways.getLast();
        meeting.arrive(own);
        c.block = ways.getFirst();
        Node metamethod = guards.find(table, Event.INDEX);
        if (asks(metamethod)) {
            meeting.arrive(calls.metamethod(metamethod, table, key));
            return meeting.meet();
        }
        Others others = others(metamethod);
        c.block = others.none;
        meeting.arrive(c.nil());
        c.block = others.closure;
        meeting.arrive(calls.metamethod(metamethod, table, key));
        c.block = others.table;
        meeting.arrive(c.add(c.graph.runtime(RuntimeCall.GET_INDEX, metamethod, c.asWord(key))).setState(c.state()));
        return meeting.meet();
    }

    /** {@code table[key] := value} */
    void set(Node table, Node key, Node value) {
        Node own = own(table, key);
        Context.Meeting meeting = c.new Meeting();
        List<Block> ways = c.branch(c.op(Op.SAME, own, c.nil()), EVEN);
        c.block = ways.getLast();
        arriveStored(RuntimeCall.RAW_SET, table, key, value, meeting);
        c.block = ways.getFirst();
        Node metamethod = guards.find(table, Event.NEWINDEX);
        if (asks(metamethod)) {
            arriveCalled(metamethod, table, key, value, meeting);
            meeting.meet();
            return;
        }
        Others others = others(metamethod);
        c.block = others.none;
        arriveStored(RuntimeCall.RAW_SET, table, key, value, meeting);
        c.block = others.closure;
        arriveCalled(metamethod, table, key, value, meeting);
        c.block = others.table;
        arriveStored(RuntimeCall.SET_INDEX, table, key, value, meeting);
        meeting.meet();
    }

    private Node own(Node table, Node key) {
        c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        return c.add(c.graph.runtime(RuntimeCall.RAW_GET, table, c.asWord(key))).setState(c.state());
    }

    private void arriveStored(RuntimeCall how, Node table, Node key, Node value, Context.Meeting meeting) {
        c.add(c.graph.runtime(how, table, c.asWord(key), c.asWord(value))).setState(c.state());
        meeting.arrive(c.nil());
    }

    private void arriveCalled(Node metamethod, Node table, Node key, Node value, Context.Meeting meeting) {
        calls.metamethod(metamethod, table, key, value);
        if (c.block != null) {
            meeting.arrive(c.nil());
        }
    }

    /** Leaves unless it is a closure, which is what is expected at first; false if it need not be one. */
    private boolean asks(Node metamethod) {
        if (c.hasFailed(Reason.NOT_FUNCTION)) {
            return false;
        }
        c.checkType(metamethod, HeapType.CLOSURE, Reason.NOT_FUNCTION);
        return true;
    }

    /** What else a metamethod may be. */
    private record Others(Block none, Block closure, Block table) {
    }

    private Others others(Node metamethod) {
        List<Block> some = c.branch(c.op(Op.SAME, metamethod, c.nil()), EVEN);
        c.block = some.getLast();
        Node isObject = c.checkObject(metamethod, Reason.SLOW_PATH);
        List<Block> kinds = c.branch(c.op(Op.HAS_TYPE, HeapType.CLOSURE, metamethod).setProof(isObject), EVEN);
        return new Others(some.getFirst(), kinds.getFirst(), kinds.getLast());
    }
}
