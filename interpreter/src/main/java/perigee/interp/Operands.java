package perigee.interp;

import static perigee.layout.FunctionLayout.CODE;
import static perigee.layout.FunctionLayout.CONSTANTS;
import static perigee.layout.FunctionLayout.HOT_LOOP;
import static perigee.layout.FunctionLayout.NATIVE_ENTRY;
import static perigee.layout.FunctionLayout.UPVALUES;
import static perigee.layout.StackLayout.FUNCTION;
import static perigee.layout.StackLayout.PC;

import perigee.bytecode.Instruction;
import perigee.feedback.Feedback;
import perigee.frame.Link;
import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/**
 * Operands of the instruction before {@code pc}, in the topmost frame of the thread block {@code t}. Everything is loaded
 * anew from memory by each handler, so that the interpreter's loop has nothing to keep in registers but {@code t} and
 * {@code pc}.
 */
public final class Operands {
    private Operands() {
    }

    public static long load(long address) {
        return Memory.getLong(address);
    }

    public static void store(long address, long word) {
        Memory.putLong(address, word);
    }

    // ---- the frame ---------------------------------------------------------------------------------------------------

    /** Base of the topmost frame. */
    public static long base(long t) {
        return load(t + ThreadLayout.BASE);
    }

    /** Makes the frame with this base the topmost; returns its saved pc, or 0 when it goes on in compiled code. */
    public static long enter(long t, long base) {
        long code = load(load(base + FUNCTION) + CODE);
        store(t + ThreadLayout.BASE, base);
        store(t + ThreadLayout.CONSTANTS, load(code + CONSTANTS));
        long pc = load(base + PC);
        return load(code + NATIVE_ENTRY) == 0 && !Link.isSite(pc) ? Link.pc(pc) : 0;
    }

    /** Whether something is to be done at the next safepoint. */
    public static boolean attention(long t) {
        return Memory.getInt(t + ThreadLayout.ATTENTION) != 0;
    }

    // ---- fields of the instruction -------------------------------------------------------------------------------------

    public static int b(long pc) {
        return Memory.getChar(pc + Instruction.B);
    }

    public static int c(long pc) {
        return Memory.getChar(pc + Instruction.C);
    }

    public static int d(long pc) {
        return Memory.getChar(pc + Instruction.D);
    }

    public static int j(long pc) {
        return Memory.getInt(pc + Instruction.J);
    }

    /** Field B, a signed number, as a word. */
    public static long immediateB(long pc) {
        return Word.ofInteger((short) b(pc));
    }

    /** Field C, a signed number, as a word. */
    public static long immediateC(long pc) {
        return Word.ofInteger((short) c(pc));
    }

    // ---- registers, constants, upvalues --------------------------------------------------------------------------------

    /** Address of register A. */
    public static long a(long t, long pc) {
        return base(t) + 8L * Memory.getUnsignedByte(pc + Instruction.A);
    }

    /** Value of register A. */
    public static long registerA(long t, long pc) {
        return load(a(t, pc));
    }

    /** Value of register B. */
    public static long registerB(long t, long pc) {
        return load(base(t) + 8L * b(pc));
    }

    /** Value of register C. */
    public static long registerC(long t, long pc) {
        return load(base(t) + 8L * c(pc));
    }

    /** Value of constant B. */
    public static long constantB(long t, long pc) {
        return load(load(t + ThreadLayout.CONSTANTS) + 8L * b(pc));
    }

    /** Value of constant C. */
    public static long constantC(long t, long pc) {
        return load(load(t + ThreadLayout.CONSTANTS) + 8L * c(pc));
    }

    /** Value of constant J. */
    public static long constantJ(long t, long pc) {
        return load(load(t + ThreadLayout.CONSTANTS) + 8L * j(pc));
    }

    /** Word of upvalue B: a value, or a cell. */
    public static long upvalueB(long t, long pc) {
        return load(load(base(t) + FUNCTION) + UPVALUES + 8L * b(pc));
    }

    // ---- what handlers return ------------------------------------------------------------------------------------------

    /** Goes on with the next instruction if this one is done, else has the slow path do it. */
    public static long next(boolean isDone, long pc) {
        return isDone ? pc : -pc;
    }

    /** Where a jump leads. */
    public static long target(long pc) {
        return pc + (long) j(pc) * Instruction.BYTES;
    }

    /** A branch, counted. */
    public static long branch(boolean isTaken, long pc) {
        if (isTaken) {
            Feedback.count(pc);
            return target(pc);
        }
        Feedback.countNotTaken(pc);
        return pc;
    }

    /**
     * A branch by a comparison.
     *
     * @param result   of a comparison in {@link FastArithmetic}
     * @param expected the result for which it is taken
     */
    public static long branch(int result, int expected, long pc) {
        return result == FastArithmetic.UNKNOWN ? -pc : branch(result == expected, pc);
    }

    private static long leave(long t, long target, int rounds) {
        if ((rounds & Memory.getInt(t + ThreadLayout.HOT_LOOPS)) == 0) {
            Memory.putInt(load(load(base(t) + FUNCTION) + CODE) + HOT_LOOP, 1);
        }
        store(base(t) + PC, Link.ofPc(target));
        return 0;
    }

    /** A back edge, counted: a safepoint. */
    public static long backEdge(long t, long pc) {
        int rounds = Feedback.count(pc);
        long target = target(pc);
        if (attention(t) || (rounds & Memory.getInt(t + ThreadLayout.HOT_LOOPS)) == 0) {
            return leave(t, target, rounds);
        }
        return target;
    }
}
