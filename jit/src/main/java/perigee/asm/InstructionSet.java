package perigee.asm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All the tables together, and the rows by their opcode for the {@link Disassembler}. */
final class InstructionSet {
    /** Every row. */
    static final List<MachineInstruction> ALL;
    private static final MachineInstruction[] NOTHING = {};
    /** Rows by opcode byte, map, and whether they have VEX: the last two make the upper three bits. */
    private static final MachineInstruction[][] BY_OPCODE = new MachineInstruction[8 * 256][];

    static {
        List<MachineInstruction> all = new ArrayList<>();
        for (MachineInstruction[] table : new MachineInstruction[][] {
            Alu.values(), Data.values(), Bits.values(), Flow.values(), Sse.values(), Avx.values()}) {
            all.addAll(Arrays.asList(table));
        }
        ALL = List.copyOf(all);
        Arrays.fill(BY_OPCODE, NOTHING);
        for (MachineInstruction instruction : ALL) {
            Row row = instruction.row();
            int first = key(row.isVex(), row.map(), row.opcode());
            for (int i = 0; i < 1 << row.opcodeOperandBits(); i++) {
                MachineInstruction[] known = BY_OPCODE[first + i];
                BY_OPCODE[first + i] = Arrays.copyOf(known, known.length + 1);
                BY_OPCODE[first + i][known.length] = instruction;
            }
        }
    }

    private InstructionSet() {
    }

    /** The rows that may have this opcode. */
    static MachineInstruction[] candidates(boolean vex, int map, int opcode) {
        return BY_OPCODE[key(vex, map, opcode)];
    }

    private static int key(boolean vex, int map, int opcode) {
        return (vex ? 4 : 0) + map << 8 | opcode;
    }
}
