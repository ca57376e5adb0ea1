package perigee.asm;

import java.util.ArrayList;
import java.util.List;

/**
 * Operands that a row takes: every register in every position that takes one, beside registers and beside memory; every
 * base with every kind of displacement; every index with every scale; the extremes of immediates. Pairs of registers are
 * complete; beside memory and in the middle of three, registers rotate, and beside memory immediates do.
 */
final class OperandSamples {
    private static final int[] DISPLACEMENTS = {
            0, 1, 8, -1, -8, 127, 128, -128, -129, 0x1000, Integer.MAX_VALUE, Integer.MIN_VALUE};
    /** Bases that behave differently with an index: ordinary ones, rsp and r12, rbp and r13. */
    private static final long[] BASES = {
            Register.RAX, Register.RSP, Register.RBP, Register.R9, Register.R12, Register.R13};
    private static final int[] SCALES = {1, 2, 4, 8};

    private final Row row;
    private final boolean hasMemory;
    private final List<long[]> samples = new ArrayList<>();
    private int turn;

    private OperandSamples(Row row) {
        this.row = row;
        hasMemory = forms(row).stream().anyMatch(form -> (form & Form.MEMORY) != 0);
    }

    static List<long[]> of(Row row) {
        OperandSamples all = new OperandSamples(row);
        all.fill(new long[row.arity], 0, row.operands);
        return all.samples;
    }

    /** The forms of the operands that are passed. */
    static List<Integer> forms(Row row) {
        List<Integer> forms = new ArrayList<>();
        for (long rest = row.operands; rest != 0; rest >>>= 16) {
            if (Form.slot((int) rest) != Form.IMPLIED) {
                forms.add((int) rest & 0xFFFF);
            }
        }
        return forms;
    }

    static boolean takesRegister(int form) {
        return (form & (Form.GPR | Form.XMM)) != 0;
    }

    static long firstRegister(int form) {
        return (form & Form.GPR) != 0 ? Register.RAX : Register.XMM0;
    }

    /** Whether an operand is a register that rotates: beside what may be memory, or in the middle of three. */
    private boolean rotates(int at, int form) {
        return takesRegister(form) && (form & Form.MEMORY) == 0 && (hasMemory || row.arity > 2 && at == 1);
    }

    /** Fills the operands from a position on in every way; registers that rotate are left for the end. */
    private void fill(long[] operands, int at, long forms) {
        if (forms == 0) {
            rotate(operands);
            return;
        }
        int form = (int) forms & 0xFFFF;
        if (Form.slot(form) == Form.IMPLIED) {
            fill(operands, at, forms >>> 16);
            return;
        }
        if (rotates(at, form)) {
            fill(operands, at + 1, forms >>> 16);
            return;
        }
        for (long value : values(form, at > 0 && Operand.isMemory(operands[at - 1]))) {
            operands[at] = value;
            fill(operands, at + 1, forms >>> 16);
        }
    }

    /** Adds samples with the next registers in the positions that rotate; if there is no memory, all in one of them. */
    private void rotate(long[] operands) {
        List<Integer> forms = forms(row);
        int complete = -1;
        boolean memory = false;
        for (int at = 0; at < forms.size(); at++) {
            if (rotates(at, forms.get(at))) {
                complete = at == 1 && row.arity > 2 ? complete : at;
            } else {
                memory |= Operand.isMemory(operands[at]);
            }
        }
        for (int i = 0; i < (memory || complete < 0 ? 1 : 16); i++) {
            for (int at = 0; at < forms.size(); at++) {
                if (rotates(at, forms.get(at))) {
                    // One more after each round, so that no two registers go round in step.
                    operands[at] = firstRegister(forms.get(at)) + (turn + at * (turn / 16)) % 16;
                }
            }
            if (!memory && complete >= 0) {
                operands[complete] = firstRegister(forms.get(complete)) + i;
            }
            turn++;
            samples.add(operands.clone());
        }
    }

    private List<Long> values(int form, boolean afterMemory) {
        return switch (Form.slot(form)) {
            case Form.IMMEDIATE -> {
                List<Long> all = immediates(form);
                yield afterMemory ? List.of(all.get(turn % all.size())) : all;
            }
            case Form.CONDITION -> range(0, 16);
            default -> {
                List<Long> values = new ArrayList<>();
                if (takesRegister(form)) {
                    values.addAll(range(firstRegister(form), 16));
                }
                if ((form & Form.MEMORY) != 0) {
                    memory(values);
                }
                yield values;
            }
        };
    }

    private static List<Long> range(long from, int count) {
        List<Long> values = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            values.add(from + i);
        }
        return values;
    }

    private static void memory(List<Long> values) {
        for (int base = 0; base < 16; base++) {
            for (int displacement : DISPLACEMENTS) {
                values.add(Operand.mem(Register.gpr(base), displacement));
            }
            values.add(Operand.wide(Operand.mem(Register.gpr(base), 8)));
            values.add(Operand.wide(Operand.mem(Register.gpr(base))));
        }
        for (int index = 0; index < 16; index++) {
            if (index == 4) {
                continue;
            }
            for (int scale : SCALES) {
                for (long base : BASES) {
                    int displacement = DISPLACEMENTS[(index + scale) % DISPLACEMENTS.length];
                    values.add(Operand.mem(base, Register.gpr(index), scale, 0));
                    values.add(Operand.mem(base, Register.gpr(index), scale, displacement));
                }
                values.add(Operand.scaled(Register.gpr(index), scale, index - 8));
            }
        }
        for (int displacement : DISPLACEMENTS) {
            values.add(Operand.ripRelative(displacement));
            values.add(Operand.absolute(displacement));
        }
    }

    /** The extremes, and what lies around them; one that may be meant both ways is given both ways. */
    private static List<Long> immediates(int form) {
        int bits = 8 * Form.size(form);
        List<Long> values = new ArrayList<>(List.of(0L, 1L, 2L, 0x12L, -1L, -8L));
        long limit = bits == 64 ? Long.MIN_VALUE : 1L << bits - 1;
        values.add(bits == 64 ? Long.MAX_VALUE : limit - 1);
        values.add(bits == 64 ? Long.MIN_VALUE : -limit);
        if ((form & Form.SIGNED) == 0 && bits < 64) {
            values.add(limit);
            values.add(2 * limit - 1);
        }
        return values;
    }
}
