package perigee.bytecode;

import java.util.BitSet;

/**
 * The verifier's second pass over a function: follows every path and keeps, as a {@link FrameTypes}, what the registers
 * certainly hold (rules 10 to 15 of the {@link Verifier}).
 *
 * <p>States are kept where jumps lead to only; between these points the walk carries its state along. Where paths
 * meet, states are joined, and the walk is repeated from there when that took something away. Sweeping the pending
 * points in the order of the code, this ends after about as many sweeps as loops are nested; as a state loses each
 * register once at most, it always ends. A rule that fails on the way fails at the end, too, since a state only ever
 * loses certainty: it is reported at once.
 *
 * <p>Requires a function that has passed the {@link StructureCheck}, and descriptors of its nested functions' upvalues
 * that name registers of its frame.
 */
final class FlowCheck implements RegisterEffects.Visitor {
    private final Prototype prototype;
    private final long[] code;
    private final int maxStack;
    private final boolean[] isTarget;
    /** What certainly holds before an instruction that is a jump target or the first one; null until reached. */
    private final FrameTypes[] before;
    /** Points whose state has changed since the walk was last there. */
    private final BitSet pending = new BitSet();
    private final FrameTypes now;
    /** The state on the other way out of a loop instruction. */
    private final FrameTypes elsewhere;
    /** For each nested function, the registers that its closures copy as values and as cells; made on demand. */
    private final long[][] capturedValues;
    private final long[][] capturedCells;

    private int pc;
    /** Why the instruction at pc is refused, or null. */
    private String refusal;

    private FlowCheck(Prototype prototype, boolean[] isTarget) {
        this.prototype = prototype;
        this.isTarget = isTarget;
        code = prototype.code();
        maxStack = prototype.maxStack();
        before = new FrameTypes[code.length];
        before[0] = FrameTypes.atEntry(maxStack, prototype.parameters());
        now = before[0].copy();
        elsewhere = before[0].copy();
        capturedValues = new long[prototype.prototypes().length][];
        capturedCells = new long[prototype.prototypes().length][];
    }

    /** Follows all paths through one function; {@code isTarget} comes from the structure check. */
    static FlowCheck check(Prototype prototype, boolean[] isTarget) throws MalformedChunkException {
        FlowCheck check = new FlowCheck(prototype, isTarget);
        check.pending.set(0);
        int start = 0;
        while (start >= 0) {
            check.pending.clear(start);
            check.walk(start, -1);
            int next = check.pending.nextSetBit(start + 1);
            start = next >= 0 ? next : check.pending.nextSetBit(0);
        }
        return check;
    }

    /** What certainly holds before the instruction, once the check has passed; null when it is never reached. */
    FrameTypes typesBefore(int at) throws MalformedChunkException {
        int start = at;
        while (start > 0 && !isTarget[start]) {
            start--;
        }
        return before[start] != null && walk(start, at) ? now.copy() : null;
    }

    /**
     * Walks from a point with a known state until the path ends or meets the next such point, or the instruction
     * {@code stop}; whether it got to {@code stop}.
     */
    private boolean walk(int start, int stop) throws MalformedChunkException {
        now.set(before[start]);
        pc = start;
        while (pc != stop) {
            refusal = null;
            step(code[pc]);
            if (refusal != null) {
                throw MalformedChunkException.at(prototype, pc, refusal);
            }
            if (Instruction.op(code[pc]).endsBlock()) {
                return false;
            }
            pc++;
            if (isTarget[pc]) {
                flowInto(pc, now);
                return pc == stop;
            }
        }
        return true;
    }

    private void flowInto(int target, FrameTypes types) {
        if (before[target] == null) {
            before[target] = types.copy();
            pending.set(target);
        } else if (before[target].join(types)) {
            pending.set(target);
        }
    }

    private void jump(FrameTypes types) {
        flowInto(pc + 1 + Instruction.j(code[pc]), types);
    }

    // ---- one instruction -----------------------------------------------------------------------------------------

    private void step(long instruction) {
        int a = Instruction.a(instruction);
        int b = Instruction.b(instruction);
        Opcode op = Instruction.op(instruction);
        switch (op) {
            case NEWCELL -> {
                reads(a, 1);
                keepMarks(a, 1);
                now.setCell(a);
            }
            case GETCELL -> {
                needCell(b);
                writes(a, 1);
            }
            case SETCELL -> {
                needCell(a);
                reads(b, 1);
            }
            case NEWTABLE -> {
                writes(a, 1);
                now.setTable(a);
            }
            case SETLIST -> {
                if (!now.isTable(a)) {
                    refuse("register " + a + " is not certainly a new table");
                }
                RegisterEffects.visit(instruction, this);
            }
            case CLOSURE -> stepClosure(a, Instruction.j(instruction));
            case FORPREP, FORLOOP, TFORPREP, TFORLOOP -> stepLoop(op, a);
            case TBC -> {
                reads(a, 1);
                mark(a);
            }
            case CLOSE -> now.close(a);
            case RETURN, RETURN0, RETURN1, TAILCALL -> {
                RegisterEffects.visit(instruction, this);
                int open = now.highestToClose(0, maxStack);
                if (open >= 0 && !(op == Opcode.RETURN && Instruction.d(instruction) == 1)) {
                    refuse("leaves while register " + open + " is to be closed");
                }
            }
            default -> {
                RegisterEffects.visit(instruction, this);
                if (op.jumps()) {
                    jump(now);
                }
            }
        }
    }

