package perigee.build;

import java.util.BitSet;
import perigee.bytecode.Instruction;
import perigee.bytecode.Opcode;
import perigee.feedback.Feedback;
import perigee.ir.Node;

/**
 * Which loops have their first round built on its own. A variable that begins as an integer constant and becomes a float
 * in the first round, {@code local sum = 0}, is a float in all others:
 *
 * <pre>
 *   sum = 0                                first round: 0 + x is a float
 *   loop: sum = sum + x                    loop: sum is a phi of floats
 * </pre>
 */
final class Peeling {
    /** In instructions. */
    private static final int LONGEST = 150;
    /** So many nodes in the graph are enough. */
    private static final int MAX_NODES = 3_000;

    boolean isWorthwhile(Frame frame, int head, int nodes) {
        ControlFlow flow = frame.flow;
        if (nodes > MAX_NODES || flow.instructions(head).count() > LONGEST) {
            return false;
        }
        BitSet becomeFloats = floats(frame, head);
        becomeFloats.and(flow.live(head));
        int counter = counter(frame, head);
        if (counter >= 0) {
            becomeFloats.clear(counter, counter + 4);
        }
        return becomeFloats.stream().anyMatch(r -> r < frame.registers.length && isInteger(frame.registers[r]));
    }

    private static boolean isInteger(Node value) {
        return value != null && Context.isInt(value.resolved());
    }

    /** The registers from here on to the variable of a numeric loop stay what they are; -1 for other loops. */
    private static int counter(Frame frame, int head) {
        long[] code = frame.facts.prototype().code();
        boolean numeric = head > 0 && Instruction.op(code[head - 1]) == Opcode.FORPREP;
        return numeric ? Instruction.a(code[head - 1]) : -1;
    }

    /** Registers that the loop gives floats, by arithmetic that has seen such, or by moving what that has given. */
    private static BitSet floats(Frame frame, int head) {
        long[] code = frame.facts.prototype().code();
        BitSet floats = new BitSet();
        frame.flow.instructions(head).forEach(pc -> {
            Opcode op = Instruction.op(code[pc]);
            boolean computed = op.feedback == Opcode.Feedback.ARITHMETIC
                    && (frame.facts.feedback()[pc] & (Feedback.FLOATS | Feedback.MIXED)) != 0;
            if (computed || op == Opcode.MOVE && floats.get(Instruction.b(code[pc]))) {
                floats.set(Instruction.a(code[pc]));
            }
        });
        return floats;
    }
}
