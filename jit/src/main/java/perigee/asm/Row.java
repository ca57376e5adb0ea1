package perigee.asm;

/**
 * One form of one instruction as the manual writes it (Intel's Software Developer's Manual, volume 2: the columns
 * "Opcode", "Instruction" and "CPUID feature flag"), and the same packed for the encoder and the decoder.
 *
 * <p>The opcode column, as {@code REX.W + 83 /0 ib} or {@code VEX.LIG.F2.0F.WIG 58 /r}: prefixes, opcode bytes,
 * {@code +rd} or {@code +cc} for a register or condition in the opcode's low bits, {@code /r} or {@code /digit} for a
 * ModRM byte, the immediates' sizes. A byte after the opcode is a ModRM byte that is part of it. Two liberties are
 * taken: the operand-size prefix 66, which the manual leaves to the reader, is written; and locked instructions have
 * rows of their own, with {@code F0}. Mnemonics are binutils' ({@code movabs}, {@code pushf}).
 *
 * <p>Which operand goes where follows from the two columns (the manual's Op/En): what may be memory, or else the last
 * register, is ModRM.rm; the other registers take, in order, ModRM.reg if there is an {@code /r}, VEX.vvvv, or the
 * opcode's low bits.
 */
public final class Row {
    // Layout of the encoding word.
    private static final int MAP_SHIFT = 8;
    private static final int PREFIX_SHIFT = 10;
    private static final int W = 1 << 12;
    private static final int VEX = 1 << 13;
    private static final int LOCK = 1 << 14;
    private static final int W_IGNORED = 1 << 15;
    private static final int MODRM_SHIFT = 16;
    private static final int MODRM_BYTE_SHIFT = 18;

    /** No ModRM byte. */
    static final int NO_MODRM = 0;
    /** A ModRM byte with two operands. */
    static final int SLASH_R = 1;
    /** A ModRM byte with one operand, and a digit as part of the opcode. */
    static final int SLASH_DIGIT = 2;
    /** A ModRM byte that is nothing but a part of the opcode. */
    static final int FIXED_MODRM = 3;

    /** The opcode column. */
    final String notation;
    /** The instruction column: mnemonic and operands. */
    final String syntax;
    /** What the processor must have, or null. */
    final CpuFeature feature;
    private final int encoding;
    /** The operands' {@link Form}s, the first in the lowest 16 bits. */
    final long operands;
    /** How many operands are passed. */
    final int arity;
    /** Where the mnemonic ends in the syntax. */
    private final int mnemonicEnd;
    /** The same with an immediate of one byte, which the processor extends with its sign; null if there is none. */
    final Row byteForm;

    Row(String notation, String syntax, CpuFeature feature) {
        this.notation = notation;
        this.syntax = syntax;
        this.feature = feature;
        encoding = parseNotation(notation);
        int space = syntax.indexOf(' ');
        if (space > 0 && isLocked()) {
            space = syntax.indexOf(' ', space + 1);
        }
        mnemonicEnd = space < 0 ? syntax.length() : space;
        operands = assignSlots(parseSyntax(syntax, mnemonicEnd));
        int passed = 0;
        for (long rest = operands; rest != 0; rest >>>= 16) {
            passed += Form.slot((int) rest) == Form.IMPLIED ? 0 : 1;
        }
        arity = passed;
        byteForm = hasByteForm() ? new Row(byteNotation(), byteSyntax(), feature) : null;
    }

    /** Opcodes 81, 69 and 68 have a twin with a shorter immediate, 83, 6B and 6A. */
    private boolean hasByteForm() {
        return map() == 0 && !isVex() && (opcode() == 0x81 || opcode() == 0x69 || opcode() == 0x68);
    }

    private String byteNotation() {
        String opcode = notation.replace("81", "83").replace("69", "6B").replace("68", "6A");
        return opcode.replace("iw", "ib").replace("id", "ib");
    }

