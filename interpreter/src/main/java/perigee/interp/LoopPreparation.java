package perigee.interp;

import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * Entry of numeric loops (manual 3.3.5): checks the three values and brings them to one kind. An integer loop keeps its
 * limit clipped to the integers; sums that wrap around end it.
 */
final class LoopPreparation {
    private static final int LIMIT = 8;
    private static final int STEP = 16;
    private static final int VARIABLE = 24;

    private final LuaState state;

    LoopPreparation(LuaState state) {
        this.state = state;
    }

    /** Prepares the loop whose three values start at this address; false when it does not run at all. */
    boolean prepare(long a) {
        long initial = Memory.getLong(a);
        long limit = Memory.getLong(a + LIMIT);
        long step = Memory.getLong(a + STEP);
        if (ValueType.isInteger(initial) && ValueType.isInteger(step)) {
            return prepareIntegers(a, LuaState.toLong(initial), limit, LuaState.toLong(step));
        }
        return prepareFloats(a, initial, limit, step);
    }

    private boolean prepareIntegers(long a, long initial, long limit, long step) {
        if (step == 0) {
            throw state.errors().runtime("'for' step is zero");
        }
        long last;
        long limitNumber = number(limit, "limit");
        if (ValueType.isInteger(limitNumber)) {
            last = LuaState.toLong(limitNumber);
        } else {
            double bound = LuaState.toDouble(limitNumber);
            if (bound >= 0x1p63) {
                if (step < 0) {
                    return false;
                }
                last = Long.MAX_VALUE;
            } else if (!(bound >= -0x1p63)) {
                // Below all integers; the reference takes NaN for that, too.
                if (step > 0) {
                    return false;
                }
                last = Long.MIN_VALUE;
            } else {
                last = (long) (step > 0 ? Math.floor(bound) : Math.ceil(bound));
            }
        }
        if (step > 0 ? initial > last : initial < last) {
            return false;
        }
        Memory.putLong(a + LIMIT, state.integer(last));
        Memory.putLong(a + VARIABLE, Memory.getLong(a));
        return true;
    }

    private boolean prepareFloats(long a, long initial, long limit, long step) {
        double last = LuaState.toDouble(number(limit, "limit"));
        double by = LuaState.toDouble(number(step, "step"));
        double first = LuaState.toDouble(number(initial, "initial value"));
        if (by == 0) {
            throw state.errors().runtime("'for' step is zero");
        }
        if (by > 0 ? last < first : first < last) { // a loop from or to NaN begins
            return false;
        }
        Memory.putLong(a, Word.ofForeignFloat(first));
        Memory.putLong(a + LIMIT, Word.ofForeignFloat(last));
        Memory.putLong(a + STEP, Word.ofForeignFloat(by));
        Memory.putLong(a + VARIABLE, Memory.getLong(a));
        return true;
    }

    /** The number that a value is or, being a string, converts to. */
    private long number(long word, String what) {
        long number = state.conversions().toNumber(word);
        if (number == Word.NIL) {
            throw state.errors().forLoop(what, word);
        }
        return number;
    }

    /** Advances a loop with boxed integers in its state; false when it is over. */
    boolean nextBoxed(long a) {
        long i = LuaState.toLong(Memory.getLong(a));
        long last = LuaState.toLong(Memory.getLong(a + LIMIT));
        long by = LuaState.toLong(Memory.getLong(a + STEP));
        long sum = i + by;
        boolean wrapped = by > 0 ? sum < i : sum > i;
        if (wrapped || (by > 0 ? sum > last : sum < last)) {
            return false;
        }
        long word = state.integer(sum);
        Memory.putLong(a, word);
        Memory.putLong(a + VARIABLE, word);
        return true;
    }
}
