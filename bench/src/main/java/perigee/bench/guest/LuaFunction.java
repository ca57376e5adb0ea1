package perigee.bench.guest;

import perigee.value.Word;

/** A Lua function that Java calls. */
public final class LuaFunction {
    private final Guest guest;
    /** Its object, wherever that is by now. */
    long word;

    LuaFunction(Guest guest, long word) {
        this.guest = guest;
        this.word = word;
    }

    /** Calls it with an integer; the word of its first result, nil if there is none. */
    public long call(long argument) {
        return guest.call(word, Word.ofInteger(argument));
    }

    /** Calls it with a float. */
    public long call(double argument) {
        return guest.call(word, Word.ofFloat(argument));
    }
}
