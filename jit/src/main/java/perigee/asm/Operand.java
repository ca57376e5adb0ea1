package perigee.asm;

/**
 * Operands, each packed into a {@code long}, so that emitting an instruction allocates nothing.
 *
 * <pre>
 *   63    60 59  58 57 56   52 51   47            31           0
 *  +--------+---+-----+-------+-------+----------+--------------+
 *  |register|   .     .       .       .          .       number |   0-15 general, 16-31 xmm
 *  | memory |wide|scale| base | index | 46: zero | displacement |   base, index: 16 is none; base 17 is rip
 *  | label  |   .     .       .       .          .           id |   rip-relative to a label of the same assembler
 *  | symbol |   .     .       .       .          .           id |   rip-relative to a name linked later
 *  +--------+---------------------------------------------------+
 * </pre>
 *
 * An immediate is the number itself: only the row tells it from the others.
 */
public final class Operand {
    static final int KIND_SHIFT = 60;
    static final long REGISTER = 1;
    static final long MEMORY = 2;
    static final long LABEL = 3;
    static final long SYMBOL = 4;

    static final int NONE = 16;
    static final int RIP = 17;

    private static final long WIDE = 1L << 59;
    private static final long ZERO_BYTE = 1L << 46;
    private static final int SCALE_SHIFT = 57;
    private static final int BASE_SHIFT = 52;
    private static final int INDEX_SHIFT = 47;

    private Operand() {
    }

    /** {@code [base]} */
    public static long mem(long base) {
        return mem(base, 0);
    }

    /** {@code [base + displacement]} */
    public static long mem(long base, int displacement) {
        return memory(generalEncoding(base), NONE, 0, displacement);
    }

    /** {@code [base + index * scale + displacement]}; the scale is 1, 2, 4 or 8, the index any register but rsp. */
    public static long mem(long base, long index, int scale, int displacement) {
        return memory(generalEncoding(base), indexEncoding(index), scaleBits(scale), displacement);
    }

    /** {@code [index * scale + displacement]} */
    public static long scaled(long index, int scale, int displacement) {
        return memory(NONE, indexEncoding(index), scaleBits(scale), displacement);
    }

    /** {@code [address]}, an address in the lowest or (sign-extended) the highest 2 GiB. */
    public static long absolute(int address) {
        return memory(NONE, NONE, 0, address);
    }

    /** {@code [rip + displacement]}, from the end of the instruction; {@link Assembler#at} counts by itself. */
    public static long ripRelative(int displacement) {
        return memory(RIP, NONE, 0, displacement);
    }

    /** The same memory operand, with four bytes of displacement even if fewer would do: they can be patched. */
    public static long wide(long memory) {
        if (!isMemory(memory)) {
            throw new IllegalArgumentException("no memory operand with a displacement of its own");
        }
        return memory | WIDE;
    }

    /** Packs a memory operand of encodings; {@link #NONE} and {@link #RIP} stand where the layout says. */
    static long memory(int base, int index, int scaleBits, int displacement) {
        return MEMORY << KIND_SHIFT | (long) scaleBits << SCALE_SHIFT | (long) base << BASE_SHIFT
                | (long) index << INDEX_SHIFT | displacement & 0xFFFF_FFFFL;
    }

    static long label(int id) {
        return LABEL << KIND_SHIFT | id;
    }

    static long symbol(int id) {
        return SYMBOL << KIND_SHIFT | id;
    }

    static long kind(long operand) {
        return operand >>> KIND_SHIFT;
    }

    static int id(long operand) {
        return (int) operand;
    }

    public static boolean isMemory(long operand) {
        return kind(operand) == MEMORY;
    }

    /** The encoding of the base, {@link #NONE} or {@link #RIP}. */
    public static int base(long memory) {
        return (int) (memory >>> BASE_SHIFT) & 31;
    }

    /** The encoding of the index, or {@link #NONE}. */
    public static int index(long memory) {
        return (int) (memory >>> INDEX_SHIFT) & 31;
    }

    /** The binary logarithm of the scale. */
    static int scaleBits(long memory) {
        return (int) (memory >>> SCALE_SHIFT) & 3;
    }

    public static int displacement(long memory) {
        return (int) memory;
    }

    static boolean isWide(long memory) {
        return (memory & WIDE) != 0;
    }

    /** The same memory operand, with a byte of displacement that is zero; only nops want it. */
    static long zeroByte(long memory) {
        assert isMemory(memory) && displacement(memory) == 0;
        return memory | ZERO_BYTE;
    }

    static boolean isZeroByte(long memory) {
        return (memory & ZERO_BYTE) != 0;
    }

    /** Whether there is a displacement in the code even if it is zero. */
    static boolean showsZero(long memory) {
        return isWide(memory) || isZeroByte(memory) || base(memory) == NONE || base(memory) == RIP
                || (base(memory) & 7) == 5;
    }

    private static int generalEncoding(long register) {
        if (!Register.isGpr(register)) {
            throw new IllegalArgumentException("no general register");
        }
        return Register.encoding(register);
    }

    private static int indexEncoding(long register) {
        if (register == Register.RSP) {
            throw new IllegalArgumentException("rsp cannot be an index");
        }
        return generalEncoding(register);
    }

    private static int scaleBits(int scale) {
        return switch (scale) {
            case 1 -> 0;
            case 2 -> 1;
            case 4 -> 2;
            case 8 -> 3;
            default -> throw new IllegalArgumentException("no scale: " + scale);
        };
    }
}
