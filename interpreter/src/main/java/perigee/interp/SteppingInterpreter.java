package perigee.interp;

import static perigee.layout.FunctionLayout.*;
import static perigee.layout.StackLayout.FUNCTION;
import static perigee.layout.StackLayout.PC;

import perigee.bytecode.Instruction;
import perigee.frame.Link;
import perigee.heap.Heap;
import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.runtime.Stack;
import perigee.value.Word;

/**
 * Interprets coroutines with debug hooks: instruction by instruction, with a safepoint before each, and without fast
 * paths. Here are only the instructions that have nothing but a fast path; the others are {@link SlowPaths#execute}'s.
 */
final class SteppingInterpreter {
    /** Registers of a generic loop, in bytes from its base. */
    private static final int CONTROL = 16;
    private static final int FIRST_VARIABLE = 32;

    private final Stack stack;
    private final Heap heap;
    private final SlowPaths slow;

    SteppingInterpreter(LuaState state, SlowPaths slow) {
        this.slow = slow;
        stack = state.stack();
        heap = state.heap();
    }

    /** As {@link Interpreter#run}; false when the running coroutine has no hooks (any more). */
    boolean run() {
        while (true) {
            slow.deliver();
            if (!slow.safepoint(true)) {
                return false;
            }
            long base = stack.base();
            long pc = Link.pc(Memory.getLong(base + PC));
            long i = Memory.getLong(pc);
            pc += Instruction.BYTES;
            Memory.putLong(base + PC, Link.ofPc(pc));
            if (!execute(base, pc, i)) {
                return true;
            }
        }
    }

    private boolean execute(long base, long pc, long i) {
        long a = base + 8L * Instruction.a(i);
        long b = base + 8L * Instruction.b(i);
        switch (Instruction.op(i)) {
            case MOVE -> Memory.putLong(a, Memory.getLong(b));
            case LOADI -> Memory.putLong(a, Word.ofInteger(Instruction.j(i)));
            case LOADK -> Memory.putLong(a, constant(base, Instruction.j(i)));
            case LOADNIL -> Memory.clearWords(a, a + 8L * (Instruction.b(i) + 1));
            case LOADTRUE -> Memory.putLong(a, Word.TRUE);
            case LOADFALSE -> Memory.putLong(a, Word.FALSE);
            case NOT -> Memory.putLong(a, Word.ofBoolean(!Word.isTruthy(Memory.getLong(b))));
            case GETCELL -> Memory.putLong(a, Memory.getLong(Memory.getLong(b) + CELL_VALUE));
            case SETCELL -> setCell(Memory.getLong(a), Memory.getLong(b));
            case GETUPVAL -> Memory.putLong(a, upvalue(base, i));
            case GETUPCELL -> Memory.putLong(a, Memory.getLong(upvalue(base, i) + CELL_VALUE));
            case SETUPCELL -> setCell(upvalue(base, i), Memory.getLong(a));
            case JMP, LOOP -> jump(base, pc, i);
            case JT -> {
                if (Word.isTruthy(Memory.getLong(a))) {
                    jump(base, pc, i);
                }
            }
            case JF -> {
                if (!Word.isTruthy(Memory.getLong(a))) {
                    jump(base, pc, i);
                }
            }
            case FORLOOP -> {
                if (NumericLoops.next(a)) {
                    jump(base, pc, i);
                } else if (NumericLoops.isBoxed(a)) {
                    return slow.execute(base, pc, i);
                }
            }
            case TFORLOOP -> {
                long control = Memory.getLong(a + FIRST_VARIABLE);
                if (control != Word.NIL) {
                    Memory.putLong(a + CONTROL, control);
                    jump(base, pc, i);
                }
            }
            default -> {
                return slow.execute(base, pc, i);
            }
        }
        return true;
    }

    private static void jump(long base, long pc, long i) {
        Memory.putLong(base + PC, Link.ofPc(pc + (long) Instruction.j(i) * Instruction.BYTES));
    }

    private static long constant(long base, int index) {
        long code = Memory.getLong(Memory.getLong(base + FUNCTION) + CODE);
        return Memory.getLong(Memory.getLong(code + CONSTANTS) + 8L * index);
    }

    /** The word of upvalue B. */
    private static long upvalue(long base, long i) {
        return Memory.getLong(Memory.getLong(base + FUNCTION) + UPVALUES + 8L * Instruction.b(i));
    }

    private void setCell(long cell, long word) {
        Memory.putLong(cell + CELL_VALUE, word);
        heap.writeBarrier(cell, word);
    }
}
