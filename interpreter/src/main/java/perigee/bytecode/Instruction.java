package perigee.bytecode;

/**
 * The 64-bit instruction word.
 *
 * <pre>
 *   format ABC   | D:16 | C:16 | B:16 | A:8 | op:8 |
 *   format ABJ   |     J:32    | B:16 | A:8 | op:8 |
 *   format AJ    |     J:32    |  0   | A:8 | op:8 |
 * </pre>
 *
 * In guest memory each instruction is followed by its 64-bit feedback word, so that one pointer serves both.
 */
public final class Instruction {
    /** Bytes from one instruction to the next in guest memory: the word and its feedback. */
    public static final int BYTES = 16;
    /** Offset of the feedback word from its instruction. */
    public static final int FEEDBACK = 8;
    // Offsets of the fields from the instruction that follows.
    /** Field A, a byte. */
    public static final int A = 1 - BYTES;
    /** Field B, 16 bits. */
    public static final int B = 2 - BYTES;
    /** Field C, 16 bits. */
    public static final int C = 4 - BYTES;
    /** Field D, 16 bits. */
    public static final int D = 6 - BYTES;
    /** Field J, 32 bits. */
    public static final int J = 4 - BYTES;

    /** Largest register number (A has eight bits). */
    public static final int MAX_REGISTER = 255;
    /** Largest unsigned operand of the 16-bit fields. */
    public static final int MAX_16 = 0xFFFF;

    private Instruction() {
    }

    public static long abc(Opcode op, int a, int b, int c, int d) {
        assert op.format == Opcode.Format.ABC && a >>> 8 == 0;
        assert fits16(b) && fits16(c) && d >>> 16 == 0;
        return op.ordinal() | (long) a << 8 | (long) (b & 0xFFFF) << 16 | (long) (c & 0xFFFF) << 32 | (long) d << 48;
    }

    public static long abc(Opcode op, int a, int b, int c) {
        return abc(op, a, b, c, 0);
    }

    public static long abj(Opcode op, int a, int b, int j) {
        assert op.format != Opcode.Format.ABC && a >>> 8 == 0 && fits16(b);
        return op.ordinal() | (long) a << 8 | (long) (b & 0xFFFF) << 16 | (long) j << 32;
    }

    public static long aj(Opcode op, int a, int j) {
        return abj(op, a, 0, j);
    }

    /** The same instruction with another J. */
    public static long withJ(long instruction, int j) {
        return instruction & 0xFFFF_FFFFL | (long) j << 32;
    }

    public static int opNumber(long instruction) {
        return (int) instruction & 0xFF;
    }

    public static Opcode op(long instruction) {
        return Opcode.of(opNumber(instruction));
    }

    public static int a(long instruction) {
        return (int) instruction >>> 8 & 0xFF;
    }

    public static int b(long instruction) {
        return (int) instruction >>> 16;
    }

    /** Field B read as a signed number. */
    public static int signedB(long instruction) {
        return (int) instruction >> 16;
    }

    public static int c(long instruction) {
        return (int) (instruction >>> 32) & 0xFFFF;
    }

    /** Field C read as a signed number. */
    public static int signedC(long instruction) {
        return (short) (instruction >>> 32);
    }

    public static int d(long instruction) {
        return (int) (instruction >>> 48);
    }

    public static int j(long instruction) {
        return (int) (instruction >> 32);
    }

    private static boolean fits16(int value) {
        return value >= Short.MIN_VALUE && value <= 0xFFFF;
    }
}