    private void stepLoop(Opcode op, int a) {
        switch (op) {
            case FORPREP -> {
                reads(a, 3);
                keepMarks(a, 4);
                elsewhere.set(now);
                elsewhere.setUndefined(a, 3);
                jump(elsewhere);
                now.setLoop(a);
                now.setValues(a + 3, 1);
            }
            case FORLOOP -> {
                if (!now.isLoopBase(a)) {
                    refuse("registers from " + a + " on are not the control of a checked loop");
                }
                keepMarks(a, 4);
                elsewhere.set(now);
                elsewhere.setValues(a + 3, 1);
                jump(elsewhere);
                now.setUndefined(a, 3);
            }
            case TFORPREP -> {
                reads(a + 3, 1);
                mark(a + 3);
                jump(now);
            }
            case TFORLOOP -> {
                reads(a + 4, 1);
                keepMarks(a + 2, 1);
                elsewhere.set(now);
                elsewhere.setValues(a + 2, 1);
                jump(elsewhere);
            }
            default -> throw new AssertionError(op);
        }
    }

    /** The closure is in its register before anything is copied, so that a function can capture itself. */
    private void stepClosure(int a, int nested) {
        if (capturedValues[nested] == null) {
            findCaptures(nested);
        }
        writes(a, 1);
        int missing = now.firstWithoutValue(capturedValues[nested]);
        if (missing >= 0) {
            refuse("captures register " + missing + " as a value, which " + holds(missing));
        }
        missing = now.firstWithoutCell(capturedCells[nested]);
        if (missing >= 0) {
            refuse("captures register " + missing + " as a cell, which " + holds(missing));
        }
    }

    private void findCaptures(int nested) {
        long[] values = FrameTypes.emptySet(maxStack);
        long[] cells = FrameTypes.emptySet(maxStack);
        for (Prototype.Upvalue upvalue : prototype.prototypes()[nested].upvalues()) {
            if (upvalue.inStack()) {
                FrameTypes.addTo(upvalue.cell() ? cells : values, upvalue.index());
            }
        }
        capturedValues[nested] = values;
        capturedCells[nested] = cells;
    }

    // ---- effects on registers --------------------------------------------------------------------------------------

    @Override
    public void reads(int first, int count) {
        int missing = now.firstWithoutValue(first, count == RegisterEffects.OPEN ? openBase() - first : count);
        if (missing >= 0) {
            refuse("reads register " + missing + ", which " + holds(missing));
        }
    }

    @Override
    public void clobbers(int first, int count) {
        int extent = count == RegisterEffects.OPEN ? maxStack - first : count;
        keepMarks(first, extent);
        now.setUndefined(first, extent);
    }

    /** The values of an open list are for the instruction that takes it, and for no other. */
    @Override
    public void writes(int first, int count) {
        if (count == RegisterEffects.OPEN) {
            clobbers(first, count);
        } else {
            keepMarks(first, count);
            now.setValues(first, count);
        }
    }

    /** First register of the open list that the previous instruction left. */
    private int openBase() {
        return RegisterEffects.openListLeft(code[pc - 1]);
    }

    private void needCell(int register) {
        if (!now.isCell(register)) {
            refuse("needs a cell in register " + register + ", which " + holds(register));
        }
    }

    /** Registers that may be marked as to be closed keep what they hold until they are closed. */
    private void keepMarks(int first, int count) {
        int marked = now.highestToClose(first, count);
        if (marked >= 0) {
            refuse("overwrites register " + marked + ", which is to be closed");
        }
    }

    private void mark(int register) {
        int marked = now.highestToClose(register, maxStack - register);
        if (marked >= 0) {
            refuse("marks register " + register + " while register " + marked + " is to be closed");
        }
        now.markToClose(register);
    }

    private String holds(int register) {
        return now.isCell(register) ? "holds a cell"
                : now.isLoopState(register) ? "holds the control of a loop"
                : now.isValue(register) ? "holds a value"
                : "may be undefined";
    }

    /** The first refusal counts: what follows it may be its consequence. */
    private void refuse(String reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }
}
