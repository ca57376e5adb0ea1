package perigee.lir;

/**
 * Where a value is once registers are allocated, as an int: a kind in the upper four bits, a number below.
 *
 * <pre>
 *   rax ... r15      0 to 15, by encoding
 *   xmm0 ... xmm15   16 to 31
 *   frame k          the tagged word at [r14 + 8k]; -3 to -1 are the frame's header
 *   pair k           an integer of 64 bits in two tagged words, the lower half at [r14 + 8k]
 *   stack k          raw bits at [rsp + 8k]
 *   outgoing k       R[k] of the frame that a call makes, from -3 (its function) on
 *   constant k       nowhere: the function's k-th constant
 * </pre>
 */
public final class Place {
    public static final int NONE = -1;
    public static final int XMM0 = 16;
    public static final int REGISTERS = 32;

    public static final int RAX = 0;
    public static final int RCX = 1;
    public static final int RDX = 2;
    public static final int RBX = 3;
    public static final int RSP = 4;
    public static final int RBP = 5;
    public static final int RSI = 6;
    public static final int RDI = 7;
    public static final int R11 = 11;

    private static final int SHIFT = 28;
    private static final int REGISTER = 0;
    private static final int FRAME = 1;
    private static final int PAIR = 2;
    private static final int STACK = 3;
    private static final int OUTGOING = 4;
    private static final int CONSTANT = 5;
    private static final String[] NAMES = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi"};

    private Place() {
    }

    public static int xmm(int encoding) {
        return XMM0 + encoding;
    }

    public static int frame(int slot) {
        return of(FRAME, slot);
    }

    public static int pair(int slot) {
        return of(PAIR, slot);
    }

    public static int stack(int slot) {
        return of(STACK, slot);
    }

    public static int outgoing(int slot) {
        return of(OUTGOING, slot);
    }

    public static int constant(int number) {
        return of(CONSTANT, number);
    }

    private static int of(int kind, int number) {
        return kind << SHIFT | number & (1 << SHIFT) - 1;
    }

    /** The slot, or the constant's number. */
    public static int number(int place) {
        return place << 32 - SHIFT >> 32 - SHIFT;
    }

    public static boolean isRegister(int place) {
        return place >>> SHIFT == REGISTER;
    }

    public static boolean isGpr(int place) {
        return place >= 0 && place < XMM0;
    }

    public static boolean isXmm(int place) {
        return place >= XMM0 && place < REGISTERS;
    }

    public static boolean isFrame(int place) {
        return place >>> SHIFT == FRAME;
    }

    public static boolean isPair(int place) {
        return place >>> SHIFT == PAIR;
    }

    public static boolean isStack(int place) {
        return place >>> SHIFT == STACK;
    }

    public static boolean isOutgoing(int place) {
        return place >>> SHIFT == OUTGOING;
    }

    public static boolean isConstant(int place) {
        return place >>> SHIFT == CONSTANT;
    }

    /** Whether the collector sees what is there. */
    public static boolean isTagged(int place) {
        return isFrame(place) || isPair(place) || isOutgoing(place);
    }

    /** Whether it is neither a register nor a constant. */
    public static boolean isMemory(int place) {
        return isTagged(place) || isStack(place);
    }

    public static String text(int place) {
        if (place == NONE) {
            return "-";
        }
        int number = number(place);
        return switch (place >>> SHIFT) {
            case REGISTER -> number >= XMM0 ? "xmm" + (number - XMM0) : number < 8 ? NAMES[number] : "r" + number;
            case FRAME -> "frame" + number;
            case PAIR -> "pair" + number;
            case STACK -> "stack" + number;
            case OUTGOING -> "out" + number;
            case CONSTANT -> "constant" + number;
            default -> throw new IllegalArgumentException("no place: " + place);
        };
    }

    /** The place of a name that {@link #text} gave, or {@link #NONE}. */
    public static int parse(String text) {
        for (int register = 0; register < REGISTERS; register++) {
            if (text(register).equals(text)) {
                return register;
            }
        }
        int digits = text.length();
        while (digits > 0 && (Character.isDigit(text.charAt(digits - 1)) || text.charAt(digits - 1) == '-')) {
            digits--;
        }
        if (digits == text.length()) {
            return NONE;
        }
        int number = Integer.parseInt(text.substring(digits));
        return switch (text.substring(0, digits)) {
            case "frame" -> frame(number);
            case "pair" -> pair(number);
            case "stack" -> stack(number);
            case "out" -> outgoing(number);
            case "constant" -> constant(number);
            default -> NONE;
        };
    }
}
