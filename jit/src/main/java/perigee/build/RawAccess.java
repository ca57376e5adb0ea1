package perigee.build;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import perigee.deopt.Reason;
import perigee.ir.Alias;
import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.Rep;
import perigee.ir.RuntimeCall;
import perigee.ir.ShapeFact;
import perigee.layout.HeapType;
import perigee.layout.TableLayout;
import perigee.object.Shape;
import perigee.value.Word;

/**
 * {@code rawget} and {@code rawset}. They note no shapes, but the table has often been accessed otherwise in the same code: a
 * function that serves a field gets a receiver of known shape. Fields of such shapes, by a key that is known, are accessed in
 * line, and others by a runtime call.
 */
final class RawAccess {
    private static final int MAX_SHAPES = 3;
    private static final int FLAGS = Shape.OUTSIDE | Shape.CELL;

    private final Context c;

    RawAccess(Context context) {
        c = context;
    }

    /** The table's own value; null if the function has to be called. */
    Node get(Node table, Node key) {
        if (table.rep() != Rep.WORD) {
            return null;
        }
        return byShape(table, key, (location, proof) -> location == null ? c.nil() : load(table, location, proof),
                () -> c.add(c.graph.runtime(RuntimeCall.RAW_GET, table, c.asWord(key))).setState(c.state()));
    }

    /** Makes it that, and returns the table; null likewise. */
    Node set(Node table, Node key, Node value) {
        if (table.rep() != Rep.WORD) {
            return null;
        }
        byShape(table, key, (location, proof) -> {
            if (location == null) {
                setAny(table, key, value);
            } else {
                store(table, location, value, proof);
            }
            return table;
        }, () -> {
            setAny(table, key, value);
            return table;
        });
        return table;
    }

    /**
     * Goes by the shapes that the table may have.
     *
     * @param field     by the location of the field, or null if there is none in tables of the shape; and a proof of that
     * @param otherwise for tables of other shapes
     */
    private Node byShape(Node table, Node key, BiFunction<Integer, Node, Node> field, Supplier<Node> otherwise) {
        Node isTable = c.checkType(table, HeapType.TABLE, Reason.NOT_TABLE);
        List<ShapeFact> met = key.is(Op.WORD) && Word.isObject(key.number()) ? c.shapesMet(table).stream()
                .filter(shape -> c.request.layouts().containsKey(shape.id())).limit(MAX_SHAPES).toList() : List.of();
        Context.Meeting meeting = c.new Meeting();
        for (ShapeFact shape : met) {
            Node condition = c.op(Op.HAS_SHAPE, shape.id(), shape, table).setProof(isTable);
            List<Block> ways = c.branch(condition, 0.9);
            c.block = ways.getFirst();
            meeting.arrive(field.apply(c.request.layouts().get(shape.id()).get(key.number()), c.block.begin()));
            c.block = ways.getLast();
        }
        meeting.arrive(otherwise.get());
        return meeting.meet();
    }

    private Node load(Node table, int location, Node proof) {
        return (location & Shape.OUTSIDE) == 0 ? c.load(table, location, Alias.FIELD, proof)
                : c.load(c.load(table, TableLayout.SLOTS, Alias.SLOTS, proof), location & ~FLAGS, Alias.OUTER_FIELD, proof);
    }

    private void store(Node table, int location, Node value, Node proof) {
        if ((location & Shape.OUTSIDE) == 0) {
            c.store(table, location, Alias.FIELD, value, proof);
        } else {
            c.store(c.load(table, TableLayout.SLOTS, Alias.SLOTS, proof), location & ~FLAGS, Alias.OUTER_FIELD, value, proof);
        }
    }

    private void setAny(Node table, Node key, Node value) {
        c.add(c.graph.runtime(RuntimeCall.RAW_SET, table, c.asWord(key), c.asWord(value))).setState(c.state());
    }
}
