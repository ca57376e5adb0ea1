package perigee.runtime;

import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.Operand;
import perigee.layout.FunctionLayout;
import perigee.memory.Memory;

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
        if (op == Opcode.CONCAT) {
            for (int r = a + b - 1; r >= a; r--) {
                if (holds(base, r, word)) {
                    return r;
                }
            }
            return -1;
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
