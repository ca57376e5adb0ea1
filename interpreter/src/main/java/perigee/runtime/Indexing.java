package perigee.runtime;

import perigee.object.Event;
import perigee.value.ValueType;
import perigee.value.Word;

/**
 * {@code object[key]} and {@code object[key] = value} with metamethods (manual 2.4), for all operands.
 * {@link LuaState#PENDING} asks for a metamethod to be called. Nothing here collects.
 */
public final class Indexing {
    /** Longest chain of {@code __index} or {@code __newindex} values. */
    private static final int MAX_CHAIN = 2000;

    private final LuaState state;

    Indexing(LuaState state) {
        this.state = state;
    }

    public long get(long object, long key) {
        long holder = object;
        for (int i = 0; i < MAX_CHAIN; i++) {
            long metamethod;
            if (ValueType.isTable(holder)) {
                long value = state.tables().get(holder, key);
                if (value != Word.NIL) {
                    return value;
                }
                metamethod = state.tables().metamethod(holder, Event.INDEX);
                if (metamethod == Word.NIL) {
                    return Word.NIL;
                }
            } else {
                metamethod = state.metamethod(holder, Event.INDEX);
                if (metamethod == Word.NIL) {
                    throw state.errors().indexing(holder, key);
                }
            }
            if (ValueType.isFunction(metamethod)) {
                return state.pending(metamethod, holder, key);
            }
            holder = metamethod;
        }
        throw state.errors().runtime("'__index' chain too long; possible loop");
    }

    /** Returns something other than {@link LuaState#PENDING} when done. */
    public long set(long object, long key, long value) {
        long holder = object;
        for (int i = 0; i < MAX_CHAIN; i++) {
            long metamethod;
            if (ValueType.isTable(holder)) {
                metamethod = state.tables().metamethod(holder, Event.NEWINDEX);
                if (metamethod == Word.NIL || state.tables().get(holder, key) != Word.NIL) {
                    rawSet(holder, key, value);
                    return Word.NIL;
                }
            } else {
                metamethod = state.metamethod(holder, Event.NEWINDEX);
                if (metamethod == Word.NIL) {
                    throw state.errors().indexing(holder, key);
                }
            }
            if (ValueType.isFunction(metamethod)) {
                return state.pending(metamethod, holder, key, value);
            }
            holder = metamethod;
        }
        throw state.errors().runtime("'__newindex' chain too long; possible loop");
    }

    /** {@code rawset} with its errors: "index is nil", "index is NaN". */
    public void rawSet(long table, long key, long value) {
        if (key == Word.NIL) {
            throw state.errors().runtime("table index is nil");
        }
        if (Word.isFloat(key) && Double.isNaN(Word.floating(key))) {
            throw state.errors().runtime("table index is NaN");
        }
        state.tables().set(table, key, value);
    }
}
