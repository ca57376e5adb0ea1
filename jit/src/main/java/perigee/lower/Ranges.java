package perigee.lower;

import perigee.ir.Block;
import perigee.ir.Node;
import perigee.ir.Op;
import perigee.ir.RuntimeCall;

/** How many bits, with the sign, an integer may need: a little arithmetic on what is near. */
final class Ranges {
    /** An integer of so many bits fits into a word. */
    private static final int WORD_BITS = 50;
    private static final int DEPTH = 5;

    private Ranges() {
    }

    /** Whether an integer is known to fit into a word. */
    static boolean fits(Node node) {
        return bits(node, DEPTH) <= WORD_BITS;
    }

    /** Whether an integer is known to be from 0 to 2^32 - 1. */
    static boolean isUnsigned32(Node node) {
        return switch (node.op()) {
            case LOAD_U32, LOAD_U8, LOAD_BYTE_AT -> true;
            case INT -> node.number() >>> 32 == 0;
            default -> false;
        };
    }

    private static int bits(Node node, int depth) {
        if (depth == 0) {
            return Long.SIZE;
        }
        int most = switch (node.op()) {
            case INT -> bits(node.number());
            case UNBOX_INT -> WORD_BITS;
            case LOAD_U32, CALL -> 33;
            case RUNTIME -> runtime((RuntimeCall) node.info());
            case PHI -> counter(node, depth);
            case LOAD_U8, LOAD_BYTE_AT -> 9;
            case ADD, SUB -> Math.max(input(node, 0, depth), input(node, 1, depth)) + 1;
            case MUL -> input(node, 0, depth) + input(node, 1, depth);
            case NEG -> input(node, 0, depth) + 1;
            case NOT -> input(node, 0, depth);
            case AND -> and(node, depth);
            case OR, XOR -> Math.max(input(node, 0, depth), input(node, 1, depth));
            case SHL -> node.input(1).isConstant() ? input(node, 0, depth) + (int) node.input(1).number() : Long.SIZE;
            case SHR -> Selection.isConstant(node.input(1), 0) || !node.input(1).isConstant() ? Long.SIZE
                    : 1 + Long.SIZE - (int) node.input(1).number();
            case SAR -> node.input(1).isConstant() ? Math.max(1, input(node, 0, depth) - (int) node.input(1).number())
                    : Long.SIZE;
            case FLOOR_MOD -> input(node, 1, depth);
            case FLOOR_DIV -> input(node, 0, depth) + 1;
            default -> Long.SIZE;
        };
        return Math.min(most, Long.SIZE);
    }

    private static int input(Node node, int i, int depth) {
        return bits(node.input(i), depth - 1);
    }

    private static int runtime(RuntimeCall call) {
        return switch (call) {
            case EXTRA_COUNT, EXTRA_LIST -> 33;
            case TABLE_LENGTH -> WORD_BITS;
            default -> Long.SIZE;
        };
    }

    /** The variable of a loop that counts up, or down, to a limit: it is between what it begins with and that. */
    private static int counter(Node phi, int depth) {
        Block head = phi.block();
        if (!head.isLoopHead() || phi.count() != 2 || !phi.input(1).is(Op.ADD)) {
            return Long.SIZE;
        }
        Node next = phi.input(1);
        if (next.input(0) != phi || !next.input(1).is(Op.INT) || bits(next.input(1).number()) > WORD_BITS) {
            return Long.SIZE;
        }
        boolean up = next.input(1).number() > 0;
        Node limit = limit(next, up, head.predecessors().get(1));
        return limit == null ? Long.SIZE
                : Math.max(first(phi.input(0), up, head.predecessors().get(0), depth - 1), bits(limit, depth - 1));
    }

    /** What such a variable begins with: if it is one more than something, it is that or within the limit, too. */
    private static int first(Node value, boolean up, Block before, int depth) {
        boolean isMore = depth > 0 && up && value.is(Op.ADD) && value.input(1).is(Op.INT) && value.input(1).number() >= 0;
        Node limit = isMore ? limit(value, true, before) : null;
        return limit == null ? bits(value, depth) : Math.max(input(value, 0, depth), bits(limit, depth - 1));
    }

    /** What a value is at most, or at least, where a block is reached, by a branch not far above; or null. */
    private static Node limit(Node value, boolean most, Block block) {
        Block at = block;
        for (int i = 0; i < DEPTH && at.predecessors().size() == 1; i++) {
            Block above = at.predecessors().getFirst();
            Node branch = above.terminator();
            if (branch.is(Op.BRANCH) && above.successor(0) == at) {
                Node condition = branch.input(0);
                if ((condition.is(Op.LE) || condition.is(Op.LT)) && condition.input(most ? 0 : 1) == value) {
                    return condition.input(most ? 1 : 0);
                }
            }
            at = above;
        }
        return null;
    }

    private static int and(Node node, int depth) {
        for (int i = 0; i < 2; i++) {
            if (node.input(i).is(Op.INT) && node.input(i).number() >= 0) {
                return bits(node.input(i).number());
            }
        }
        return Math.max(input(node, 0, depth), input(node, 1, depth));
    }

    private static int bits(long number) {
        return 1 + Long.SIZE - Long.numberOfLeadingZeros(number < 0 ? ~number : number);
    }
}
