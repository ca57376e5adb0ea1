package perigee.interp.handler;

import static perigee.interp.Operands.*;

import perigee.interp.NumericLoops;
import perigee.value.Word;

/** Jumps and loops. */
public final class LoopHandlers {
    /** Offset of the control variable of a generic loop, and of its first variable, from R[A]. */
    private static final int CONTROL = 16;
    private static final int VARIABLE = 32;

    private LoopHandlers() {
    }

    /** {@code JMP} */
    public static long jump(long t, long pc) {
        return target(pc);
    }

    /** {@code LOOP} */
    public static long loop(long t, long pc) {
        return backEdge(t, pc);
    }

    /** {@code FORLOOP} */
    public static long numericLoop(long t, long pc) {
        long state = a(t, pc);
        if (NumericLoops.next(state)) {
            return backEdge(t, pc);
        }
        return next(!NumericLoops.isBoxed(state), pc);
    }

    /** {@code TFORLOOP} */
    public static long genericLoop(long t, long pc) {
        long state = a(t, pc);
        long control = load(state + VARIABLE);
        if (control == Word.NIL) {
            return pc;
        }
        store(state + CONTROL, control);
        return backEdge(t, pc);
    }
}
