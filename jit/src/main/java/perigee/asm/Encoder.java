package perigee.asm;

import java.util.Arrays;

/**
 * Turns rows and operands into bytes, in a buffer that grows: prefixes, opcode, ModRM, SIB, displacement, immediate, as
 * the row says and always in the shortest way. One encoder serves one thread; an instruction allocates nothing.
 *
 * <p>A memory operand that names a label or symbol becomes rip-relative with a displacement of zero, which the
 * {@link Assembler} fills in later; {@link #displacementAt} tells where.
 */
final class Encoder {
    /** No instruction is longer. */
    static final int LONGEST = 15;

    byte[] bytes;
    int size;
    /** Where the displacement of the last instruction is, or -1. */
    int displacementAt;
    /** The memory operand of the last instruction if it was a label or symbol, else 0. */
    long linked;
    /** Where the immediate of the last instruction is, or -1. */
    int immediateAt;

    Encoder(int capacity) {
        bytes = new byte[capacity];
    }

    /** Appends an instruction. Operands beyond the row's {@link Row#arity} are not looked at. */
    void encode(Row row, long a, long b, long c, long d) {
        reserve(LONGEST);
        int reg = row.modrm() == Row.SLASH_DIGIT ? row.modrmByte() : 0;
        long rm = 0;
        int vvvv = 0;
        int opcode = row.opcode();
        int opcodeRegister = 0;
        long immediate = 0;
        int immediateForm = 0;
        boolean lowByteRegister = false;
        for (long forms = row.operands; forms != 0; forms >>>= 16) {
            int form = (int) forms & 0xFFFF;
            int slot = Form.slot(form);
            if (slot == Form.IMPLIED) {
                continue;
            }
            switch (slot) {
                case Form.REG -> reg = register(row, form, a);
                case Form.RM -> {
                    rm = a;
                    if (Operand.kind(a) == Operand.REGISTER) {
                        register(row, form, a);
                    } else {
                        checkMemory(row, form, a);
                    }
                }
                case Form.VVVV -> vvvv = register(row, form, a);
                case Form.OPCODE -> opcodeRegister = register(row, form, a);
                case Form.CONDITION -> opcode |= condition(row, a);
                default -> {
                    immediate = a;
                    immediateForm = form;
                    checkImmediate(row, form, a);
                }
            }
            lowByteRegister |= Form.takesByteRegister(form) && isLowByte(a);
            a = b;
            b = c;
            c = d;
        }
        int start = size;
        int extension = extension(reg, rm) | opcodeRegister >> 3;
        if (row.isVex()) {
            vex(row, extension, vvvv);
        } else {
            legacyPrefixes(row, extension, lowByteRegister);
        }
        bytes[size++] = (byte) (opcode | opcodeRegister & 7);
        displacementAt = -1;
        linked = 0;
        switch (row.modrm()) {
            case Row.NO_MODRM -> {
            }
            case Row.FIXED_MODRM -> bytes[size++] = (byte) row.modrmByte();
            default -> modrm(reg & 7, rm);
        }
        immediateAt = -1;
        if (immediateForm != 0) {
            immediateAt = size;
            little(immediate, Form.size(immediateForm));
        }
        assert size - start <= LONGEST;
    }

