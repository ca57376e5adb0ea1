package perigee.asm;

/** Instructions as text, in the words of {@code objdump -M intel}. */
final class InstructionText {
    /** Predicates of {@code cmpsd}; of {@code vcmpsd} too the second row and what follows. */
    private static final String[] PREDICATES = {
            "eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord",
            "eq_uq", "nge", "ngt", "false", "neq_oq", "ge", "gt", "true",
            "eq_os", "lt_oq", "le_oq", "unord_s", "neq_us", "nlt_uq", "nle_uq", "ord_s",
            "eq_us", "nge_uq", "ngt_uq", "false_os", "neq_os", "ge_oq", "gt_oq", "true_us",
    };
    /** Mnemonics are padded to this. */
    private static final int MNEMONIC_WIDTH = 6;

    private final StringBuilder out = new StringBuilder();
    private final long address;
    private final long end;
    private final Symbols symbols;
    /** What stands behind the instruction; null is nothing. */
    private String remark;

    private InstructionText(long address, long end, Symbols symbols) {
        this.address = address;
        this.end = end;
        this.symbols = symbols;
    }

    static String of(Row row, long[] operands, long address, int length, Symbols symbols) {
        InstructionText text = new InstructionText(address, address + length, symbols);
        text.instruction(row, operands);
        return text.out.toString();
    }

    /** An operand, whatever it is, for a message. */
    static String describe(long operand) {
        if (Register.isGpr(operand) || Register.isXmm(operand)) {
            return Register.name(operand, 8);
        }
        long kind = Operand.kind(operand);
        return kind >= Operand.MEMORY && kind <= Operand.SYMBOL ? "memory" : Long.toString(operand);
    }

    private void instruction(Row row, long[] operands) {
        String mnemonic = row.mnemonic();
        int printed = operands.length;
        if (mnemonic.endsWith("cc")) {
            mnemonic = mnemonic.substring(0, mnemonic.length() - 2) + Condition.of((int) operands[0]).suffix();
        } else if (mnemonic.endsWith("cmpsd")) {
            int predicate = (int) operands[printed - 1] & 0xFF;
            if (predicate < (row.isVex() ? 32 : 8)) {
                mnemonic = mnemonic.substring(0, mnemonic.length() - 2) + PREDICATES[predicate] + "sd";
                printed--;
            }
        }
        out.append(mnemonic);
        int passed = 0;
        char separator = ' ';
        for (long rest = row.operands; rest != 0; rest >>>= 16) {
            int form = (int) rest & 0xFFFF;
            long operand = Form.slot(form) == Form.IMPLIED ? 0 : operands[passed++];
            if (Form.slot(form) == Form.CONDITION || passed > printed) {
                continue;
            }
            if (separator == ' ') {
                out.repeat(' ', Math.max(0, MNEMONIC_WIDTH - mnemonic.length()));
            }
            out.append(separator);
            separator = ',';
            operand(form, operand, row);
        }
        if (remark != null) {
            out.append("        # ").append(remark);
        }
    }

    private void operand(int form, long operand, Row row) {
        switch (Form.slot(form)) {
            case Form.IMPLIED -> out.append(Form.isConstantOne(form) ? "1"
                    : Register.name(Register.gpr(Form.impliedRegister(form)), Form.size(form)));
            case Form.IMMEDIATE -> immediate(form, operand, row);
            default -> {
                if (Operand.kind(operand) == Operand.REGISTER) {
                    out.append(Register.name(operand, Form.size(form)));
                } else {
                    memory(form, operand);
                }
            }
        }
    }

    /** An immediate is shown as what the processor makes of it: in the size of the first operand if it is extended. */
    private void immediate(int form, long value, Row row) {
        if ((form & Form.RELATIVE) != 0) {
            place(end + value);
            return;
        }
        int size = Form.size(form);
        if ((form & Form.SIGNED) != 0) {
            int first = (int) row.operands & 0xFFFF;
            size = Form.slot(first) == Form.IMMEDIATE ? 8 : Form.size(first);
        }
        hex(size == 8 ? value : value & (1L << 8 * size) - 1);
    }

    private void memory(int form, long memory) {
        out.append(switch (Form.size(form)) {
            case 1 -> "BYTE PTR ";
            case 2 -> "WORD PTR ";
            case 4 -> "DWORD PTR ";
            case 8 -> "QWORD PTR ";
            case 16 -> "XMMWORD PTR ";
            default -> "";
        });
        if (!Operand.isMemory(memory)) {
            out.append(Operand.kind(memory) == Operand.LABEL ? "[label " : "[symbol ");
            out.append(Operand.id(memory)).append(']');
            return;
        }
        int base = Operand.base(memory);
        int index = Operand.index(memory);
        int displacement = Operand.displacement(memory);
        if (base == Operand.NONE && index == Operand.NONE) {
            out.append("ds:");
            hex(displacement);
            return;
        }
        out.append('[');
        String field = base < 16 ? symbols.field(address, Register.gpr(base), displacement) : null;
        if (field != null) {
            out.append(field);
        } else if (base == Operand.RIP) {
            out.append("rip");
            remark = name(end + displacement);
        } else if (base != Operand.NONE) {
            out.append(Register.name(Register.gpr(base), 8));
        }
        if (index != Operand.NONE) {
            out.append(base == Operand.NONE ? "" : "+").append(Register.name(Register.gpr(index), 8)).append('*')
                    .append(1 << Operand.scaleBits(memory));
        }
        if (field == null && (displacement != 0 || Operand.showsZero(memory))) {
            boolean minus = displacement < 0 && base != Operand.RIP;
            out.append(minus ? '-' : '+');
            hex(minus ? -(long) displacement : displacement);
        }
        out.append(']');
    }

    private void place(long target) {
        out.append(name(target));
    }

    private String name(long target) {
        String name = symbols.address(target);
        return name != null ? name : "0x" + Long.toHexString(target);
    }

    private void hex(long value) {
        out.append("0x").append(Long.toHexString(value));
    }
}
