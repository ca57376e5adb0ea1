package perigee.build;

import java.util.List;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;

/** Guards of an object's shape that tell the metamethod it has for the instruction. */
final class MetamethodGuards {
    private final Context c;

    MetamethodGuards(Context context) {
        c = context;
    }

    /** What is known for the instruction; null: nothing, or it has turned out to be wrong. */
    MetamethodFact[] known() {
        return c.hasFailed(Reason.WRONG_SHAPE) ? null : c.facts().metamethods()[c.frame.pc];
    }

    /** The metamethod of an object that has one of the known shapes; others leave. */
    Node function(MetamethodFact[] known, Node subject) {
        Node isObject = c.checkObject(subject, c.hasFailed(Reason.NOT_TABLE) ? Reason.WRONG_SHAPE : Reason.NOT_TABLE);
        Node common = c.word(known[0].function());
        Context.Meeting meeting = c.new Meeting();
        for (int n = 0; n < known.length; n++) {
            MetamethodFact fact = known[n];
            c.assumptions.add(new Assumption.Rests(fact.shape().behaviour() - 1));
            Node condition = c.op(Op.HAS_SHAPE, fact.shape().id(), fact.shape(), subject).setProof(isObject);
            Block other = null;
            if (n == known.length - 1) {
                c.guard(condition, true, Reason.WRONG_SHAPE);
            } else {
                List<Block> ways = c.branch(condition, 0.5);
                c.block = ways.getFirst();
                other = ways.getLast();
            }
            meeting.arrive(fact.function() == known[0].function() ? common : c.word(fact.function()));
            c.block = other;
        }
        return meeting.meet();
    }
}
