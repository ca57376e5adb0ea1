package perigee.asm;

/**
 * What one operand of a row may be and where it is encoded: 16 bits, four of which make the {@link Row#operands} of a
 * row.
 *
 * <pre>
 *    15    14    11    10       9     8   6   5    4    3   2  0
 *   +-----+---------+--------+------+------+---+----+----+------+
 *   | one | implied |relative|signed| size |mem|xmm |gpr | slot |
 *   +-----+---------+--------+------+------+---+----+----+------+
 * </pre>
 */
final class Form {
    // Slots: where an operand goes.
    static final int REG = 1;
    static final int RM = 2;
    static final int VVVV = 3;
    static final int OPCODE = 4;
    static final int IMMEDIATE = 5;
    static final int CONDITION = 6;
    /** Part of the opcode: printed, but not passed. */
    static final int IMPLIED = 7;

    static final int GPR = 1 << 3;
    static final int XMM = 1 << 4;
    static final int MEMORY = 1 << 5;
    /** An immediate that the processor extends with its sign to the size of the first operand. */
    static final int SIGNED = 1 << 9;
    /** An immediate that counts from the end of the instruction. */
    static final int RELATIVE = 1 << 10;
    private static final int ONE = 1 << 15;

    private static final int SIZE_SHIFT = 6;
    private static final int SIZELESS = 7;
    private static final int REGISTER_SHIFT = 11;

    private static final int B1 = 0;
    private static final int B2 = 1 << SIZE_SHIFT;
    private static final int B4 = 2 << SIZE_SHIFT;
    private static final int B8 = 3 << SIZE_SHIFT;
    private static final int B16 = 4 << SIZE_SHIFT;

    private Form() {
    }

    /** The form of an operand in the manual's words; its slot is set for immediates and implied operands only. */
    static int parse(String operand) {
        return switch (operand) {
            case "r8" -> GPR | B1;
            case "r16" -> GPR | B2;
            case "r32", "r32a", "r32b" -> GPR | B4;
            case "r64", "r64a", "r64b" -> GPR | B8;
            case "r/m8" -> GPR | MEMORY | B1;
            case "r/m16" -> GPR | MEMORY | B2;
            case "r/m32" -> GPR | MEMORY | B4;
            case "r/m64" -> GPR | MEMORY | B8;
            case "m" -> MEMORY | SIZELESS << SIZE_SHIFT;
            case "m8" -> MEMORY | B1;
            case "m32" -> MEMORY | B4;
            case "m64" -> MEMORY | B8;
            case "m128" -> MEMORY | B16;
            case "xmm1", "xmm2", "xmm3" -> XMM | B16;
            case "xmm1/m32", "xmm2/m32", "xmm3/m32" -> XMM | MEMORY | B4;
            case "xmm1/m64", "xmm2/m64", "xmm3/m64" -> XMM | MEMORY | B8;
            case "xmm1/m128", "xmm2/m128", "xmm3/m128" -> XMM | MEMORY | B16;
            case "imm8" -> IMMEDIATE | B1;
            case "imm16" -> IMMEDIATE | B2;
            case "imm32" -> IMMEDIATE | B4;
            case "imm64" -> IMMEDIATE | B8;
            case "rel8" -> IMMEDIATE | RELATIVE | SIGNED | B1;
            case "rel32" -> IMMEDIATE | RELATIVE | SIGNED | B4;
            case "ax" -> IMPLIED | B2;
            case "cl" -> IMPLIED | B1 | 1 << REGISTER_SHIFT;
            case "1" -> IMPLIED | ONE;
            default -> throw new IllegalArgumentException("unknown operand " + operand);
        };
    }

    static int slot(int form) {
        return form & 7;
    }

    /** Bytes of the operand, or of its memory alternative; 0 if it has no size. */
    static int size(int form) {
        int log = form >>> SIZE_SHIFT & 7;
        return log == SIZELESS ? 0 : 1 << log;
    }

    static boolean takesByteRegister(int form) {
        return (form & (GPR | 7 << SIZE_SHIFT)) == (GPR | B1);
    }

    static boolean isConstantOne(int form) {
        return (form & ONE) != 0;
    }

    /** The encoding of an implied register. */
    static int impliedRegister(int form) {
        return form >>> REGISTER_SHIFT & 15;
    }
}
