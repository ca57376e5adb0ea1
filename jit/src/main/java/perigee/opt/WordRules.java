package perigee.opt;

import perigee.ir.Node;
import perigee.ir.Op;
import perigee.layout.HeapType;
import perigee.value.Word;

/**
 * What is known of words by how they were made.
 *
 * <p>{@code IS_INT(BOX_INT x)} counts as true for every x, though a large one is in a box: its dependents have the
 * integer by {@code UNBOX_INT(BOX_INT x)}, which is x, and anything else that is done with the word treats it as a
 * value, which it is. So code after such a check handles large integers, where the check would have left. {@code
 * IS_OBJECT(BOX_INT x)} is left alone, as are types of it: code that expects a box may find one.
 */
final class WordRules {
    private final Simplifier simplifier;
    private final Constants constants;

    WordRules(Simplifier simplifier, Constants constants) {
        this.simplifier = simplifier;
        this.constants = constants;
    }

    /** A node that has the same value, or null. */
    Node simplify(Node node) {
        Node a = node.input(0);
        return switch (node.op()) {
            case UNBOX_INT, UNBOX_LARGE -> a.is(Op.BOX_INT) ? a.input(0) : null;
            case UNBOX_FLOAT -> a.is(Op.BOX_FLOAT) ? a.input(0) : null;
            case UNBOX_NUMBER -> a.is(Op.BOX_FLOAT) ? a.input(0)
                    : a.is(Op.BOX_INT) ? simplifier.make(Op.INT_TO_FLOAT, a.input(0)) : null;
            case IS_INT -> isBoxed(a) || isObject(a) ? constants.bool(a.is(Op.BOX_INT)) : null;
            case IS_FLOAT -> isBoxed(a) || isObject(a) ? constants.bool(a.is(Op.BOX_FLOAT)) : null;
            case IS_NUMBER -> isBoxed(a) || isObject(a) ? constants.bool(a.is(Op.BOX_INT) || a.is(Op.BOX_FLOAT)) : null;
            case IS_OBJECT -> isObject(a) ? constants.bool(true)
                    : a.is(Op.BOX_FLOAT) || a.is(Op.BOX_BOOL) ? constants.bool(false) : null;
            case TRUTHY -> truth(a);
            case HAS_TYPE -> isObject(a) ? constants.bool(type(a) == node.number())
                    : a.is(Op.BOX_INT) && node.number() != HeapType.BOX ? constants.bool(false) : null;
            case HAS_CODE -> a.is(Op.NEW_CLOSURE) ? constants.bool(a.number() == node.number()) : null;
            case SAME -> same(a, node.input(1));
            default -> null;
        };
    }

    private static boolean isBoxed(Node node) {
        return node.is(Op.BOX_INT) || node.is(Op.BOX_FLOAT) || node.is(Op.BOX_BOOL);
    }

    /** Whether it is known to be an object of the {@link #type}. */
    private static boolean isObject(Node node) {
        return node.op().isAllocation() || node.is(Op.CLOSURE) || node.is(Op.SINGLE_STRING);
    }

    private static int type(Node object) {
        return object.is(Op.NEW_TABLE) ? HeapType.TABLE : object.is(Op.NEW_CELL) ? HeapType.CELL
                : object.is(Op.SINGLE_STRING) ? HeapType.STRING : HeapType.CLOSURE;
    }

    private Node truth(Node a) {
        if (a.is(Op.BOX_BOOL)) {
            return a.input(0);
        }
        return isBoxed(a) || isObject(a) ? constants.bool(true) : null;
    }

    private Node same(Node a, Node b) {
        if (a == b) {
            return constants.bool(true);
        } else if (!b.is(Op.WORD)) {
            return null;
        }
        long word = b.number();
        return switch (a.op()) {
            case BOX_BOOL -> word == Word.TRUE ? a.input(0) : word != Word.FALSE ? constants.bool(false) : null;
            // an object may be a box
            case BOX_INT -> Word.isInteger(word) ? simplifier.make(Op.EQ, a.input(0), constants.integer(Word.integer(word)))
                    : Word.isObject(word) ? null : constants.bool(false);
            case BOX_FLOAT -> Word.isFloat(word) ? null : constants.bool(false);
            case NEW_TABLE, NEW_CLOSURE, NEW_CELL -> constants.bool(false);
            default -> null;
        };
    }
}