    private String byteSyntax() {
        return syntax.replace("imm16", "imm8").replace("imm32", "imm8");
    }

    // ---- the packed form -----------------------------------------------------------------------------------------

    /** The opcode's last byte; a register or condition is to be added. */
    int opcode() {
        return encoding & 0xFF;
    }

    /** 0: one byte; 1: after 0F; 2: after 0F 38; 3: after 0F 3A. VEX counts alike. */
    int map() {
        return encoding >>> MAP_SHIFT & 3;
    }

    /** The mandatory prefix, as VEX.pp counts: 0 none, 1: 66, 2: F3, 3: F2. */
    int prefix() {
        return encoding >>> PREFIX_SHIFT & 3;
    }

    boolean isWide() {
        return (encoding & W) != 0;
    }

    boolean ignoresW() {
        return (encoding & W_IGNORED) != 0;
    }

    boolean isVex() {
        return (encoding & VEX) != 0;
    }

    boolean isLocked() {
        return (encoding & LOCK) != 0;
    }

    /** One of the four kinds of ModRM byte. */
    int modrm() {
        return encoding >>> MODRM_SHIFT & 3;
    }

    /** The digit, or the whole ModRM byte where it is fixed. */
    int modrmByte() {
        return encoding >>> MODRM_BYTE_SHIFT & 0xFF;
    }

    /** The mnemonic; for a conditional instruction it ends in {@code cc}. */
    String mnemonic() {
        return syntax.substring(0, mnemonicEnd);
    }

    /** How many low bits of the opcode an operand takes: 0, 3 or 4. */
    int opcodeOperandBits() {
        for (long rest = operands; rest != 0; rest >>>= 16) {
            switch (Form.slot((int) rest)) {
                case Form.OPCODE -> {
                    return 3;
                }
                case Form.CONDITION -> {
                    return 4;
                }
                default -> {
                }
            }
        }
        return 0;
    }

    @Override
    public String toString() {
        return syntax;
    }

    // ---- parsing -------------------------------------------------------------------------------------------------

    private static int parseNotation(String notation) {
        int encoding = 0;
        boolean opcodeSeen = false;
        int length = notation.length();
        for (int at = 0; at < length; ) {
            int space = notation.indexOf(' ', at);
            int end = space < 0 ? length : space;
            char first = notation.charAt(at);
            if (first == '/') {
                char kind = notation.charAt(at + 1);
                encoding |= kind == 'r' ? SLASH_R << MODRM_SHIFT
                        : SLASH_DIGIT << MODRM_SHIFT | kind - '0' << MODRM_BYTE_SHIFT;
            } else if (first == 'V') {
                encoding |= parseVex(notation, at, end);
            } else if (first == 'R') {
                encoding |= W;
            } else if (first >= '0' && first <= 'F') {
                int value = hexDigit(first) << 4 | hexDigit(notation.charAt(at + 1));
                int prefix = opcodeSeen ? 0 : prefix(encoding, value);
                if (opcodeSeen) {
                    encoding |= FIXED_MODRM << MODRM_SHIFT | value << MODRM_BYTE_SHIFT;
                } else if (prefix != 0) {
                    encoding += prefix;
                } else {
                    encoding |= value;
                    opcodeSeen = true;
                }
            }
            at = end + 1;
        }
        assert opcodeSeen : notation;
        return encoding;
    }

    private static int hexDigit(char c) {
        return c <= '9' ? c - '0' : c - 'A' + 10;
    }

    /** What a byte adds to the encoding if it is a prefix or chooses the map, else 0: it is the opcode. */
    private static int prefix(int encoding, int value) {
        return switch (encoding >>> MAP_SHIFT & 3) {
            case 0 -> switch (value) {
                case 0x66 -> 1 << PREFIX_SHIFT;
                case 0xF3 -> 2 << PREFIX_SHIFT;
                case 0xF2 -> 3 << PREFIX_SHIFT;
                case 0xF0 -> LOCK;
                case 0x0F -> 1 << MAP_SHIFT;
                default -> 0;
            };
            case 1 -> (encoding & VEX) != 0 ? 0 : value == 0x38 ? 1 << MAP_SHIFT : value == 0x3A ? 2 << MAP_SHIFT : 0;
            default -> 0;
        };
    }

