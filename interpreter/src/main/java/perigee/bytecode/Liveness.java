package perigee.bytecode;

import java.util.BitSet;

/**
 * Which registers may still be read: those that some path from an instruction reads before it writes them. A backward
 * data-flow analysis over {@link RegisterEffects}, for whoever wants to know what a frame keeps alive.
 *
 * <p>Variables to be closed are not counted: they are read from outside the code, by whoever closes them.
 */
public final class Liveness {
    private final Prototype prototype;
    private final long[] code;
    /** Words of a set of registers. */
    private final int width;
    /** The set of live registers before each instruction, one after the other. */
    private final long[] live;
    private final Effects effects;

    private Liveness(Prototype prototype, boolean inScope) {
        this.prototype = prototype;
        code = prototype.code();
        width = prototype.maxStack() + 63 >>> 6;
        live = new long[code.length * width];
        effects = new Effects();
        if (inScope) {
            addVariables();
        }
    }

    /** Whoever asks for a variable by name reads it wherever it is in scope. */
    private void addVariables() {
        int[] variables = new int[code.length + 1];
        for (Prototype.Local local : prototype.locals()) {
            for (int pc = local.startPc(); pc < local.endPc(); pc++) {
                variables[pc]++;
            }
        }
        for (int pc = 0; pc < code.length; pc++) {
            for (int register = 0; register < variables[pc]; register++) {
                live[pc * width + (register >>> 6)] |= 1L << register;
            }
        }
    }

    /**
     * The registers that are live before an instruction.
     *
     * @param prototype a verified function
     */
    public static BitSet before(Prototype prototype, int pc) {
        return solved(prototype, false).at(pc);
    }

    /** The registers that are live before each instruction. */
    public static BitSet[] all(Prototype prototype) {
        return solved(prototype, false).all();
    }

    private BitSet[] all() {
        BitSet[] all = new BitSet[code.length];
        java.util.Arrays.setAll(all, this::at);
        return all;
    }

    /** The registers that are live before an instruction, where whoever asks for variables by name reads them too. */
    public static BitSet orInScope(Prototype prototype, int pc) {
        return solved(prototype, true).at(pc);
    }

    /** The same before each instruction. The value of a variable is live before its scope begins. */
    public static BitSet[] orInScope(Prototype prototype) {
        return solved(prototype, true).all();
    }

    private static Liveness solved(Prototype prototype, boolean inScope) {
        Liveness liveness = new Liveness(prototype, inScope);
        while (liveness.pass()) {
            // Loops take another pass.
        }
        return liveness;
    }

    private BitSet at(int pc) {
        return BitSet.valueOf(java.util.Arrays.copyOfRange(live, pc * width, (pc + 1) * width));
    }

    /** Goes through the code once, from its end to its beginning; whether anything has changed. */
    private boolean pass() {
        boolean changed = false;
        for (int pc = code.length - 1; pc >= 0; pc--) {
            effects.of(code[pc]);
            Opcode op = Instruction.op(code[pc]);
            int next = op.endsBlock() ? -1 : pc + 1;
            int target = op.jumps() ? pc + 1 + Instruction.j(code[pc]) : -1;
            for (int word = 0; word < width; word++) {
                long after = at(next, word) & ~effects.onNext[word] | at(target, word) & ~effects.onJump[word];
                long known = live[pc * width + word];
                long before = known | effects.read[word] | after & ~effects.overwritten[word];
                changed |= before != known;
                live[pc * width + word] = before;
            }
        }
        return changed;
    }

    private long at(int pc, int word) {
        return pc < 0 || pc >= code.length ? 0 : live[pc * width + word];
    }

    /** The registers that one instruction reads, and those that it certainly overwrites, on either way or on one. */
    private final class Effects implements RegisterEffects.Visitor {
        private final long[] read = new long[width];
        private final long[] overwritten = new long[width];
        private final long[] onNext = new long[width];
        private final long[] onJump = new long[width];
        /** Where what is written goes to. */
        private long[] written;

        void of(long instruction) {
            java.util.Arrays.fill(read, 0);
            java.util.Arrays.fill(overwritten, 0);
            java.util.Arrays.fill(onNext, 0);
            java.util.Arrays.fill(onJump, 0);
            Opcode op = Instruction.op(instruction);
            written = switch (op) {
                // A loop's variable is written on the way into the loop.
                case FORPREP -> onNext;
                case FORLOOP, TFORLOOP -> onJump;
                default -> op.jumps() ? null : overwritten;
            };
            RegisterEffects.visit(instruction, this);
            if (op == Opcode.CLOSURE) {
                for (Prototype.Upvalue upvalue : prototype.prototypes()[Instruction.j(instruction)].upvalues()) {
                    if (upvalue.inStack()) {
                        reads(upvalue.index(), 1);
                    }
                }
            }
        }

        @Override
        public void reads(int first, int count) {
            add(read, first, count);
        }

        @Override
        public void clobbers(int first, int count) {
            add(overwritten, first, count);
        }

        @Override
        public void writes(int first, int count) {
            // What another jump writes on one of its ways is not certain; and no open list ends at the same register always.
            if (written != null && count != RegisterEffects.OPEN) {
                add(written, first, count);
            }
        }

        private void add(long[] set, int first, int count) {
            int end = count == RegisterEffects.OPEN ? prototype.maxStack() : first + count;
            for (int register = first; register < end; register++) {
                set[register >>> 6] |= 1L << register;
            }
        }
    }
}
