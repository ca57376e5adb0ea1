package perigee.build;

import java.util.List;
import perigee.deopt.Reason;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.layout.HeapType;

/** Operators on tables: the shape of an operand tells the metamethod, which is called or inlined. */
final class Metamethods {
    private final Context c;
    private final Calls calls;

    Metamethods(Context context, Calls calls) {
        c = context;
        this.calls = calls;
    }

    /** What the metamethod of the first operand that is a table returns; for unary operators, both are the same. */
    Node call(Node left, Node right) {
        MetamethodFact[] known = c.facts().metamethods()[c.frame.pc];
        Node subject = known == null ? null : subject(left, right);
        if (subject == null || subject.rep() != Rep.WORD || c.hasFailed(Reason.WRONG_SHAPE)) {
            c.bailOut(BailOut.OPERATION);
            return null;
        }
        Node function = function(known, subject);
        return c.block == null ? null : calls.metamethod(function, left, right);
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
        List<Block> objects = c.branch(c.op(Op.IS_OBJECT, left), 0.5);
        Context.Meeting meeting = c.new Meeting();
        c.block = objects.getLast();
        meeting.arrive(right);
        c.block = objects.getFirst();
        List<Block> tables = c.branch(c.op(Op.HAS_TYPE, HeapType.TABLE, left).setProof(c.block.begin()), 0.9);
        c.block = tables.getLast();
        meeting.arrive(right);
        c.block = tables.getFirst();
        meeting.arrive(left);
        return meeting.meet();
    }

    private Node function(MetamethodFact[] known, Node subject) {
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
