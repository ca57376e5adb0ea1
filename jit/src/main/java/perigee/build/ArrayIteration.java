package perigee.build;

import java.util.List;
import perigee.bytecode.Instruction;
import perigee.deopt.Reason;
import perigee.feedback.CallFeedback;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.runtime.Intrinsic;

/** Generic loops that {@code ipairs} begins: TFORCALL and the TFORLOOP after it are open-coded, and indices stay integers. */
final class ArrayIteration {
    private static final int TABLE = 1;
    private static final int CONTROL = 2;
    private static final int FIRST = 4;
    private static final double GOES_ON = 0.92;

    private final Context c;
    private final Indexing indexing;

    ArrayIteration(Context context, Indexing indexing) {
        c = context;
        this.indexing = indexing;
    }

    /** Builds a TFORCALL and the TFORLOOP after it, if they are such; whether they were. */
    boolean build(long i, GraphBuilder.Walk walk) {
        int at = Instruction.a(i);
        Node iterator = c.register(at);
        Node table = c.register(at + TABLE);
        Node control = c.register(at + CONTROL);
        if (!isOverArray() || Instruction.b(i) > 2 || iterator.rep() != Rep.WORD || table.rep() != Rep.WORD
                || !Context.mayBeInt(control)) {
            return false;
        }
        c.checkIntrinsic(iterator, Intrinsic.IPAIRS_ITERATOR);
        Node index = c.op(Op.ADD, c.asInt(control), c.integer(1));
        Node value = indexing.element(table, index, true);
        List<Block> ways = c.branch(c.op(Op.SAME, value, c.nil()), 1 - GOES_ON);
        c.set(at + FIRST, index);
        c.set(at + FIRST + 1, value);
        c.set(at + CONTROL, index);
        int loop = c.frame.pc + 1;
        int body = loop + 1 + Instruction.j(c.facts().prototype().code()[loop]);
        c.block = ways.getLast();
        walk.edge(body);
        c.block = ways.getFirst();
        walk.edge(loop + 1);
        return true;
    }

    private boolean isOverArray() {
        CallFeedback feedback = CallFeedback.of(c.feedback());
        return feedback.isMonomorphic() && feedback.targets().getFirst().isNative()
                && c.request.natives().get(feedback.targets().getFirst().number()) == Intrinsic.IPAIRS_ITERATOR
                && !c.hasFailed(Reason.WRONG_TARGET, Reason.NOT_FUNCTION, Reason.NOT_TABLE, Reason.WRONG_SHAPE,
                        Reason.NO_ELEMENT, Reason.NOT_INTEGER);
    }
}
