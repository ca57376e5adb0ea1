package perigee.opt;

import perigee.ir.Alias;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.layout.TableLayout;

/**
 * Which objects this code has made itself: another allocation makes another object, and whatever a value is that was there
 * before an object was made, it is not that. Tables do not share their ARRAY and SLOTS blocks, so these are told apart like
 * the tables.
 */
final class NewObjects {
    private NewObjects() {
    }

    /** The allocation that has made an object, or the table whose block it is; null: it is not known. */
    static Node of(Node object) {
        Node node = object;
        while (isBlock(node)) {
            node = node.input(0);
        }
        return node.op().isAllocation() ? node : null;
    }

    private static boolean isBlock(Node node) {
        return node.is(Op.LOAD) && (node.info() == Alias.ARRAY && node.number() == TableLayout.ARRAY
                || node.info() == Alias.SLOTS && node.number() == TableLayout.SLOTS);
    }

    /** The new object that is all that an operation writes into; null: it does not write, or may write elsewhere. */
    static Node written(Node node) {
        return node.op().isStore() ? of(node.input(0)) : null;
    }
}
