package perigee.build;

import java.util.BitSet;
import java.util.stream.IntStream;
import perigee.bytecode.Instruction;
import perigee.bytecode.Liveness;
import perigee.bytecode.Opcode;
import perigee.bytecode.Prototype;
import perigee.bytecode.RegisterEffects;

/**
 * Where the basic blocks and loops of a function are, which registers are live, which a loop writes; and an order of the
 * instructions in which every block stands behind its predecessors, but for back edges. That is their own order, except in
 * generic loops, where TFORCALL and TFORLOOP, which come first, stand behind the body:
 *
 * <pre>
 *   TFORPREP ──► TFORCALL  TFORLOOP ──► body ─┐      the loop's head is TFORCALL
 *                  ▲                          │
 *                  └──────────────────────────┘
 * </pre>
 */
final class ControlFlow {
    private static final int NO_LOOP = -1;

    private final Prototype prototype;
    private final long[] code;
    private final int[] order;
    private int ordered;
    private final BitSet leaders = new BitSet();
    /** By the head of a loop: its first and last instruction. */
    private final int[] loopStart;
    private final int[] loopEnd;
    /** By position in the order: how many loops end behind it. */
    private final BitSet[] live;
    private boolean irreducible;

    ControlFlow(Prototype prototype) {
        this.prototype = prototype;
        code = prototype.code();
        order = new int[code.length];
        loopStart = new int[code.length];
        loopEnd = new int[code.length];
        java.util.Arrays.fill(loopStart, NO_LOOP);
        live = Liveness.orInScope(prototype);
        findLoops();
        layOut(0, code.length);
        findSideEntries();
    }

    private void findLoops() {
        for (int pc = 0; pc < code.length; pc++) {
            Opcode op = Instruction.op(code[pc]);
            if (op.jumps()) {
                int target = target(pc);
                leaders.set(target);
                leaders.set(pc + 1);
                if (op == Opcode.TFORPREP) {
                    loopStart[target] = pc + 1;
                    loopEnd[target] = target + 1;
                } else if (target <= pc && op != Opcode.TFORLOOP) {
                    loopStart[target] = target;
                    loopEnd[target] = Math.max(loopEnd[target], pc);
                }
            } else if (op.endsBlock()) {
                leaders.set(pc + 1);
            }
        }
    }

    private void layOut(int from, int to) {
        for (int pc = from; pc < to; pc++) {
            order[ordered++] = pc;
            if (Instruction.op(code[pc]) == Opcode.TFORPREP) {
                int call = target(pc);
                order[ordered++] = call;
                order[ordered++] = call + 1;
                layOut(pc + 1, call);
                pc = call + 1;
            }
        }
    }

    /** A loop that is entered other than at its head cannot be built. */
    private void findSideEntries() {
        for (int head = 0; head < code.length; head++) {
            if (loopStart[head] == NO_LOOP) {
                continue;
            }
            for (int pc = 0; pc < code.length; pc++) {
                if (Instruction.op(code[pc]).jumps() && !isIn(head, pc)) {
                    irreducible |= target(pc) != head && isIn(head, target(pc));
                }
            }
        }
    }

    int target(int pc) {
        return pc + 1 + Instruction.j(code[pc]);
    }

    boolean isIrreducible() {
        return irreducible;
    }

    /** The instruction at a position of the order. */
    int at(int position) {
        return order[position];
    }

    /** Where an instruction is in the order. */
    int position(int pc) {
        int position = 0;
        while (order[position] != pc) {
            position++;
        }
        return position;
    }

    /** The instructions of the loop with this head. */
    IntStream instructions(int head) {
        return IntStream.rangeClosed(loopStart[head], loopEnd[head]);
    }

    boolean isLeader(int pc) {
        return leaders.get(pc);
    }

    boolean isLoopHead(int pc) {
        return loopStart[pc] != NO_LOOP;
    }

    /** How many values the function returns, whichever way it takes; -1: that depends. */
    int resultCount() {
        BitSet reached = new BitSet();
        reached.set(0);
        int count = -1;
        // Backward jumps lead to what has been reached already, but to the body of a generic loop.
        for (int position = 0; position < code.length; position++) {
            int pc = order[position];
            Opcode op = Instruction.op(code[pc]);
            if (!reached.get(pc)) {
                continue;
            }
            int returned = switch (op) {
                case RETURN0 -> 0;
                case RETURN1 -> 1;
                case RETURN -> Instruction.b(code[pc]) - 1;
                default -> count;
            };
            boolean returns = op == Opcode.RETURN0 || op == Opcode.RETURN1 || op == Opcode.RETURN;
            if (op == Opcode.TAILCALL || returns && (returned < 0 || count >= 0 && returned != count)) {
                return -1;
            }
            count = returned;
            if (op.jumps()) {
                reached.set(target(pc));
            }
            if (!returns && op != Opcode.JMP && op != Opcode.LOOP) {
                reached.set(pc + 1);
            }
        }
        return count;
    }

    /** Whether an instruction belongs to the loop with this head. */
    boolean isIn(int head, int pc) {
        return loopStart[head] <= pc && pc <= loopEnd[head];
    }

    /** Registers that are live before an instruction, or hold a variable in scope. */
    BitSet live(int pc) {
        return live[pc];
    }

    /** The registers that a loop's instructions write, or leave without a value. */
    BitSet writtenIn(int head) {
        BitSet written = new BitSet();
        RegisterEffects.ChangeVisitor visitor = (first, count) ->
                written.set(first, count == RegisterEffects.OPEN ? prototype.maxStack() : first + count);
        instructions(head).forEach(pc -> RegisterEffects.visit(code[pc], visitor));
        return written;
    }
}
