package perigee.vm.tier;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import perigee.bytecode.Instruction;
import perigee.bytecode.Prototype;

/**
 * A loop as its author sees it.
 *
 * @param head     the instruction that is jumped back to: the loop's name among compilers
 * @param backEdge the one that jumps
 * @param first    source line where it begins, of a function without debug information that one's
 * @param last     source line of its last instruction
 */
public record SourceLoop(int head, int backEdge, int first, int last) {
    /** The loops of a function in the order of their back edges, so inner ones before those around them. */
    public static List<SourceLoop> of(Prototype prototype) {
        List<SourceLoop> loops = new ArrayList<>();
        long[] code = prototype.code();
        for (int pc = 0; pc < code.length; pc++) {
            int target = pc + 1 + Instruction.j(code[pc]);
            if (Instruction.op(code[pc]).jumps() && target <= pc) {
                loops.add(of(prototype, target, pc));
            }
        }
        return loops;
    }

    private static SourceLoop of(Prototype prototype, int head, int backEdge) {
        int[] lines = prototype.lines();
        if (lines.length == 0) {
            return new SourceLoop(head, backEdge, prototype.lineDefined(), prototype.lineDefined());
        }
        return new SourceLoop(head, backEdge, Arrays.stream(lines, head, backEdge + 1).min().orElseThrow(),
                Arrays.stream(lines, head, backEdge + 1).max().orElseThrow());
    }

    /** Source line where the loop begins that compilers know by its head. */
    public static int line(Prototype prototype, int head) {
        return of(prototype).stream().filter(loop -> loop.head == head).findFirst().orElseThrow().first;
    }

    /** Whether an instruction is in it. */
    public boolean has(int pc) {
        return pc >= head && pc <= backEdge;
    }
}
