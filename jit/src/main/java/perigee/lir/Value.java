package perigee.lir;

/**
 * What stands at an operand's place, as an int: a virtual register from 0 on, or one of these.
 *
 * <pre>
 *   0, 1, ...        virtual registers
 *   -1               nothing (an address without a base, or without an index)
 *   -2 ... -5        pinned registers, which nobody defines
 *   -6               the memory at the instruction's address
 *   -7               the instruction's immediate
 *   -16, -17, ...    constants of the function, where any place will do
 * </pre>
 */
public final class Value {
    public static final int NONE = -1;
    /** r15, the thread block. */
    public static final int THREAD = -2;
    /** r14, the frame's base. */
    public static final int BASE = -3;
    /** r13, 2^49. */
    public static final int FLOAT_OFFSET = -4;
    /** rbx, the bits of the largest float. */
    public static final int LAST_FLOAT = -5;
    public static final int MEMORY = -6;
    public static final int IMMEDIATE = -7;
    private static final int FIRST_CONSTANT = -16;

    private Value() {
    }

    public static boolean isRegister(int value) {
        return value >= 0;
    }

    public static boolean isPinned(int value) {
        return value <= THREAD && value >= LAST_FLOAT;
    }

    public static boolean isConstant(int value) {
        return value <= FIRST_CONSTANT;
    }

    /** The value that is a constant of the function, by its number. */
    public static int constant(int number) {
        return FIRST_CONSTANT - number;
    }

    /** The number of a constant. */
    public static int constantNumber(int value) {
        assert isConstant(value);
        return FIRST_CONSTANT - value;
    }

    /** Encoding of a pinned register. */
    public static int pinnedEncoding(int value) {
        return switch (value) {
            case THREAD -> 15;
            case BASE -> 14;
            case FLOAT_OFFSET -> 13;
            case LAST_FLOAT -> 3;
            default -> throw new IllegalArgumentException("not pinned: " + value);
        };
    }

    static String pinnedName(int value) {
        return switch (value) {
            case THREAD -> "thread";
            case BASE -> "base";
            case FLOAT_OFFSET -> "offset";
            case LAST_FLOAT -> "lastfloat";
            default -> throw new IllegalArgumentException("not pinned: " + value);
        };
    }
}
