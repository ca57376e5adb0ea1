package perigee.vm.explain;

import java.util.ArrayList;
import java.util.List;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.memory.Memory;
import perigee.value.ValueType;

/** The kinds of the values that an instruction is about to work on. */
final class OperandKinds {
    private OperandKinds() {
    }

    /** {@code integer, float}: of the registers that it reads, in their order; empty if it reads none that tells. */
    static String of(long instruction, long base) {
        Opcode op = Instruction.op(instruction);
        List<String> kinds = new ArrayList<>();
        switch (op) {
            case GETCELL, SETCELL, NEWCELL -> { }
            case CALL, TAILCALL, TFORCALL -> kinds.add(kind(base, Instruction.a(instruction)));
            case CONCAT -> {
                for (int i = 0; i < Instruction.b(instruction); i++) {
                    kinds.add(kind(base, Instruction.a(instruction) + i));
                }
            }
            case FORPREP -> {
                for (int i = 0; i < 3; i++) {
                    kinds.add(kind(base, Instruction.a(instruction) + i));
                }
            }
            default -> {
                add(kinds, op.a, base, Instruction.a(instruction));
                add(kinds, op.b, base, Instruction.b(instruction));
                if (op.format == Opcode.Format.ABC) {
                    add(kinds, op.c, base, Instruction.c(instruction));
                }
            }
        }
        return String.join(", ", kinds);
    }

    private static void add(List<String> kinds, Operand role, long base, int register) {
        if (role == Operand.USE || role == Operand.USE_DEF) {
            kinds.add(kind(base, register));
        }
    }

    private static String kind(long base, int register) {
        long word = Memory.getLong(base + 8L * register);
        return ValueType.isInteger(word) ? "integer" : ValueType.isNumber(word) ? "float" : ValueType.of(word).luaName;
    }
}
