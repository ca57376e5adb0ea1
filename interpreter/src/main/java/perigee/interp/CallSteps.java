package perigee.interp;

import static perigee.interp.Operands.*;
import static perigee.layout.FunctionLayout.*;
import static perigee.layout.StackLayout.HEADER_BYTES;

import perigee.layout.ThreadLayout;
import perigee.memory.Memory;
import perigee.value.Word;

/** What the handlers of calls and returns have in common. */
public final class CallSteps {
    private CallSteps() {
    }

    /** Number of arguments of the call whose function is at a place: B says, or the top. */
    public static int argumentCount(long t, long pc, long place) {
        int b = b(pc);
        return b == 0 ? (int) (load(t + ThreadLayout.TOP) - place - HEADER_BYTES >> 3) : b - 1;
    }

    /** Whether the function of a code block can be interpreted at once, in a frame with this base. */
    public static boolean isCallable(long t, long code, long base, int count) {
        return load(code + NATIVE_ENTRY) == 0 && Memory.getInt(code + CALLS) + 1 < Memory.getInt(t + ThreadLayout.HOT_CALLS)
                && base + 8L * Math.max(Memory.getInt(code + MAX_STACK), count + 1) <= load(t + ThreadLayout.LIMIT);
    }

    /** Makes the frame at a base, whose link and arguments are there, the topmost; returns its first instruction. */
    public static long begin(long t, long function, long code, long base, int count) {
        Memory.putInt(t + ThreadLayout.ARGUMENT_COUNT, count);
        for (int parameters = Memory.getInt(code + PARAMETERS); count < parameters; count++) {
            store(base + 8L * count, Word.NIL);
        }
        Memory.putInt(code + CALLS, Memory.getInt(code + CALLS) + 1);
        store(t + ThreadLayout.BASE, base);
        store(t + ThreadLayout.CONSTANTS, load(code + CONSTANTS));
        return load(function + ENTRY);
    }

    /** Makes the wanted number of results of those that there are; the top is set after them. */
    public static void adjust(long t, long place, int count, int wanted) {
        for (; count < wanted; count++) {
            store(place + 8L * count, Word.NIL);
        }
        store(t + ThreadLayout.TOP, place + 8L * (wanted < 0 ? count : wanted));
    }
}
