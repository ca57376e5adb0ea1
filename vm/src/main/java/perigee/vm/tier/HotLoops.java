package perigee.vm.tier;

import java.util.stream.IntStream;
import perigee.bytecode.Instruction;
import perigee.memory.Memory;
import perigee.runtime.Functions;
import perigee.runtime.LoadedFunction;

/**
 * What is worth compiling when a loop is reported as hot. Code for a loop is entered from baseline code and left for it again;
 * where the loop is short, and is itself in a loop, that one is the better choice, and where that is short, the function.
 *
 * <p>A choice that is not the loop reported is made to be reported next time control comes there: its count of rounds is set to
 * just before the next report.
 */
final class HotLoops {
    /** A loop of so many rounds at a time, or fewer, is not worth the way in and out. */
    private static final int SHORT = 1000;
    /** Below this, not even when there is code already. */
    private static final int TOO_SHORT = 50;

    private final LoadedFunction function;
    private final long[] code;
    /** A loop is reported after so many rounds, a power of two. */
    private final int period;

    /** A loop by the instruction that is jumped back to, of a generic loop the first one of its body, and the one that jumps. */
    record Loop(int head, int backEdge) {
    }

    /** @param period a loop is reported each time it has gone so many rounds */
    HotLoops(LoadedFunction function, int period) {
        this.function = function;
        this.period = period;
        code = function.prototype().code();
    }

    /**
     * The loop to be compiled in place of a reported one, perhaps that itself; null: the function.
     *
     * @param calls how often the function has been called
     */
    Loop choose(int head, long calls) {
        Loop loop = loop(head);
        Loop outer = outside(loop);
        while (outer != null && rounds(outer) >= 2 && rounds(loop) / rounds(outer) <= SHORT) {
            loop = outer;
            outer = outside(loop);
        }
        return outer == null && calls >= 2 && rounds(loop) / calls <= SHORT ? null : loop;
    }

    /** Whether the function has a loop. */
    static boolean hasLoop(LoadedFunction function) {
        HotLoops loops = new HotLoops(function, 1);
        return IntStream.range(0, loops.code.length).anyMatch(loops::isBackEdge);
    }

    /** The loop that is entered at an instruction. */
    Loop loop(int head) {
        for (int pc = head; pc < code.length; pc++) {
            if (isBackEdge(pc) && target(pc) == head) {
                return new Loop(head, pc);
            }
        }
        throw new IllegalArgumentException("no loop at " + head);
    }

    /** The next loop around one, or null. */
    Loop outside(Loop loop) {
        for (int pc = loop.backEdge() + 1; pc < code.length; pc++) {
            if (isBackEdge(pc) && target(pc) < loop.head()) {
                return new Loop(target(pc), pc);
            }
        }
        return null;
    }

    /** Has a loop reported at the end of its next round. */
    void reportNext(Loop loop) {
        long counter = counter(loop);
        Memory.putInt(counter, Memory.getInt(counter) | period - 1);
    }

    /** Has a loop that has code, and has been left, reported soon again, unless it is not worth it. */
    void reportAgain(Loop loop) {
        Loop outer = outside(loop);
        if (outer != null && rounds(loop) / Math.max(rounds(outer), 1) > TOO_SHORT) {
            reportNext(loop);
        }
    }

    /** How many rounds were run in the interpreter and in baseline code. */
    private long rounds(Loop loop) {
        return Integer.toUnsignedLong(Memory.getInt(counter(loop)));
    }

    private long counter(Loop loop) {
        return Functions.instruction(function.code(), loop.backEdge()) + Instruction.FEEDBACK;
    }

    private boolean isBackEdge(int pc) {
        return Instruction.op(code[pc]).jumps() && target(pc) <= pc;
    }

    private int target(int pc) {
        return pc + 1 + Instruction.j(code[pc]);
    }
}
