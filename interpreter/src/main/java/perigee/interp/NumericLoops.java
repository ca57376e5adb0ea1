package perigee.interp;

import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** Numeric loops. R[A] is the index, R[A+1] the limit, R[A+2] the step, R[A+3] the visible variable. */
public final class NumericLoops {
    private static final int LIMIT = 8;
    private static final int STEP = 16;
    private static final int VARIABLE = 24;

    private NumericLoops() {
    }

    /** Advances the loop whose state starts at this address; false when it is over. */
    public static boolean next(long a) {
        long index = Memory.getLong(a);
        long limit = Memory.getLong(a + LIMIT);
        long step = Memory.getLong(a + STEP);
        if (Word.isInteger(index & limit & step)) {
            // Words are in the order of their integers; a sum that needs more than 50 bits is beyond every limit.
            long by = Word.integer(step);
            long sum = index + by;
            if (by > 0 ? sum <= limit : sum >= limit) {
                Memory.putLong(a, sum);
                Memory.putLong(a + VARIABLE, sum);
                return true;
            }
            return false;
        }
        return nextFloat(a, index, limit, step);
    }

    private static boolean nextFloat(long a, long index, long limit, long step) {
        if (!Word.isFloat(index)) {
            return false; // only loops over boxed integers are left
        }
        double by = Word.floating(step);
        double sum = Word.floating(index) + by;
        if (by > 0 ? sum <= Word.floating(limit) : sum >= Word.floating(limit)) {
            Memory.putLong(a, Word.ofFloat(sum));
            Memory.putLong(a + VARIABLE, Word.ofFloat(sum));
            return true;
        }
        return false;
    }

    /** Whether the loop has boxed integers in its state, so that {@link LoopPreparation#nextBoxed} has to advance it. */
    public static boolean isBoxed(long a) {
        return Word.isObject(Memory.getLong(a)) || Word.isObject(Memory.getLong(a + LIMIT))
                || Word.isObject(Memory.getLong(a + STEP));
    }
}