    /** Parses {@code VEX.LIG.F2.0F38.W1}; the vector length is 128 bits throughout. */
    private static int parseVex(String notation, int from, int end) {
        int encoding = VEX;
        for (int at = from + 4; at < end; ) {
            int dot = notation.indexOf('.', at);
            int stop = dot < 0 || dot > end ? end : dot;
            encoding |= switch (notation.substring(at, stop)) {
                case "66" -> 1 << PREFIX_SHIFT;
                case "F3" -> 2 << PREFIX_SHIFT;
                case "F2" -> 3 << PREFIX_SHIFT;
                case "0F" -> 1 << MAP_SHIFT;
                case "0F38" -> 2 << MAP_SHIFT;
                case "0F3A" -> 3 << MAP_SHIFT;
                case "W1" -> W;
                case "WIG" -> W_IGNORED;
                case "W0", "LIG", "LZ", "128", "NP" -> 0;
                default -> throw new IllegalArgumentException(notation);
            };
            at = stop + 1;
        }
        return encoding;
    }

    /** The forms of the operands as they stand in the syntax; the condition of {@code cc} comes first. */
    private static long parseSyntax(String syntax, int mnemonicEnd) {
        long forms = 0;
        int shift = 0;
        if (syntax.startsWith("cc", mnemonicEnd - 2)) {
            forms = Form.CONDITION;
            shift = 16;
        }
        int length = syntax.length();
        for (int at = mnemonicEnd + 1; at < length; shift += 16) {
            int comma = syntax.indexOf(',', at);
            int end = comma < 0 ? length : comma;
            forms |= (long) Form.parse(syntax.substring(at, end)) << shift;
            at = end + 2;
        }
        return forms;
    }

    private long assignSlots(long forms) {
        int rmAt = modrm() == SLASH_R || modrm() == SLASH_DIGIT ? rmOperand(forms) : -1;
        int free = modrm() == SLASH_R ? Form.REG : isVex() ? Form.VVVV : Form.OPCODE;
        for (int at = 0; at < 64; at += 16) {
            int form = (int) (forms >>> at) & 0xFFFF;
            if (form == 0 || Form.slot(form) == Form.CONDITION || Form.slot(form) == Form.IMPLIED) {
                continue;
            }
            int slot = 0;
            if (Form.slot(form) == Form.IMMEDIATE) {
                slot = isSigned(forms, form) ? Form.SIGNED : 0;
            } else if (at == rmAt) {
                slot = Form.RM;
            } else {
                slot = free;
                free = Form.VVVV;
            }
            forms |= (long) slot << at;
        }
        return forms;
    }

    /** Where the operand of ModRM.rm is: the one that may be memory, or else the last register. */
    private static int rmOperand(long forms) {
        int last = -1;
        for (int at = 0; at < 64; at += 16) {
            int form = (int) (forms >>> at) & 0xFFFF;
            if ((form & Form.MEMORY) != 0) {
                return at;
            }
            if ((form & (Form.GPR | Form.XMM)) != 0) {
                last = at;
            }
        }
        return last;
    }

    /** Immediates are extended with their sign in opcodes 83, 6B and 6A, and whenever four bytes become eight. */
    private boolean isSigned(long forms, int immediate) {
        int first = Form.slot((int) forms) == Form.IMMEDIATE ? 8 : Form.size((int) forms);
        return switch (Form.size(immediate)) {
            case 1 -> map() == 0 && (opcode() == 0x83 || opcode() == 0x6B || opcode() == 0x6A);
            case 4 -> first == 8;
            default -> false;
        };
    }
}
