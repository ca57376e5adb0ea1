package perigee.lower;

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
            case RUNTIME -> node.info() == RuntimeCall.EXTRA_COUNT || node.info() == RuntimeCall.EXTRA_LIST ? 33 : Long.SIZE;
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
