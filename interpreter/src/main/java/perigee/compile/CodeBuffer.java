package perigee.compile;

import java.util.Arrays;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;

/** The instructions of one function while they are made, with their lines and jumps. */
final class CodeBuffer {
    /** How many jumps to jumps are followed: a cycle of them must not hang the compiler. */
    private static final int MAX_THREADED = 100;

    private long[] code = new long[16];
    private int[] lines = new int[16];
    private int length;
    /** The last place that something jumps to: what stands before it is not always executed before what follows. */
    private int lastTarget;
    private boolean reachable = true;

    /** The pc of the next instruction. */
    int here() {
        return length;
    }

    /** Whether the next instruction can be reached; false only if it certainly cannot. */
    boolean isReachable() {
        return reachable;
    }

    /** Line of the last instruction; 0 if there is none. */
    int lastLine() {
        return length == 0 ? 0 : lines[length - 1];
    }

    int emit(long instruction, int line) {
        if (length == code.length) {
            code = Arrays.copyOf(code, 2 * length);
            lines = Arrays.copyOf(lines, 2 * length);
        }
        code[length] = instruction;
        lines[length] = line;
        reachable = !Instruction.op(instruction).endsBlock();
        return length++;
    }

    void emit(Opcode op, int a, int b, int c, int line) {
        emit(Instruction.abc(op, a, b, c), line);
    }

    /** Charges instructions to the line of the first after them, so that executing them is no step of its own. */
    void chargeToNext(int from, int to) {
        for (int pc = to - 1; pc >= from; pc--) {
            lines[pc] = lines[pc + 1];
        }
    }

    /** Sets registers to nil, together with what an instruction just before sets to nil if their ranges touch. */
    void emitNil(int from, int count, int line) {
        int last = from + count - 1;
        if (length > lastTarget && Instruction.op(code[length - 1]) == Opcode.LOADNIL) {
            int otherFrom = Instruction.a(code[length - 1]);
            int otherLast = otherFrom + Instruction.b(code[length - 1]);
            if (from <= otherLast + 1 && otherFrom <= last + 1) {
                int first = Math.min(from, otherFrom);
                code[length - 1] = Instruction.abc(Opcode.LOADNIL, first, Math.max(last, otherLast) - first, 0);
                return;
            }
        }
        emit(Opcode.LOADNIL, from, count - 1, 0, line);
    }

    // ---- jumps ---------------------------------------------------------------------------------------------------

    /** Emits a jump instruction whose J is open. */
    void emitJump(long instruction, JumpList to, int line) {
        int pc = emit(instruction, line);
        code[pc] = Instruction.withJ(instruction, to.last);
        to.last = pc;
    }

    void emitJump(JumpList to, int line) {
        emitJump(Instruction.aj(Opcode.JMP, 0, 0), to, line);
    }

    /** Lets all jumps of the list lead to the next instruction, and empties it. */
    void bind(JumpList jumps) {
        if (!jumps.isEmpty()) {
            markTarget();
            for (int pc = jumps.last; pc != JumpList.END;) {
                int before = Instruction.j(code[pc]);
                code[pc] = Instruction.withJ(code[pc], length - (pc + 1));
                pc = before;
            }
            jumps.last = JumpList.END;
        }
    }

    /** Something jumps, or will jump, to the next instruction. */
    int markTarget() {
        lastTarget = length;
        reachable = true;
        return length;
    }

    /** Emits a jump instruction that leads back. */
    void emitBackwardJump(Opcode op, int a, int target, int line) {
        emit(Instruction.aj(op, a, target - (length + 1)), line);
    }

    /**
     * About how many instructions the reference has for those from here on: it continues arithmetic with a second one
     * for metamethods, and conditions with a jump.
     */
    int referenceLength(int from) {
        int count = 0;
        for (int pc = from; pc < length; pc++) {
            Opcode op = Instruction.op(code[pc]);
            boolean isBinary = op.feedback == Opcode.Feedback.ARITHMETIC && op.ordinal() < Opcode.UNM.ordinal();
            count += isBinary || op.feedback == Opcode.Feedback.BRANCH ? 2 : 1;
        }
        return count;
    }

    // ---- the result ----------------------------------------------------------------------------------------------

    /** Lets forward jumps that lead to jumps lead where those lead. */
    void threadJumps() {
        for (int pc = 0; pc < length; pc++) {
            Opcode op = Instruction.op(code[pc]);
            if (op.jumps() && isThreadable(op)) {
                int target = pc + 1 + Instruction.j(code[pc]);
                int end = target;
                for (int i = 0; i < MAX_THREADED && Instruction.op(code[end]) == Opcode.JMP; i++) {
                    end += 1 + Instruction.j(code[end]);
                }
                if (end != target) {
                    code[pc] = Instruction.withJ(code[pc], end - (pc + 1));
                }
            }
        }
    }

    private static boolean isThreadable(Opcode op) {
        return switch (op) {
            case LOOP, FORPREP, FORLOOP, TFORPREP, TFORLOOP -> false;
            default -> true;
        };
    }

    long[] code() {
        return Arrays.copyOf(code, length);
    }

    int[] lines() {
        return Arrays.copyOf(lines, length);
    }
}
