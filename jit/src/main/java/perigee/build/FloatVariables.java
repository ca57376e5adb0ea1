package perigee.build;

import java.util.BitSet;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.bytecode.RegisterEffects;
import perigee.feedback.Feedback;

/**
 * The registers that a loop leaves as floats, as far as feedback tells: whatever writes one is arithmetic that has given floats,
 * or moves what such arithmetic has given. Before the first of these writes they may be integers.
 */
final class FloatVariables {
    private static final int NUMBERS = Feedback.INTEGERS | Feedback.FLOATS | Feedback.MIXED;

    private final Frame frame;
    private final int head;
    private final long[] code;
    /** That some write makes a float. */
    private final BitSet floats = new BitSet();
    /** That some write makes something else. */
    private final BitSet others = new BitSet();
    /** Whose arithmetic has had operands of several kinds. */
    private final BitSet varied = new BitSet();

    private FloatVariables(Frame frame, int head) {
        this.frame = frame;
        this.head = head;
        code = frame.facts.prototype().code();
    }

    /** Those of the loop with this head, to which its counter does not belong. */
    static FloatVariables of(Frame frame, int head) {
        FloatVariables variables = new FloatVariables(frame, head);
        variables.find();
        return variables;
    }

    private void find() {
        frame.flow.instructions(head).filter(pc -> Instruction.op(code[pc]) != Opcode.MOVE).forEach(this::write);
        int before;
        do {
            before = floats.cardinality() + others.cardinality();
            frame.flow.instructions(head).filter(pc -> Instruction.op(code[pc]) == Opcode.MOVE).forEach(this::move);
        } while (before != floats.cardinality() + others.cardinality());
        floats.andNot(others);
        floats.and(frame.flow.live(head));
        if (head > 0 && Instruction.op(code[head - 1]) == Opcode.FORPREP) {
            int counter = Instruction.a(code[head - 1]);
            floats.clear(counter, counter + 4);
        }
    }

    private void write(int pc) {
        long i = code[pc];
        if (!isArithmetic(Instruction.op(i))) {
            RegisterEffects.ChangeVisitor visitor = (first, count) -> others.set(first,
                    count == RegisterEffects.OPEN ? frame.facts.prototype().maxStack() : first + count);
            RegisterEffects.visit(i, visitor);
        } else if (kinds(pc) != 0) {
            (makesFloats(pc) ? floats : others).set(Instruction.a(i));
            if (Integer.bitCount(kinds(pc) & NUMBERS) > 1) {
                varied.set(Instruction.a(i));
            }
        }
    }

    private void move(int pc) {
        int from = Instruction.b(code[pc]);
        int to = Instruction.a(code[pc]);
        int definition = definition(from, pc);
        boolean isFloat = definition >= 0 ? makesFloats(definition) : floats.get(from) && !others.get(from);
        boolean isOther = definition >= 0 ? !isFloat : others.get(from) || !frame.flow.writtenIn(head).get(from);
        if (isFloat || isOther) {
            (isFloat ? floats : others).set(to);
        }
        if (varied.get(from)) {
            varied.set(to);
        }
    }

    /** The arithmetic in the same basic block whose result a register has at an instruction; -1: that is not known. */
    private int definition(int register, int at) {
        boolean[] written = new boolean[1];
        RegisterEffects.ChangeVisitor visitor = (first, count) -> written[0] |= first <= register
                && (count == RegisterEffects.OPEN || register < first + count);
        for (int pc = at; pc > head && !frame.flow.isLeader(pc); pc--) {
            RegisterEffects.visit(code[pc - 1], visitor);
            if (written[0]) {
                return isArithmetic(Instruction.op(code[pc - 1])) && kinds(pc - 1) != 0 ? pc - 1 : -1;
            }
        }
        return -1;
    }

    private int kinds(int pc) {
        return (int) frame.facts.feedback()[pc];
    }

    private boolean makesFloats(int pc) {
        Opcode op = Instruction.op(code[pc]);
        int kinds = kinds(pc);
        boolean divides = op == Opcode.DIV || op == Opcode.DIVK || op == Opcode.POW || op == Opcode.POWK;
        return (divides || (kinds & (Feedback.FLOATS | Feedback.MIXED)) != 0)
                && (kinds & ~(NUMBERS | Feedback.BOXED)) == 0;
    }

    private static boolean isArithmetic(Opcode op) {
        return switch (op) {
            case ADD, ADDI, ADDK, SUB, SUBI, SUBK, MUL, MULK, MOD, MODK, IDIV, IDIVK, DIV, DIVK, POW, POWK, UNM -> true;
            default -> false;
        };
    }

    /** The registers, in a set of the caller's own. */
    BitSet registers() {
        return (BitSet) floats.clone();
    }

    /** Whether there were integers, too. */
    boolean isVaried(int register) {
        return varied.get(register);
    }
}
