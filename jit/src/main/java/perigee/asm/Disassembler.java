package perigee.asm;

/**
 * Finds instructions in bytes, by the same rows that made them. It knows what the tables know, with prefixes where the
 * encoder puts them; anything else is no instruction to it, never an exception, and costs its user one byte.
 *
 * <p>A disassembler is at one place of one array and serves one thread.
 */
public final class Disassembler {
    private final byte[] code;
    private final int limit;
    /** The next byte to be read; beyond the limit once too many were. */
    private int at;

    // The prefixes of the instruction being decoded.
    private boolean lock;
    private int prefix;
    /** REX as a byte, or 0; of VEX the bits R, X, B and W in REX's places. */
    private int rex;
    private boolean vex;
    private int vvvv;
    private int map;

    // About the row being tried.
    private boolean vvvvUsed;
    private boolean unfit;

    /** Reads the bytes up to a limit. */
    public Disassembler(byte[] code, int limit) {
        this.code = code;
        this.limit = limit;
    }

    /** The instruction at an offset, or null if the bytes up to the limit are none that the tables know. */
    public Decoded decode(int offset) {
        at = offset;
        prefixes();
        int opcode = next();
        int afterOpcode = at;
        for (MachineInstruction candidate : InstructionSet.candidates(vex, map, opcode)) {
            Row row = candidate.row();
            if (prefixesFit(row)) {
                at = afterOpcode;
                long[] operands = operands(row, opcode);
                if (operands != null && at <= limit && at - offset <= Encoder.LONGEST) {
                    return new Decoded(candidate, operands, at - offset);
                }
            }
        }
        return null;
    }

    private int next() {
        int value = at < limit ? code[at] & 0xFF : 0;
        at++;
        return value;
    }

    private int peek() {
        return at < limit ? code[at] & 0xFF : 0;
    }

    // ---- prefixes ------------------------------------------------------------------------------------------------

    private void prefixes() {
        lock = false;
        prefix = 0;
        rex = 0;
        vex = false;
        vvvv = 0;
        map = 0;
        int first = peek();
        if (first == 0xC5 || first == 0xC4) {
            at++;
            vex(first == 0xC4);
            return;
        }
        if (first == 0xF0) {
            lock = true;
            at++;
        }
        prefix = switch (peek()) {
            case 0x66 -> 1;
            case 0xF3 -> 2;
            case 0xF2 -> 3;
            default -> 0;
        };
        at += prefix == 0 ? 0 : 1;
        if ((peek() & 0xF0) == 0x40) {
            rex = next();
        }
        if (peek() == 0x0F) {
            at++;
            map = peek() == 0x38 ? 2 : peek() == 0x3A ? 3 : 1;
            at += map == 1 ? 0 : 1;
        }
    }

    /** Reads VEX; a vector length or map that no row has leaves the map 0, which no row of VEX has either. */
    private void vex(boolean threeBytes) {
        vex = true;
        int second = next();
        int third = threeBytes ? next() : second;
        rex = ~second >> 5 & (threeBytes ? 7 : 4) | (threeBytes ? third >> 4 & 8 : 0);
        vvvv = ~third >> 3 & 15;
        prefix = third & 3;
        int named = threeBytes ? second & 31 : 1;
        map = (third & 4) == 0 && named <= 3 ? named : 0;
    }

    private boolean prefixesFit(Row row) {
        boolean wide = (rex & 8) != 0;
        boolean extensionIsOfUse = row.modrm() != Row.NO_MODRM || row.opcodeOperandBits() == 3;
        return row.isLocked() == lock && row.prefix() == prefix && (row.isWide() == wide || row.ignoresW())
                && (extensionIsOfUse || (rex & 7) == 0);
    }

    // ---- operands ------------------------------------------------------------------------------------------------

    /** Reads what follows the opcode, as the row has it; null if it does not fit the row. */
    private long[] operands(Row row, int opcode) {
        int modrm = row.modrm() == Row.NO_MODRM ? 0 : next();
        if (row.modrm() == Row.SLASH_DIGIT && (modrm >> 3 & 7) != row.modrmByte()
                || row.modrm() == Row.FIXED_MODRM && modrm != row.modrmByte()) {
            return null;
        }
        boolean hasRm = row.modrm() == Row.SLASH_R || row.modrm() == Row.SLASH_DIGIT;
        long memory = hasRm && modrm < 0xC0 ? memory(modrm) : 0;
        long[] operands = new long[row.arity];
        int count = 0;
        vvvvUsed = false;
        unfit = false;
        for (long rest = row.operands; rest != 0; rest >>>= 16) {
            int form = (int) rest & 0xFFFF;
            if (Form.slot(form) != Form.IMPLIED) {
                operands[count++] = operand(form, opcode, modrm, memory);
            }
        }
        return unfit || vvvv != 0 && !vvvvUsed ? null : operands;
    }

    /** One operand; {@link #unfit} is set if it is nothing that the form takes. */
    private long operand(int form, int opcode, int modrm, long memory) {
        return switch (Form.slot(form)) {
            case Form.REG -> register(form, modrm >> 3 & 7 | rex << 1 & 8);
            case Form.RM -> {
                if (memory == 0) {
                    yield register(form, modrm & 7 | rex << 3 & 8);
                }
                unfit |= (form & Form.MEMORY) == 0;
                yield memory;
            }
            case Form.VVVV -> {
                vvvvUsed = true;
                yield register(form, vvvv);
            }
            case Form.OPCODE -> register(form, opcode & 7 | rex << 3 & 8);
            case Form.CONDITION -> opcode & 15;
            default -> little(Form.size(form), (form & Form.SIGNED) != 0);
        };
    }

    private long register(int form, int number) {
        if ((form & Form.XMM) != 0) {
            return Register.xmm(number);
        }
        boolean highByte = Form.size(form) == 1 && rex == 0 && !vex && number >= 4;
        unfit |= (form & Form.GPR) == 0 || highByte;
        return Register.gpr(number);
    }

    private long memory(int modrm) {
        int mode = modrm >> 6;
        int base = modrm & 7;
        int index = Operand.NONE;
        int scaleBits = 0;
        if (base == 4) {
            int sib = next();
            scaleBits = sib >> 6;
            index = sib >> 3 & 7 | rex << 2 & 8;
            index = index == 4 ? Operand.NONE : index;
            base = sib & 7;
            if (base == 5 && mode == 0) {
                return Operand.memory(Operand.NONE, index, scaleBits, (int) little(4, true));
            }
        } else if (base == 5 && mode == 0) {
            return Operand.memory(Operand.RIP, index, 0, (int) little(4, true));
        }
        int displacement = mode == 0 ? 0 : (int) little(mode == 1 ? 1 : 4, true);
        long memory = Operand.memory(base | rex << 3 & 8, index, index == Operand.NONE ? 0 : scaleBits, displacement);
        if (mode == 2 && displacement == (byte) displacement) {
            return Operand.wide(memory);
        }
        return mode == 1 && displacement == 0 ? Operand.zeroByte(memory) : memory;
    }

    private long little(int size, boolean signed) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value |= (long) next() << 8 * i;
        }
        int unused = 64 - 8 * size;
        return signed ? value << unused >> unused : value;
    }
}