    /** Makes room for bytes to come. */
    void reserve(int count) {
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + count));
        }
    }

    /** Appends bytes as they are. */
    void append(byte[] from, int start, int end) {
        reserve(end - start);
        System.arraycopy(from, start, bytes, size, end - start);
        size += end - start;
    }

    // ---- prefixes ------------------------------------------------------------------------------------------------

    /** The bits R, X and B (4, 2, 1) of REX and VEX. */
    private static int extension(int reg, long rm) {
        int bits = reg >> 3 << 2;
        if (Operand.kind(rm) == Operand.REGISTER) {
            return bits | (int) rm >> 3 & 1;
        }
        if (Operand.isMemory(rm)) {
            // The numbers of "none" and "rip" have no bit 3.
            return bits | Operand.index(rm) >> 2 & 2 | Operand.base(rm) >> 3 & 1;
        }
        return bits;
    }

    private void legacyPrefixes(Row row, int extension, boolean lowByteRegister) {
        if (row.isLocked()) {
            bytes[size++] = (byte) 0xF0;
        }
        switch (row.prefix()) {
            case 1 -> bytes[size++] = 0x66;
            case 2 -> bytes[size++] = (byte) 0xF3;
            case 3 -> bytes[size++] = (byte) 0xF2;
            default -> {
            }
        }
        int rex = extension | (row.isWide() ? 8 : 0);
        if (rex != 0 || lowByteRegister) {
            bytes[size++] = (byte) (0x40 | rex);
        }
        int map = row.map();
        if (map != 0) {
            bytes[size++] = 0x0F;
            if (map != 1) {
                bytes[size++] = (byte) (map == 2 ? 0x38 : 0x3A);
            }
        }
    }

    private void vex(Row row, int extension, int vvvv) {
        int last = ~vvvv << 3 & 0x78 | row.prefix();
        if ((extension & 3) == 0 && row.map() == 1 && !row.isWide()) {
            bytes[size++] = (byte) 0xC5;
            bytes[size++] = (byte) ((extension & 4) << 5 ^ 0x80 | last);
        } else {
            bytes[size++] = (byte) 0xC4;
            bytes[size++] = (byte) (extension << 5 ^ 0xE0 | row.map());
            bytes[size++] = (byte) (last | (row.isWide() ? 0x80 : 0));
        }
    }

    // ---- ModRM and what follows ----------------------------------------------------------------------------------

    private void modrm(int reg, long rm) {
        int middle = reg << 3;
        if (Operand.kind(rm) == Operand.REGISTER) {
            bytes[size++] = (byte) (0xC0 | middle | (int) rm & 7);
            return;
        }
        int displacement = 0;
        if (Operand.isMemory(rm)) {
            displacement = Operand.displacement(rm);
            if (Operand.base(rm) != Operand.RIP) {
                memory(middle, rm, displacement);
                return;
            }
        } else {
            linked = rm;
        }
        bytes[size++] = (byte) (middle | 5);
        displacementAt = size;
        little(displacement, 4);
    }

    private void memory(int middle, long rm, int displacement) {
        int base = Operand.base(rm);
        int index = Operand.index(rm);
        int sibIndex = index == Operand.NONE ? 4 : index & 7;
        if (base == Operand.NONE) {
            // SIB without a base; four bytes of displacement go with it.
            bytes[size++] = (byte) (middle | 4);
            bytes[size++] = (byte) (Operand.scaleBits(rm) << 6 | sibIndex << 3 | 5);
            displacementAt = size;
            little(displacement, 4);
            return;
        }
        // No displacement, one byte, four bytes: the modes 0, 1, 2. Mode 0 with rbp or r13 means something else.
        int mode = Operand.isWide(rm) || displacement != (byte) displacement ? 2
                : displacement != 0 || (base & 7) == 5 || Operand.isZeroByte(rm) ? 1 : 0;
        if (index != Operand.NONE || (base & 7) == 4) {
            bytes[size++] = (byte) (mode << 6 | middle | 4);
            bytes[size++] = (byte) (Operand.scaleBits(rm) << 6 | sibIndex << 3 | base & 7);
        } else {
            bytes[size++] = (byte) (mode << 6 | middle | base & 7);
        }
        if (mode != 0) {
            displacementAt = size;
            little(displacement, mode == 1 ? 1 : 4);
        }
    }

    /** Appends the low bytes of a number, the lowest first. The caller has seen to room. */
    void little(long value, int count) {
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) (value >>> 8 * i);
        }
    }

    // ---- which operands a row takes ------------------------------------------------------------------------------

    private static int register(Row row, int form, long operand) {
        boolean fits = (form & Form.GPR) != 0 && Register.isGpr(operand)
                || (form & Form.XMM) != 0 && Register.isXmm(operand);
        if (!fits) {
            throw refused(row, operand);
        }
        return (int) operand & 15;
    }

    private static void checkMemory(Row row, int form, long operand) {
        long kind = Operand.kind(operand);
        if ((form & Form.MEMORY) == 0 || kind < Operand.MEMORY || kind > Operand.SYMBOL) {
            throw refused(row, operand);
        }
    }

    private static int condition(Row row, long operand) {
        if (operand < 0 || operand > 15) {
            throw refused(row, operand);
        }
        return (int) operand;
    }

    /** An immediate fits if extending it gives it back; one that is not extended may be meant signed or unsigned. */
    private static void checkImmediate(Row row, int form, long value) {
        int bits = 8 * Form.size(form);
        if (bits == 64) {
            return;
        }
        long limit = 1L << bits - 1;
        if (value < -limit || value >= ((form & Form.SIGNED) != 0 ? limit : 2 * limit)) {
            throw refused(row, value);
        }
    }

    /** Whether this is spl, bpl, sil or dil, which need a REX prefix: without one they are ah, ch, dh and bh. */
    private static boolean isLowByte(long operand) {
        return operand >>> 2 == Register.RSP >>> 2;
    }

    private static IllegalArgumentException refused(Row row, long operand) {
        return new IllegalArgumentException(row.syntax + " does not take " + InstructionText.describe(operand));
    }
}
