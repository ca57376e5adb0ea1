package perigee.opt;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import perigee.ir.Block;
import perigee.ir.Graph;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.value.Word;

/**
 * A guard is made to check what a later one would that says more; the later one goes. An element that is to be there, and
 * then to be a number, is one check:
 *
 * <pre>
 *   v5:b = same v4 v1                                  v7:b = is_float v4
 *   v6   = guard false hole v5 [.. 3 ..]               v6   = guard true not-float v7 [.. 3 ..] for .. 4
 *   v7:b = is_float v4                                 v9:f = unbox_float v4 | v6
 *   v8   = guard true not-float v7 [.. 4 ..]
 *   v9:f = unbox_float v4 | v8
 * </pre>
 *
 * <p><b>Requires:</b> {@link GlobalValueNumbering}, for guards on the same value to be seen. <b>Ensures:</b> no guard against
 * nil before one of the same block that wants a number or an object, if nothing is done between them. <b>Never:</b> moves a
 * check over anything that cannot be done again.
 */
public final class GuardWidening implements Pass {
    /** By value: the guard that it is not nil, with nothing done since. */
    private final Map<Node, Node> againstNil = new IdentityHashMap<>();

    @Override
    public void run(Graph graph) {
        for (Block block : graph.blocks()) {
            againstNil.clear();
            for (Node node : List.copyOf(block.nodes())) {
                if (node.is(Op.GUARD)) {
                    guard(block, node);
                } else if (!mayBeDoneAgain(node)) {
                    againstNil.clear();
                }
            }
        }
    }

    private static boolean mayBeDoneAgain(Node node) {
        return node.op().isPure() || node.op().isLoad() || node.isConstant() || node.is(Op.PHI) || node.is(Op.BEGIN);
    }

    private void guard(Block block, Node guard) {
        Node condition = guard.input(0);
        if (condition.is(Op.SAME) && guard.number() == 0) {
            for (int i = 0; i < 2; i++) {
                if (condition.input(i).isWord(Word.NIL)) {
                    againstNil.putIfAbsent(condition.input(1 - i), guard);
                }
            }
        } else if (guard.number() == 1 && isNotNil(condition)) {
            Node earlier = againstNil.remove(condition.input(0));
            if (earlier != null) {
                widen(block, earlier, guard);
            }
        }
    }

    /** Whether a condition says of its only input, among other things, that it is not nil. */
    private static boolean isNotNil(Node condition) {
        return switch (condition.op()) {
            case IS_INT, IS_FLOAT, IS_NUMBER, IS_OBJECT -> condition.proof() == null;
            default -> false;
        };
    }

    private static void widen(Block block, Node guard, Node later) {
        Node condition = later.input(0);
        int at = block.nodes().indexOf(guard);
        int from = condition.block() == block ? block.nodes().indexOf(condition) : -1;
        if (from > at) {
            block.remove(from);
            block.insert(at, condition);
        }
        guard.setInput(0, condition);
        guard.setNumber(1);
        guard.setCause(later.cause());
        block.remove(block.nodes().indexOf(later));
        later.replaceBy(guard);
    }
}
