package perigee.runtime;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;
import perigee.value.ValueType;

/** Finds which register or upvalue an instruction got a value from. */
final class OperandSearch {
    private OperandSearch() {
    }

    /** The register read by the instruction that holds this word, or -1. */
    static int find(long instruction, long base, long closure, long word) {
        Opcode op = Instruction.op(instruction);
        int a = Instruction.a(instruction);
        int b = Instruction.b(instruction);
        int c = Instruction.c(instruction);
        switch (op) {
            case CONCAT -> {
                return findConcatenated(base, a, b, word);
            }
            case SETFIELD, SETINDEX, SETI -> {
                // Key and value may hold the same word, but what cannot be indexed is the table.
                return holds(base, a, word) ? a : -1;
            }
            case SETGLOBAL -> {
                return -1;
            }
            default -> {
            }
        }
        if (op.b == Operand.USE && holds(base, b, word)) {
            return b;
        }
        if (op.format == Opcode.Format.ABC && op.c == Operand.USE && holds(base, c, word)) {
            return c;
        }
        boolean readsA = op.a == Operand.USE || op.a == Operand.USE_DEF || op.a == Operand.BASE;
        return readsA && holds(base, a, word) ? a : -1;
    }

    /** CONCAT joins from the right; of a pair that cannot be joined, the left operand is to blame if it is no text. */
    private static int findConcatenated(long base, int a, int count, long word) {
        for (int right = a + count - 1; right > a; right--) {
            if (holds(base, right - 1, word) && !isText(word)) {
                return right - 1;
            }
            if (holds(base, right, word)) {
                return right;
            }
        }
        return -1;
    }

    private static boolean isText(long word) {
        return ValueType.isString(word) || ValueType.isNumber(word);
    }

    /** The upvalue read by the instruction that holds this word, or -1. */
    static int findUpvalue(long instruction, long closure, long word) {
        Opcode op = Instruction.op(instruction);
        int b = Instruction.b(instruction);
        return op.b == Operand.UPVALUE
                && Memory.getLong(closure + FunctionLayout.UPVALUES + 8L * b) == word ? b : -1;
    }

    private static boolean holds(long base, int register, long word) {
        return Memory.getLong(base + 8L * register) == word;
    }
}
