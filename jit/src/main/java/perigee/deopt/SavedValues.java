package perigee.deopt;

import perigee.emit.StateAt;
import perigee.layout.ThreadLayout;
import perigee.lir.Kind;
import perigee.lir.Place;
import perigee.memory.Memory;
import perigee.runtime.LuaState;
import perigee.value.Word;

/** The values of a frame state, fetched from wherever the code had them. */
final class SavedValues {
    private final LuaState state;
    private final long thread;

    SavedValues(LuaState state) {
        this.state = state;
        thread = state.stack().threadBlock();
    }

    /**
     * The values as words; makes boxes for integers that need one.
     *
     * @param base of the frame of optimised code
     */
    long[] read(StateAt at, long base) {
        long[] words = new long[at.places().length];
        for (int i = 0; i < words.length; i++) {
            words[i] = word(at.places()[i], at.kinds()[i], at.bits()[i], base);
        }
        return words;
    }

    private long word(int place, Kind kind, long constant, long base) {
        int number = Place.number(place);
        if (Place.isFrame(place)) {
            return Memory.getLong(base + 8L * number);
        }
        if (Place.isPair(place)) {
            long low = Word.integer(Memory.getLong(base + 8L * number));
            return state.integer(low | Word.integer(Memory.getLong(base + 8L * number + 8)) << 32);
        }
        long bits = Place.isConstant(place) ? constant : Memory.getLong(saved(place));
        return switch (kind) {
            case WORD -> bits;
            case INT -> state.integer(bits);
            case FLOAT -> bits + Word.FLOAT_OFFSET;
            case RAW -> throw new IllegalStateException("a raw value in a frame state, at " + Place.text(place));
        };
    }

    /** Where the thread block has what was in a register, or on the C stack. */
    private long saved(int place) {
        if (Place.isGpr(place)) {
            return thread + ThreadLayout.DUMP + 8L * place;
        }
        if (Place.isXmm(place)) {
            return thread + ThreadLayout.VECTOR_DUMP + 8L * (place - Place.XMM0);
        }
        if (Place.isStack(place)) {
            return thread + ThreadLayout.STACK_DUMP + 8L * Place.number(place);
        }
        throw new IllegalStateException("a value in a frame state at " + Place.text(place));
    }
}
